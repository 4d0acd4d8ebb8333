import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSh } from '../../../src/load/shell/sh.ts';
import type { Word } from '../../../src/load/shell/shell-text.ts';

const bash = spawnSync('bash', ['-c', 'echo ok'], { encoding: 'utf8' }).stdout === 'ok\n';

type Quoting = (text: string) => string;

const CONTINUED = '\\\n';

const quotings: readonly Quoting[] = [
  (text) => `'${text.replaceAll("'", "'\\''")}'`,
  (text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`,
  (text) => `$'${text.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`,
  (text) => text.replace(/[^\w\n]/gu, '\\$&').replaceAll('\n', "'\n'"),
];

/** An argument, cut into pieces, each quoted in its own way and some followed by a line continuation. */
const argument = fc
  .array(fc.record({ text: fc.string({ unit: fc.constantFrom(...'ab80:/-=.,"\'\\$` \t\n*?[]{}()#~!&|;<>端口'), maxLength: 6 }), quoting: fc.constantFrom(...quotings), continued: fc.boolean() }), { minLength: 1, maxLength: 4 })
  .map((pieces) => {
    const value = pieces.map(({ text }) => text).join('');
    const written = pieces.map(({ text, quoting, continued }) => quoting(text) + (continued ? CONTINUED : '')).join('');
    return { value, written: value === '' ? "''" : written };
  });

const blank = fc.constantFrom(' ', '  ', '\t', ` ${CONTINUED}  `, ` ${CONTINUED}${CONTINUED} `);

const command = fc
  .array(fc.tuple(blank, argument), { maxLength: 6 })
  .chain((list) => fc.constantFrom('', '\n', ' # a \'b\n', ' ; y', ' >f', ' 2>&1 | z').map((after) => ({ list, script: `x${list.map(([between, { written }]) => between + written).join('')}${after}` })));

describe('an argument list', () => {
  it('is read back however it is quoted and broken', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(command, fc.boolean(), ({ list, script }, windows) => {
        // A carriage return inside an argument would stay one.
        const crlf = windows && !list.some(([, { value }]) => value.includes('\n'));
        const text = crlf ? script.replaceAll('\n', '\r\n') : script;
        const [first] = readSh(text).commands;
        expect(first?.words.map(({ value }) => value)).toEqual(['x', ...list.map(([, { value }]) => value)]);
        expect(first?.words.every((word) => isPlaced(word, text))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

/** A written word stands in the text as it is. */
function isPlaced({ value, start, end, origin, quote }: Word, text: string): boolean {
  return origin === 'derived' || text.slice(start, end) === quote + (value as string) + quote;
}

const pieces = [
  '$A', '"$A"', '${B}', '${C:-d e}', '"${C:-d e}"', '${C-}', '${E:+f "g h"}', '${E+i}', '"${L[@]}"', '${L[*]}', '"${L[*]}"', '${#L[@]}', '${L[1]}', '"${M[@]}"', '$(( A + 3 ))', '{1,2}', '{a..c}',
  '{', '}', ',', 'a', '80:80', '"b c"', "'d'", '\\ ', '""', "$'e\\n'", '$E', '"$E"', '${A:=9}', '${N:=7}', '$N', CONTINUED, ':', '-p', '=',
];

const setup = 'A=80; B=" 1  2 "; E=; L=(p "q r" "" s); M=(); unset C N\n';

describe.runIf(bash)('what bash makes of a script', () => {
  it('is what is read', { timeout: 60_000 }, () => {
    const word = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((list) => list.join(''));
    const scripts = fc.sample(fc.array(word, { maxLength: 5 }), { numRuns: 1000, seed: 7 }).map((words) => `${setup}x ${words.join(' ')}\n`);
    const all = scripts.map((script) => `${script}printf "\\1\\0"\n`).join('');
    const { stdout, stderr } = spawnSync('bash', ['-s'], { encoding: 'utf8', input: `x() { [ $# = 0 ] || printf "%s\\0" "$@"; }\n${all}`, maxBuffer: 1e8 });
    expect(stderr).toBe('');
    const expected = stdout.split('\u0001\0').slice(0, -1).map((list) => list.split('\0').slice(0, -1));
    let known = 0;
    for (const [index, script] of scripts.entries()) {
      const found = readSh(script).commands.find(({ words }) => words[0]?.value === 'x');
      const values = found?.words.slice(1).map(({ value }) => value) ?? [];
      // `$N` before a letter is another variable, which nothing sets.
      if (!values.every((value) => typeof value === 'string')) continue;
      known += 1;
      expect(values, script).toEqual(expected[index]);
    }
    expect(known).toBeGreaterThan(200);
  });
});

/** Scripts whose `x` says where it was called and what the variables held. */
const { block } = fc.letrec<{ block: string; statement: string }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 4, depthIdentifier: 'block' }).map((list) => list.join('\n')),
  statement: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'block' },
    fc.constantFrom('A=1', 'A=2', 'A=$B', 'B=1', 'B=$A$A', 'B=3', 'unset A', 'A+=0', 'B=${B:-7}', ': ${A:=8}', 'read A <<<5', 'let B=6', 'export A=4', 'eval "B=1"', 'g'),
    fc.constant('x # "$A" $B ${A:-9}'),
    fc.tuple(fc.constantFrom('true', 'false', 'A=1', '{ B=2; false; }'), tie('block'), tie('block'), fc.boolean()).map(([test, yes, no, both]) => `if ${test}; then\n${yes}\n${both ? `else\n${no}\n` : ''}fi`),
    fc.tuple(fc.constantFrom('1', '1 2', ''), tie('block')).map(([list, body]) => `for A in ${list}; do\n${body}\ndone`),
    tie('block').map((body) => `for i in 1 2; do\n${body}\ndone`),
    tie('block').map((body) => `(\n${body}\n)`),
    fc.tuple(fc.constantFrom('true', 'false'), fc.constantFrom('&&', '||'), fc.constantFrom('A=1', 'B=2', 'x # $A'), fc.constantFrom('&&', '||'), fc.constantFrom('A=3', 'x # $A "$B"')).map((parts) => parts.join(' ')),
    fc.tuple(tie('block'), tie('block')).map(([body, between]) => `f() {\n${body}\n}\n${between}\n[ "$deep" ] || { deep=1; f; }`),
    fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('block'), tie('block')).map(([word, one, other]) => `case ${word} in a)\n${one}\n;; ${word === 'c' ? '*' : 'b'})\n${other}\n;; esac`),
  ),
}));

describe.runIf(bash)('what bash does with variables', () => {
  it('is what is known of them', { timeout: 60_000 }, () => {
    let known = 0;
    for (const template of fc.sample(block, { numRuns: 150, seed: 7 })) {
      const script = template.replaceAll('#', () => `${known++}`).replace(/^/, 'g() { A=5; h; }\nh() { B=9; }\n');
      const { stdout } = spawnSync('bash', ['-s'], { encoding: 'utf8', input: `unset A B deep\nx() { printf "%s\\0" "$@" $'\\1'; }\n${script}`, maxBuffer: 1e8 });
      const read = new Map(readSh(script).commands.filter(({ words }) => words[0]?.value === 'x').map(({ words }) => [words[1]?.value, words.slice(1).map(({ value }) => value)]));
      for (const call of stdout.split('\u0001\0').slice(0, -1)) {
        const values = call.split('\0').slice(0, -1);
        const words = read.get(values[0]);
        if (words?.every((value) => typeof value === 'string') === true) expect(words, script).toEqual(values);
      }
    }
  });
});

describe('any text', () => {
  const token = fc.constantFrom(
    'a', ' ', '\n', '\\', "'", '"', '`', '$', '(', ')', '((', '))', '{', '}', '[', ']', '<', '>', '<<', '<<-E', '<<<', '\nE\n', '|', '&', ';', ';;', '#', '=', '+=', 'A=1', '$A', '${A', '${A:-', '$(', '$((', '\r\n', '\\\r\n', '\\ \n', '\\\n',
    'if ', 'then ', 'else ', 'fi', 'for i in ', 'do ', 'done', 'while ', 'case ', ' in ', 'esac', 'f() ', 'function ', '[[ ', ' ]]', 'export ', 'unset ', 'read ', 'let ', '{1..9}', '{a,b}', 'docker run ', '-p 80:80', '\n# b', '\u3000', '@(', '!', 'coproc ', 'time ',
  );

  it('is read without an error, with offsets inside it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }).map((list) => list.join('')), fc.boolean(), (text, tolerant) => {
        const { commands, doubts } = readSh(text, { tolerant });
        for (const { start, end } of [...commands, ...commands.flatMap(({ words }) => words), ...doubts]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        for (const { words } of commands) expect(words.every((word) => isPlaced(word, text))).toBe(true);
        const starts = commands.map(({ start }) => start);
        expect(starts).toEqual([...starts].sort((one, other) => one - other));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['(', '$(', '${a:-', '"${a:-', '`', '$((', '{ ', '{a,', 'if a; then ', 'f() ', 'a <<E ', '1+', 'a && ', 'for i in a; do A=1; ', 'A=$A$A\n', 'x {1..1000}{1..1000}\n', 'export A=1 ', 'a \\ \n', '\\', "'", 'elif b; then C=1; '])(
    '%j ten thousand times',
    { timeout: 60_000 },
    (piece) => {
      for (const tolerant of [false, true]) expect(() => readSh(`x $((${piece.repeat(10_000)}`, { tolerant })).not.toThrow();
      for (const tolerant of [false, true]) expect(() => readSh(piece.repeat(10_000), { tolerant })).not.toThrow();
    },
  );
});
