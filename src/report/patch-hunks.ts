import { structuredPatch } from 'diff';
import type { Span } from '../text/secret-values.ts';
import { masked, secretsIn } from '../text/secrets.ts';

/** Lines begin with a blank, a minus or a plus, or with a backslash where the line before has no line end. */
export type Hunk = ReturnType<typeof structuredPatch>['hunks'][number];

/** How a patch can be applied: by any program that applies patches, only by those that are told that a change has no lines around it, or not. */
export type Applies = 'always' | 'without-context' | 'never';

const CONTEXT = 3;
/** The search for the shortest diff takes time with the square of its length; this much is half a second. */
const MOST_CHANGED_LINES = 2000;

/** What changes between two texts, without secrets that stay: around a change their lines are left out, inside of it they are stars. */
export function hunksBetween(before: string, after: string): { readonly hunks: readonly Hunk[]; readonly applies: Applies } {
  const hunks = allHunks(before, after);
  const spans = secretsIn(before);
  if (spans.length === 0) return { hunks, applies: 'always' };
  const shown = new Shown(before, after, spans);
  const told = hunks.flatMap((hunk) => withoutSecrets(hunk, shown));
  const applies = told.some(({ isMasked }) => isMasked) ? 'never' : told.some(({ isBare }) => isBare) ? 'without-context' : 'always';
  return { hunks: told.map(({ hunk }) => hunk), applies };
}

function allHunks(before: string, after: string): readonly Hunk[] {
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

function patchLine(sign: Row['sign'], line: string): string[] {
  return line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'];
}

/** Both texts in lines, as they are shown. A secret that only the new one has is what the fix writes. */
class Shown {
  readonly old: readonly string[];
  readonly fresh: readonly string[];

  constructor(before: string, after: string, spans: readonly Span[]) {
    const kept = new Set(spans.map(({ start, end }) => before.slice(start, end)));
    this.old = linesOf(masked(before, undefined, spans));
    this.fresh = linesOf(masked(after, (secret) => kept.has(secret)));
  }
}

/** A line of a hunk with its numbers in both texts, from 0. */
interface Row {
  readonly sign: ' ' | '-' | '+';
  /** With its line end. */
  readonly line: string;
  readonly shown: string;
  readonly old: number;
  readonly fresh: number;
}

interface Told {
  readonly hunk: Hunk;
  /** It cannot be applied: what changes stands in one line with a secret. */
  readonly isMasked: boolean;
  /** Nothing follows the change, though the file goes on; or lines come behind the only one, which git would put before it (apply.c, `match_beginning`). */
  readonly isBare: boolean;
}

function withoutSecrets(hunk: Hunk, shown: Shown): Told[] {
  const rows = rowsOf(hunk, shown);
  if (rows.every(({ line, shown: told }) => line === told)) return [{ hunk, isMasked: false, isBare: false }];
  const runs: Row[][] = [[]];
  for (const row of rows) {
    if (row.sign === ' ' && row.line !== row.shown) runs.push([]);
    else runs.at(-1)?.push(row);
  }
  return runs.filter((run) => run.some(({ sign }) => sign !== ' ')).map((run) => balanced(run, shown));
}

function rowsOf({ lines, oldStart, newStart }: Hunk, shown: Shown): Row[] {
  let [old, fresh] = [oldStart - 1, newStart - 1];
  return lines.flatMap((text, index): Row[] => {
    const sign = text[0];
    if (sign !== ' ' && sign !== '-' && sign !== '+') return [];
    const line = text.slice(1) + (lines[index + 1]?.startsWith('\\') === true ? '' : '\n');
    const row: Row = { sign, line, shown: (sign === '+' ? shown.fresh[fresh] : shown.old[old]) ?? line, old, fresh };
    if (sign !== '+') old += 1;
    if (sign !== '-') fresh += 1;
    return [row];
  });
}

/**
 * As many lines after a change as before it: patch takes other hunks for the beginning or the end of a file, and git those for its end after
 * which nothing stands (apply.c, `match_end`).
 */
function balanced(run: readonly Row[], shown: Shown): Told {
  const first = run.findIndex(({ sign }) => sign !== ' ');
  const last = run.findLastIndex(({ sign }) => sign !== ' ');
  const [before, after] = [first, run.length - 1 - last];
  const [head, tail] = [run[0], run.at(-1)];
  const opens = head?.old === 0;
  const closes = tail !== undefined && tail.old + (tail.sign === '+' ? 0 : 1) === shown.old.length;
  const leading = closes ? before : Math.min(before, after);
  // Without a line behind it git would take it for the end of the file.
  const trailing = opens ? after : Math.min(after, Math.max(before, 1));
  const rows = run.slice(first - leading, last + trailing + 1);
  const [start] = rows;
  const count = (other: '-' | '+'): number => rows.filter(({ sign }) => sign !== other).length;
  const hunk: Hunk = { oldStart: (start?.old ?? 0) + 1, oldLines: count('+'), newStart: (start?.fresh ?? 0) + 1, newLines: count('-'), lines: rows.flatMap(({ sign, shown: line }) => patchLine(sign, line)) };
  return { hunk, isMasked: rows.some(({ line, shown: told }) => line !== told), isBare: trailing === 0 && (!closes || (hunk.oldLines === 0 && start?.old === 1)) };
}
