import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { clean, neighbours, neighboursFixed, safe, wide } from './files.ts';
import { report, run } from './run.ts';

const minimal = ['--fix', '--strategy', 'minimal'];

function read(dir: string, name: string): string {
  return readFileSync(join(dir, name), 'utf8');
}

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' } });
}

describe('a file that is fixed', () => {
  it('is copied first when git does not track it, and the report names the copy', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours });
    const { stderr } = await run([...minimal, 'a.yml'], { cwd });
    expect([read(cwd, 'a.yml'), read(cwd, 'a.yml.zlm-lint.bak')]).toEqual([neighboursFixed, neighbours]);
    expect(stderr).toMatch(/a\.yml\.zlm-lint\.bak/);
    expect(readdirSync(cwd)).toEqual(['a.yml', 'a.yml.zlm-lint.bak']);
  });

  it('is copied in a repository that does not track it, and not in one that does', async () => {
    const cwd = temporaryDirectory({ 'tracked.yml': neighbours, 'new.yml': neighbours, 'sub/tracked.yml': neighbours });
    git(cwd, 'init', '-q');
    git(cwd, 'add', 'tracked.yml', 'sub');
    git(cwd, 'commit', '-qm', 'a');
    await run([...minimal, '.'], { cwd });
    expect(['tracked.yml', 'new.yml', 'sub/tracked.yml'].map((name) => [read(cwd, name) === neighboursFixed, existsSync(join(cwd, `${name}.zlm-lint.bak`))])).toEqual([
      [true, false],
      [true, true],
      [true, false],
    ]);
  });

  it('is copied when git has other bytes of it, and the report says so', async () => {
    const changed = `# of today\n${neighbours}`;
    const cwd = temporaryDirectory({ 'a.yml': '', 'staged.yml': neighbours, 'b.yml': '' });
    git(cwd, 'init', '-q');
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-qm', 'a');
    for (const name of ['a.yml', 'staged.yml', 'b.yml']) writeFileSync(join(cwd, name), changed);
    // Its bytes come back with git restore.
    git(cwd, 'add', 'staged.yml');
    expect((await run([...minimal, 'a.yml', 'staged.yml'], { cwd })).stderr).toBe('zlm-lint: a.yml: git does not have its latest changes: copied to a.yml.zlm-lint.bak\n');
    expect([read(cwd, 'a.yml.zlm-lint.bak'), existsSync(join(cwd, 'staged.yml.zlm-lint.bak'))]).toEqual([changed, false]);
    const { stderr } = await run([...minimal, '--no-backup', '--lang', 'zh', 'b.yml'], { cwd });
    expect([stderr, existsSync(join(cwd, 'b.yml.zlm-lint.bak'))]).toEqual(['zlm-lint: b.yml: 修复前有 git 中没有的改动，且未备份（--no-backup）\n', false]);
  });

  it('is not copied with --no-backup', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours });
    const { stderr } = await run([...minimal, '--no-backup', 'a.yml'], { cwd });
    expect([readdirSync(cwd), stderr]).toEqual([['a.yml'], '']);
  });

  it('never loses an earlier copy', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours, 'a.yml.zlm-lint.bak': 'older' });
    await run([...minimal, 'a.yml'], { cwd });
    expect([read(cwd, 'a.yml.zlm-lint.bak'), read(cwd, 'a.yml.zlm-lint.bak.2')]).toEqual(['older', neighbours]);
  });

  it('keeps its mode, and a symlink stays one', async () => {
    const cwd = temporaryDirectory({ 'real/a.yml': neighbours });
    chmodSync(join(cwd, 'real/a.yml'), 0o640);
    symlinkSync('real/a.yml', join(cwd, 'link.yml'));
    await run([...minimal, '--no-backup', 'link.yml'], { cwd });
    expect([readlinkSync(join(cwd, 'link.yml')), read(cwd, 'real/a.yml'), statSync(join(cwd, 'real/a.yml')).mode & 0o777]).toEqual(['real/a.yml', neighboursFixed, 0o640]);
  });

  it('is left alone when other hard links lead to it, with a word', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours, 'b.yml': neighbours });
    linkSync(join(cwd, 'a.yml'), join(cwd, 'a2.yml'));
    const { json, code } = await report([...minimal, '--no-backup', 'a.yml', 'b.yml'], { cwd });
    expect([code, read(cwd, 'a.yml'), read(cwd, 'b.yml')]).toEqual([2, neighbours, neighboursFixed]);
    expect(json.errors.map(({ path }) => path)).toEqual(['a.yml']);
    expect(json.files.map(({ path, fixed }) => [path, fixed])).toEqual([['a.yml', 0], ['b.yml', 1]]);
    expect(json.summary).toMatchObject({ fixed: 1 });
  });

  it('is written once when it is named twice', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours });
    symlinkSync('a.yml', join(cwd, 'b.yml'));
    const { json } = await report([...minimal, '--no-backup', 'a.yml', './a.yml', 'b.yml'], { cwd });
    expect(json.files.map(({ path }) => path)).toEqual(['a.yml']);
    expect(read(cwd, 'a.yml')).toBe(neighboursFixed);
  });
});

describe('nothing is written', () => {
  it.each([
    ['by linting', [], neighbours],
    ['by --check', ['--check', '--unsafe-fixes'], neighbours],
    ['by --fix --check', ['--fix', '--check', '--unsafe-fixes'], neighbours],
    ['by --diff', ['--diff', '--unsafe-fixes'], neighbours],
    ['by --fix without a finding', ['--fix', '--unsafe-fixes'], clean],
    ['by --fix when everything is held back', ['--fix', '--strategy', 'host'], wide],
    ['by --fix on an engine without host networking', ['--fix', '--engine', 'rootless', '--strategy', 'host', '--unsafe-fixes'], wide],
  ])('%s', async (_name, args, text) => {
    const cwd = temporaryDirectory({ 'a.yml': text });
    utimesSync(join(cwd, 'a.yml'), 1_000_000_000, 1_000_000_000);
    const before = statSync(join(cwd, 'a.yml'));
    await run([...args, 'a.yml'], { cwd });
    const { mtimeMs, ino } = statSync(join(cwd, 'a.yml'));
    expect([readdirSync(cwd), read(cwd, 'a.yml'), mtimeMs, ino]).toEqual([['a.yml'], text, before.mtimeMs, before.ino]);
  });
});

describe('--diff', () => {
  it('is a patch that git applies, and makes what --fix makes', async () => {
    const files = { 'a.yml': safe, 'dir/b.yml': neighbours, 'crlf.yml': neighbours.replaceAll('\n', '\r\n'), 'end.yml': neighbours.trimEnd(), 'a b.yml': neighbours };
    const cwd = temporaryDirectory(files);
    const { stdout, code } = await run(['--diff', ...Object.keys(files)], { cwd });
    expect(code).toBe(1);
    writeFileSync(join(cwd, 'all.patch'), stdout);
    mkdirSync(join(cwd, 'fixed'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(cwd, 'fixed', 'dir'), { recursive: true });
      writeFileSync(join(cwd, 'fixed', name), text);
    }
    git(cwd, 'init', '-q');
    git(cwd, 'apply', '--whitespace=nowarn', 'all.patch');
    await run(['--fix', '--no-backup', ...Object.keys(files)], { cwd: join(cwd, 'fixed') });
    for (const name of Object.keys(files)) expect(read(cwd, name), name).toBe(read(cwd, `fixed/${name}`));
    expect(read(cwd, 'a.yml')).not.toBe(safe);
  });

  it('is empty when nothing would change', async () => {
    const cwd = temporaryDirectory({ 'a.yml': wide });
    const { stdout, stderr, code } = await run(['--diff', 'a.yml'], { cwd });
    expect([stdout, code]).toEqual(['', 0]);
    expect(stderr).toContain('--unsafe-fixes');
  });
});

describe('a fix that cannot be written', () => {
  it('is not called held back: what would apply it is not another option', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours });
    chmodSync(join(cwd, 'a.yml'), 0o444);
    for (const more of [[], ['--unsafe-fixes']]) {
      const { code, stdout, stderr } = await run([...minimal, ...more, 'a.yml'], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('a.yml: read-only; nothing was written');
      expect(stdout).toContain('contiguous-ports');
      expect(stdout).not.toMatch(/is left as it is|To apply it|without --unsafe-fixes/);
    }
  });
});
