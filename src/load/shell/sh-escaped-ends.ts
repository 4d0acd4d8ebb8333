import type { SyntaxNode } from 'unbash';
import { everyNode, type Span } from './sh-syntax.ts';

/** Which of the backslashes `escaped`, each before a line end, continue the line: not those in a comment, in '…' or in a here-document. */
export function continuing(root: SyntaxNode, text: string, escaped: readonly number[]): readonly number[] {
  if (escaped.length === 0) return [];
  const words: Span[] = [];
  const verbatim: Span[] = [];
  everyNode(root, text, ({ type, pos, end }, { whole }) => {
    if (whole !== null) return;
    if (type === 'Word' || type === 'Assignment') words.push({ start: pos, end });
    if (type === 'SingleQuoted' || type === 'AnsiCQuoted' || type === 'HereDocBody') verbatim.push({ start: pos, end });
  });
  const wordBefore = lastBefore(words);
  const verbatimBefore = lastBefore(verbatim);
  return escaped.filter((offset) => {
    if (verbatimBefore(offset) > offset) return false;
    const gap = Math.max(wordBefore(offset), text.lastIndexOf('\n', offset) + 1);
    return gap > offset || !text.slice(gap, offset).includes('#');
  });
}

/** How far the spans that begin before an offset reach; the offsets asked for have to rise. */
function lastBefore(spans: readonly Span[]): (offset: number) => number {
  const sorted = [...spans].sort((one, other) => one.start - other.start);
  let next = 0;
  let reached = 0;
  return (offset) => {
    for (let span = sorted[next]; span !== undefined && span.start < offset; span = sorted[next]) {
      reached = Math.max(reached, span.end);
      next += 1;
    }
    return reached;
  };
}
