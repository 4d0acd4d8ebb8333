import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSh } from '../../src/load/shell/sh.ts';
import { run } from '../cli/main/run.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

const IMAGE = 'zlmediakit/zlmediakit:master';

interface Part {
  readonly words: readonly string[];
  /** Goes when the container moves to the host's network. */
  readonly port: boolean;
}

const portNumber = fc.integer({ min: 1024, max: 60_000 });
const mapping = fc.tuple(portNumber, fc.nat(9), fc.constantFrom('', '/udp')).map(([from, more, protocol]) => {
  const span = more === 0 ? String(from) : `${from}-${from + more}`;
  return `${span}:${span}${protocol}`;
});
const port: fc.Arbitrary<Part> = fc
  .tuple(mapping, fc.constantFrom<(text: string) => string[]>((text) => ['-p', text], (text) => [`-p${text}`], (text) => [`--publish=${text}`], (text) => ['--publish', text]))
  .map(([text, write]) => ({ words: write(text), port: true }));
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"', "'", '$', '\\', '`', ';', '#', '*', '中'), maxLength: 6 });
const other: fc.Arbitrary<Part> = fc
  .oneof(
    fc.constantFrom(['-d'], ['-it'], ['--restart=always'], ['--privileged'], ['--init']),
    text.map((value) => ['-e', `A=${value}`]),
    text.map((value) => [`--label=x=${value}`]),
    fc.constant(['-v', '/srv/media:/opt/media']),
  )
  .map((words) => ({ words, port: false }));

/** One word as a person may write it. */
function quoted(word: string, how: number): string {
  if (how === 0 && /^[\w=:/.-]+$/.test(word)) return word;
  return how === 1 ? `"${word.replace(/["\\$`]/g, (one) => `\\${one}`)}"` : `'${word.replaceAll("'", `'\\''`)}'`;
}

const gaps = [' ', '  ', '\t', ' \\\n', ' \\\n  ', ' \\\n\t'];

it('takes the ports out of a command line and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(port, other), { minLength: 1, maxLength: 8 }),
      fc.array(text, { maxLength: 3 }),
      fc.infiniteStream(fc.nat(2)),
      fc.infiniteStream(fc.nat(gaps.length - 1)),
      async (parts, args, styles, spaces) => {
        const ports = parts.filter((part) => part.port);
        const words = ['docker', 'run', ...parts.flatMap((part) => part.words), IMAGE, ...args];
        const line = words.map((word) => quoted(word, word === 'docker' || word === 'run' ? 0 : (styles.next().value ?? 0))).reduce((before, word) => before + (gaps[spaces.next().value ?? 0] ?? ' ') + word);
        const script = `set -e\n# before\n${line} # behind\necho after\n`;
        const { stdout } = await run(['--fix', '--unsafe-fixes', '--strategy', 'host', '--stdin-filename', 'x.sh', '-'], { cwd: temporaryDirectory({}), stdin: script });
        const expected = ['docker', 'run', ...parts.flatMap((part) => (part.port ? (part === ports[0] ? ['--network=host'] : []) : part.words)), IMAGE, ...args];
        const [, command] = readSh(stdout).commands;
        expect(command?.words.map(({ value }) => value)).toEqual(ports.length === 0 ? words : expected);
        expect(stdout.startsWith('set -e\n# before\ndocker')).toBe(true);
        expect(stdout.endsWith(' # behind\necho after\n')).toBe(true);
      },
    ),
    { numRuns: 150, interruptAfterTimeLimit: 20_000 },
  );
});
