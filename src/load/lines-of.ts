import { lineStartAt } from '../text/lines.ts';

/** Whole lines of a text that hold one block entry and nothing else. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** The white space before the entry. */
  readonly indent: string;
  readonly eol: string;
}

/** The lines from `start` to `end`, or `null` when something else stands before `start` on its line. */
export function blockOfLines(text: string, start: number, end: number): Block | null {
  const lineStart = lineStartAt(text, start);
  const indent = text.slice(lineStart, start);
  if (/[^\t ]/.test(indent.replace('\uFEFF', ''))) return null;
  const last = lineEndAt(text, Math.max(start, end));
  return { start: lineStart, end: last.next, indent, eol: last.eol };
}

/** Where the line at `offset` ends, where the next begins, and the line end between them (of the text's first line when there is none). */
export function lineEndAt(text: string, offset: number): { end: number; next: number; eol: string } {
  let end = offset;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  if (end < text.length) {
    const eol = text.startsWith('\r\n', end) ? '\r\n' : (text[end] as string);
    return { end, next: end + eol.length, eol };
  }
  return { end, next: end, eol: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n' };
}

/** The block with every line turned into a comment at the block's own column; lines that are comments already stay as they are. */
export function commentOut(text: string, block: Block): string {
  const column = block.indent.length;
  return text
    .slice(block.start, block.end)
    .split(/(?<=\r\n|\n|\r(?!\n))/)
    .map((line) => (/^\s*(?:#|$)/.test(line) ? line : `${line.slice(0, column)}# ${line.slice(column)}`))
    .join('');
}
