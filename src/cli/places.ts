import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PathKind } from '../model/reader.ts';
import { errnoOf } from './read-text.ts';

export interface Place {
  readonly kind: Exclude<PathKind, 'outside'>;
  /** Where it lies once symlinks are resolved, also when nothing lies there. */
  readonly real: string;
}

// As many as Linux follows in one path.
const MOST_LINKS = 40;

/** Where paths lead, and what lies there at the moment. Directories stay what they are while files are read and written, so each is asked for once. */
export class Places {
  private readonly directories = new Map<string, string | null>();

  /** What lies at an absolute path; `null` when that cannot be known. */
  of(path: string): Place | null {
    return this.look(path, MOST_LINKS);
  }

  /** A dangling link is followed, too, so that `outside` does not depend on what exists outside. */
  private look(path: string, links: number): Place | null {
    const parent = dirname(path);
    if (parent === path) return { kind: 'directory', real: path };
    const directory = this.directoryOf(parent, links);
    if (directory === null) return null;
    const entry = join(directory, basename(path));
    const stats = statsOf(entry);
    if (stats === null) return null;
    if (stats?.isSymbolicLink() !== true) return { kind: kindOf(stats), real: entry };
    const target = targetOf(entry);
    return target === null || links === 0 ? null : this.look(resolve(directory, target), links - 1);
  }

  private directoryOf(path: string, links: number): string | null {
    const known = this.directories.get(path);
    if (known !== undefined) return known;
    const found = realDirectory(path) ?? this.look(path, links)?.real ?? null;
    this.directories.set(path, found);
    return found;
  }
}

function realDirectory(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

/** `undefined`: nothing lies there; `null`: that cannot be known. */
function statsOf(path: string): Stats | undefined | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return ['ENOTDIR', 'ERR_INVALID_ARG_VALUE'].includes(errnoOf(error)) ? undefined : null;
  }
}

function targetOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function kindOf(stats: Stats | undefined): Place['kind'] {
  if (stats === undefined) return 'missing';
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'directory' : 'other';
}
