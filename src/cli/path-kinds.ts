import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export function isDirectory(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** Whether anything lies at a path, a link that leads nowhere included. */
export function lies(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** What lies at a path; whoever reads it says why nothing does. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** A path as a person in the current directory would write it. */
export function shownPath(path: string, cwd: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

/** A path with its symlinks resolved, or as it is. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A path with its symlinks resolved; of a file that is not there yet, those of its directory. */
export function realPlace(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return dirname(path) === path ? path : join(realPlace(dirname(path)), basename(path));
  }
}
