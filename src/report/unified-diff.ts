import { structuredPatch } from 'diff';

/** What a file was and is to be; `before` is `null` when it is new. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

type Hunk = ReturnType<typeof structuredPatch>['hunks'][number];

const CONTEXT = 3;
/** The search for the shortest diff takes time with the square of its length; this much is half a second. */
const MOST_CHANGED_LINES = 2000;

/** The changes as one patch that `git apply` takes in the directory the paths are relative to; empty when nothing changes. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes.map(fileDiff).join('');
}

function fileDiff({ path, before, after }: FileChange): string {
  if (before === after) return '';
  const name = relative(path);
  const from = quoted(`a/${name}`);
  const to = quoted(`b/${name}`);

  const head = [`diff --git ${from} ${to}`];
  if (before === null) head.push('new file mode 100644');
  const hunks = hunksOf(before ?? '', after);
  if (hunks.length > 0) head.push(`--- ${before === null ? '/dev/null' : label(from)}`, `+++ ${label(to)}`);
  return [...head, ...hunks.flatMap(hunkLines)].join('\n') + '\n';
}

function hunksOf(before: string, after: string): readonly Hunk[] {
  const options = { context: CONTEXT, maxEditLength: MOST_CHANGED_LINES };
  return structuredPatch('', '', before, after, undefined, undefined, options)?.hunks ?? [oneHunk(before, after)];
}

/** Everything between the first and the last changed line as one replacement. */
function oneHunk(before: string, after: string): Hunk {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const shorter = Math.min(old.length, fresh.length);
  let same = 0;
  while (same < shorter && old[same] === fresh[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && old.at(-1 - sameAtEnd) === fresh.at(-1 - sameAtEnd)) sameAtEnd += 1;

  const start = Math.max(0, same - CONTEXT);
  const oldEnd = old.length - sameAtEnd;
  const newEnd = fresh.length - sameAtEnd;
  const trailing = Math.min(sameAtEnd, CONTEXT);
  return {
    oldStart: start + 1,
    oldLines: oldEnd + trailing - start,
    newStart: start + 1,
    newLines: newEnd + trailing - start,
    lines: [
      ...old.slice(start, same).flatMap((line) => patchLine(' ', line)),
      ...old.slice(same, oldEnd).flatMap((line) => patchLine('-', line)),
      ...fresh.slice(same, newEnd).flatMap((line) => patchLine('+', line)),
      ...old.slice(oldEnd, oldEnd + trailing).flatMap((line) => patchLine(' ', line)),
    ],
  };
}

/** The lines as git sees them, each with its line feed; a carriage return is part of the line. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function patchLine(sign: ' ' | '-' | '+', line: string): string[] {
  return line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'];
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
