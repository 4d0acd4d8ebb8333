import { hunksBetween, type Applies, type Hunk } from './patch-hunks.ts';

/** What a file was and is to be; `before` is `null` when it is new. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** Changes as text, and whether they can be made by it. */
export interface Patch {
  readonly text: string;
  readonly applies: Applies;
}

/**
 * The changes as one patch that `git apply` takes in the directory the paths are relative to; empty when nothing changes. A secret that a
 * fix leaves as it is stands nowhere in it.
 */
export function unifiedDiff(changes: readonly FileChange[]): Patch {
  const files = changes.filter(({ before, after }) => before !== after).map(fileDiff);
  const applies = (['never', 'without-context'] as const).find((how) => files.some((file) => file.applies === how)) ?? 'always';
  return { text: files.map(({ text }) => text).join(''), applies };
}

function fileDiff({ path, before, after }: FileChange): Patch {
  const name = relative(path);
  const from = quoted(`a/${name}`);
  const to = quoted(`b/${name}`);

  const head = [`diff --git ${from} ${to}`];
  if (before === null) head.push('new file mode 100644');
  const { hunks, applies } = hunksBetween(before ?? '', after);
  if (hunks.length > 0) head.push(`--- ${before === null ? '/dev/null' : label(from)}`, `+++ ${label(to)}`);
  return { text: [...head, ...hunks.flatMap(hunkLines)].join('\n') + '\n', applies };
}

function hunkLines({ oldStart, oldLines, newStart, newLines, lines }: Hunk): string[] {
  return [`@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`, ...lines];
}

/** An empty side is numbered by the line before it; a count of one is left out, as git does. */
function span(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? `${start}` : `${start},${count}`;
}

function relative(path: string): string {
  return path.replace(/^(?:\.?\/+)+/, '');
}

/** Without a tab after it, git and patch would take a name with a space for a name and a date. */
function label(name: string): string {
  return name.includes(' ') ? `${name}\t` : name;
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '"': '"',
  '\\': '\\',
};

/** git's C-style quoting with `core.quotePath=false`, which leaves Chinese names readable. */
function quoted(name: string): string {
  const escaped = name.replace(/[\0-\x1F"\\\x7F]/g, (character) => {
    const octal = character.charCodeAt(0).toString(8).padStart(3, '0');
    return `\\${NAMED_ESCAPES[character] ?? octal}`;
  });
  return escaped === name ? name : `"${escaped}"`;
}
