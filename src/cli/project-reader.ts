import { readdirSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { PathKind, ProjectReader, ProjectText } from '../model/reader.ts';
import { Places } from './places.ts';
import { decodeText, readBytes, readTextFile } from './read-text.ts';

export interface ReaderOptions {
  readonly maxBytes: number;
  readonly allowOutside?: boolean;
}

/**
 * A reader that shows nothing from outside `root` unless that is allowed: what a stranger's file names there must not be printed.
 * `places` may be shared with other readers.
 */
export function projectReader(root: string, options: ReaderOptions, places = new Places()): ProjectReader {
  const base = resolve(root);
  const realRoot = options.allowOutside === true ? '/' : (places.of(base)?.real ?? base);
  const place = cached((path): { readonly kind: PathKind; readonly real: string } => {
    const found = places.of(path);
    if (found === null) return { kind: 'other', real: path };
    return isInside(realRoot, found.real) ? found : { kind: 'outside', real: found.real };
  });
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

/** Where a name of the report leads, symlinks resolved, for who knows where it lies. */
export function realWith(reader: ProjectReader, locate: (name: string) => string | null): (name: string) => string | null {
  return (name) => {
    const path = locate(name);
    return path === null ? null : (reader.real?.(path) ?? path);
  };
}

/** Whether a path is `root` or below it; both are real paths. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
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
