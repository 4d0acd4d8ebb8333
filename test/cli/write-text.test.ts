import {
  chmodSync, chownSync, linkSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync,
  symlinkSync, utimesSync, writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextFile, type TextFile } from '../../src/cli/read-text.ts';
import { writeFiles, type WriteResult } from '../../src/cli/write-text.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const isRoot = process.getuid?.() === 0;
const backup = { backup: true };
const noBackup = { backup: false };

function load(path: string): TextFile {
  const read = readTextFile(path, { maxBytes: 1000 });
  if (!read.ok) throw new Error(read.error.code);
  return read.file;
}

function names(dir: string): string[] {
  return readdirSync(dir).sort();
}

function contents(dir: string): Record<string, string> {
  const files = names(dir).filter((name) => statSync(join(dir, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(dir, name), 'utf8')]));
}

function copies(result: WriteResult): readonly (string | null)[] {
  return result.ok ? result.unkept.map(({ copy }) => copy) : [];
}

describe('writeFiles', () => {
  it('writes several files, leaves nothing beside them and keeps what stays as it is', () => {
    const dir = temporaryDirectory({ a: 'a\r\n', b: 'b', same: 'same' });
    const inode = statSync(join(dir, 'same')).ino;
    const [a, b, same] = ['a', 'b', 'same'].map((name) => load(join(dir, name))) as [TextFile, TextFile, TextFile];
    const changes = [{ file: a, text: 'A\r\n' }, { file: same, text: 'same' }, { file: b, text: '中' }];
    expect(writeFiles(changes, noBackup)).toEqual({ ok: true, written: [a.path, b.path], unkept: [] });
    expect(contents(dir)).toEqual({ a: 'A\r\n', b: '中', same: 'same' });
    expect(statSync(join(dir, 'same')).ino).toBe(inode);
    expect(writeFiles([], backup)).toEqual({ ok: true, written: [], unkept: [] });
  });

  it('keeps encoding, byte order mark and line ends', () => {
    const text = '\uFEFFservices:\r\n\ta: 中😀\n';
    const big = Buffer.from(text, 'utf16le').swap16();
    const dir = temporaryDirectory({ a: text, b: Buffer.from(text, 'utf16le'), c: big });
    for (const name of ['a', 'b', 'c']) {
      const file = load(join(dir, name));
      const before = readFileSync(file.path);
      expect(writeFiles([{ file, text: `${file.text}x` }], noBackup).ok).toBe(true);
      expect(writeFiles([{ file: load(file.path), text: file.text }], noBackup).ok).toBe(true);
      expect(readFileSync(file.path).equals(before)).toBe(true);
    }
  });

  it('keeps mode and symlink', () => {
    const dir = temporaryDirectory({ 'real/a.yml': 'a' });
    const target = join(dir, 'real/a.yml');
    const link = join(dir, 'link.yml');
    symlinkSync('real/a.yml', link);
    for (const mode of [0o600, 0o640, 0o777, 0o222]) {
      chmodSync(target, isRoot ? mode : mode | 0o400);
      const file = load(link);
      expect(writeFiles([{ file, text: `${file.text}b` }], noBackup)).toMatchObject({ ok: true, written: [link] });
      expect(statSync(target).mode & 0o7777).toBe(isRoot ? mode : mode | 0o400);
      expect(readlinkSync(link)).toBe('real/a.yml');
    }
    expect(readFileSync(target, 'utf8')).toBe('abbbb');
    expect(names(join(dir, 'real'))).toEqual(['a.yml']);
  });

  it.runIf(isRoot && process.seteuid !== undefined)('leaves a file alone that would become that of another', () => {
    const dir = temporaryDirectory({ a: 'a', b: 'b' });
    for (const path of [dir, join(dir, 'a'), join(dir, 'b')]) chmodSync(path, 0o777);
    chownSync(join(dir, 'a'), 65_534, 0);
    chownSync(join(dir, 'b'), 1234, 0);
    const changes = ['a', 'b'].map((name) => ({ file: load(join(dir, name)), text: 'new' }));
    process.seteuid?.(65_534);
    try {
      expect(writeFiles(changes, backup)).toEqual({ ok: false, error: { path: join(dir, 'b'), code: 'not-owner' }, notRestored: [] });
    } finally {
      process.seteuid?.(0);
    }
    expect(contents(dir)).toEqual({ a: 'a', b: 'b' });
    expect([statSync(join(dir, 'a')).uid, statSync(join(dir, 'b')).uid]).toEqual([65_534, 1234]);
  });

  it.runIf(isRoot)('keeps the owner', () => {
    const dir = temporaryDirectory({ a: 'a' });
    chownSync(join(dir, 'a'), 1234, 2345);
    chmodSync(join(dir, 'a'), 0o4750);
    expect(writeFiles([{ file: load(join(dir, 'a')), text: 'b' }], backup).ok).toBe(true);
    expect(statSync(join(dir, 'a'))).toMatchObject({ uid: 1234, gid: 2345, mode: 0o104750 });
    expect(statSync(join(dir, 'a.zlm-lint.bak'))).toMatchObject({ uid: 1234, gid: 2345, mode: 0o104750 });
  });

  it('accepts one file by two paths when both want the same', () => {
    const dir = temporaryDirectory({ a: 'a' });
    symlinkSync('a', join(dir, 'b'));
    const [first, second] = [load(join(dir, 'a')), load(join(dir, 'b'))];
    const different = [{ file: first, text: 'x' }, { file: second, text: 'y' }];
    expect(writeFiles(different, noBackup)).toEqual({
      ok: false, error: { path: second.path, code: 'same-file', other: first.path }, notRestored: [],
    });
    const equal = different.map(({ file }) => ({ file, text: 'x' }));
    expect(writeFiles(equal, noBackup)).toMatchObject({ ok: true, written: [first.path] });
    expect(contents(dir)).toEqual({ a: 'x', b: 'x' });
  });
});

describe('a backup', () => {
  it('is made beside the file, and reused while it is equal', () => {
    const dir = temporaryDirectory({ a: 'one' });
    const path = join(dir, 'a');
    utimesSync(path, 1000, 1000);
    const write = (text: string) => writeFiles([{ file: load(path), text }], backup);
    expect(write('two')).toEqual({ ok: true, written: [path], unkept: [{ path, why: 'untracked', copy: `${path}.zlm-lint.bak` }] });
    expect(statSync(`${path}.zlm-lint.bak`).mtimeMs).toBe(1_000_000);
    expect(copies(write('one'))).toEqual([`${path}.zlm-lint.bak.2`]);
    expect(copies(write('three'))).toEqual([`${path}.zlm-lint.bak`]);
    expect(copies(write('four'))).toEqual([`${path}.zlm-lint.bak.3`]);
    expect(contents(dir)).toEqual({
      a: 'four', 'a.zlm-lint.bak': 'one', 'a.zlm-lint.bak.2': 'two', 'a.zlm-lint.bak.3': 'three',
    });
  });

  it('never goes through what lies at its name', () => {
    const dir = temporaryDirectory({ a: 'one', other: 'other', equal: 'one' });
    symlinkSync('other', join(dir, 'a.zlm-lint.bak'));
    symlinkSync('equal', join(dir, 'a.zlm-lint.bak.2'));
    symlinkSync('nowhere', join(dir, 'a.zlm-lint.bak.3'));
    mkdirSync(join(dir, 'a.zlm-lint.bak.4'));
    const path = join(dir, 'a');
    expect(copies(writeFiles([{ file: load(path), text: 'two' }], backup))).toEqual([`${path}.zlm-lint.bak.5`]);
    expect(readFileSync(join(dir, 'other'), 'utf8')).toBe('other');
    expect(readFileSync(`${path}.zlm-lint.bak.5`, 'utf8')).toBe('one');
  });

  it('lies beside the file that a symlink points to', () => {
    const dir = temporaryDirectory({ 'real/a': 'one' });
    symlinkSync('real/a', join(dir, 'link'));
    const result = writeFiles([{ file: load(join(dir, 'link')), text: 'two' }], backup);
    const unkept = [{ path: join(dir, 'real/a'), why: 'untracked', copy: join(dir, 'real/a.zlm-lint.bak') }];
    expect(result).toEqual({ ok: true, written: [join(dir, 'link')], unkept });
  });

  it('is not made of a file that git tracks, nor when not wanted', () => {
    const dir = temporaryDirectory({ a: 'a', b: 'b', c: 'c' });
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
    execFileSync('git', ['init', '--quiet'], { cwd: dir, env });
    execFileSync('git', ['add', 'a'], { cwd: dir, env });
    const changes = ['a', 'b'].map((name) => ({ file: load(join(dir, name)), text: 'x' }));
    expect(copies(writeFiles(changes, backup))).toEqual([join(dir, 'b.zlm-lint.bak')]);
    expect(writeFiles([{ file: load(join(dir, 'c')), text: 'x' }], noBackup)).toMatchObject({ ok: true, unkept: [] });
    expect(names(dir)).toEqual(['.git', 'a', 'b', 'b.zlm-lint.bak', 'c']);
  });
});

describe('nothing is written', () => {
  function refused(file: TextFile, others: readonly TextFile[] = []) {
    const changes = [...others, file].map((one) => ({ file: one, text: 'new' }));
    const result = writeFiles(changes, backup);
    expect(result).toMatchObject({ ok: false, notRestored: [] });
    return result.ok ? null : result.error;
  }

  it('when the file changed since it was read', () => {
    const dir = temporaryDirectory({ a: 'a', b: 'b' });
    const other = load(join(dir, 'b'));
    const changes: readonly ((path: string) => void)[] = [
      (path) => writeFileSync(path, 'other'),
      (path) => utimesSync(path, 5, 5),
      (path) => {
        const { atimeMs, mtimeMs } = statSync(path);
        writeFileSync(path, 'c');
        utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
      },
      (path) => {
        writeFileSync(`${path}.new`, 'a');
        renameSync(`${path}.new`, path);
      },
    ];
    for (const change of changes) {
      rmSync(join(dir, 'a'));
      writeFileSync(join(dir, 'a'), 'a');
      utimesSync(join(dir, 'a'), 1, 1);
      const file = load(join(dir, 'a'));
      change(file.path);
      const after = contents(dir);
      expect(refused(file, [other])).toEqual({ path: file.path, code: 'changed' });
      expect(contents(dir)).toEqual(after);
    }
  });

  it('when something else lies there now', () => {
    const dir = temporaryDirectory({ a: 'a', b: 'b' });
    const file = load(join(dir, 'a'));
    const other = load(join(dir, 'b'));
    rmSync(file.path);
    expect(refused(file, [other])).toEqual({ path: file.path, code: 'missing' });
    mkdirSync(file.path);
    expect(refused(file, [other])).toEqual({ path: file.path, code: 'is-a-directory' });
    rmSync(file.path, { recursive: true });
    execFileSync('mkfifo', [file.path]);
    expect(refused(file, [other])).toMatchObject({ path: file.path, code: 'not-a-regular-file', kind: 'fifo' });
    rmSync(file.path);
    symlinkSync('a', file.path);
    expect(refused(file, [other])).toEqual({ path: file.path, code: 'symlink-loop' });
    expect(names(dir)).toEqual(['a', 'b']);
  });

  it('through a hard link, to a protected file, to standard input', () => {
    const dir = temporaryDirectory({ a: 'a', c: 'c' });
    linkSync(join(dir, 'a'), join(dir, 'b'));
    chmodSync(join(dir, 'c'), 0o444);
    expect(refused(load(join(dir, 'a')))).toEqual({ path: join(dir, 'a'), code: 'hard-linked', links: 2 });
    expect(refused(load(join(dir, 'c')))).toEqual({ path: join(dir, 'c'), code: 'read-only' });
    expect(refused({ path: '-', text: '', encoding: 'utf8', stamp: null })).toMatchObject({ code: 'not-a-regular-file' });
    expect(contents(dir)).toEqual({ a: 'a', b: 'a', c: 'c' });
  });

  it.skipIf(isRoot)('to a directory that does not permit it', () => {
    const dir = temporaryDirectory({ 'd/a': 'a' });
    const file = load(join(dir, 'd/a'));
    chmodSync(join(dir, 'd'), 0o555);
    const error = refused(file);
    chmodSync(join(dir, 'd'), 0o755);
    expect(error).toEqual({ path: join(dir, 'd'), code: 'not-permitted' });
  });
});
