import { PowershellWords } from './powershell-words.ts';
import type { Command, ShellCommands, Span, Word } from './shell-text.ts';

const ASSIGNMENT = /(?:\[[\w.]{1,80}(?:\[\])?\][ \t]*)*\$(?:\{([^}\n]{1,200})\}|([\w:]+))[ \t]*([-+*/%?]{0,2}=)(?!=)/y;
const REDIRECTION = /(?:\d|\*)?>{1,2}(?:&\d)?|</y;
const BROKEN = /(?:`[ \t]+(?:#[^\n]*)?|(?<=[ \t])[\\^][ \t]*)(?=\r?\n)/y;
const BLANKS = /[ \t\f\v\u00a0]+|`\r?\n|#[^\r\n]*/y;
const BETWEEN = /[\s;|&]+|`\r?\n|#[^\n]*/y;
const EACH = /\([ \t]*\$(\w+)[ \t]+in\b/y;
const LOOP = /^(?:foreach|for|while|do|foreach-object|%)$/i;
/** Brackets in brackets are followed this far. */
const DEEPEST = 100;

/** The commands of a PowerShell script, or of lines that are pasted into its window (`tolerant`). */
export function readPowershell(text: string, options: { readonly tolerant?: boolean } = {}): ShellCommands {
  return new PowershellReader(text, options.tolerant === true).read();
}

class PowershellReader extends PowershellWords {
  private readonly commands: Command[] = [];
  /** For each open bracket, what is assigned inside; outside nothing is known of it. */
  private readonly blocks: { readonly closing: string; readonly assigned: Set<string>; readonly repeatedBy: Span | null }[] = [];
  private lastCommentEnd: number | null = null;

  read(): ShellCommands {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    this.statements('');
    this.commands.sort((a, b) => a.start - b.start);
    return { commands: this.commands, doubts: this.doubts };
  }

  protected group(closing: ')' | '}', loop: Span | null = null): void {
    if (this.blocks.length >= DEEPEST) return;
    const assigned = new Set<string>();
    this.blocks.push({ closing, assigned, repeatedBy: this.blocks.at(-1)?.repeatedBy ?? loop });
    this.statements(closing);
    if (this.text[this.at] === closing) this.at += 1;
    this.blocks.pop();
    for (const name of assigned) this.variables.delete(name);
  }

  private statements(closing: string): void {
    for (;;) {
      this.skipBetween();
      const char = this.text[this.at];
      if (char === undefined || char === closing) return;
      if (char === ')' || char === '}') {
        // The bracket of a statement further out, or of none.
        if (this.blocks.some((block) => block.closing === char)) return;
        this.at += 1;
      } else {
        const before = this.at;
        this.statement();
        if (this.at === before) this.at += 1;
      }
    }
  }

  /** Blanks, lines and comments between statements, and what separates them. */
  private skipBetween(): void {
    while (this.skip(BETWEEN) || this.skipComment());
  }

  private statement(): void {
    ASSIGNMENT.lastIndex = this.at;
    const [source, braced, plain, operator] = ASSIGNMENT.exec(this.text) ?? [];
    if (source === undefined) {
      const words = this.words();
      this.keep(words);
      return;
    }
    this.at += source.length;
    const name = (braced ?? plain ?? '').toLowerCase().replace(/^(?:global|local|script|private):/, '');
    this.skipBlanks();
    const literal = /["'“”„‘’$\d@[(]/.test(this.text.charAt(this.at));
    const words = this.words();
    const [only, more] = words;
    if (!literal) this.keep(words);
    this.assign(name, literal && operator === '=' && more === undefined && only !== undefined ? this.assigned(only) : null);
  }

  /** The value of a text or a number; null for any other expression. */
  private assigned({ value, start, end }: Word): string | null {
    const source = this.text.slice(start, end);
    if (typeof value !== 'string') return null;
    if (/^\d/.test(source)) return /^\d{1,15}$/.test(source) ? String(Number(source)) : null;
    return /^(["'])[\s\S]*\1$|^[@$“‘]/.test(source) && !/^(["'])[^"']*\1[ \t]*,/.test(source) ? value : null;
  }

  private assign(name: string, value: string | null): void {
    const block = this.blocks.at(-1);
    if (value === null || block?.closing === ')') this.variables.delete(name);
    else this.variables.set(name, value);
    for (const { assigned } of this.blocks.slice(-1)) assigned.add(name);
  }

  private keep(words: readonly Word[]): void {
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) return;
    this.commands.push({ words, start: first.start, end: last.end, input: null, repeatedBy: this.blocks.at(-1)?.repeatedBy ?? null });
  }

  /** The words of a statement, up to what ends it. */
  private words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.skipBlanks();
      const char = this.text[this.at];
      if (char === undefined || char === ';' || char === '|' || char === ')' || char === '}') return words;
      if (char === '\n' || char === '\r') {
        if (!this.goesOnBehindLine(words)) return words;
      } else if (this.breaksLine()) {
        if (!this.tolerant) return words;
      } else if (this.skipRedirection()) {
        continue;
      } else if (char === '&') {
        if (words.length > 0) return words;
        this.at += 1;
      } else if (char === '{') {
        this.at += 1;
        const [first] = words;
        this.group('}', first !== undefined && LOOP.test(this.text.slice(first.start, first.end)) ? first : null);
        return words;
      } else if (char === '(' || (char === '@' && /[({]/.test(this.text.charAt(this.at + 1)))) {
        words.push(this.bracketed(char));
      } else if (/^--%(?=[ \t])/.test(this.text.slice(this.at, this.at + 4))) {
        return words.concat(this.verbatim());
      } else {
        const word = this.word();
        if (word === null) return words;
        words.push(word);
      }
    }
  }

  private bracketed(char: string): Word {
    const start = this.at;
    EACH.lastIndex = start;
    const [, each] = EACH.exec(this.text) ?? [];
    this.at += char === '@' ? 2 : 1;
    this.group(this.text[this.at - 1] === '{' ? '}' : ')');
    if (each !== undefined) this.assign(each.toLowerCase(), null);
    return this.wordOf(start, null, true);
  }

  /** A mark that continues the line in another shell, or in this one if nothing followed it. */
  private breaksLine(): boolean {
    BROKEN.lastIndex = this.at;
    if (!BROKEN.test(this.text)) return false;
    const end = BROKEN.lastIndex;
    const next = this.lineAfter(end);
    if (next === '' || (this.text[this.at] !== '`' && !/^[ \t]*--?[A-Za-z]/.test(next))) return false;
    this.doubts.push({ id: 'broken-continuation', start: this.at, end });
    this.at = this.tolerant ? this.text.indexOf('\n', end) + 1 : end;
    return true;
  }

  /** At a line end; true when a reader means the command to go on behind an empty line or a comment in it. */
  private goesOnBehindLine(words: readonly Word[]): boolean {
    const last = words.at(-1);
    if (last === undefined) return false;
    // Not further back than the last word: a text may be one line with a carriage return behind every word.
    const lineStart = last.end + this.text.slice(last.end, this.at).lastIndexOf('\n') + 1;
    if (lineStart === last.end || this.at - lineStart > 1000) return false;
    const source = this.text.slice(lineStart, this.at).trim();
    const end = this.text.indexOf('\n', this.at);
    if (end < 0 || !/^[ \t]*--?[A-Za-z]/.test(this.lineAfter(end))) return false;
    this.doubts.push({ id: source === '' ? 'blank-in-command' : 'comment-in-command', start: lineStart, end });
    if (this.tolerant) this.at = end + 1;
    return this.tolerant;
  }

  /** The head of the line that follows the one of `offset`. */
  private lineAfter(offset: number): string {
    const newline = this.text.indexOf('\n', offset);
    return newline < 0 ? '' : (this.text.slice(newline + 1, newline + 200).split('\n', 1)[0] ?? '').trimEnd();
  }

  private skipBlanks(): void {
    while (this.skip(BLANKS) || this.skipComment());
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private skipComment(): boolean {
    if (!this.text.startsWith('<#', this.at)) return false;
    this.lastCommentEnd ??= this.text.lastIndexOf('#>');
    if (this.at + 2 > this.lastCommentEnd) return false;
    this.at = this.text.indexOf('#>', this.at + 2) + 2;
    return true;
  }

  private skipRedirection(): boolean {
    REDIRECTION.lastIndex = this.at;
    const [source] = REDIRECTION.exec(this.text) ?? [];
    if (source === undefined) return false;
    this.at += source.length;
    if (source.includes('&')) return true;
    this.skipBlanks();
    this.word();
    return true;
  }

  /** After `--%` the line is passed as it stands, up to a pipe. */
  private verbatim(): Word[] {
    const line = /[^\r\n|]*/y;
    line.lastIndex = this.at + 3;
    const [source = ''] = line.exec(this.text) ?? [];
    const from = this.at + 3;
    this.at = from + source.length;
    return Array.from(source.matchAll(/(?:"[^"]*"?|[^\s"]+)+/g), ({ 0: word, index }): Word => {
      const value = word.replaceAll('"', '');
      const [start, end] = [from + index, from + index + word.length];
      if (/%\w+%/.test(word)) return { value: { unknown: word }, start, end, origin: 'derived', quote: '', loose: false };
      const quoted = word.length > 1 && word === `"${value}"`;
      const written = quoted || value === word;
      return { value, start, end, origin: written ? 'written' : 'derived', quote: quoted ? '"' : '', loose: false };
    });
  }
}
