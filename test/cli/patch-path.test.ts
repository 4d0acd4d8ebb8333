import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wide, wideFixed } from './main/files.ts';
import { run } from './main/run.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function git(cwd: string, args: readonly string[], input = ''): void {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  execFileSync('git', args, { cwd, env: { ...Object.fromEntries(inherited), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }, input, stdio: ['pipe', 'pipe', 'pipe'] });
}

const FILES = { 'compose.yaml': wide, 'a/compose.yaml': wide, 'a/b/other.txt': '' };

function repository(): string {
  const root = temporaryDirectory(FILES);
  git(root, ['init', '--quiet']);
  return root;
}

const diff = async (cwd: string, path: string): Promise<string> => (await run(['--diff', '--unsafe-fixes', path], { cwd })).stdout;

/** Of the root's `names`, those that are fixed. */
const fixed = (root: string): string[] => ['compose.yaml', 'a/compose.yaml'].filter((name) => readFileSync(join(root, name), 'utf8') === wideFixed);

describe('a patch that git applies at the root of the repository', () => {
  it.each([
    ['', 'a/compose.yaml', ['a/compose.yaml']],
    ['a', 'compose.yaml', ['a/compose.yaml']],
    ['a', '../compose.yaml', ['compose.yaml']],
    ['a/b', '../../compose.yaml', ['compose.yaml']],
    ['a/b', '..', ['a/compose.yaml']],
  ])('made in %j of %s', async (directory, path, expected) => {
    const root = repository();
    git(root, ['apply'], await diff(join(root, directory), path));
    expect(fixed(root)).toEqual(expected);
  });

  it('made of an absolute path, in the repository or elsewhere', async () => {
    const root = repository();
    git(root, ['apply'], await diff(join(root, 'a'), join(root, 'compose.yaml')));
    git(root, ['apply'], await diff(temporaryDirectory(), join(root, 'a/compose.yaml')));
    expect(fixed(root)).toEqual(['compose.yaml', 'a/compose.yaml']);
  });

  it('made behind a symlink', async () => {
    const root = repository();
    const elsewhere = temporaryDirectory();
    symlinkSync(join(root, 'a'), join(elsewhere, 'link'));
    git(root, ['apply'], await diff(elsewhere, 'link/compose.yaml'));
    expect(fixed(root)).toEqual(['a/compose.yaml']);
  });

  it('also in the directory that it was made in', async () => {
    const root = repository();
    git(join(root, 'a'), ['apply'], await diff(join(root, 'a'), 'compose.yaml'));
    expect(fixed(root)).toEqual(['a/compose.yaml']);
  });

  it('in the outer repository, where that is the current one', async () => {
    const root = repository();
    mkdirSync(join(root, 'a/.git'));
    git(join(root, 'a'), ['init', '--quiet']);
    expect(await diff(root, 'a/compose.yaml')).toContain('\n--- a/a/compose.yaml\n');
    expect(await diff(join(root, 'a'), 'compose.yaml')).toContain('\n--- a/compose.yaml\n');
    expect(await diff(join(root, 'a'), '../compose.yaml')).toContain('\n--- a/compose.yaml\n');
  });
});

it('outside of a repository a patch is applied where it was made', async () => {
  const root = temporaryDirectory(FILES);
  git(root, ['apply'], await diff(root, 'a/compose.yaml'));
  expect(fixed(root)).toEqual(['a/compose.yaml']);
});
