import type { Command, Word } from '../shell/shell-text.ts';
import { isFormat } from './placeholders.ts';

const TOOL = /(?<![\w"'`])[rbuf]{0,2}(["'`])(?:[\w.~:/\\-]{0,200}[/\\])?(?:docker|podman|nerdctl)(?:\.exe)?\1/gi;
const SUDO = /(["'`])sudo\1[ \t]*,\s*$/;
const LITERAL = /([rbuf]{0,2})(?:"([^"\\\n]*(?:\\[^\n][^"\\\n]*)*)"|'([^'\\\n]*(?:\\[^\n][^'\\\n]*)*)'|`([^`\\]*(?:\\[\s\S][^`\\]*)*)`)/iy;
const BLANKS = /\s+|\/\/[^\n]*|#[^\n]*|\/\*[^*]{0,5000}\*\/|\\\r?\n/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', f: '\f', v: '\v' };

/** A part of a program's expression: a literal's text, or what is only known when the program runs. */
interface Part {
  readonly value: string | null;
  readonly start: number;
  readonly end: number;
  readonly quote: Word['quote'];
  readonly escaped: boolean;
}

/** Commands that a program starts by lists of arguments, such as `["docker", "run", "-p", port, IMAGE]`; places are those of the file. */
export function commandsInLists(text: string): readonly Command[] {
  const commands: Command[] = [];
  let done = 0;
  for (const { index } of text.matchAll(TOOL)) {
    if (index < done) continue;
    const sudo = SUDO.exec(text.slice(Math.max(done, index - 40), index));
    const start = sudo === null ? index : index - sudo[0].length;
    const list = new ArgumentList(text, start);
    const words = list.read();
    done = Math.max(index + 1, list.at);
    if (words.length > 1) commands.push({ words, start, end: words.at(-1)?.end ?? start, input: null, repeatedBy: null });
  }
  return commands;
}

class ArgumentList {
  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  read(): Word[] {
    const words: Word[] = [];
    let depth = 0;
    for (;;) {
      this.skipBlanks();
      const char = this.text[this.at];
      if (char === undefined || char === ';' || char === ':' || char === '=') return words;
      if (char === ',' || (char === '+' && !this.text.startsWith('++', this.at))) {
        this.at += 1;
      } else if (char === '[' || char === '{') {
        depth += 1;
        this.at += 1;
      } else if (char === ']' || char === ')' || char === '}') {
        depth -= 1;
        this.at += 1;
        this.skipBlanks();
        const goesOn = this.text[this.at] === '+' || (depth >= 0 && this.text[this.at] === ',');
        if (char === ')' || (!goesOn && depth < 0)) return words;
        if (depth < 0) depth = 0;
      } else {
        const before = this.at;
        words.push(this.word(words.length === 0));
        if (this.at === before) return words.slice(0, -1);
      }
    }
  }

  private word(first: boolean): Word {
    const start = this.at;
    const parts: Part[] = [];
    let spread = false;
    for (;;) {
      this.skipBlanks();
      const char = this.text[this.at];
      if (char === undefined || char === ',' || char === ')' || char === ']' || char === '}' || char === ';') break;
      if (char === '+') {
        this.at += 1;
        this.skipBlanks();
        if (this.text[this.at] === '[') break;
        continue;
      }
      if (parts.length === 0 && /^(?:\.\.\.|\*{1,2})/.test(this.text.slice(this.at, this.at + 3))) spread = true;
      const part = this.literal() ?? this.expression();
      if (part.end === part.start) break;
      parts.push(part);
      if (first) break;
    }
    // `flags...`, as Go spreads.
    const end = parts.at(-1)?.end ?? this.at;
    spread ||= this.text.slice(start, end).endsWith('...');
    return wordOf(this.text, parts, start, end, spread);
  }

  private literal(): Part | null {
    const start = this.at;
    LITERAL.lastIndex = start;
    const [source, prefix = '', double, single, template] = LITERAL.exec(this.text) ?? [];
    if (source === undefined || /^["'](?:""|'')/.test(source + this.text.charAt(start + source.length))) return null;
    this.at = start + source.length;
    const body = double ?? single ?? template ?? '';
    const quote = double !== undefined ? '"' : single !== undefined ? "'" : '';
    const filledIn = (/f/i.test(prefix) && /[{]/.test(body)) || (template !== undefined && body.includes('${')) || isFormat(body);
    const raw = /r/i.test(prefix);
    const escaped = (!raw && body.includes('\\')) || template !== undefined;
    return { value: filledIn ? null : raw ? body : unescaped(body), start, end: this.at, quote, escaped };
  }

  /** Up to the comma or bracket that ends it; brackets and literals inside belong to it. */
  private expression(): Part {
    const start = this.at;
    const open: string[] = [];
    for (; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at);
      const closing = CLOSING[char];
      if (closing !== undefined) open.push(closing);
      else if (char === open.at(-1)) open.pop();
      else if (open.length === 0 && /[,;)\]}+\n]/.test(char)) break;
      else if (char === '"' || char === "'" || char === '`') {
        LITERAL.lastIndex = this.at;
        this.at += Math.max(0, (LITERAL.exec(this.text)?.[0].length ?? 1) - 1);
      }
    }
    let end = this.at;
    while (end > start && /\s/.test(this.text.charAt(end - 1))) end -= 1;
    return { value: null, start, end, quote: '', escaped: false };
  }

  private skipBlanks(): void {
    for (BLANKS.lastIndex = this.at; BLANKS.test(this.text); BLANKS.lastIndex = this.at) this.at = BLANKS.lastIndex;
  }
}

function wordOf(text: string, parts: readonly Part[], start: number, end: number, loose: boolean): Word {
  const [only] = parts;
  const values = parts.map(({ value }) => value);
  if (values.length === 0 || values.includes(null)) {
    return { value: { unknown: text.slice(start, end) }, start, end, origin: 'derived', quote: '', loose };
  }
  const written = parts.length === 1 && only?.escaped === false && only.end - only.start === (values[0]?.length ?? 0) + 2;
  return { value: values.join(''), start, end, origin: written ? 'written' : 'derived', quote: written ? (only?.quote ?? '') : '', loose };
}

function unescaped(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|\r?\n|([\s\S]))/g, (_, x?: string, u?: string, char?: string) => {
    const code = x ?? u;
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
    return char === undefined ? '' : (ESCAPES[char] ?? char);
  });
}
