import ignore from 'ignore';

/** What patterns in the words of .gitignore say of a path; `unsaid` where none of them fits. */
export type Verdict = 'ignored' | 'kept' | 'unsaid';

/** Patterns as a .gitignore has them, for paths relative to its directory; a directory's path ends with `/`. */
export function readPatterns(patterns: string | readonly string[]): (path: string) => Verdict {
  const matcher = ignore({ ignorecase: false }).add(typeof patterns === 'string' ? patterns : [...patterns]);
  return (path) => {
    // A path that leads out of the directory, or none.
    if (!ignore.isPathValid(path)) return 'unsaid';
    const { ignored, unignored } = matcher.test(path);
    return ignored ? 'ignored' : unignored ? 'kept' : 'unsaid';
  };
}

/** `zlm-*` and `zlm?`: names of services. */
export function readNames(patterns: readonly string[]): (name: string) => boolean {
  const body = patterns.map((pattern) => pattern.replace(/[\\^$.*+?()[\]{}|]/g, (mark) => (mark === '*' ? '.*' : mark === '?' ? '.' : `\\${mark}`)));
  const expression = new RegExp(`^(?:${body.join('|')})$`, 's');
  return (name) => patterns.length > 0 && expression.test(name);
}
