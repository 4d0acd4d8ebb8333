import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { clean, neighbours, safe, single, wide } from './files.ts';
import { report, run } from './run.ts';

const broken = `${wide}    labels: [\n`;
const files = { 'wide.yml': wide, 'neighbours.yml': neighbours, 'single.yml': single, 'clean.yml': clean, 'broken.yml': broken };

async function found(line: string, extra: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { json } = await report(line.split(' '), { cwd: temporaryDirectory({ ...files, ...extra }) });
  return json.files.flatMap(({ findings }) => findings.map(({ rule, severity }) => `${rule} ${severity}`));
}

describe('what is reported', () => {
  it.each<[string, string[]]>([
    ['wide.yml', ['prefer-host-network warning', 'no-wide-port-range error']],
    ['--only no-wide-port-range wide.yml', ['no-wide-port-range error']],
    ['--only no-wide-port-range,valid-run wide.yml', ['no-wide-port-range error']],
    ['--only valid-run --only no-wide-port-range wide.yml', ['no-wide-port-range error']],
    ['--only valid-run wide.yml', []],
    ['--skip no-wide-port-range wide.yml', ['prefer-host-network warning']],
    ['--skip no-wide-port-range,prefer-host-network wide.yml', []],
    ['--rule prefer-host-network=off wide.yml', ['no-wide-port-range error']],
    ['--rule prefer-host-network=error wide.yml', ['prefer-host-network error', 'no-wide-port-range error']],
    ['--rule prefer-host-network=off --rule prefer-host-network wide.yml', ['prefer-host-network warning', 'no-wide-port-range error']],
    ['--rule=no-wide-port-range=info --only=no-wide-port-range wide.yml', ['no-wide-port-range info']],
    ['--rule no-wide-port-range --max-ports 600 wide.yml', ['prefer-host-network warning']],
    ['--quiet wide.yml', ['no-wide-port-range error']],
    ['--quiet neighbours.yml', []],
    ['--quiet --rule contiguous-ports=error neighbours.yml', ['contiguous-ports error']],
  ])('zlm-lint %s', async (line, expected) => {
    expect(await found(line)).toEqual(expected);
  });

  it('of a command line, too', async () => {
    const { stdout, code } = await run(['run', '--only', 'no-wide-port-range', '--', 'docker', 'run', '-p', '30000-30500:30000-30500/udp', 'zlmediakit/zlmediakit:master'], { cwd: temporaryDirectory() });
    expect([code, stdout.includes('no-wide-port-range'), stdout.includes('prefer-host-network')]).toEqual([1, true, false]);
  });

  it('is fixed, and nothing else', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours, 'safe.yml': safe });
    await run(['--fix', '--no-backup', '--skip', 'contiguous-ports,prefer-host-network', 'a.yml'], { cwd });
    expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(neighbours);
    await run(['--fix', '--no-backup', '--quiet', 'safe.yml'], { cwd });
    expect(readFileSync(join(cwd, 'safe.yml'), 'utf8')).toBe(clean);
  });

  it('is what the command that applies a fix would look at', async () => {
    const cwd = temporaryDirectory(files);
    const { stdout } = await run(['--fix', '--only', 'prefer-host-network,valid-run', '--rule', 'prefer-host-network=error', '--rule', 'valid-run', 'wide.yml'], { cwd, columns: 120 });
    expect(stdout).toContain('zlm-lint --fix --unsafe-fixes --rule prefer-host-network=error --rule valid-run --only prefer-host-network,valid-run wide.yml');
  });
});

describe('a rule that is not selected', () => {
  it('does not run', async () => {
    const rule = rules.find(({ meta }) => meta.id === 'no-wide-port-range');
    if (rule === undefined) throw new Error('the rule is gone');
    const check = vi.spyOn(rule, 'check');
    for (const line of ['--skip no-wide-port-range', '--only valid-run', '--rule no-wide-port-range=off']) await found(`${line} wide.yml`);
    expect(check).not.toHaveBeenCalled();
    await found('wide.yml');
    expect(check).toHaveBeenCalled();
    check.mockRestore();
  });
});

describe('a file that cannot be read', () => {
  it.each(['--only prefer-host-network', '--skip valid-compose', '--rule valid-compose=off', '--fix --only contiguous-ports'])('is told of with %s: the rules that are on saw nothing of it', async (line) => {
    const { json, code, stderr } = await report([...line.split(' '), 'broken.yml', 'clean.yml'], { cwd: temporaryDirectory(files) });
    expect(code).toBe(2);
    expect(json.errors.map(({ path }) => path)).toEqual(['broken.yml']);
    expect(json.errors[0]?.message).toMatch(/^cannot be read \(line \d\), and the rule that reports it is off: \S/);
    expect(stderr).toBe(`zlm-lint: broken.yml: ${json.errors[0]?.message}\n`);
    expect(json.files.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('is told of once', async () => {
    expect(await found('--only valid-compose broken.yml')).toEqual(['valid-compose error']);
    expect((await report(['--rule', 'valid-compose=info', 'broken.yml'], { cwd: temporaryDirectory(files) })).code).toBe(0);
  });

  it('is not told of where it has nothing to do with ZLMediaKit', async () => {
    const { code, stderr } = await run(['--only', 'prefer-host-network', '.'], { cwd: temporaryDirectory({ 'compose.yml': 'a: [\n' }) });
    expect([code, stderr]).toEqual([0, '']);
  });

  it('of a script is told of in Chinese, too', async () => {
    const { code, stderr } = await run(['--lang', 'zh', '--skip', 'valid-run', 'a.sh'], { cwd: temporaryDirectory({ 'a.sh': 'docker run -p 80:80 "zlmediakit/zlmediakit:master\n' }) });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^zlm-lint: a\.sh: 无法读取（第 1 行），而报告此问题的规则已关闭：.+。\n$/);
  });

  it('is nobody’s business where only a command in it is wrong', async () => {
    const { code } = await run(['--skip', 'valid-run', 'a.sh'], { cwd: temporaryDirectory({ 'a.sh': 'docker compose run -p 80:80 zlm\ndocker run --network=host zlmediakit/zlmediakit:master\n' }) });
    expect(code).toBe(0);
  });
});

describe('the exit code', () => {
  it.each<[string, number]>([
    ['--max-warnings 0 --rule no-wide-port-range=warning wide.yml', 1],
    ['--max-warnings 1 --rule no-wide-port-range=warning wide.yml', 1],
    ['--max-warnings 2 --rule no-wide-port-range=warning wide.yml', 0],
    ['--max-warnings 2 --fail-on warning --rule no-wide-port-range=warning wide.yml', 0],
    ['--max-warnings 0 --fail-on error --skip no-wide-port-range wide.yml', 1],
    ['--max-warnings 9 wide.yml', 1],
    ['--max-warnings 9 --fail-on info single.yml', 1],
    ['--max-warnings 0 single.yml', 0],
    ['--max-warnings 0 --check clean.yml', 0],
    ['--quiet wide.yml', 1],
    ['--quiet --skip no-wide-port-range wide.yml', 1],
    ['--quiet --max-warnings 0 --skip no-wide-port-range wide.yml', 1],
    ['--exit-zero wide.yml', 0],
    ['--exit-zero --max-warnings 0 wide.yml', 0],
    ['--exit-zero --check --unsafe-fixes wide.yml', 0],
    ['--exit-zero --diff --unsafe-fixes wide.yml', 0],
    ['--exit-zero missing.yml', 2],
    ['--exit-zero --only prefer-host-network broken.yml', 2],
    ['--exit-zero --only nothing wide.yml', 2],
  ])('of zlm-lint %s is %i', async (line, code) => {
    expect((await run(line.split(' '), { cwd: temporaryDirectory(files) })).code).toBe(code);
  });

  it('1 is explained where the report does not show why', async () => {
    const cwd = temporaryDirectory(files);
    expect(await run(['--quiet', '--skip', 'no-wide-port-range', 'wide.yml'], { cwd })).toEqual({ code: 1, stdout: 'No errors in wide.yml.\n', stderr: 'zlm-lint: findings below error that are not shown (--quiet): 1\n' });
    expect((await run(['--max-warnings', '0', '--skip', 'no-wide-port-range', 'wide.yml'], { cwd })).stderr).toBe('zlm-lint: warnings: 1; --max-warnings allows 0\n');
  });
});

describe('--quiet counts errors only', () => {
  it('for people', async () => {
    const { stdout } = await run(['--quiet', 'wide.yml'], { cwd: temporaryDirectory(files) });
    expect(stdout).toMatch(/\nErrors 1\. Fixes not proven safe: 1\./);
    expect(stdout).not.toMatch(/warning/);
  });

  it('for machines', async () => {
    const { json } = await report(['--quiet', 'wide.yml'], { cwd: temporaryDirectory(files) });
    expect(json.summary).toMatchObject({ errors: 1, warnings: 0, infos: 0 });
  });
});

describe('a bad value is one line with the nearest right name', () => {
  it.each<[string, RegExp, RegExp]>([
    ['--rule valid-compos', /--rule: no rule is called valid-compos; did you mean valid-compose\?/, /没有名为 valid-compos 的规则；是否想写 valid-compose？/],
    ['--rule valid-compose=eror', /--rule valid-compose takes one of off, info, warning, error, not eror; did you mean error\?/, /只能取 off、info、warning、error，不能是 eror；是否想写 error？/],
    ['--rule valid-compose=', /--rule valid-compose= needs a value/, /--rule valid-compose= 需要一个值/],
    ['--rule valid-compose=error=off', /not error=off/, /error=off/],
    ['--rule =error', /--rule needs a value/, /--rule 需要一个值/],
    ['--only prefer-host', /--only: no rule is called prefer-host; did you mean prefer-host-network\?/, /是否想写 prefer-host-network？/],
    ['--only valid-run,Valid-compose', /no rule is called Valid-compose; did you mean valid-compose\?/, /是否想写 valid-compose？/],
    ['--only ,', /--only needs a value/, /--only 需要一个值/],
    ['--skip nonsense', /--skip: no rule is called nonsense; zlm-lint rules lists them/, /没有名为 nonsense 的规则；zlm-lint rules 可列出全部规则/],
    ['--only valid-run --skip contiguous-ports,valid-run', /--only valid-run and --skip valid-run exclude each other/, /--only valid-run 与 --skip valid-run 不能同时使用/],
    ['--max-warnings few', /--max-warnings takes a whole number of at least 0, not few/, /--max-warnings 须为不小于 0 的整数，不能是 few/],
    ['--max-warnings', /--max-warnings needs a value/, /--max-warnings 需要一个值/],
  ])('%s', async (line, english, chinese) => {
    for (const [lang, said] of [['en', english], ['zh', chinese]] as const) {
      const { code, stdout, stderr } = await run(['wide.yml', '--lang', lang, ...line.split(' ')], { cwd: temporaryDirectory(files) });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^zlm-lint: [^\n]+\n$/);
      expect(stderr.trimEnd()).toMatch(said);
    }
  });
});
