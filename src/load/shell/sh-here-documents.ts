import type { HereDoc, Redirection } from 'unbash';
import type { LineEnds } from './sh-line-ends.ts';
import type { Place, ShellText } from './shell-text.ts';

const LINE = /[^\n]*\n|[^\n]+/g;

/** The text that a command reads from its last here-document or here-string; its variables are left as they are written. */
export function inputOf(redirections: readonly Redirection[], lines: LineEnds, tolerant: boolean): ShellText | null {
  const last = redirections.findLast((redirection) => {
    if (redirection.type === 'Redirect' && !/^<[>&]?$/.test(redirection.operator)) return false;
    const { descriptor } = redirection;
    return descriptor === undefined || (descriptor.type === 'FileDescriptor' && descriptor.value === 0);
  });
  if (last === undefined || last.type === 'Redirect') return null;
  if (last.type === 'HereDoc') return hereDocument(last, lines, tolerant);
  const word = last.target;
  if (word === undefined) return null;
  const quote = /^(['"])/.exec(word.text)?.[1] ?? '';
  const start = word.pos + quote.length;
  const end = start + word.value.length;
  // Only what stands there as it is has a place.
  if (lines.text.slice(start, end + quote.length) !== word.value + quote || /[$`]/.test(quote === "'" ? '' : word.value)) return null;
  return pieces([{ start, end }], lines, tolerant);
}

function hereDocument({ operator, body }: HereDoc, lines: LineEnds, tolerant: boolean): ShellText {
  if (operator === '<<') return pieces([{ start: body.pos, end: body.end }], lines, tolerant);
  const text = lines.text.slice(body.pos, body.end);
  const stripped = [...text.matchAll(LINE)].map(({ 0: line, index }) => {
    const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
    return { start: body.pos + index + tabs, end: body.pos + index + line.length };
  });
  return pieces(stripped, lines, tolerant);
}

function pieces(spans: readonly { start: number; end: number }[], { text, original }: LineEnds, tolerant: boolean): ShellText {
  const places: Place[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    // A carriage return that was taken away stands before a line end; what begins there is a piece of its own.
    for (let from = start; from < end; ) {
      const newline = text.indexOf('\n', from + 1);
      const to = newline < 0 || newline > end ? end : newline;
      const previous = places.at(-1);
      if (previous === undefined || original(from) - previous.from !== at - previous.at) places.push({ at, from: original(from) });
      at += to - from;
      from = to;
    }
  }
  return { shell: 'sh', text: spans.map(({ start, end }) => text.slice(start, end)).join(''), places: places.length > 0 ? places : [{ at: 0, from: original(spans[0]?.start ?? 0) }], tolerant };
}
