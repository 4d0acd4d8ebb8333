import type { Lines } from './lines.ts';
import { displayWidth, glyphs, isPlain } from './width.ts';

/** One line of a code frame, ready to print; `underline` counts display columns of `text`, from 0. */
export interface ExcerptLine {
  readonly number: number;
  readonly text: string;
  readonly marked: boolean;
  readonly underline: { readonly from: number; readonly length: number } | null;
}

export interface ExcerptOptions {
  /** Lines shown before and after the marked ones; 1 unless told. */
  readonly context?: number;
  /** The most display columns of one line's text; less than 12 counts as 12. */
  readonly width: number;
}

const MOST_MARKED = 3;
const TAB = 4;
/** Room for the longest escape between two ellipses. */
const LEAST_WIDTH = 12;
const ELLIPSIS = '…';

/**
 * The lines around a range, made visible and cut to the width with the start of the range in view.
 * The range's first line is underlined; of a longer range at most three lines are shown, and then nothing after them.
 */
export function excerpt(
  lines: Lines,
  range: { readonly start: number; readonly end: number },
  { context = 1, width }: ExcerptOptions,
): ExcerptLine[] {
  const first = lines.lineOf(range.start);
  const last = Math.max(first, lines.lineOf(range.end - 1));
  const shown = Math.min(last, first + MOST_MARKED - 1);
  const after = shown < last ? shown : Math.min(lastWritten(lines), shown + context);

  const result: ExcerptLine[] = [];
  for (let number = Math.max(1, first - context); number <= Math.max(shown, after); number += 1) {
    const marked = number >= first && number <= shown;
    const offset = lines.start(number);
    const mark = number === first ? { start: range.start - offset, end: range.end - offset } : null;
    result.push({ number, marked, ...frame(lines.text(number), mark, Math.max(width, LEAST_WIDTH), number === 1) });
  }
  return result;
}

/** What follows the last line end is no line to look at when it is empty. */
function lastWritten(lines: Lines): number {
  return lines.count > 1 && lines.text(lines.count) === '' ? lines.count - 1 : lines.count;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of a line that is shown whole or not at all, with its offsets in the line and its columns on the screen. */
interface Cell extends Span {
  readonly text: string;
  readonly column: number;
  readonly width: number;
}

function frame(line: string, mark: Span | null, width: number, opensFile: boolean): Pick<ExcerptLine, 'text' | 'underline'> {
  const start = Math.max(0, Math.min(mark?.start ?? 0, line.length));
  const end = Math.max(start, Math.min(mark?.end ?? 0, line.length));
  if (line.length < width && isPlain(line)) return { text: line, underline: mark === null ? null : { from: start, length: Math.max(1, end - start) } };
  // Only what can come into view is laid out: a whole file may be one line of JSON, and hold many findings.
  const near = { start: characterStart(line, start - width * 8), end: characterStart(line, Math.min(end, start + width) + width * 8) };
  const cells = layOut(line, near, opensFile);
  if (mark !== null && start === line.length) {
    cells.push({ start, end: start + 1, text: '', column: columnAfter(cells), width: 1 });
  }

  const isMarked = (cell: Cell): boolean => cell.end > start && cell.start < Math.max(end, start + 1);
  const firstMarked = Math.max(0, cells.findIndex(isMarked));
  const lastMarked = Math.max(firstMarked, cells.findLastIndex(isMarked));
  const view = chooseView(cells, firstMarked, lastMarked, width, near.start > 0, near.end < line.length);
  let inView = cells.slice(view.from, view.to);
  const shown = (cutAfter: boolean): string => (view.cutBefore ? ELLIPSIS : '') + inView.map((cell) => cell.text).join('') + (cutAfter ? ELLIPSIS : '');
  let text = shown(view.cutAfter);
  // Some characters are wider beside each other than the sum of them.
  while (displayWidth(text) > width && inView.length > 1) {
    inView = inView.slice(0, -1);
    text = shown(true);
  }
  if (mark === null) return { text, underline: null };

  const base = (inView[0]?.column ?? 0) - (view.cutBefore ? 1 : 0);
  const markedInView = inView.filter(isMarked);
  const length = end === start ? 1 : markedInView.reduce((sum, cell) => sum + cell.width, 0);
  const room = Math.min(width, displayWidth(text) + 1);
  const from = Math.min((markedInView[0]?.column ?? base) - base, room - 1);
  return { text, underline: { from, length: Math.max(1, Math.min(length, room - from)) } };
}

function layOut(line: string, near: Span, opensFile: boolean): Cell[] {
  const cells: Cell[] = [];
  let start = near.start;
  let column = 0;
  for (const glyph of glyphs(line.slice(near.start, near.end))) {
    const end = start + glyph.raw.length;
    let text = glyph.shown;
    if (glyph.raw === '\t') text = ' '.repeat(TAB - (column % TAB));
    // Every editor hides a byte order mark where it belongs.
    else if (glyph.raw === '\uFEFF' && opensFile && start === 0) text = '';
    const width = displayWidth(text);
    cells.push({ start, end, text, column, width });
    start = end;
    column += width;
  }
  return cells;
}

interface View {
  readonly from: number;
  readonly to: number;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** The cells to show: the beginning of the line when the mark ends within it, else the mark in the middle, or from its start when it is too long. */
function chooseView(cells: readonly Cell[], first: number, last: number, width: number, moreBefore: boolean, moreAfter: boolean): View {
  const total = columnAfter(cells);
  const markStart = cells[first]?.column ?? 0;
  const markEnd = columnAfter(cells.slice(0, last + 1));
  const fitsFromStart = !moreBefore && (markEnd < width || (markEnd <= width && last === cells.length - 1 && !moreAfter));

  let from = 0;
  if (!fitsFromStart) {
    const lead = Math.max(0, Math.floor((width - 2 - (markEnd - markStart)) / 2));
    const wanted = Math.min(markStart - lead, moreAfter ? total : total - (width - 1));
    from = cells.findIndex((cell) => cell.column >= Math.min(Math.max(wanted, 0), markStart));
    from = Math.min(Math.max(from, 0), first);
  }
  const cutBefore = from > 0 || moreBefore;
  const room = width - (cutBefore ? 1 : 0);
  const begin = cells[from]?.column ?? 0;
  if (!moreAfter && total - begin <= room) return { from, to: cells.length, cutBefore, cutAfter: false };

  let to = from;
  while (to < cells.length && columnAfter(cells.slice(to, to + 1)) - begin <= room - 1) to += 1;
  return { from, to, cutBefore, cutAfter: true };
}

function columnAfter(cells: readonly Cell[]): number {
  const cell = cells.at(-1);
  return cell === undefined ? 0 : cell.column + cell.width;
}

/** The nearest offset in the line that does not cut a surrogate pair in two. */
function characterStart(line: string, offset: number): number {
  const inside = Math.max(0, Math.min(offset, line.length));
  const code = line.codePointAt(inside - 1) ?? 0;
  return inside > 0 && code > 0xffff ? inside - 1 : inside;
}
