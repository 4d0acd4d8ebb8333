import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variableOf } from '../../../src/cli/environment.ts';
import { settings } from '../../../src/cli/option-table.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

/** Each setting: a value in a configuration, one in a variable, one on the command line, and what each is in the end. */
const samples: Readonly<Record<string, readonly [file: string, variable: string, option: readonly string[], values: readonly [unknown, unknown, unknown]]>> = {
  strategy: ['strategy: host', 'minimal', ['--strategy', 'auto'], ['host', 'minimal', 'auto']],
  'engine.name': ['engine: rootless', 'desktop', ['--engine', 'linux'], ['rootless', 'desktop', 'linux']],
  'engine.version': ['engine: {version: "28"}', '29.7', ['--engine-version', '20.10'], ['28', '29.7', '20.10']],
  'engine.userlandProxy': ['engine: {userlandProxy: false}', 'on', ['--userland-proxy', 'off'], [false, true, false]],
  'engine.firewall': ['engine: {firewall: nftables}', 'iptables-legacy', ['--firewall', 'iptables-nft'], ['nftables', 'iptables-legacy', 'iptables-nft']],
  'engine.hugePages': ['engine: {hugePages: always}', 'never', ['--huge-pages', 'madvise'], ['always', 'never', 'madvise']],
  'engine.ipv6': ['engine: {ipv6: false}', 'on', ['--ipv6', 'off'], [false, true, false]],
  maxWarnings: ['maxWarnings: 0', '1', ['--max-warnings', '2'], [0, 1, 2]],
  baseline: ['baseline: a.json', 'b.json', ['--baseline', 'c.json'], ['a.json', 'b.json', 'c.json']],
  streams: ['streams: 10', '20', ['--streams', '30'], [10, 20, 30]],
  'rules.no-wide-port-range.max': ['rules: {no-wide-port-range: {max: 10}}', '20', ['--max-ports', '30'], [10, 20, 30]],
  failOn: ['failOn: error', 'info', ['--fail-on', 'warning'], ['error', 'info', 'warning']],
  backup: ['backup: false', 'on', ['--no-backup'], [false, true, false]],
  profile: ['profile: [a]', 'b, c', ['--profile', 'd'], [['a'], ['b', 'c'], ['d']]],
  language: ['language: zh', 'en', ['--lang', 'zh'], ['zh', 'en', 'zh']],
  zlmService: ['zlmService: [a]', 'b', ['--zlm-service', 'c'], [['a'], ['b'], ['c']]],
  include: ['include: ["*.a"]', '*.b', ['--include', '*.c'], [['*.a'], ['*.b'], ['*.c']]],
  ignore: ['ignore: [a]', 'b', ['--ignore', 'c'], [['a'], ['b'], ['c']]],
  maxBytes: ['maxBytes: 1000', '2000', ['--max-bytes', '3000'], [1000, 2000, 3000]],
};

interface Printed {
  readonly value: unknown;
  readonly from: string;
}

async function held(setting: string, args: readonly string[], env: NodeJS.ProcessEnv, file: string | null): Promise<Printed> {
  const cwd = temporaryDirectory(file === null ? {} : { '.zlm-lint.yaml': `# first\n${file}\n` });
  const { stdout, stderr, code } = await run(['--print-config', 'compose.yml', '--format', 'json', ...args], { cwd, env });
  expect([code, stderr]).toEqual([0, '']);
  const printed = JSON.parse(stdout) as { settings: Record<string, Printed>; rules: Record<string, Record<string, Printed>> };
  return printed.settings[setting] ?? printed.rules['no-wide-port-range']?.['max'] ?? { value: undefined, from: '' };
}

describe('every setting', () => {
  it('has a sample here', () => {
    expect(Object.keys(samples).sort()).toEqual(settings.map(({ setting }) => setting).sort());
  });

  it.each(settings.map((row) => [row.setting, row] as const))('%s: command line before environment before configuration before default', async (setting, row) => {
    const [file, variable, option, values] = samples[setting] ?? ['', '', [], []];
    const name = variableOf(row);
    expect(await held(setting, option, { [name]: variable }, file)).toEqual({ value: values[2], from: option[0] });
    expect(await held(setting, [], { [name]: variable }, file)).toEqual({ value: values[1], from: name });
    expect(await held(setting, [], { [name]: '' }, file)).toEqual({ value: values[0], from: '.zlm-lint.yaml:2' });
    expect((await held(setting, [], {}, null)).from).toBe(setting === 'language' ? 'locale' : 'default');
    expect((await held(setting, ['--no-config'], {}, file)).from).toBe(setting === 'language' ? 'locale' : 'default');
  });

  it.each([['README.md', 'en'], ['README.zh.md', 'zh']])('stands in the schema, in --help and in the table of %s', async (readme, language) => {
    const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
    const schema = JSON.parse(read('schema/zlm-lint.schema.json'));
    const page = read(readme);
    const { stdout: help } = await run(['--help', '--lang', language], { cwd: temporaryDirectory() });
    for (const row of settings) {
      const [first = '', second = '', third = ''] = row.setting.split('.');
      const engine = schema.properties.engine.anyOf[1].properties;
      const found = third !== '' ? schema.definitions.rules.properties[second].anyOf[1].properties[third] : first === 'engine' ? engine[second] : schema.properties[first];
      expect(found, row.setting).toHaveProperty('type');
      const flag = /--[\w-]+/.exec(row.flags)?.[0] ?? '';
      expect(help, row.setting).toContain(flag);
      expect(page).toContain(`| \`${row.setting}\` | \`${flag}\` | \`${variableOf(row)}\` |`);
      expect(page).toContain(`| \`${row.flags}\` |`);
    }
    expect(page.match(/`ZLM_LINT_\w+` \|$/gm)).toHaveLength(settings.length);
  });
});

describe('a variable', () => {
  it.each([
    [{ ZLM_LINT_MAX_BYTES: 'many' }, 'ZLM_LINT_MAX_BYTES takes a whole number'],
    [{ ZLM_LINT_STRATEGY: 'x' }, 'ZLM_LINT_STRATEGY takes one of host, minimal, auto, not x'],
    [{ ZLM_LINT_BACKUP: 'no' }, 'ZLM_LINT_BACKUP takes one of on, off, not no'],
    [{ ZLM_LINT_STREAMS: '10001' }, 'ZLM_LINT_STREAMS takes at most 10000'],
    [{ ZLM_LINT_ENGINE_VERSION: 'new' }, 'ZLM_LINT_ENGINE_VERSION takes a version'],
    [{ ZLM_LINT_MAX_BYTE: '1' }, 'ZLM_LINT_MAX_BYTE, which is not known; did you mean ZLM_LINT_MAX_BYTES?'],
    [{ ZLM_LINT_ENGINE: 'podman', ZLM_LINT_USERLAND_PROXY: 'off' }, '--userland-proxy is of the Docker Engine, not of podman'],
  ])('%j is an error', async (env, words) => {
    const { code, stderr, stdout } = await run([], { cwd: temporaryDirectory(), env });
    expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
    expect(stderr).toContain(words);
  });

  it('of another program is not ours to judge', async () => {
    expect((await run(['--print-config', 'a'], { cwd: temporaryDirectory(), env: { ZLM_LINT_SHARED: '/x', ZLM_LINT_VERSION: '1' } })).code).toBe(0);
  });
});
