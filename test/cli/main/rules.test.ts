import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { shells } from '../../../src/cli/program.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

const cwd = temporaryDirectory();
const project = join(import.meta.dirname, '../../..');
const ids = rules.map(({ meta }) => meta.id);

describe('zlm-lint rules', () => {
  it('has a row for every rule', async () => {
    const { code, stdout, stderr } = await run(['rules'], { cwd, columns: 120 });
    expect([code, stderr]).toEqual([0, '']);
    const rows = stdout.split('\n').filter((line) => /^\S/.test(line)).map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(['rule', 'severity', 'fixable', 'reports']);
    expect(rows.slice(2).map(([id]) => id)).toEqual(ids);
    expect(rows).toContainEqual(['prefer-host-network', 'info, warning', 'yes', 'ZLMediaKit publishes its ports over a bridge']);
    expect(rows.find(([id]) => id === 'valid-compose')?.[2]).toBe('-');
  });

  it('speaks Chinese, in colours where there are any', async () => {
    const { stdout } = await run(['rules', '--lang', 'zh'], { cwd, columns: 120, tty: true });
    expect(stdout).toContain('报告内容');
    expect(stdout).toContain('\x1b[36m--max-ports\x1b[39m');
    expect((await run(['rules', '--no-color'], { cwd, tty: true })).stdout).not.toContain('\x1b');
  });

  it('says in JSON what rule.json says, whatever language is spoken', async () => {
    const { code, stdout } = await run(['rules', '--format', 'json', '--lang', 'zh'], { cwd });
    const json = JSON.parse(stdout) as { version: number; rules: { id: string; pages: Record<string, string>; severity: string; messages: Record<string, { severity: string; en: string }> }[] };
    expect([code, json.version, json.rules.map(({ id }) => id)]).toEqual([0, 1, ids]);
    for (const rule of json.rules) {
      const meta = JSON.parse(readFileSync(join(project, 'rules', rule.id, 'rule.json'), 'utf8')) as typeof rule;
      const { pages, messages, ...rest } = rule;
      const { $schema: _schema, messages: own, ...said } = meta as typeof meta & { $schema: string };
      expect(rest).toEqual(said);
      expect(messages).toEqual(Object.fromEntries(Object.entries(own).map(([id, message]) => [id, { ...message, severity: message.severity ?? meta.severity }])));
      for (const page of Object.values(pages)) expect(existsSync(join(project, page))).toBe(true);
    }
  });
});

describe('zlm-lint explain', () => {
  it.each(ids)('%s, in both languages', async (id) => {
    for (const [lang, heading] of [['en', 'Why\n---'], ['zh', '原因\n----']] as const) {
      const { code, stdout, stderr } = await run(['explain', id, '--lang', lang], { cwd });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.startsWith(`${id}\n${'='.repeat(id.length)}\n`)).toBe(true);
      expect(stdout).toContain(`\n\n${heading}\n`);
    }
  });

  it('follows the terminal: its width, its colours', async () => {
    const { stdout } = await run(['explain', 'valid-run'], { cwd, columns: 60, tty: true });
    expect(stdout).toContain('\x1b[1mvalid-run\x1b[22m');
    expect(stdout.split('\n').every((line) => line.replace(/\x1b\[\d+m/g, '').length <= 60)).toBe(true);
  });

  it('says which page is gone when the package is not complete', async () => {
    const { code, stdout, stderr } = await run(['explain', 'valid-run'], { cwd, home: cwd });
    expect([code, stdout, stderr]).toEqual([2, '', `zlm-lint: ${join(cwd, 'rules/valid-run/README.md')}: no such file or directory\n`]);
  });

  it.skipIf(process.platform === 'win32')('finds the pages of the package that a link to the program leads to', () => {
    const directory = mkdtempSync(join(tmpdir(), 'zlm-lint-bin-'));
    mkdirSync(join(directory, 'bin'));
    symlinkSync(join(project, 'dist/zlm-lint.cjs'), join(directory, 'bin/zlm-lint'));
    const { stdout, stderr, status } = spawnSync(join(directory, 'bin/zlm-lint'), ['explain', 'valid-run'], { cwd: directory, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^valid-run\n=/);
  });
});

describe('zlm-lint completion', () => {
  it.each(shells)('%s', async (shell) => {
    const { code, stdout, stderr } = await run(['completion', shell], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    for (const word of [...ids, 'explain', 'stylish']) expect(stdout).toContain(word);
  });
});

describe('a bad request is one line', () => {
  it.each<[string, RegExp, RegExp]>([
    ['explain', /^zlm-lint: explain takes a rule: both-protocols-published, .*, valid-suppression$/, /^zlm-lint: explain 需要一个规则名：both-protocols-published、/],
    ['explain valid-rnu', /no rule is called valid-rnu; did you mean valid-run\?/, /没有名为 valid-rnu 的规则；是否想写 valid-run？/],
    ['explain README', /no rule is called README; zlm-lint rules lists them/, /zlm-lint rules 可列出全部规则/],
    ['explain ../valid-run', /no rule is called \.\.\/valid-run/, /没有名为 \.\.\/valid-run 的规则/],
    ['explain valid-run valid-compose', /too many arguments for explain/, /explain 的参数过多/],
    ['explain --fix valid-run', /unknown option --fix/, /未知选项 --fix/],
    ['rules contiguous-ports', /too many arguments for rules/, /rules 的参数过多/],
    ['rules --format jsn', /--format takes one of table, json, not jsn; did you mean json\?/, /--format 只能取 table、json，不能是 jsn；是否想写 json？/],
    ['completion', /completion takes a shell: bash, zsh, fish$/, /completion 需要一个 shell 名：bash、zsh、fish$/],
    ['completion bahs', /completion takes one of bash, zsh, fish, not bahs; did you mean bash\?/, /completion 只能取 bash、zsh、fish，不能是 bahs；是否想写 bash？/],
    ['completion powershell', /completion takes one of bash, zsh, fish, not powershell$/, /不能是 powershell$/],
  ])('%s', async (line, english, chinese) => {
    for (const [lang, said] of [['en', english], ['zh', chinese]] as const) {
      const { code, stdout, stderr } = await run([...line.split(' '), '--lang', lang], { cwd });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^zlm-lint: [^\n]+\n$/);
      expect(stderr.trimEnd()).toMatch(said);
    }
  });
});
