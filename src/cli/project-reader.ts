import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { PathKind, ProjectReader, ProjectText } from '../model/reader.ts';
import { decodeText, errnoOf, readBytes, readTextFile } from './read-text.ts';

// As many as Linux follows in one path.
const MOST_LINKS = 40;

export interface ReaderOptions {
  readonly maxBytes: number;
  readonly allowOutside?: boolean;
}

/** A reader that shows nothing from outside `root` unless that is allowed: what a stranger's file names there must not be printed. */
export function projectReader(root: string, options: ReaderOptions): ProjectReader {
  const base = resolve(root);
  const realRoot = options.allowOutside === true ? '/' : (placeOf(base, MOST_LINKS) ?? base);
  const kindAt = (path: string): { readonly kind: PathKind; readonly real: string } => {
    const real = placeOf(path, MOST_LINKS);
    if (real === null) return { kind: 'other', real: path };
    return { kind: isInside(realRoot, real) ? kindOf(real) : 'outside', real };
  };
  const place = cached(kindAt);
  const read = cached((path: string): ProjectText => {
    const { kind, real } = place(path);
    if (kind === 'missing' || kind === 'outside') return { ok: false, why: kind };
    const result = kind === 'file' ? readTextFile(real, options) : null;
    return result?.ok === true ? { ok: true, text: result.file.text } : { ok: false, why: 'unreadable' };
  });
  const list = cached((path: string): readonly string[] | null => {
    const { kind, real } = place(path);
    return kind === 'directory' ? namesIn(real) : null;
  });
  const readLoosely = (path: string): ProjectText => {
    const strict = read(resolve(base, path));
    const { kind, real } = place(resolve(base, path));
    if (strict.ok || kind !== 'file') return strict;
    const bytes = readBytes(real, options.maxBytes);
    const foreign = bytes.ok ? decodeText(bytes.bytes) : null;
    return bytes.ok && foreign?.ok === false && foreign.error.code === 'not-utf8' ? { ok: true, text: bytes.bytes.toString('utf8') } : strict;
  };
  return {
    read: (path) => read(resolve(base, path)),
    readLoosely,
    kind: (path) => place(resolve(base, path)).kind,
    list: (path) => list(resolve(base, path)),
    real: (path) => place(resolve(base, path)).real,
  };
}

/** Whether a path is `root` or below it; both are real paths. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Where a path leads once symlinks are resolved, also when nothing lies there; `null` when that cannot be known.
 * A dangling link is followed too, so that `outside` does not depend on what exists outside.
 */
function placeOf(path: string, links: number): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE'].includes(errnoOf(error))) return null;
  }
  if (links === 0 || dirname(path) === path) return null;
  const parent = placeOf(dirname(path), links);
  if (parent === null) return null;
  const entry = join(parent, basename(path));
  const target = linkTarget(entry);
  return target === null ? entry : placeOf(resolve(parent, target), links - 1);
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function kindOf(real: string): PathKind {
  try {
    const stats = statSync(real, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    return ['ENOTDIR', 'ERR_INVALID_ARG_VALUE'].includes(errnoOf(error)) ? 'missing' : 'other';
  }
}

function namesIn(real: string): readonly string[] | null {
  try {
    return readdirSync(real).sort();
  } catch {
    return null;
  }
}

/** Each path is asked for once. */
export function cached<T>(compute: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined || known.has(path)) return before as T;
    const value = compute(path);
    known.set(path, value);
    return value;
  };
}
