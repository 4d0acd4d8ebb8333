import { existsSync } from 'node:fs';
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

describe('links to the pages of the rules', () => {
  const LINK = /\x1b\]8;;(file:\/\/\/\S*?)\x1b\\([\w-]+)\x1b\]8;;\x1b\\/g;

  it.each<[string, boolean, NodeJS.ProcessEnv, string[], boolean]>([
    ['a terminal of which nothing is known', true, { TERM: 'xterm-256color' }, [], false],
    ['iTerm', true, { TERM_PROGRAM: 'iTerm.app' }, [], true],
    ['WezTerm', true, { TERM_PROGRAM: 'WezTerm' }, [], true],
    ['Visual Studio Code', true, { TERM_PROGRAM: 'vscode' }, [], true],
    ['Ghostty', true, { TERM_PROGRAM: 'ghostty' }, [], true],
    ['kitty', true, { TERM: 'xterm-kitty' }, [], true],
    ['Windows Terminal', true, { WT_SESSION: 'a-b' }, [], true],
    ['Konsole', true, { KONSOLE_VERSION: '220401' }, [], true],
    ['VTE since 0.50', true, { VTE_VERSION: '5000' }, [], true],
    ['VTE before', true, { VTE_VERSION: '4803' }, [], false],
    ['Apple Terminal', true, { TERM_PROGRAM: 'Apple_Terminal' }, [], false],
    ['a terminal that can do nothing', true, { TERM: 'dumb', VTE_VERSION: '7000' }, ['--color'], false],
    ['tmux', true, { TMUX: '/tmp/tmux', VTE_VERSION: '7000' }, [], false],
    ['screen', true, { TERM: 'screen-256color', VTE_VERSION: '7000' }, [], false],
    ['a pipe', false, { VTE_VERSION: '7000' }, ['--color'], false],
    ['no colours', true, { VTE_VERSION: '7000' }, ['--no-color'], false],
    ['NO_COLOR', true, { VTE_VERSION: '7000', NO_COLOR: '1' }, [], false],
    ['FORCE_HYPERLINK', true, { FORCE_HYPERLINK: '1', TMUX: 'a' }, [], true],
    ['FORCE_HYPERLINK in a pipe', false, { FORCE_HYPERLINK: '1' }, ['--color'], true],
    ['FORCE_HYPERLINK without colours', true, { FORCE_HYPERLINK: '1', NO_COLOR: '1' }, [], false],
    ['FORCE_HYPERLINK=0', true, { FORCE_HYPERLINK: '0', VTE_VERSION: '7000' }, [], false],
  ])('%s', async (_name, tty, env, args, linked) => {
    const { stdout } = await run([...args, 'a.yml'], { cwd: temporaryDirectory({ 'a.yml': wide }), env, tty });
    expect([...stdout.matchAll(LINK)].map(([, , rule]) => rule)).toEqual(linked ? ['prefer-host-network', 'no-wide-port-range'] : []);
    expect(stdout.includes('\x1b]')).toBe(linked);
    expect([...stdout.matchAll(/More: zlm-lint explain (\S+?)(?:\x1b|\n)/g)].map(([, rule]) => rule)).toEqual(linked ? [] : ['prefer-host-network', 'no-wide-port-range']);
  });

  it.each([['en', 'README.md'], ['zh', 'README.zh.md']])('lead to the page in the language that is spoken: %s', async (lang, page) => {
    const { stdout } = await run(['--lang', lang, 'a.yml'], { cwd: temporaryDirectory({ 'a.yml': wide }), env: { VTE_VERSION: '7000' }, tty: true });
    const addresses = [...stdout.matchAll(LINK)].map(([, address = '']) => address);
    expect(addresses.map((address) => address.slice(-`/${page}`.length))).toEqual([`/${page}`, `/${page}`]);
    for (const address of addresses) expect(existsSync(new URL(address))).toBe(true);
  });

  it('are told of once for each rule, in all files together, with the language that the reader asked for', async () => {
    const cwd = temporaryDirectory({ 'a.yml': wide, 'b.yml': wide });
    const { stdout } = await run(['--lang', 'zh', 'a.yml', 'b.yml'], { cwd });
    expect(stdout.match(/详情：.*/g)).toEqual(['详情：zlm-lint explain prefer-host-network --lang zh', '详情：zlm-lint explain no-wide-port-range --lang zh']);
    expect((await run(['a.yml'], { cwd, env: { LANG: 'zh_CN.UTF-8' } })).stdout).toContain('详情：zlm-lint explain no-wide-port-range\n');
  });
});
