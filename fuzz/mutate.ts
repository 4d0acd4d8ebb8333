import { isIni, isYaml, type Input } from './input.ts';
import { mutateIni } from './mutate-ini.ts';
import { mutateShell } from './mutate-shell.ts';
import { mutateYaml } from './mutate-yaml.ts';
import type { Random } from './random.ts';

/** No text grows beyond this, so that what is slow is slow for another reason. */
const MOST_BYTES = 60_000;

/** How hard a text is treated: `mild` mostly leaves it a file of its kind. */
export type Force = 'mild' | 'wild';

/** The input with some of its files changed at a few places; `others` lend their pieces. */
export function mutateInput(input: Input, others: readonly Input[], random: Random, force: Force = 'wild'): Input {
  const files = new Map(input.files);
  const names = [...files.keys()];
  for (let left = random.chance(3) ? 2 : 1; left > 0 && names.length > 0; left--) {
    const name = random.pick(names);
    const donors = others.length === 0 ? [] : [...random.pick(others).files.values()];
    const donor = donors.length === 0 ? '' : random.pick(donors).toString('utf8');
    files.set(name, mutateBytes(name, files.get(name) ?? Buffer.alloc(0), donor, random, force));
  }
  return { ...input, files };
}

/** The first part of one text and the last of another, cut where lines end. */
export function crossed(one: Buffer, other: Buffer, random: Random): Buffer {
  const [first, last] = [one.toString('utf8').split('\n'), other.toString('utf8').split('\n')];
  const text = [...first.slice(0, random.below(first.length + 1)), ...last.slice(random.below(last.length + 1))].join('\n');
  return Buffer.from(text).subarray(0, MOST_BYTES);
}

export function mutateBytes(name: string, bytes: Buffer, donor: string, random: Random, force: Force): Buffer {
  let now = bytes;
  for (let times = 1 + random.below(random.chance(4) ? 8 : 3); times > 0; times--) {
    if (force === 'wild' && random.chance(10)) now = anywhere(now, random);
    else now = Buffer.from(ofKind(name, now.toString('utf8'), donor, random, force));
    now = now.subarray(0, MOST_BYTES);
  }
  return now;
}

function ofKind(name: string, text: string, donor: string, random: Random, force: Force): string {
  const lines = text.split('\n');
  if (random.chance(force === 'wild' ? 4 : 12)) mutateLines(lines, donor, random);
  else if (isYaml(name)) mutateYaml(lines, donor, random);
  else if (isIni(name)) mutateIni(lines, random);
  else mutateShell(lines, random);
  return lines.join('\n');
}

const STRANGE: readonly (readonly number[])[] = [[0], [9], [10], [13], [13, 10], [0xef, 0xbb, 0xbf], [0xff], [0xc3], [0xe2, 0x80, 0xa8], [0xc2, 0x85], [0xc2, 0xa0], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x8e, 0xa5], [0x1b, 0x5b, 0x33, 0x31, 0x6d], [0xe2, 0x80, 0xae], [35], [34], [39], [92], [36, 123], [38], [42], [58], [45], [123], [91], [60, 60], [37]];

function anywhere(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const length = random.below(random.chance(4) ? 200 : 5);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(5)) {
    case 0:
      return Buffer.concat([before, Buffer.from(random.pick(STRANGE)), after]);
    case 1:
      return Buffer.concat([before, after.subarray(length)]);
    case 2:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 3:
      return Buffer.concat([before, Buffer.from([random.below(256)]), after.subarray(1)]);
    default:
      return before;
  }
}

/** Changes the list of lines, whatever they say. */
function mutateLines(lines: string[], donor: string, random: Random): void {
  const at = random.below(lines.length);
  const end = at + 1 + random.below(random.chance(4) ? 20 : 3);
  const taken = lines.slice(at, end);
  switch (random.below(8)) {
    case 0:
      return void lines.splice(at, taken.length);
    case 1:
      return void lines.splice(random.below(lines.length), 0, ...taken);
    case 2:
      return void lines.splice(at, taken.length, ...random.shuffled(taken));
    case 3:
      return void lines.splice(at, 0, random.pick(['', ' ', '\t', '# x', '   # é 摄像头 🎥', '\r']));
    case 4:
      return void lines.splice(at, taken.length, ...taken.map((line) => line.replace(/^ /, '')));
    case 5:
      return void lines.splice(at, taken.length, ...taken.map((line) => ` ${line}`));
    case 6: {
      const theirs = donor.split('\n');
      const from = random.below(theirs.length);
      return void lines.splice(at, random.below(2), ...theirs.slice(from, from + 1 + random.below(10)));
    }
    default:
      return void lines.splice(at, 2, (lines[at] ?? '') + (lines[at + 1] ?? ''));
  }
}
