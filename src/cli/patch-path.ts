import { dirname, relative, resolve, sep } from 'node:path';
import { repositoryRootOf } from './git-index.ts';
import { realPlace } from './path-kinds.ts';
import { isInside } from './project-reader.ts';

/**
 * How a patch names a file: from the root of the repository, as git does, which is the current directory's where the file lies in it.
 * `git apply` passes over any other name below that root, without a word. Outside of a repository, from the current directory; where that
 * is no checkout with git in it, from `workspace`.
 */
export function patchPath(path: string, cwd: string, workspace: string | null = null): string {
  const file = realPlace(resolve(cwd, path));
  for (const root of [repositoryRootOf(realPlace(cwd)), repositoryRootOf(dirname(file)), workspace === null ? null : realPlace(workspace)]) {
    if (root !== null && isInside(root, file)) return relative(root, file).split(sep).join('/');
  }
  return path;
}
