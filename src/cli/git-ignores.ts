import { dirname, join, relative } from 'node:path';
import type { readPatterns } from '../config/patterns.ts';
import { lies } from './path-kinds.ts';
import { readTextFile } from './read-text.ts';

/** A longer list of patterns is not read. */
const MOST_BYTES = 1_000_000;

type Patterns = ReturnType<typeof readPatterns>;

/**
 * What git would leave out below a directory: by the .gitignore of each level up to the repository's root, the deepest first, and by
 * .git/info/exclude. Outside a repository nothing is left out; in a directory that git itself leaves out only what lies in it counts.
 */
export function gitIgnores(directory: string, readText: typeof readPatterns): (path: string, isDirectory: boolean) => boolean {
  const root = repositoryOf(directory);
  if (root === null) return () => false;
  const read = new Map<string, Patterns | null>();
  const patternsIn = (file: string): Patterns | null => {
    const text = readTextFile(file, { maxBytes: MOST_BYTES });
    return text.ok ? readText(text.file.text) : null;
  };
  const patternsOf = (level: string): Patterns | null => {
    let known = read.get(level);
    if (known === undefined) read.set(level, (known = patternsIn(join(level, '.gitignore'))));
    return known;
  };
  const excluded = patternsIn(join(root, '.git/info/exclude'));
  const below = (top: string) => (path: string, isDirectory: boolean): boolean => {
    const slash = isDirectory ? '/' : '';
    for (let level = dirname(path); ; level = dirname(level)) {
      const verdict = patternsOf(level)?.(relative(level, path) + slash) ?? 'unsaid';
      if (verdict !== 'unsaid') return verdict === 'ignored';
      if (level === top) break;
    }
    return top === root && excluded?.(relative(root, path) + slash) === 'ignored';
  };
  return below(directory !== root && below(root)(directory, true) ? directory : root);
}

function repositoryOf(directory: string): string | null {
  for (let level = directory; ; level = dirname(level)) {
    if (lies(join(level, '.git'))) return level;
    if (dirname(level) === level) return null;
  }
}
