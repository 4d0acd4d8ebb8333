import type * as NodeFs from 'node:fs';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { journalIn } from '../../src/cli/journal.ts';
import { readTextFile, type TextFile } from '../../src/cli/read-text.ts';
import { recover } from '../../src/cli/recover.ts';
import { writeFiles } from '../../src/cli/write-text.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Runs before each rename of the code under test, with the target, and before it looks at what lies somewhere. */
const meddle = vi.hoisted(() => ({ beforeRename: (_target: string): void => {}, beforeLook: (_path: string): void => {} }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof NodeFs>();
  const renameSync = (from: string, to: string): void => {
    meddle.beforeRename(to);
    fs.renameSync(from, to);
  };
  const lstatSync = (path: string, options?: NodeFs.StatSyncOptions): unknown => {
    meddle.beforeLook(path);
    return fs.lstatSync(path, options);
  };
  return { ...fs, renameSync, lstatSync };
});

beforeEach(() => {
  meddle.beforeRename = () => {};
  meddle.beforeLook = () => {};
});

const backup = { backup: true };

function load(path: string): TextFile {
  const read = readTextFile(path, { maxBytes: 1000 });
  if (!read.ok) throw new Error(read.error.code);
  return read.file;
}

function names(dir: string): string[] {
  return readdirSync(dir).sort();
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('after a failure half-way', () => {
  const files = { 'one/a': 'a', 'two/b': 'b', 'three/c': 'c' };
  const start = () => {
    const dir = temporaryDirectory(files);
    for (const name of Object.keys(files)) {
      chmodSync(join(dir, name), 0o640);
      utimesSync(join(dir, name), 1000, 1000);
    }
    const changes = Object.keys(files).map((name) => ({ file: load(join(dir, name)), text: 'new' }));
    return { dir, changes };
  };
  const isOld = (path: string, text: string) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(statSync(path)).toMatchObject({ mode: 0o100640, mtimeMs: 1_000_000 });
  };

  it('everything is as it was', () => {
    const { dir, changes } = start();
    meddle.beforeRename = (target) => {
      if (target !== join(dir, 'two/b')) return;
      rmSync(join(dir, 'three'), { recursive: true });
      mkdirSync(join(dir, 'three/c'), { recursive: true });
    };
    expect(writeFiles(changes, backup)).toEqual({
      ok: false, error: { path: join(dir, 'three/c'), code: 'changed' }, notRestored: [],
    });
    isOld(join(dir, 'one/a'), 'a');
    isOld(join(dir, 'two/b'), 'b');
    expect(lstatSync(join(dir, 'three/c')).isDirectory()).toBe(true);
    expect(['one', 'two', 'three'].map((name) => names(join(dir, name)))).toEqual([['a'], ['b'], ['c']]);
  });

  it.each([
    ['ENOSPC', { code: 'no-space' }],
    ['EROFS', { code: 'read-only' }],
    ['EBUSY', { code: 'busy' }],
    ['EPERM', { code: 'not-permitted' }],
    ['EIO', { code: 'not-written', cause: 'EIO' }],
  ])('%s is told', (errno, error) => {
    const { dir, changes } = start();
    meddle.beforeRename = (target) => {
      if (target === join(dir, 'three/c')) throw systemError(errno);
    };
    expect(writeFiles(changes, backup)).toEqual({
      ok: false, error: { path: join(dir, 'three/c'), ...error }, notRestored: [],
    });
    isOld(join(dir, 'one/a'), 'a');
    isOld(join(dir, 'two/b'), 'b');
    expect(['one', 'two', 'three'].map((name) => names(join(dir, name)))).toEqual([['a'], ['b'], ['c']]);
  });

  it.each([
    ['another link leads to it', (path: string) => linkSync(path, `${path}.link`)],
    ['its mode is another', (path: string) => chmodSync(path, 0o600)],
  ])('a file is not replaced any more when %s', (_why, change) => {
    const { dir, changes } = start();
    meddle.beforeRename = (target) => {
      if (target === join(dir, 'one/a')) change(join(dir, 'three/c'));
      meddle.beforeRename = () => {};
    };
    expect(writeFiles(changes, backup)).toEqual({ ok: false, error: { path: join(dir, 'three/c'), code: 'changed' }, notRestored: [] });
    isOld(join(dir, 'one/a'), 'a');
    isOld(join(dir, 'two/b'), 'b');
    expect(readFileSync(join(dir, 'three/c'), 'utf8')).toBe('c');
  });

  it('everything is as it was even when the mistake is ours', () => {
    const { dir, changes } = start();
    meddle.beforeRename = (target) => {
      if (target === join(dir, 'two/b')) throw new RangeError('ours');
    };
    expect(() => writeFiles(changes, backup)).toThrow('ours');
    isOld(join(dir, 'one/a'), 'a');
    expect(names(join(dir, 'one'))).toEqual(['a']);
  });

  it('what somebody has edited meanwhile is not put back', () => {
    const { dir, changes } = start();
    meddle.beforeRename = (target) => {
      if (target !== join(dir, 'three/c')) return;
      writeFileSync(join(dir, 'one/a'), 'edited');
      throw systemError('EIO');
    };
    expect(writeFiles(changes, backup)).toMatchObject({ ok: false, notRestored: [{ path: join(dir, 'one/a') }] });
    expect(readFileSync(join(dir, 'one/a'), 'utf8')).toBe('edited');
    isOld(join(dir, 'two/b'), 'b');
    const found = journalIn(join(dir, 'one'));
    expect(found?.state === 'whole' ? recover(found.journal, true) : null).toMatchObject({ outcome: 'stuck', standing: [{ lies: 'other' }, { lies: 'old' }, { lies: 'old' }] });
  });

  it('what cannot be put back is told, and its old text is kept', () => {
    const { dir, changes } = start();
    let count = 0;
    meddle.beforeRename = () => {
      count += 1;
      if (count === 3 || count === 5) throw systemError('EIO');
    };
    const result = writeFiles(changes, backup);
    expect(result).toMatchObject({ ok: false, notRestored: [{ path: join(dir, 'one/a') }] });
    const copy = result.ok ? '' : (result.notRestored[0]?.copy ?? '');
    expect(readFileSync(copy, 'utf8')).toBe('a');
    expect(readFileSync(join(dir, 'one/a.zlm-lint.bak'), 'utf8')).toBe('a');
    isOld(join(dir, 'two/b'), 'b');
    expect(names(join(dir, 'three'))).toContain('c.zlm-lint.bak');
    meddle.beforeRename = () => {};
    const found = journalIn(join(dir, 'three'));
    expect(found?.state === 'whole' ? recover(found.journal, false) : null).toMatchObject({ outcome: 'undone', put: [join(dir, 'one/a')] });
    isOld(join(dir, 'one/a'), 'a');
    expect(['one', 'two', 'three'].map((name) => names(join(dir, name)))).toEqual([['a'], ['b'], ['c']]);
  });
});

describe('what somebody recovers as it is written', () => {
  const files = { 'one/a': 'a', 'two/b': 'b', 'three/c': 'c' };
  const start = () => {
    const dir = temporaryDirectory({ ...files, 'made/.keep': '' });
    const changes = Object.keys(files).map((name) => ({ file: load(join(dir, name)), text: 'new' }));
    const recovering = (undo: boolean) => {
      const found = journalIn(join(dir, 'one'));
      meddle.beforeRename = () => {};
      return found?.state === 'whole' ? recover(found.journal, undo).outcome : 'no journal';
    };
    const expectDecided = (text: 'old' | 'new') => {
      for (const [name, old] of Object.entries(files)) expect(readFileSync(join(dir, name), 'utf8')).toBe(text === 'old' ? old : 'new');
      expect(names(join(dir, 'made'))).toEqual(text === 'old' ? ['.keep'] : ['.keep', 'd']);
      for (const name of ['one', 'two', 'three']) expect(names(join(dir, name)).filter((one) => !one.endsWith('.bak'))).toEqual([name === 'one' ? 'a' : name === 'two' ? 'b' : 'c']);
    };
    const write = () => writeFiles(changes, { backup: true, created: [{ path: join(dir, 'made/d'), text: 'made' }] });
    return { dir, write, recovering, expectDecided };
  };

  it.each([['undone', 'old'], ['finished', 'new']] as const)('stays as they have decided: %s', (outcome, text) => {
    const { dir, write, recovering, expectDecided } = start();
    meddle.beforeRename = (target) => {
      if (target === join(dir, 'two/b')) expect(recovering(outcome === 'undone')).toBe(outcome);
    };
    expect(write()).toEqual({ ok: false, error: { path: join(dir, 'made/d'), code: 'recovered' }, notRestored: [] });
    expectDecided(text);
  });

  it('is left to them, with its journal, where they are not done', () => {
    const { dir, write, recovering, expectDecided } = start();
    meddle.beforeRename = (target) => {
      if (target !== join(dir, 'two/b')) return;
      const [next = ''] = names(join(dir, 'two')).filter((name) => name.endsWith('.tmp') && readFileSync(join(dir, 'two', name), 'utf8') === 'new');
      rmSync(join(dir, 'two', next));
    };
    expect(write()).toEqual({ ok: false, error: { path: join(dir, 'made/d'), code: 'recovered' }, notRestored: [] });
    expect(readFileSync(join(dir, 'one/a'), 'utf8')).toBe('new');
    expect(recovering(false)).toBe('undone');
    expectDecided('old');
  });

  it('is not begun where the journal is gone as soon as it is written', () => {
    const { dir, write, recovering, expectDecided } = start();
    meddle.beforeLook = (path) => {
      if (path !== join(dir, 'two/.zlm-lint-journal.json') || !existsSync(path)) return;
      meddle.beforeLook = () => {};
      expect(recovering(true)).toBe('undone');
    };
    expect(write()).toEqual({ ok: false, error: { path: join(dir, 'made/d'), code: 'recovered' }, notRestored: [] });
    expectDecided('old');
  });

  it('is put back where only the journal is gone', () => {
    const { dir, write, expectDecided } = start();
    meddle.beforeRename = (target) => {
      if (target === join(dir, 'one/a')) rmSync(join(dir, 'two/.zlm-lint-journal.json'), { force: true });
    };
    expect(write()).toEqual({ ok: false, error: { path: join(dir, 'two/b'), code: 'recovered' }, notRestored: [] });
    expectDecided('old');
  });
});

it('names no copy that is not there', () => {
  for (const { backup: isWanted, copies } of [{ backup: true, copies: ['a.zlm-lint.bak'] }, { backup: false, copies: [] }]) {
    const dir = temporaryDirectory({ a: 'a', b: 'b' });
    meddle.beforeRename = (target) => {
      if (target !== join(dir, 'b')) return;
      for (const name of names(dir).filter((one) => one.endsWith('.tmp') && readFileSync(join(dir, one), 'utf8') === 'a')) rmSync(join(dir, name));
      throw systemError('EIO');
    };
    const changes = ['a', 'b'].map((name) => ({ file: load(join(dir, name)), text: 'new' }));
    const result = writeFiles(changes, { backup: isWanted });
    expect(result).toEqual({ ok: false, error: { path: join(dir, 'b'), code: 'not-written', cause: 'EIO' }, notRestored: [{ path: join(dir, 'a'), isMade: false, copy: copies.map((name) => join(dir, name))[0] ?? null }] });
  }
});

it('more files than a journal may name are not written', () => {
  const dir = temporaryDirectory();
  const created = Array.from({ length: 1001 }, (_, index) => ({ path: join(dir, String(index)), text: 'made' }));
  expect(writeFiles([], { backup: false, created })).toEqual({ ok: false, error: { path: join(dir, '0'), code: 'too-many-files', files: 1001 }, notRestored: [] });
  expect(names(dir)).toEqual([]);
});

it('the journal of another fix is not removed', () => {
  const dir = temporaryDirectory({ a: 'a' });
  const journal = join(dir, '.zlm-lint-journal.json');
  meddle.beforeRename = () => {
    rmSync(journal);
    writeFileSync(journal, 'of another');
  };
  expect(writeFiles([{ file: load(join(dir, 'a')), text: 'new' }], backup)).toMatchObject({ ok: true });
  expect(readFileSync(journal, 'utf8')).toBe('of another');
});
