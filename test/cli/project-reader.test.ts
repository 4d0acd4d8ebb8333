import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInside, projectReader } from '../../src/cli/project-reader.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const maxBytes = 100;
const outside = { ok: false, why: 'outside' };
const missing = { ok: false, why: 'missing' };
const unreadable = { ok: false, why: 'unreadable' };

function project(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const parent = temporaryDirectory({ 'secret.env': 'TOKEN=x', 'root-2/a': 'foreign' });
  const root = join(parent, 'root');
  mkdirSync(root);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  return { parent, root, reader: projectReader(root, { maxBytes }) };
}

describe('projectReader', () => {
  it('reads files by relative and absolute path', () => {
    const { root, reader } = project({ '.env': '\uFEFFA=1\r\n' });
    mkdirSync(join(root, 'conf'));
    expect(reader.read('.env')).toEqual({ ok: true, text: '\uFEFFA=1\r\n' });
    expect(reader.read(join(root, 'conf/../.env'))).toEqual({ ok: true, text: '\uFEFFA=1\r\n' });
    expect([reader.kind('.env'), reader.kind('conf'), reader.kind('.'), reader.kind('none')])
      .toEqual(['file', 'directory', 'directory', 'missing']);
    expect(reader.list('.')).toEqual(['.env', 'conf']);
    expect(reader.list('.env')).toBeNull();
  });

  it('shows nothing from outside, whether or not it exists', () => {
    const { parent, root, reader } = project();
    symlinkSync('../secret.env', join(root, 'link'));
    symlinkSync('..', join(root, 'up'));
    symlinkSync('../nothing', join(root, 'dangling'));
    symlinkSync('up/nothing', join(root, 'dangling-twice'));
    symlinkSync('nothing', join(root, 'dangling-inside'));
    const foreign = [
      '../secret.env', '../nothing', join(parent, 'secret.env'), '/etc/passwd', '/etc/nothing', '../root-2/a', 'link',
      'up/secret.env', 'up/nothing/at/all', 'dangling', 'dangling-twice', '..',
    ];
    for (const path of foreign) {
      expect([path, reader.kind(path)]).toEqual([path, 'outside']);
      expect(reader.read(path)).toEqual(outside);
      expect(reader.list(path)).toBeNull();
    }
    expect(reader.read('dangling-inside')).toEqual(missing);
    expect(reader.kind('..root')).toBe('missing');
  });

  it('follows symlinks that stay inside, and a root that is one', () => {
    const { parent, root } = project({ a: 'text' });
    symlinkSync('root', join(parent, 'alias'));
    symlinkSync('a', join(root, 'b'));
    const reader = projectReader(join(parent, 'alias'), { maxBytes });
    for (const path of ['a', 'b', join(root, 'a'), join(parent, 'alias/b')]) {
      expect(reader.read(path)).toEqual({ ok: true, text: 'text' });
    }
    symlinkSync('loop', join(root, 'loop'));
    expect([reader.kind('loop'), reader.kind('loop/below')]).toEqual(['other', 'other']);
  });

  it('tells what cannot be read from what is missing', () => {
    const { root, reader } = project({ long: 'x'.repeat(maxBytes + 1), binary: 'a\0', bad: Buffer.from([0xff]), file: '' });
    execFileSync('mkfifo', [join(root, 'fifo')]);
    symlinkSync('loop', join(root, 'loop'));
    for (const path of ['long', 'binary', 'bad', 'fifo', 'loop', '.']) expect(reader.read(path)).toEqual(unreadable);
    expect([reader.kind('fifo'), reader.kind('loop'), reader.kind('long')]).toEqual(['other', 'other', 'file']);
    for (const path of ['none', 'none/at/all', 'file/below', 'a\0b', '']) {
      expect(reader.read(path)).toEqual(path === '' ? unreadable : missing);
    }
  });

  it('answers twice the same', () => {
    const { root, reader } = project({ a: 'text' });
    expect(reader.read('a')).toBe(reader.read('./a'));
    rmSync(join(root, 'a'));
    expect(reader.read('a')).toEqual({ ok: true, text: 'text' });
  });

  it('finds everything missing below a root that is missing', () => {
    const reader = projectReader(join(temporaryDirectory(), 'none'), { maxBytes });
    expect([reader.kind('.'), reader.kind('a'), reader.kind('..')]).toEqual(['missing', 'missing', 'outside']);
  });
});

describe('isInside', () => {
  it('compares whole names', () => {
    expect(isInside('/a', '/a')).toBe(true);
    expect(isInside('/a', '/a/..b')).toBe(true);
    expect(isInside('/', '/a')).toBe(true);
    expect(isInside('/a', '/ab')).toBe(false);
    expect(isInside('/a/b', '/a')).toBe(false);
  });
});
