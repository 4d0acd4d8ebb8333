import type { Line, Piece } from './piece.ts';
import { unknownOf } from './piece.ts';
import { placeholderAt } from './placeholders.ts';

const MARKS = /^[ \t]*((?:(?:>|#+|\/\/[/!]?|\*|;+|--|::|rem|%+|\.\.|\/\*+|<!--)[ \t]+)*)/i;
const FULL_STOPS = new Set('。，；！？');
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Options whose value is missed when a line ends with them. */
const WANTS_VALUE = /\s(?:-[pveunhwlm]|--(?:name|net|network|publish|volume|env|restart|mount|hostname|user|workdir))[ \t]*$/;
const IMAGE_ALONE = /^[ \t]*[a-z0-9][\w./-]*(?:[/:][\w./:-]+)[ \t]*$/;
const NEXT_LITERAL = /["'`][ \t]*(?:[+.\\&]?[ \t]*(?:\/\/[^\n]*|#[^\n]*)?\r?\n[ \t]*[+.]?|\+)[ \t]*[rbuf]{0,2}["'`]/iy;
const JOINED_VALUE = /(["'`])[ \t]*\+[ \t]*[\w.$()[\]]{1,80}[ \t]*\+[ \t]*\1/y;
const LAST_VALUE = /["'`][ \t]*\+[ \t]*[\w.$]{1,80}/y;
const FAR = 2000;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: ' ' };

/** Reads command lines out of the lines of a file; in `code` from its string literals. */
export class CommandLines {
  private piece!: Piece;
  private at = 0;
  /** The quote around the command that was read last. */
  around = '';
  private copied = 0;
  private index = 0;
  private quote = '';
  private scanned = 0;
  private open: string[] = [];

  constructor(
    private readonly text: string,
    private readonly lines: readonly Line[],
    private readonly code: boolean,
  ) {}

  /** Takes the command that starts at `start` in the line `index` into `piece`; gives where it ends. `verb` is behind its verb. */
  read(piece: Piece, index: number, start: number, verb: number): number {
    const first = this.lines[index] ?? { start, end: start, next: start };
    this.quote = this.quoteAround(first, start);
    this.around = this.quote;
    this.piece = piece;
    this.index = index;
    this.at = verb;
    this.copied = start;
    this.open = [];
    const marks = (MARKS.exec(this.text.slice(first.start, Math.min(start, first.start + 80)))?.[1] ?? '').split(/\s+/).filter((mark) => mark !== '');
    for (let wrapped = false; ; ) {
      if (this.scan()) break;
      const line = this.lines[this.index] ?? first;
      const next = this.lines[this.index + 1];
      if (next === undefined || this.isBlank(next)) break;
      const continued = this.isContinued(line);
      if (!continued && !this.isMissing(line, this.afterMarks(next, marks), next.end, wrapped)) break;
      wrapped ||= !continued;
      this.cut(line.end);
      // Options on lines of their own miss their marks, which is for the shell's reader to say; a wrapped line misses nothing.
      if (continued || this.startsWithOption(this.afterMarks(next, marks))) piece.copy(next.start - 1, next.start);
      else piece.put(' ', next.start - 1, next.start);
      this.index += 1;
      this.at = this.afterMarks(next, marks);
      this.copied = this.at;
    }
    return this.finish(start);
  }

  /** Until the command ends (true) or the line does. */
  private scan(): boolean {
    for (;;) {
      const line = this.lines[this.index];
      if (line === undefined || this.at >= line.end) return false;
      const char = this.text.charAt(this.at);
      if (char === this.quote) {
        if (!this.nextLiteral()) return true;
      } else if (char === '\\') {
        this.escape(line);
      } else if (char === '"' || char === "'" || char === '`') {
        if (this.skipQuoted(char, line)) return true;
      } else if (FULL_STOPS.has(char) || this.isTagEnd(char) || this.isSentenceEnd(char)) {
        return true;
      } else if (char === '(' || char === '[' || (char === '{' && !this.fillIn())) {
        this.open.push(char);
        this.at += 1;
      } else if (PAIRS[char] !== undefined) {
        if (this.open.length === 0) return true;
        if (this.open.at(-1) === PAIRS[char]) this.open.pop();
        this.at += 1;
      } else if (!((char === '$' || char === '#' || char === '%') && this.fillIn())) {
        this.at += char === '{' ? 0 : 1;
      }
    }
  }

  /** In code, what the program fills in: `${a.b}`, `{x}`, `%s`. A shell's variable that has a program's quotes around it remains one. */
  private fillIn(literal = false): boolean {
    if (!this.code) return false;
    const doubled = this.text.startsWith('%%', this.at);
    const length = doubled ? 2 : placeholderAt(this.text, this.at, this.quote);
    if (length === 0) return false;
    const hole = this.text.slice(this.at, this.at + length);
    const named = /^\$\{\w+\}$/.test(hole);
    if (!doubled && !(named && this.quote !== '`')) this.replace(named && !literal ? hole : unknownOf(length), this.at, this.at + length, true);
    this.at += length;
    return true;
  }

  private escape(line: Line): void {
    const escaped = this.text.charAt(this.at + 1);
    if (escaped === '(' && this.fillIn()) return;
    if (this.at + 2 === line.end && escaped === '\\') {
      // Two backslashes at the end of a line are one for the shell: it stands in a literal or a here-document.
      this.cut(this.at);
      this.copied = this.at + 1;
    } else if (this.code && this.quote !== '' && this.at + 1 < line.end && /["'`\\ntr$/]/.test(escaped)) {
      this.cut(this.at);
      this.copied = this.at + 1;
      const stands = ESCAPES[escaped];
      if (stands !== undefined) this.replace(stands, this.at + 1, this.at + 2);
    }
    this.at = Math.min(this.at + 2, line.end);
  }

  /** True when the quote closes what the command stands in. */
  private skipQuoted(char: string, line: Line): boolean {
    const before = this.text.charAt(this.at - 1);
    if (char === "'" && /[\p{L}]/u.test(before) && !this.text.slice(this.at + 1, Math.min(line.end, this.at + FAR)).includes(char)) {
      this.at += 1;
      return false;
    }
    const rest = this.text.slice(this.at + 1, Math.min(line.end, this.at + FAR));
    const close = rest.indexOf(char);
    const limit = this.quote === '' ? -1 : rest.indexOf(this.quote);
    if (close >= 0 && (limit < 0 || close < limit)) {
      const end = this.at + close + 2;
      this.at += 1;
      while (this.code && this.at < end - 1) if (!/[$#%{]/.test(this.text.charAt(this.at)) || !this.fillIn(char === "'")) this.at += 1;
      this.at = Math.max(this.at, end);
      return false;
    }
    const ends = limit < 0 && /^[\s)\]}>,;.'"`+\\]*$/.test(rest) && !(char === '`' && /\s/.test(before) && this.goesOn());
    this.at += ends ? 0 : 1;
    return ends;
  }

  private nextLiteral(): boolean {
    if (!this.code) return false;
    const value = this.match(JOINED_VALUE) ?? this.match(LAST_VALUE);
    const next = this.match(NEXT_LITERAL);
    if (next !== null) {
      this.cut(this.at);
      this.at += next.length;
      this.copied = this.at;
      this.quote = next.at(-1) ?? '';
      while (this.at > (this.lines[this.index]?.end ?? Infinity)) this.index += 1;
      return true;
    }
    if (value === null) return false;
    this.replace(unknownOf(value.length), this.at, this.at + value.length, true);
    this.at += value.length;
    return JOINED_VALUE.test(value) || this.match(NEXT_LITERAL) !== null;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    pattern.lastIndex = 0;
    return found;
  }

  private isTagEnd(char: string): boolean {
    if (char === '<') return /^<(?:\/[a-z]|br\b)/i.test(this.text.slice(this.at, this.at + 4));
    if (char === '-') return this.text.startsWith('-->', this.at);
    return char === '*' && this.text.startsWith('*/', this.at) && /\s/.test(this.text.charAt(this.at - 1));
  }

  /** In a page, not in a literal: "docker run x, then …", "docker run x. Then …". */
  private isSentenceEnd(char: string): boolean {
    if (this.code || this.quote !== '' || (char !== ',' && char !== '.')) return false;
    return /^\w(?:,[ \t]|\.[ \t]+[A-Z])/.test(this.text.slice(this.at - 1, this.at + 5));
  }

  private isContinued(line: Line): boolean {
    const tail = this.text.slice(Math.max(this.copied, line.start, line.end - 1000), line.end);
    return /(?:\\|(?<=[ \t])\^|(?<=[ \t])`)[ \t]*$/.test(tail) || /\\[ \t]+#[^\n]*$/.test(tail);
  }

  /** The line goes on without saying so: the next one holds options, or the value or image that is still missed. */
  private isMissing(line: Line, start: number, end: number, wrapped: boolean): boolean {
    const next = this.text.slice(start, Math.min(end, start + 300));
    if (this.quote === '"' || this.quote === "'") return false;
    if (this.startsWithOption(start)) return true;
    const tail = this.text.slice(Math.max(line.start, line.end - 40), line.end);
    return WANTS_VALUE.test(tail) || (wrapped && IMAGE_ALONE.test(next));
  }

  private startsWithOption(at: number): boolean {
    return /^[ \t]*--?[A-Za-z]/.test(this.text.slice(at, at + 200));
  }

  private goesOn(): boolean {
    const next = this.lines[this.index + 1];
    return next !== undefined && !this.isBlank(next);
  }

  private isBlank({ start, end }: Line): boolean {
    return this.text.slice(start, end).trim() === '';
  }

  private afterMarks({ start, end }: Line, marks: readonly string[]): number {
    let at = start;
    const skipBlanks = (): void => {
      while (at < end && /[ \t]/.test(this.text.charAt(at))) at += 1;
    };
    for (const mark of marks) {
      skipBlanks();
      if (this.text.startsWith(mark, at)) at += mark.length;
    }
    return Math.min(at, end);
  }

  /** The quote that is open before `start`, in its line. */
  private quoteAround(line: Line, start: number): string {
    let quote = '';
    let at = Math.max(line.start, this.scanned);
    // What was scanned of this line before ended in the quote that was open around it.
    if (this.scanned > line.start) quote = this.quote;
    for (; at < start; at++) {
      const char = this.text.charAt(at);
      if (char === '\\') at += 1;
      else if (char === '`') while (this.text[at + 1] === char && at + 1 < start) at += 1;
      if (char === '\\') continue;
      if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === '"' || char === '`' || (char === "'" && !/[\p{L}\p{N}]/u.test(this.text.charAt(at - 1)))) quote = char;
    }
    return quote;
  }

  private replace(text: string, start: number, end: number, bound = false): void {
    this.cut(start);
    this.piece.put(text, start, end, bound);
    this.copied = end;
  }

  private cut(end: number): void {
    this.piece.copy(this.copied, end);
    this.copied = Math.max(this.copied, end);
  }

  private finish(start: number): number {
    let end = this.at;
    while (end > start && /\s/.test(this.text.charAt(end - 1))) end -= 1;
    if (this.quote === '' && /\w[.,;:!?]$/.test(this.text.slice(Math.max(start, end - 2), end))) end -= 1;
    this.cut(end);
    this.scanned = this.at;
    return this.at;
  }
}
