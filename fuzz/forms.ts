import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch, parsePatch } from 'diff';
import { XmlDocument } from 'libxml2-wasm';
import { formatNames, type FormatName } from '../src/report/formats/index.ts';
import type { Input } from './input.ts';
import type { Shown } from './invariants.ts';
import { Broken, type World } from './world.ts';

/** What no form may hold, wherever it came from: what is not seen, or steers a terminal. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<!\p{Extended_Pictographic}\uFE0F?)\u200d/u;

/** One run writes every form, and each is what it says it is. */
export async function checkForms({ input, world }: Shown): Promise<void> {
  world.put(input.files);
  const { stderr } = await world.run(formatNames.map((name) => `--format=${name}=.reports/${name}`), input.options, input.paths);
  for (const name of formatNames) {
    const text = readFileSync(join(world.directory, '.reports', name), 'utf8');
    const wrong = UNSEEN.exec(text);
    if (wrong !== null) throw new Broken('forms', `${name} holds ${JSON.stringify(wrong[0])}: ${JSON.stringify(text.slice(Math.max(0, wrong.index - 40), wrong.index + 40))}`);
    try {
      readForm(name, text);
    } catch (error) {
      throw new Broken('forms', `${name}: ${String(error)}`);
    }
  }
  const steering = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.exec(stderr);
  if (steering !== null) throw new Broken('forms', `stderr holds ${JSON.stringify(steering[0])}`);
  await checkPatch(input, world);
}

function readForm(name: FormatName, text: string): void {
  switch (name) {
    case 'json':
    case 'sarif':
    case 'gitlab':
    case 'rdjson':
      JSON.parse(text);
      return;
    case 'junit':
    case 'checkstyle':
      XmlDocument.fromBuffer(Buffer.from(text)).dispose();
      return;
    case 'github':
      for (const line of text.split('\n')) if (line !== '' && !/^::(?:error|warning|notice) [^:]*::/.test(line)) throw new Error(`no annotation: ${line}`);
      return;
    case 'stylish':
    case 'markdown':
      return;
  }
}

/** The patch makes of the files what the fix makes of them. */
async function checkPatch(input: Input, world: World): Promise<void> {
  const { stdout, stderr } = await world.run(['--diff'], input.options, input.paths);
  // A line with a secret that changes itself is shown as stars, and said to be.
  if (/this patch cannot be applied|此补丁无法应用/.test(stderr)) return;
  await world.report(['--fix', '--no-backup'], input);
  const fixed = world.files();
  for (const patch of parsePatch(stdout)) {
    const name = patch.newFileName?.replace(/^b\//, '') ?? '';
    const before = input.files.get(name)?.toString('utf8');
    // A name that is quoted, or a text that is not UTF-8, is git's matter.
    if (before === undefined || /\r(?!\n)|\uFFFD/.test(before)) continue;
    const after = applyPatch(before, patch, { autoConvertLineEndings: false });
    if (after !== fixed.get(name)?.toString('utf8')) throw new Broken('forms', `the patch of ${name} ${after === false ? 'does not apply' : 'makes another text'}`);
  }
}

/** The other commands that read files. */
export async function checkOtherCommands({ input, world }: Shown): Promise<void> {
  world.put(input.files);
  const options = input.options.filter((word) => /^(?:--(?:profile|lang)|\*|zh)$/.test(word));
  for (const command of ['ports', 'cost']) {
    const { stdout } = await world.run([command, '--format', 'json'], options, input.paths);
    try {
      if (stdout !== '') JSON.parse(stdout);
    } catch {
      throw new Broken('commands', `${command}: ${stdout.slice(0, 200)}`);
    }
    const table = await world.run([command], options, input.paths);
    const wrong = UNSEEN.exec(table.stdout + table.stderr);
    if (wrong !== null) throw new Broken('commands', `${command} prints ${JSON.stringify(wrong[0])}`);
  }
}
