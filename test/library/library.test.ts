import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attributeOf, optionRows } from '../../src/cli/option-table.ts';
import { fix as fixWith, lint as lintWith } from '../../src/library/library.ts';
import type { FixOptions, LintOptions } from '../../src/library/types.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { report } from '../cli/main/run.ts';

const own = { home: join(import.meta.dirname, '../..'), program: { version: '9.9.9', homepage: '' } };
const lint = (options: LintOptions = {}) => lintWith(options, own);
const fix = (options: FixOptions = {}) => fixWith(options, own);
const wide = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "30000-30500:30000-30500/udp"\n';
const neighbours = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "80:80"\n      - "81:81"\n      - "82:82"\n';

describe('lint', () => {
  test('reports what --format json prints', async () => {
    const cwd = temporaryDirectory({ 'docker-compose.yml': wide });
    const { json } = await report(['docker-compose.yml'], { cwd });
    expect(await lint({ cwd, paths: ['docker-compose.yml'] })).toEqual(json);
    expect(await lint({ cwd })).toEqual(json);
    expect(json.summary['errors']).toBe(1);
  });

  test('takes a text, with the files beside its name', async () => {
    const cwd = temporaryDirectory({ '.env': 'RANGE=30000-30500\n' });
    const { files } = await lint({ cwd, text: wide.replace('30000-30500:30000-30500', '${RANGE}:${RANGE}'), filename: 'docker-compose.yml' });
    expect(files[0]?.path).toBe('docker-compose.yml');
    expect(files[0]?.findings.map(({ rule }) => rule)).toContain('no-wide-port-range');
  });

  test('takes the options of the command line by their names', async () => {
    const rulesIn = async (options: LintOptions): Promise<string[]> => (await lint({ text: wide, ...options })).files.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(await rulesIn({ only: ['no-wide-port-range'] })).toEqual(['no-wide-port-range']);
    expect(await rulesIn({ only: ['no-wide-port-range'], maxPorts: 600 })).toEqual([]);
    expect(await rulesIn({ rule: ['no-wide-port-range=off', 'prefer-host-network=off'], skip: ['rtp-range-published'] })).toEqual([]);
    const { files } = await lint({ text: wide, lang: 'zh', only: ['no-wide-port-range'] });
    expect(files[0]?.findings[0]?.message).toContain('发布了');
  });

  test('reads a configuration, another one, or none', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, '.zlm-lint.yaml': 'rules: { no-wide-port-range: info }\n', 'other.yaml': 'rules: { no-wide-port-range: off }\n' });
    const severity = async (config?: string | false): Promise<string | undefined> => (await lint({ cwd, ...(config === undefined ? {} : { config }) })).files[0]?.findings.find(({ rule }) => rule === 'no-wide-port-range')?.severity;
    expect([await severity(), await severity(false), await severity('other.yaml')]).toEqual(['info', 'error', undefined]);
  });

  test('tells of a file that cannot be read in the report, and throws for options that are none', async () => {
    const cwd = temporaryDirectory();
    expect((await lint({ cwd, paths: ['nope.yml'] })).errors).toEqual([{ path: 'nope.yml', message: 'no such file or directory' }]);
    expect((await lint({ cwd, allowNoFiles: true })).errors).toEqual([]);
    await expect(lint({ strategy: 'hots' as 'host' })).rejects.toThrow('--strategy takes one of host, minimal, auto, not hots; did you mean host?');
    await expect(lint({ write: true } as LintOptions)).rejects.toThrow('no option is called write');
    await expect(lint({ fix: true } as LintOptions)).rejects.toThrow('no option is called fix');
    await expect(lint({ cwd, config: 'nope.yaml' })).rejects.toThrow('nope.yaml');
    await expect(lint({ cwd, baseline: 'nope.json' })).rejects.toThrow('nope.json');
  });

  test('says what paths, cwd and text have to be, where no compiler does', async () => {
    for (const paths of ['docker-compose.yml', [5], null]) await expect(lint({ paths } as unknown as LintOptions)).rejects.toThrow(/^paths takes a list of strings$/);
    await expect(lint({ cwd: null } as unknown as LintOptions)).rejects.toThrow(/^cwd takes a string$/);
    for (const text of [5, null]) await expect(lint({ text } as unknown as LintOptions)).rejects.toThrow(/^text takes a string$/);
  });

  test('names files alike from a directory that is given relative to that of the process', async () => {
    const cwd = temporaryDirectory({ 'deploy/compose.yml': neighbours });
    const near = relative(process.cwd(), join(cwd, 'deploy'));
    expect(near).toMatch(/^\.\./);
    expect(await lint({ cwd: near })).toEqual(await lint({ cwd: join(cwd, 'deploy') }));
    const { changes } = await fix({ cwd: near, strategy: 'host', unsafeFixes: true });
    expect(changes.map(({ path, before }) => [path, before === null])).toEqual([['compose.yml', false], ['config.ini', true]]);
    expect(readdirSync(join(cwd, 'deploy'))).toEqual(['compose.yml']);
  });

  test('leaves the environment of the process alone unless it is handed over', async () => {
    expect((await lint({ text: wide, env: { ZLM_LINT_MAX_PORTS: '600' }, only: ['no-wide-port-range'] })).summary.errors).toBe(0);
    await expect(lint({ text: wide, env: { ZLM_LINT_MAX_PORT: '600' } })).rejects.toThrow('ZLM_LINT_MAX_PORTS');
  });
});

describe('fix', () => {
  test('gives the fixed text, and writes nothing', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': neighbours });
    const { text, changes, report: left } = await fix({ cwd, text: neighbours, strategy: 'minimal' });
    expect(text).toBe(neighbours.replace(/- "80:80"[^]*$/, '- "80-82:80-82"\n'));
    expect(changes).toEqual([{ path: '-', before: neighbours, after: text }]);
    expect(left.files[0]?.fixed).toBe(1);
    const files = await fix({ cwd, strategy: 'minimal' });
    expect(files).toMatchObject({ text: null, changes: [{ path: 'compose.yml', after: text }] });
    expect(readdirSync(cwd)).toEqual(['compose.yml']);
    expect(readFileSync(join(cwd, 'compose.yml'), 'utf8')).toBe(neighbours);
  });

  test('gives a text back that needs no fix', async () => {
    expect(await fix({ text: wide, strategy: 'host' })).toMatchObject({ text: wide, changes: [] });
    expect((await fix({ text: wide, strategy: 'host', unsafeFixes: true })).text).toContain('network_mode: host');
  });
});

test('every option of the command line is one of the library, but for what writes, prints or ends', () => {
  const declared = /export interface LintOptions \{([^]*?)\n\}/.exec(readFileSync(join(import.meta.dirname, '../../src/library/types.ts'), 'utf8'))?.[1] ?? '';
  const names = Array.from(declared.matchAll(/^ {2}readonly (\w+)\?:/gm), ([, name]) => name);
  const programs = ['fix', 'diff', 'check', 'unsafeFixes', 'format', 'outputFile', 'writeBaseline', 'printConfig', 'exitZero', 'failOn', 'maxWarnings', 'backup', 'color', 'stdinFilename'];
  expect([...names, ...programs].sort()).toEqual([...new Set([...optionRows.lint.map(attributeOf), 'cwd', 'paths', 'text', 'filename', 'env'])].sort());
});
