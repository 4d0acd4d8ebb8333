import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCmd } from '../../../src/load/shell/cmd.ts';
import { readPowershell } from '../../../src/load/shell/powershell.ts';
import { commandsInLists, textsIn } from '../../../src/load/texts/texts-in.ts';
import { found, replacedIn, shown } from './checker.ts';

describe('by name', () => {
  const run = 'docker run -p 80:80 x\n';

  it.each<[string, string, string[]]>([
    ['a/run.sh', run, [`sh ${run}`]],
    ['run.BASH', run, [`sh ${run}`]],
    ['.envrc', run, [`sh ${run}`]],
    ['bin/start', `#!/usr/bin/env bash\n${run}`, [`sh #!/usr/bin/env bash\n${run}`]],
    ['-', `#!/bin/sh\n${run}`, [`sh #!/bin/sh\n${run}`]],
    ['-', `text\n${run}`, ['sh? docker run -p 80:80 x']],
    ['README', run, ['sh? docker run -p 80:80 x']],
    ['x.sh', `\uFEFF${run}`, [`sh ${run}`]],
    ['x.bat', run, [`cmd ${run}`]],
    ['x.Cmd', run, [`cmd ${run}`]],
    ['x.ps1', run, [`powershell ${run}`]],
    ['start', `#!/usr/bin/env pwsh\n${run}`, [`powershell #!/usr/bin/env pwsh\n${run}`]],
    ['start', `#!/usr/bin/python3\nos.system("docker run -e A=\\"b\\" x")`, ['sh? docker run -e A="b" x']],
    ['x.sh', 'echo hello', []],
    ['x.md', 'hello', []],
    ['Dockerfile', '# docker run --name k -p 1:1 k:1\nFROM k', ['sh? docker run --name k -p 1:1 k:1']],
    ['docker.service', '[Service]\nExecStart=-/usr/bin/docker run x\n', ['sh /usr/bin/docker run x']],
    ['Makefile', `x:\n\t@${run}`, [`sh ${run}`]],
    ['rules.mk', `x:\n\t${run}`, [`sh ${run}`]],
    ['.gitlab-ci.yml', `x:\n  script:\n    - ${run}`, [`sh ${run}`]],
  ])('%s %j', (file, text, expected) => {
    const { texts, replaced } = found(file, text);
    expect(texts.map(shown)).toEqual(expected);
    expect(replaced).toBe('');
  });
});

describe('any text', () => {
  const parts = [
    ...['docker', 'docker run', 'podman run -d', 'sudo ', '-p 80:80', '--name', ' x', ' ', '  ', '    ', '\t', '\n', '\r\n', '\n\n', '\\\n', '\\', '`\n', '^\n', '`', '```', '```bash', '~~~'],
    ...['> ', '- ', '# ', '$ ', '1. ', '"', "'", '\\"', '(', ')', '[', ']', '{', '}', '$(', '${', '$(X)', '${{ x }}', '%A%', '%i', '$$', '。', '<code>', '</code>', '<!-- ', ' -->', '//', '/*', '*/'],
    ...['run:', 'script:\n', 'script: |\n', 'command: >-\n', ': ', ',', '+', ';', '&', '|', 'X = 1\n', 'X := $(X)\n', 'x:\n\t', 'ExecStart=', 'set A=1\n', '$p = 1\n', '--%', '@"\n', '"@', '<#', '#>', "f'", 'é', '中'],
  ];
  const text = fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((all) => all.join(''));
  const files = ['x.sh', 'x.md', 'x.txt', 'x.rst', 'x.js', 'x.py', 'x.json', 'x.yml', 'x.service', 'Makefile', 'x.html'];

  it('is read with places inside it, in order', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...files), (source, file) => {
        for (const one of textsIn(file, source)) {
          replacedIn(source, one);
          for (const tolerant of [true, false]) {
            for (const read of [readCmd, readPowershell]) {
              const { commands, doubts } = read(one.text, { tolerant });
              for (const { start, end } of [...commands, ...commands.flatMap(({ words }) => words), ...doubts]) {
                expect(start).toBeGreaterThanOrEqual(0);
                expect(end).toBeGreaterThanOrEqual(start);
                expect(end).toBeLessThanOrEqual(one.text.length);
              }
              for (const { value, origin, quote, start, end } of commands.flatMap(({ words }) => words)) {
                if (origin === 'written') expect(one.text.slice(start, end)).toBe(`${quote}${value as string}${quote}`);
              }
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its characters where nothing is filled in', () => {
    const plain = fc.array(fc.constantFrom(...parts.filter((part) => !/[$%{]|ExecStart|\\/.test(part))), { maxLength: 40 }).map((all) => all.join(''));
    fc.assert(
      fc.property(plain, fc.constantFrom('x.sh', 'x.md', 'x.txt', 'x.rst', 'x.html'), (source, file) => {
        for (const one of textsIn(file, source)) expect(replacedIn(source, one)).toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('that is nothing but signs of an expression is read for argument lists', () => {
    expect(commandsInLists('["docker", "run", ++').flatMap(({ words }) => words).every(({ start, end }) => end > start)).toBe(true);
  });

  it('is read for argument lists', () => {
    fc.assert(
      fc.property(text, (source) => {
        for (const { words } of commandsInLists(`["docker", "run", ${source}`)) {
          for (const { start, end, value, origin, quote } of words) {
            expect(end).toBeGreaterThan(start);
            if (origin === 'written') expect(`["docker", "run", ${source}`.slice(start, end)).toBe(`${quote}${value as string}${quote}`);
          }
        }
      }),
    );
  });
});

it.each([
  ['x.md', '```\n'],
  ['x.md', '> docker run -d `x` "'],
  ['x.md', '    docker run \\\n'],
  ['x.txt', 'docker run -d "'],
  ['x.txt', 'docker -a docker '],
  ['x.js', '"docker run " + "a" + '],
  ['x.yml', 'run: docker run x ${{ a\n'],
  ['Makefile', 'A = $(A) $(B)\nx:\n\tdocker $(A) $(\n'],
  ['x.service', 'ExecStart=docker %i \\\n'],
  ['x.ps1', 'docker run "$(" <# @"\n'],
  ['x.ps1', "docker ' ( { ` \n"],
  ['x.bat', 'set A=%A%%A%\ndocker ( %A% ^\n"'],
  ['x.py', '["docker", "run", f"{x}" + /* '],
])('reads a long %s of %j in a moment', (file, piece) => {
  const source = piece.repeat(Math.ceil(100_000 / piece.length));
  const start = performance.now();
  for (const { text, shell } of textsIn(file, source)) {
    if (shell === 'cmd') readCmd(text);
    if (shell === 'powershell') readPowershell(text);
  }
  commandsInLists(source);
  expect(performance.now() - start).toBeLessThan(2000);
});

it.each(['x.md', 'x.txt'])('finds very many commands in %s', (file) => {
  expect(textsIn(file, 'docker run -d x\n'.repeat(200_000))).toHaveLength(200_000);
});
