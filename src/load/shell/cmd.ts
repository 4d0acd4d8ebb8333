import { charsOf, CmdVariables, type Char } from './cmd-line.ts';
import { splitWords } from './cmd-words.ts';
import type { Command, Doubt, ShellCommands, Span, Word } from './shell-text.ts';
import { linesOf, mentionsTool, type Line } from '../texts/piece.ts';

const COMMENT = /^[ \t@]*(?:rem(?=[\s]|$)|:)/i;
const OPENS_BLOCK = /^[ \t@]*(?:(?:if|for)\b.*[ \t]|else[ \t]*)$/i;
const OPENS_SET = /^[ \t@]*for\b.*\bin[ \t]*$/i;
const LONGEST_SET = 10_000;
const COMPARISON = /^(?:equ|neq|lss|leq|gtr|geq|==)$/i;

/** The commands of a batch file, or of lines that are pasted into a window of `cmd.exe` (`tolerant`). */
export function readCmd(text: string, options: { readonly tolerant?: boolean } = {}): ShellCommands {
  return new CmdReader(text, options.tolerant === true).read();
}

class CmdReader {
  private readonly commands: Command[] = [];
  private readonly doubts: Doubt[] = [];
  private readonly variables: CmdVariables;
  private chars: Char[] = [];
  private quoted = false;
  private escaped = false;
  private redirect: '' | 'operator' | 'blanks' | 'target' = '';
  /** For each open block, the `for` around it. */
  private readonly blocks: (Span | null)[] = [];
  private inSet = false;

  constructor(
    private readonly text: string,
    private readonly tolerant: boolean,
  ) {
    this.variables = new CmdVariables(text);
  }

  read(): ShellCommands {
    const lines = linesOf(this.text);
    let continued = false;
    lines.forEach((line, index) => {
      const source = this.text.slice(line.start, line.end);
      if (!continued && COMMENT.test(source)) return;
      if (continued && source.trim() === '') {
        const meant = this.startsWithOption(lines[index + 1]);
        if (meant) this.doubts.push({ id: 'blank-in-command', start: line.start, end: line.next });
        if (meant && this.tolerant) return;
        this.escaped = false;
      }
      continued = this.line(line, source, lines[index + 1]);
      if (!continued) this.endLine();
    });
    this.endLine();
    return { commands: this.commands, doubts: this.doubts };
  }

  /** True when the next line belongs to it. */
  private line(line: Line, source: string, next: Line | undefined): boolean {
    const mark = /(?:\^[ \t]+|(?<=[ \t])[\\`][ \t]*)$/.exec(source.slice(-1000));
    const at = mark === null ? line.end : line.end - mark[0].length;
    const foreign = mark !== null && !mark[0].startsWith('^');
    const broken = mark !== null && next !== undefined && (foreign ? this.startsWithOption(next) : this.text.slice(next.start, next.end).trim() !== '');
    for (const char of charsOf(this.text, line.start, broken && this.tolerant ? at : line.end, this.variables, this.tolerant)) this.take(char);
    if (broken && !this.quoted) this.doubts.push({ id: 'broken-continuation', start: at, end: line.end });
    if (broken && this.tolerant && !this.quoted) {
      this.chars.push({ char: ' ', start: at, end: at + 1, unknown: false });
      return true;
    }
    return this.escaped && next !== undefined;
  }

  private startsWithOption(line: Line | undefined): boolean {
    return line !== undefined && /^[ \t]*--?[A-Za-z]/.test(this.text.slice(line.start, Math.min(line.end, line.start + 200)));
  }

  private take(one: Char): void {
    const { char, unknown } = one;
    const plain = !unknown && !this.escaped;
    if (this.redirect !== '' && this.skipRedirect(one)) return;
    if (!plain || (this.quoted && char !== '"')) {
      this.escaped = false;
      this.chars.push(one);
    } else if (char === '^') {
      this.escaped = true;
    } else if (char === '"') {
      this.quoted = !this.quoted;
      this.chars.push(one);
    } else if (char === '&' || char === '|') {
      this.finish();
    } else if (char === '<' || char === '>') {
      const handle = this.chars.at(-1);
      const before = this.chars.at(-2);
      if (handle !== undefined && /\d/.test(handle.char) && (before === undefined || /\s/.test(before.char))) this.chars.pop();
      this.redirect = 'operator';
    } else if (char === '(' || char === ')') {
      this.bracket(one);
    } else if (!(char === '@' && this.chars.length === 0)) {
      this.chars.push(one);
    }
  }

  /** False when the character no longer belongs to the redirection. */
  private skipRedirect({ char, unknown }: Char): boolean {
    const blank = !unknown && /\s/.test(char);
    if (this.redirect === 'operator' && !unknown && /[<>&]/.test(char)) return true;
    if (this.redirect !== 'target' && blank) this.redirect = 'blanks';
    else if (!unknown && !this.quoted && (/[&|<>)]/.test(char) || blank)) this.redirect = '';
    else {
      this.redirect = 'target';
      if (!unknown && char === '"') this.quoted = !this.quoted;
    }
    return this.redirect !== '';
  }

  private bracket(one: Char): void {
    const { char } = one;
    const before = char === '(' && this.chars.length < 300 ? this.chars.map((each) => each.char).join('') : '-';
    if (char === '(' && OPENS_SET.test(before)) {
      this.inSet = true;
      this.chars.push(one);
    } else if (char === '(' && (before.trim() === '' || OPENS_BLOCK.test(before))) {
      this.blocks.push(this.blocks.at(-1) ?? (/^[ \t@]*for\b/i.test(before) ? this.spanOf(this.chars) : null));
      this.chars = [];
    } else if (char === ')' && this.inSet) {
      this.inSet = false;
      this.chars.push(one);
    } else if (char === ')' && this.blocks.length > 0) {
      this.finish();
      this.blocks.pop();
    } else {
      this.chars.push(one);
    }
  }

  private endLine(): void {
    this.finish();
    this.quoted = false;
    this.escaped = false;
  }

  private finish(): void {
    const begin = this.chars.findIndex(({ char }) => !/[\s@,;=]/.test(char));
    const chars = begin < 0 ? [] : this.chars.slice(begin);
    this.chars = [];
    this.redirect = '';
    this.inSet = false;
    if (chars.length === 0) return;
    const source = chars.slice(0, LONGEST_SET).map(({ char }) => char).join('');
    const [set] = /^set[ \t]+/i.exec(source) ?? [];
    if (set !== undefined) {
      const known = chars.length <= LONGEST_SET && !chars.some(({ unknown }) => unknown);
      this.variables.set(source.slice(set.length), known && this.blocks.length === 0);
      return;
    }
    const { words, unclosed } = splitWords(this.text, chars);
    const command = this.behindConditions(words);
    const [first] = command;
    if (first === undefined) return;
    this.conditionalSet(command);
    const last = command.at(-1) ?? first;
    if (unclosed !== null && mentionsTool(this.text.slice(first.start, first.end))) this.doubts.push({ id: 'unclosed', start: unclosed, end: last.end });
    this.commands.push({ words: command, start: first.start, end: last.end, input: null, repeatedBy: this.blocks.at(-1) ?? this.loopOf(words, first) });
  }

  /** What `if`, `for` and `start` are to run. */
  private behindConditions(words: readonly Word[]): readonly Word[] {
    const named = (index: number): string => {
      const word = words[index];
      return word === undefined ? '' : this.text.slice(word.start, word.end).toLowerCase();
    };
    let at = 0;
    for (;;) {
      if (named(at) === 'else') at += 1;
      else if (named(at) === 'if') {
        at += 1;
        while (named(at) === '/i' || named(at) === 'not') at += 1;
        if (/^(?:exist|defined|errorlevel|cmdextversion)$/.test(named(at))) at += 2;
        else if (COMPARISON.test(named(at + 1))) at += 3;
        else at += named(at).endsWith('==') || named(at + 1).startsWith('==') ? 2 : 1;
      } else if (named(at) === 'for') {
        while (at < words.length && named(at) !== 'do') at += 1;
        at += 1;
      } else if (named(at) === 'start') {
        at += named(at + 1).startsWith('"') ? 2 : 1;
        while (named(at).startsWith('/')) at += 1;
      } else {
        break;
      }
    }
    const [first, ...rest] = words.slice(at);
    if (first === undefined || typeof first.value !== 'string' || !first.value.startsWith('@')) return words.slice(at);
    return [{ ...first, value: first.value.slice(1), start: first.start + 1 }, ...rest];
  }

  /** The `for` among the words before a command. */
  private loopOf(words: readonly Word[], first: Word): Span | null {
    return words.find(({ start, end }) => start < first.start && this.text.slice(start, end).toLowerCase() === 'for') ?? null;
  }

  private spanOf(chars: readonly Char[]): Span | null {
    const [first] = chars;
    return first === undefined ? null : { start: first.start, end: first.end };
  }

  /** `if … set V=…`: from there on nothing is known of it. */
  private conditionalSet([first, second]: readonly Word[]): void {
    if (first?.value !== 'set' || second === undefined) return;
    this.variables.set(this.text.slice(second.start, second.end), false);
  }
}

