import { placeIndex, placeInFile, type Place, type ShellName, type ShellText } from '../shell/shell-text.ts';

const TOOL = /\b(?:docker|podman|nerdctl)(?:\.exe)?\b/;

/** A line of a file: `end` is before its line end, `next` after it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

export function mentionsTool(text: string): boolean {
  return TOOL.test(text);
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? next : newline;
    if (end > start && text[end - 1] === '\r') end -= 1;
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}

/** A shell text while it is put together from parts of a file. */
export class Piece {
  text = '';
  readonly places: Place[] = [];
  private expected = -1;

  constructor(private readonly file: string) {}

  /** Takes over what stands in the file. */
  copy(start: number, end: number): this {
    if (end <= start) return this;
    this.place(start);
    this.text += this.file.slice(start, end);
    this.expected = end;
    return this;
  }

  /** Text in place of what stands in the file from `start` to `end`; see `Filled` for `bound`. */
  put(text: string, start: number, end: number, bound = false): this {
    if (text === '') return this;
    this.places.push({ at: this.text.length, from: start, filled: { length: text.length, to: end, bound } });
    this.text += text;
    this.expected = -1;
    return this;
  }

  /** The rest of a line and its line end, which a shell is to see as `\n`. */
  line({ end, next }: Line, start: number): this {
    this.copy(start, end);
    return next > end ? this.copy(next - 1, next) : this;
  }

  shellText(shell: ShellName, tolerant: boolean): ShellText {
    return { shell, text: this.text, places: this.places, tolerant };
  }

  private place(from: number): void {
    if (from !== this.expected) this.places.push({ at: this.text.length, from });
  }
}

/** Something of this length, at least 2, that a shell takes for a variable which nobody has set. */
export function unknownOf(length: number): string {
  return length < 4 ? `$${'_'.repeat(length - 1)}` : `\${${'_'.repeat(length - 3)}}`;
}

/**
 * Single quotes around something that was filled in before the shell reads the text (`'${{ x }}'`, now `'${______}'`)
 * become double quotes: in them the stand-in is a variable.
 */
export function openQuotes(text: string): string {
  if (!text.includes("'")) return text;
  return text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*'|\\[\s\S]|(?<![^\s])#[^\n]*/g, (token) => {
    const stands = token.startsWith("'") && /\$(?:_|\{_+\})/.test(token) && !/["`\\]/.test(token);
    return stands ? `"${token.slice(1, -1)}"` : token;
  });
}

/** The shell whose way to continue a line the text uses, or whose variables. */
export function shellFor(text: string): ShellName {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const sh = count(/\\[ \t]*(?:\r?\n|$)/g);
  const powershell = count(/(?<=[ \t])`[ \t]*\r?\n/g);
  const cmd = count(/(?<=[ \t])\^[ \t]*\r?\n/g);
  if (powershell > Math.max(sh, cmd)) return 'powershell';
  if (cmd > Math.max(sh, powershell)) return 'cmd';
  if (sh > 0) return 'sh';
  if (/\$\{?env:/i.test(text)) return 'powershell';
  return /%(?:cd|[A-Z]\w*|~dp0)%?(?=[\\/:"\s])/i.test(text) && /%\w+%|%~dp0/.test(text) ? 'cmd' : 'sh';
}

/** The text, whose places are in a piece of a file, with places in the file. */
export function placedIn(outer: readonly Place[], inner: ShellText): ShellText {
  const places: Place[] = [];
  inner.places.forEach(({ at, from, filled }, index) => {
    if (filled !== undefined) {
      places.push({ at, from: placeInFile(outer, from), filled: { ...filled, to: placeInFile(outer, Math.max(from, filled.to - 1)) + 1 } });
      return;
    }
    const length = (inner.places[index + 1]?.at ?? inner.text.length) - at;
    places.push({ at, from: placeInFile(outer, from) });
    for (let next = placeIndex(outer, from) + 1; next < outer.length; next++) {
      const { at: begins, from: stands } = outer[next] ?? { at: Infinity, from: 0 };
      if (begins >= from + length) break;
      places.push({ at: at + begins - from, from: stands });
    }
  });
  return { ...inner, places };
}
