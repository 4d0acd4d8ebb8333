import { dirname, relative, resolve, sep } from 'node:path';
import { repositoryRootOf } from './git-index.ts';
import { realPlace } from './path-kinds.ts';
import { isInside } from './project-reader.ts';

/**
 * How a patch names a file: from the root of the repository, as git does, which is the current directory's where the file lies in it.
 * `git apply` passes over any other name below that root, without a word. Outside of a repository, from the current directory.
 */
export function patchPath(path: string, cwd: string): string {
  const file = realPlace(resolve(cwd, path));
  return nameBelow(file, [repositoryRootOf(realPlace(cwd)), repositoryRootOf(dirname(file))]) ?? path;
}

/**
 * How a report names a file: from the root of the repository that the current directory lies in. Where it lies in none there may be several
 * below it, and names are from the workspace of the workflow, or from the current directory.
 */
export function reportPath(path: string, cwd: string, workspace: string | null): string {
  const file = realPlace(resolve(cwd, path));
  const here = realPlace(cwd);
  return nameBelow(file, [repositoryRootOf(here), workspace === null ? null : realPlace(workspace), here, repositoryRootOf(dirname(file))]) ?? path.replace(/^(?:\.\/+)+/, '');
}

function nameBelow(file: string, roots: readonly (string | null)[]): string | null {
  const root = roots.find((one) => one !== null && isInside(one, file)) ?? null;
  return root === null ? null : relative(root, file).split(sep).join('/');
}
