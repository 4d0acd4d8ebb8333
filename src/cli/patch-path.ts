import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { repositoryRootOf } from './git-index.ts';
import { isInside } from './project-reader.ts';

/**
 * How a patch names a file: from the root of the repository, as git does, which is the current directory's where the file lies in it.
 * `git apply` passes over any other name below that root, without a word. Outside of a repository, from the current directory; where that
 * is no checkout with git in it, from `workspace`.
 */
export function patchPath(path: string, cwd: string, workspace: string | null = null): string {
  const file = realOf(resolve(cwd, path));
  for (const root of [repositoryRootOf(realOf(cwd)), repositoryRootOf(dirname(file)), workspace === null ? null : realOf(workspace)]) {
    if (root !== null && isInside(root, file)) return relative(root, file).split(sep).join('/');
  }
  return path;
}

/** Of a file that is not there yet, by its directory. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), basename(path));
  }
}
