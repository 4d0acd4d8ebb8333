import type { SourceRange } from '../model/source.ts';
import { Lines } from '../text/lines.ts';

/** The end of a line that a shell continues: an odd backslash, the caret of cmd, the backquote of PowerShell. */
const CONTINUED = /(?:(?<!\\)(?:\\\\)*\\|\^|(?<=[ \t])`)[ \t]*$/;
const COMMENT = /^[ \t\uFEFF]*(?:#|;|::|\/\/|@?rem\b)/i;
/** Nothing that a finding could speak of; the fence of a block of code is none either. */
const NOTHING = /^[ \t\uFEFF>]*(?:$|#|;|::|\/\/|@?rem\b|<!--.*-->[ \t]*$|`{3}|~{3})/i;

const MOST_LOOKED_AT = 1000;

export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/** The lines of a text as a person counts them: a command that is continued is one. */
export class LogicalLines {
  private readonly lines: Lines;
  /** By physical line, from 1: the first and the last of its logical line. */
  private readonly firsts: number[] = [0];
  private readonly lasts: number[];
  /** By physical line: where the next logical line begins that holds something. */
  private readonly nexts: (number | null)[];

  /** `commands` are joined whatever their lines look like; a line where something was `found` holds something, though it may look like a comment. */
  constructor(text: string, { continued, commands, found }: { readonly continued: boolean; readonly commands: readonly SourceRange[]; readonly found: readonly number[] }) {
    this.lines = new Lines(text);
    const { count } = this.lines;
    const joined = new Set<number>();
    for (const { start, end } of commands) for (let line = this.lines.lineOf(start) + 1; line <= this.lines.lineOf(Math.max(start, end - 1)); line++) joined.add(line);
    const full = new Set(found.map((offset) => this.lines.lineOf(offset)));
    for (let line = 1; line <= count; line++) {
      const before = line === 1 ? '' : this.lines.text(line - 1);
      const goesOn = joined.has(line) || (continued && line > 1 && CONTINUED.test(before.slice(-MOST_LOOKED_AT)) && !COMMENT.test(before));
      this.firsts.push(goesOn ? (this.firsts[line - 1] ?? line) : line);
    }
    this.lasts = Array.from(this.firsts, (_, line) => line);
    this.nexts = new Array<number | null>(count + 2).fill(null);
    for (let line = count; line >= 1; line--) {
      if (this.firsts[line + 1] === this.firsts[line]) this.lasts[line] = this.lasts[line + 1] ?? line;
      const holds = this.firsts[line] === line && (full.has(line) || !NOTHING.test(this.lines.text(line)));
      this.nexts[line] = holds ? line : (this.nexts[line + 1] ?? null);
    }
  }

  /** The logical line at an offset. */
  at(offset: number): LineSpan {
    return this.span(this.lines.lineOf(offset));
  }

  /** The next one behind the line of an offset that is neither blank nor a comment. */
  after(offset: number): LineSpan | null {
    const last = this.lasts[this.lines.lineOf(offset)] ?? 0;
    const next = this.nexts[last + 1] ?? null;
    return next === null ? null : this.span(next);
  }

  /** `end` is where the next line begins. */
  private span(line: number): LineSpan {
    const first = this.firsts[line] ?? line;
    const last = this.lasts[line] ?? line;
    return { start: this.lines.start(first), end: last < this.lines.count ? this.lines.start(last + 1) : Infinity };
  }
}
