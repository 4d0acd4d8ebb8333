import type { Edit } from '../model/deployment.ts';
import type { Located, SourceRange } from '../model/source.ts';
import { lineStartAt } from '../text/lines.ts';

/** Takes a comment out: with its line where it stands alone, otherwise with the blanks before it. */
export function removeComment(text: string, { file, start, end }: SourceRange): Edit {
  const lineStart = lineStartAt(text, start);
  const alone = /^[ \t\uFEFF]*$/.test(text.slice(lineStart, start));
  const behind = /^[ \t]*(\r\n|\n|\r|$)/.exec(text.slice(end, end + MOST_BLANKS));
  const cut = (from: number, to: number): Edit => ({ at: { file, start: from, end: to }, text: '' });
  if (!alone || behind === null) return cut(alone ? start : start - trailingBlanks(text.slice(lineStart, start)), end);
  const from = text[lineStart] === '\uFEFF' ? lineStart + 1 : lineStart;
  if (behind[1] !== '') return cut(from, end + behind[0].length);
  // A file without a final line end stays one.
  const before = /(?:\r\n|\n|\r)$/.exec(text.slice(Math.max(0, from - 2), from))?.[0].length ?? 0;
  return cut(from - before, end + behind[0].length);
}

const MOST_BLANKS = 1000;

/** Takes names out of a list of which others stay, each with the comma that parts it from the next, or from the one before. */
export function removeNames(names: readonly Located<string>[], gone: ReadonlySet<Located<string>>): Edit[] {
  const edits: Edit[] = [];
  const lastKept = names.findLastIndex((name) => !gone.has(name));
  for (const [index, name] of names.entries()) {
    if (!gone.has(name)) continue;
    const next = names[index + 1];
    if (index < lastKept && next !== undefined) edits.push({ at: { ...name.at, end: next.at.start }, text: '' });
  }
  const [kept, last] = [names[lastKept], names.at(-1)];
  if (kept !== undefined && last !== undefined && lastKept < names.length - 1) edits.push({ at: { ...kept.at, start: kept.at.end, end: last.at.end }, text: '' });
  return edits;
}

function trailingBlanks(text: string): number {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.length - end;
}
