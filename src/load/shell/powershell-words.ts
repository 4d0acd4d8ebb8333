import type { Doubt, Word } from './shell-text.ts';

const SINGLE = /['‘’‚‛]/;
const DOUBLE = /["“”„]/;
const BARE = /[^\s`"'‘’‚‛“”„$;|&(){}<>]+/y;
const VARIABLE = /\$(?:\{([^}\n]{1,200})\}|(?:([A-Za-z_]\w*):(?=\w))?([\w?]+)|[$^])/y;
const SCOPES = new Set(['global', 'local', 'script', 'private', 'using', 'variable', 'workflow']);
const CONSTANTS: Readonly<Record<string, string>> = { null: '', true: 'True', false: 'False' };
const ESCAPES: Readonly<Record<string, string>> = { 0: '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const LONGEST = 10_000;
const LARGEST = 10_000_000;

/** What a piece of a word stands for; `null` is not known. */
type Value = string | null;

/** Reads PowerShell's words; the statements inside `$( )` and `{ }` are its subclass's. */
export abstract class PowershellWords {
  protected at = 0;
  protected readonly doubts: Doubt[] = [];
  protected readonly variables = new Map<string, string>();
  /** Counted up or added to: what a plain assignment says does not last. */
  private readonly changing: ReadonlySet<string>;
  private putIn = 0;

  constructor(
    protected readonly text: string,
    protected readonly tolerant: boolean,
  ) {
    this.changing = new Set(Array.from(text.matchAll(/\$(?:\w+:)?(\w+)[ \t]*(?:\+\+|--|[-+*/%]=)/g), ([, name = '']) => name.toLowerCase()));
  }

  /** Reads statements up to the bracket that closes them, and the bracket. */
  protected abstract group(closing: ')' | '}'): void;

  /** The word that starts here; null when none does. */
  protected word(): Word | null {
    const start = this.at;
    const first = this.text.charAt(start);
    let value: Value = '';
    let loose = false;
    let pieces = 0;
    for (; this.at < this.text.length; pieces++) {
      const char = this.text.charAt(this.at);
      const piece = this.piece(char, pieces === 0);
      if (piece === undefined) break;
      value = value === null || piece === null ? null : value + piece;
      if (pieces > 0) loose = false;
      else if (piece === null) loose = first === '$' || first === '@';
      // A string or a `$( )` at the head of a word is all of it; who writes for people means the rest to belong to it.
      if (pieces === 0 && !this.tolerant && (SINGLE.test(first) || DOUBLE.test(first) || this.text.startsWith('$(', start))) break;
    }
    if (this.at === start) return null;
    return this.wordOf(start, value, loose && value === null);
  }

  protected wordOf(start: number, value: Value, loose: boolean): Word {
    const source = this.text.slice(start, this.at);
    const [first, last] = [source.charAt(0), source.charAt(source.length - 1)];
    const quote = source.length > 1 && first === last && (first === '"' || first === "'") ? first : '';
    const plain = quote === '' ? source : source.slice(1, -1);
    if (value === null) return { value: { unknown: plain }, start, end: this.at, origin: 'derived', quote, loose };
    const written = value === plain && !plain.includes(quote || '\0');
    return { value, start, end: this.at, origin: written ? 'written' : 'derived', quote: written ? quote : '', loose: false };
  }

  /** The next piece of a word; undefined where the word ends. */
  private piece(char: string, first: boolean): Value | undefined {
    if (SINGLE.test(char)) return this.single();
    if (DOUBLE.test(char)) return this.double();
    if (char === '$') return this.dollar(first);
    if (char === '`') {
      if (/^`(?:[ \t]*\r?\n|[ \t]+#|[ \t]*$)/.test(this.text.slice(this.at, this.at + 100))) return undefined;
      return this.escape();
    }
    if (char === '@' && first) {
      const here = this.hereString();
      if (here !== undefined) return here;
      const splat = /@[A-Za-z_]\w*/y;
      splat.lastIndex = this.at;
      if (splat.test(this.text)) {
        this.at = splat.lastIndex;
        return null;
      }
    }
    BARE.lastIndex = this.at;
    const [bare] = BARE.exec(this.text) ?? [];
    this.at += bare?.length ?? 0;
    return bare;
  }

  private escape(): string {
    const char = this.text.charAt(this.at + 1);
    this.at = Math.min(this.at + 2, this.text.length);
    return ESCAPES[char] ?? char;
  }

  private single(): string {
    const start = this.at;
    let value = '';
    for (;;) {
      const close = this.find(SINGLE, this.at + 1);
      if (close < 0) return this.unclosed(start);
      value += this.text.slice(this.at + 1, close);
      this.at = close + 1;
      if (!SINGLE.test(this.text.charAt(this.at))) return value;
      value += this.text.charAt(this.at);
    }
  }

  private double(): Value {
    const start = this.at;
    if (this.find(DOUBLE, start + 1) < 0) return this.unclosed(start);
    let value: Value = '';
    this.at += 1;
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      let piece: Value;
      if (DOUBLE.test(char)) {
        this.at += 1;
        if (!DOUBLE.test(this.text.charAt(this.at))) return value;
        piece = this.text.charAt(this.at);
        this.at += 1;
      } else if (char === '`') piece = this.escape();
      else if (char === '$') piece = this.dollar(false);
      else {
        const rest = /[^`$"“”„]+/y;
        rest.lastIndex = this.at;
        piece = rest.exec(this.text)?.[0] ?? char;
        this.at += piece.length;
      }
      value = value === null || piece === null ? null : value + piece;
    }
    this.doubts.push({ id: 'unclosed', start, end: this.text.length });
    return value;
  }

  /** A quote that nothing closes: its line alone is taken for what it holds. */
  private unclosed(start: number): string {
    const newline = this.text.indexOf('\n', start);
    this.at = newline < 0 ? this.text.length : newline;
    this.doubts.push({ id: 'unclosed', start, end: this.at });
    return this.text.slice(start + 1, this.at).trimEnd();
  }

  private hereString(): Value | undefined {
    const open = /@(["'])[ \t]*\r?\n/y;
    open.lastIndex = this.at;
    const [source, quote] = open.exec(this.text) ?? [];
    if (source === undefined || quote === undefined) return undefined;
    const from = this.at + source.length;
    const close = this.text.indexOf(`\n${quote}@`, from - 1);
    if (close < 0) {
      this.doubts.push({ id: 'unclosed', start: this.at, end: this.text.length });
      this.at = this.text.length;
      return null;
    }
    this.at = close + 3;
    const body = this.text.slice(from, Math.max(from, close)).replace(/\r$/, '');
    return quote === '"' && /[$`]/.test(body) ? null : body;
  }

  private dollar(alone: boolean): Value {
    const start = this.at;
    if (this.text[start + 1] === '(') {
      this.at += 2;
      this.group(')');
      return null;
    }
    VARIABLE.lastIndex = start;
    const [source, braced, scope, name] = VARIABLE.exec(this.text) ?? [];
    this.at += source?.length ?? 1;
    if (source === undefined) return '$';
    if (alone && this.member()) return null;
    if (braced === undefined && scope === undefined && name !== undefined && /^:(?!:)/.test(this.text.slice(this.at, this.at + 2))) {
      this.doubts.push({ id: 'syntax', start, end: this.at + 1 });
      return null;
    }
    const [, drive, inBraces] = /^(?:(\w+):)?([^:]*)$/.exec(braced ?? '') ?? [];
    return this.valueOf(drive ?? scope, inBraces || (name ?? ''));
  }

  /** `.Name`, `[0]` and `::Name` after a variable make an expression of it. */
  private member(): boolean {
    const member = /(?:\.[A-Za-z_]\w*|\[[^\]\n]{0,200}\]|::\w+)+/y;
    member.lastIndex = this.at;
    if (!member.test(this.text)) return false;
    this.at = member.lastIndex;
    return true;
  }

  private valueOf(scope: string | undefined, name: string): Value {
    const drive = scope?.toLowerCase();
    if (drive === 'env') return this.known(`env:${name.toLowerCase()}`);
    // `$PORT:80` is the variable `80` of something that is called PORT, of which there is none.
    if (drive !== undefined && !SCOPES.has(drive)) return drive === 'function' || drive === 'alias' ? null : '';
    return CONSTANTS[name.toLowerCase()] ?? this.known(name.toLowerCase());
  }

  private known(name: string): Value {
    if (this.changing.has(name.replace(/^env:/, ''))) return null;
    const value = this.variables.get(name) ?? null;
    this.putIn += value?.length ?? 0;
    return this.putIn > LARGEST || (value?.length ?? 0) > LONGEST ? null : value;
  }

  private find(pattern: RegExp, from: number): number {
    const search = new RegExp(pattern.source, 'g');
    search.lastIndex = from;
    return search.exec(this.text)?.index ?? -1;
  }
}
