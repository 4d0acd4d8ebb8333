/** A text whose CRLF line ends were made LF, with the way back. */
export interface LineEnds {
  readonly text: string;
  /** Offsets in `text` of each backslash that stands before a CRLF line end. */
  readonly escaped: readonly number[];
  /** The offset in the original text of the character at `offset`. */
  readonly original: (offset: number) => number;
}

/** An editor on Windows changes every line end of a script; a shell would take the CR for a part of the last word. */
export function withoutCarriageReturns(text: string): LineEnds {
  const ends: number[] = [];
  const escaped: number[] = [];
  const lines = text.split('\r\n');
  if (lines.length === 1) return { text, escaped, original: (offset) => offset };
  let at = 0;
  for (const line of lines.slice(0, -1)) {
    at += line.length;
    ends.push(at);
    if (isEscaped(line, line.length)) escaped.push(at - 1);
    at += 1;
  }
  return { text: lines.join('\n'), escaped, original: (offset) => offset + countUpTo(ends, offset) };
}

/** True when the character at `offset` stands behind an odd number of backslashes. */
export function isEscaped(text: string, offset: number): boolean {
  let from = offset;
  while (text[from - 1] === '\\') from -= 1;
  return (offset - from) % 2 === 1;
}

/** How many of the ordered `offsets` are not above `limit`. */
export function countUpTo(offsets: readonly number[], limit: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
