/** Where the lines of a text begin; a line ends with `\n`, `\r\n` or a lone `\r`, and lines count from 1. */
export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  /** `lineEnd`: for readers to whom less is one. */
  constructor(text: string, lineEnd = /\r\n|\n|\r/g) {
    this.#text = text;
    this.#starts = lineStarts(text, lineEnd);
  }

  /** The number of lines; a text that ends with a line end has an empty last line. */
  get count(): number {
    return this.#starts.length;
  }

  /** Line and column of an offset, both from 1, columns in UTF-16 units; an offset outside the text counts as its nearest end. */
  position(offset: number): { line: number; column: number } {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.lineOf(inside);
    return { line, column: inside - this.start(line) + 1 };
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /**
   * The offset of a line's first character.
   * @throws RangeError when there is no such line.
   */
  start(line: number): number {
    const start = this.#starts[line - 1];
    if (start === undefined) throw new RangeError(`no line ${line} in a text of ${this.count} lines`);
    return start;
  }

  /** The line without its line end. */
  text(line: number): string {
    const start = this.start(line);
    let end = this.#starts[line] ?? this.#text.length;
    if (line < this.count) {
      end -= 1;
      if (end > start && this.#text[end] === '\n' && this.#text[end - 1] === '\r') end -= 1;
    }
    return this.#text.slice(start, end);
  }
}

/** Where the line of an offset begins. */
export function lineStartAt(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** The line end that a text uses first, and so the one to write into it. */
export function eolOf(text: string): '\n' | '\r\n' | '\r' {
  const first = /\r\n|\n|\r/.exec(text)?.[0];
  return first === '\r\n' || first === '\r' ? first : '\n';
}

function lineStarts(text: string, lineEnd: RegExp): number[] {
  const starts = [0];
  for (const end of text.matchAll(lineEnd)) starts.push(end.index + end[0].length);
  return starts;
}
