import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitStateOf } from '../../src/cli/git-index.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const SETTINGS = {
  'user.name': 'a',
  'user.email': 'a@example.com',
  'init.defaultBranch': 'main',
  'protocol.file.allow': 'always',
};

function git(dir: string, ...args: readonly string[]): string {
  const settings = Object.entries(SETTINGS).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(inherited), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', [...settings, ...args], { cwd: dir, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Of a file as it is. */
function isTrackedByGit(path: string): boolean {
  return gitStateOf(path, statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : Buffer.alloc(0)) !== 'untracked';
}

const NAMES = [
  'a/b/compose.yml', 'a/b/compose.yml.old', 'compose.yml', 'deploy/中文/compose ü 😀.yml', 'z"quoted\\.yml',
  ...Array.from({ length: 20 }, (_, number) => `deep/${'long-'.repeat(number * 2)}${number}.yml`),
];

function repository(...init: readonly string[]): string {
  const dir = temporaryDirectory(Object.fromEntries([...NAMES, 'new.yml', 'a/new.yml'].map((name) => [name, name])));
  git(dir, 'init', '--quiet', ...init);
  git(dir, 'add', '--', ...NAMES);
  return dir;
}

/** That the answer for every file there is git's own. */
function agrees(dir: string, untracked: readonly string[] = ['new.yml', 'a/new.yml']): void {
  const tracked = git(dir, 'ls-files', '-z').split('\0').filter((name) => name !== '');
  expect(tracked.length).toBeGreaterThan(0);
  expect(tracked.filter((name) => !isTrackedByGit(join(dir, name)))).toEqual([]);
  expect(untracked.filter((name) => isTrackedByGit(join(dir, name)))).toEqual([]);
}

function indexVersion(dir: string): number {
  return readFileSync(join(dir, '.git/index')).readUInt32BE(4);
}

describe('gitStateOf', () => {
  it.each(['sha1', 'sha256'])('reads versions 2, 3 and 4 with %s', (format) => {
    const dir = repository(`--object-format=${format}`);
    expect(indexVersion(dir)).toBe(2);
    agrees(dir);
    git(dir, 'update-index', '--skip-worktree', 'compose.yml');
    expect(indexVersion(dir)).toBe(3);
    agrees(dir);
    git(dir, 'update-index', '--index-version', '4');
    expect(indexVersion(dir)).toBe(4);
    agrees(dir);
    git(dir, 'commit', '--quiet', '-m', 'x');
    agrees(dir);
    git(dir, 'update-index', '--force-remove', 'compose.yml');
    agrees(dir, ['compose.yml', 'new.yml']);
  });

  it.each(['sha1', 'sha256'])('knows with %s whether it has these bytes of a file', (format) => {
    const dir = repository(`--object-format=${format}`);
    const path = join(dir, 'compose.yml');
    const state = (): string => gitStateOf(path, readFileSync(path));
    expect(state()).toBe('kept');
    writeFileSync(path, 'other');
    expect(state()).toBe('unstaged');
    git(dir, 'add', 'compose.yml');
    expect(state()).toBe('kept');
    writeFileSync(path, 'compose.yml');
    git(dir, 'update-index', '--assume-unchanged', 'compose.yml');
    expect(state()).toBe('unstaged');
  });

  it('takes other line ends for kept as long as git does', async () => {
    const dir = repository();
    const path = join(dir, 'compose.yml');
    const state = (): string => gitStateOf(path, readFileSync(path));
    git(dir, 'config', 'core.autocrlf', 'true');
    writeFileSync(path, 'a\r\nb\r\n');
    git(dir, 'add', 'compose.yml');
    // In the instant in which the index was written nobody knows.
    await new Promise((resolve) => setTimeout(resolve, 50));
    git(dir, 'update-index', '--force-remove', 'new.yml');
    git(dir, 'add', 'new.yml');
    expect(git(dir, 'cat-file', '-s', ':compose.yml').trim()).toBe('4');
    expect(state()).toBe('kept');
    writeFileSync(path, 'a\r\nc\r\n');
    expect(state()).toBe('unstaged');
  });

  it('says no to a file of which git holds only the name', () => {
    const dir = repository();
    git(dir, 'add', '--intent-to-add', 'new.yml');
    expect(indexVersion(dir)).toBe(3);
    expect(isTrackedByGit(join(dir, 'new.yml'))).toBe(false);
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(true);
  });

  it('says no to a file that git knows as a symlink', () => {
    const dir = repository();
    symlinkSync('compose.yml', join(dir, 'link.yml'));
    git(dir, 'add', 'link.yml');
    expect(isTrackedByGit(join(dir, 'link.yml'))).toBe(true);
    rmSync(join(dir, 'link.yml'));
    writeFileSync(join(dir, 'link.yml'), 'own text');
    expect(isTrackedByGit(join(dir, 'link.yml'))).toBe(false);
  });

  it('reads on after a path longer than the length field', () => {
    const dir = repository();
    const oid = git(dir, 'hash-object', '-w', 'compose.yml').trim();
    for (const version of [2, 4]) {
      for (const length of [4094, 4095, 4096, 5000]) {
        const name = 'x/'.repeat(1000).padEnd(length, 'x');
        git(dir, 'update-index', '--index-version', String(version), '--add', '--cacheinfo', `100644,${oid},${name}`);
        expect(isTrackedByGit(join(dir, 'z"quoted\\.yml'))).toBe(true);
        expect(isTrackedByGit(join(dir, 'new.yml'))).toBe(false);
        git(dir, 'update-index', '--force-remove', name);
      }
    }
  });

  it('knows files in conflict', () => {
    const dir = repository();
    const oid = git(dir, 'hash-object', '-w', 'new.yml').trim();
    const stages = [1, 2, 3].map((stage) => `100644 ${oid} ${stage}\tnew.yml\n`).join('');
    execFileSync('git', ['update-index', '--index-info'], { cwd: dir, input: stages });
    agrees(dir, ['a/new.yml']);
  });

  it('follows linked worktrees', () => {
    const dir = repository();
    git(dir, 'commit', '--quiet', '-m', 'x');
    const tree = join(temporaryDirectory(), 'tree');
    git(dir, 'worktree', 'add', '--quiet', tree);
    writeFileSync(join(tree, 'only-here.yml'), '');
    writeFileSync(join(tree, 'new.yml'), '');
    git(tree, 'add', 'only-here.yml');
    agrees(tree, ['new.yml']);
    expect(isTrackedByGit(join(tree, 'only-here.yml'))).toBe(true);
    git(dir, 'config', 'extensions.worktreeConfig', 'true');
    git(tree, 'sparse-checkout', 'set', '--no-cone', '/*');
    agrees(tree, ['new.yml']);
  });

  it('follows submodules', () => {
    const part = repository();
    git(part, 'commit', '--quiet', '-m', 'x');
    const dir = temporaryDirectory({ 'compose.yml': '' });
    git(dir, 'init', '--quiet');
    git(dir, 'submodule', '--quiet', 'add', part, 'parts/one');
    writeFileSync(join(dir, 'parts/one/new.yml'), '');
    agrees(join(dir, 'parts/one'), ['new.yml']);
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(false);
    expect(isTrackedByGit(join(dir, '.gitmodules'))).toBe(true);
  });

  it('asks about the real path', () => {
    const dir = repository();
    const elsewhere = temporaryDirectory({ 'compose.yml': '' });
    symlinkSync(join(dir, 'a'), join(elsewhere, 'linked'));
    symlinkSync(join(elsewhere, 'compose.yml'), join(dir, 'out.yml'));
    git(dir, 'add', 'out.yml');
    expect(isTrackedByGit(join(elsewhere, 'linked/b/compose.yml'))).toBe(true);
    expect(isTrackedByGit(join(elsewhere, 'linked/new.yml'))).toBe(false);
    expect(isTrackedByGit(join(dir, 'out.yml'))).toBe(false);
    expect(isTrackedByGit(join(elsewhere, 'compose.yml'))).toBe(false);
  });

  it('passes over an empty .git directory and stops at a broken .git file', () => {
    const dir = repository();
    mkdirSync(join(dir, 'a/.git'));
    expect(isTrackedByGit(join(dir, 'a/b/compose.yml'))).toBe(true);
    for (const text of ['', 'gitdir: ../nowhere\n', 'nonsense']) {
      writeFileSync(join(dir, 'a/b/.git'), text);
      expect(isTrackedByGit(join(dir, 'a/b/compose.yml'))).toBe(false);
    }
  });

  it('says no when the worktree is elsewhere', () => {
    const dir = repository();
    const work = temporaryDirectory({ 'compose.yml': '' });
    git(dir, 'config', 'core.worktree', work);
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(false);
    git(dir, 'config', 'core.worktree', dir);
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(true);
  });

  it('takes from a split index only what it names itself', () => {
    const dir = repository();
    git(dir, 'update-index', '--split-index');
    git(dir, '-c', 'splitIndex.maxPercentChange=100', 'add', 'new.yml');
    git(dir, '-c', 'splitIndex.maxPercentChange=100', 'rm', '--quiet', '--cached', 'compose.yml');
    expect(readFileSync(join(dir, '.git/index')).includes('link')).toBe(true);
    expect(isTrackedByGit(join(dir, 'new.yml'))).toBe(true);
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(false);
    expect(isTrackedByGit(join(dir, 'a/new.yml'))).toBe(false);
  });

  it('reads sparse indexes and further extensions', () => {
    const dir = repository();
    git(dir, 'commit', '--quiet', '-m', 'x');
    git(dir, 'config', 'index.threads', '2');
    git(dir, 'update-index', '--untracked-cache');
    git(dir, 'status');
    agrees(dir);
    git(dir, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'a');
    expect(isTrackedByGit(join(dir, 'a/b/compose.yml'))).toBe(true);
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(true);
    expect(isTrackedByGit(join(dir, 'a/new.yml'))).toBe(false);
  });

  it('says no outside repositories, and to what is not there', () => {
    expect(isTrackedByGit(join(temporaryDirectory({ 'compose.yml': '' }), 'compose.yml'))).toBe(false);
    const dir = temporaryDirectory({ 'compose.yml': '' });
    git(dir, 'init', '--quiet');
    expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(false);
    expect(isTrackedByGit(join(dir, 'none.yml'))).toBe(false);
    expect(isTrackedByGit(dir)).toBe(false);
  });

  it('says no to an index it does not understand', () => {
    const dir = repository();
    const index = join(dir, '.git/index');
    const whole = readFileSync(index);
    const sealed = (content: Buffer) => Buffer.concat([content, createHash('sha1').update(content).digest()]);
    const changed = (offset: number, value: number) => {
      const content = Buffer.from(whole.subarray(0, -20));
      content.writeUInt32BE(value, offset);
      return content;
    };
    const unknownExtension = Buffer.concat([whole.subarray(0, -20), Buffer.from('news\0\0\0\0')]);
    const bad = [
      Buffer.alloc(0), whole.subarray(0, 500), changed(12, 1), sealed(changed(0, 1)), sealed(changed(4, 5)),
      sealed(changed(8, 0xffffffff)), sealed(changed(8, 3)), sealed(unknownExtension), sealed(whole.subarray(0, 100)),
    ];
    for (const bytes of bad) {
      writeFileSync(index, bytes);
      expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(false);
    }
    const optional = Buffer.concat([whole.subarray(0, -20), Buffer.from('NEWS\0\0\0\0')]);
    for (const bytes of [whole, sealed(optional), Buffer.concat([whole.subarray(0, -20), Buffer.alloc(20)])]) {
      writeFileSync(index, bytes);
      expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(true);
    }
    for (const value of ['sha256', 'md5']) {
      git(dir, 'config', 'extensions.objectFormat', 'sha1');
      writeFileSync(join(dir, '.git/config'), `[core]\n[extensions] ; x\n\tobjectFormat = ${value}\n`);
      expect(isTrackedByGit(join(dir, 'compose.yml'))).toBe(false);
    }
  });
});
