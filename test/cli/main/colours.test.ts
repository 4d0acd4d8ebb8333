import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { wide } from './files.ts';
import { run } from './run.ts';

const ESCAPE = '\x1b[';

describe('colours', () => {
  it.each<[string, boolean, NodeJS.ProcessEnv, string[], boolean]>([
    ['a terminal', true, {}, [], true],
    ['a pipe', false, {}, [], false],
    ['a terminal and NO_COLOR', true, { NO_COLOR: '1' }, [], false],
    ['a terminal and an empty NO_COLOR', true, { NO_COLOR: '' }, [], true],
    ['a terminal that can do nothing', true, { TERM: 'dumb' }, [], false],
    ['a pipe and FORCE_COLOR', false, { FORCE_COLOR: '1' }, [], true],
    ['a terminal and FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, [], false],
    ['a pipe and an empty FORCE_COLOR', false, { FORCE_COLOR: '' }, [], false],
    ['NO_COLOR and FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, [], false],
    ['a pipe and --color', false, {}, ['--color'], true],
    ['NO_COLOR and --color', false, { NO_COLOR: '1' }, ['--color'], true],
    ['a terminal and --no-color', true, {}, ['--no-color'], false],
    ['FORCE_COLOR and --no-color', false, { FORCE_COLOR: '1' }, ['--no-color'], false],
    ['JSON, whatever is asked', true, { FORCE_COLOR: '1' }, ['--color', '--format', 'json'], false],
    ['a patch, whatever is asked', true, { FORCE_COLOR: '1' }, ['--color', '--diff', '--unsafe-fixes'], false],
  ])('%s', async (_name, tty, env, args, coloured) => {
    const { stdout } = await run([...args, 'a.yml'], { cwd: temporaryDirectory({ 'a.yml': wide }), env, tty });
    expect(stdout.length).toBeGreaterThan(0);
    expect(stdout.includes(ESCAPE)).toBe(coloured);
  });

  it('say the same without them', async () => {
    const cwd = temporaryDirectory({ 'a.yml': wide });
    const plain = await run(['a.yml'], { cwd });
    const coloured = await run(['--color', 'a.yml'], { cwd });
    expect(coloured.stdout.replaceAll(/\x1b\[\d*m/g, '')).toBe(plain.stdout);
  });
});

describe('the width', () => {
  it.each([40, 60, 80, 120])('keeps lines within %i columns', async (columns) => {
    for (const lang of ['en', 'zh']) {
      const { stdout } = await run(['--lang', lang, 'a.yml'], { cwd: temporaryDirectory({ 'a.yml': wide }), columns });
      const wideColumns = (line: string): number => [...line].reduce((sum, one) => sum + (/[\u2e80-\uffef]/.test(one) ? 2 : 1), 0);
      const long = stdout.split('\n').filter((line) => wideColumns(line) > columns && !/^\S+:\d+:\d+ /.test(line));
      // The line that counts is one line, so that it can be searched for.
      expect(long.filter((line) => !/^(?:Errors|错误)/.test(line))).toEqual([]);
    }
  });
});
