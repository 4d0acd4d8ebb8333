import type { SourceRange, Unknown } from '../model/source.ts';

export interface Environment {
  get(name: string): string | undefined;
  /** Where the value is written, when a file says it. */
  placeOf?(name: string): SourceRange | undefined;
  /** True when unset really means unset, because the environment of the process was given. */
  readonly complete: boolean;
  /** A file that may set any variable was not read: not even a default counts. */
  readonly hidden?: boolean;
}

/** How many characters variables may still bring in; all values of a file share it. */
export interface Room {
  left: number;
}

/** Compose has no limit; this one only keeps variables that double each other from filling the memory. */
export const MOST_FILLED_IN = 1_000_000;

/** A stretch of a value: its text, or the substitution as written when only the deploying machine knows its text. */
export type Piece = { readonly text: string } | { readonly unknown: string };

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A variable that was looked up, with offsets in the template. Those inside a default that was used follow it. */
export interface Substitution extends Span {
  readonly variable: string;
  readonly from: 'environment' | 'default' | 'unset';
  /** Where the default that was used is written, without the operator and the brace. */
  readonly defaultAt?: Span;
}

export interface InterpolationError {
  readonly offset: number;
  readonly text: string;
  readonly code: 'invalid' | 'required' | 'too-long';
  readonly variable?: string;
  readonly message?: string;
}

export type Interpolated =
  | {
      readonly ok: true;
      readonly pieces: readonly Piece[];
      /** False when the template holds nothing that interpolation touches, `$$` included. */
      readonly changed: boolean;
      readonly substitutions: readonly Substitution[];
    }
  | { readonly ok: false; readonly error: InterpolationError };

interface Braced {
  readonly name: string;
  readonly operator: string;
  readonly argument: Span;
  readonly end: number;
}

const NAME = /[_a-z][_a-z0-9]*/iuy;
const OPERATOR = /:?[-+?]/y;

/** A template with its variables filled in, as Compose fills them; a value is not interpolated again. */
export function interpolate(template: string, env: Environment, room: Room = { left: MOST_FILLED_IN }): Interpolated {
  return new Interpolation(template, env, room).run();
}

/** The text of all pieces, unknown when one of them is. */
export function joined(pieces: readonly Piece[]): string | Unknown {
  const text = pieces.map((piece) => ('text' in piece ? piece.text : piece.unknown)).join('');
  return pieces.every((piece) => 'text' in piece) ? text : { unknown: text };
}

/** What stands behind an operator, while it is read; all of it is read in any case, and what is wrong in it counts. */
interface Open {
  readonly braced: Braced;
  readonly dollar: number;
  /** What was said before it, to go back to where it does not count. */
  readonly before: { readonly pieces: number; readonly last: Piece | undefined; readonly substitutions: number };
  readonly present: boolean;
}

/** Defaults in defaults may be nested as deep as the text is long: no level is a call of its own, and each is looked at once. */
class Interpolation {
  private readonly pieces: Piece[] = [];
  private readonly substitutions: Substitution[] = [];
  private readonly open: Open[] = [];
  private changed = false;
  private done = 0;
  private nextDollar = -1;
  private braces: Braces | undefined;

  constructor(
    private readonly template: string,
    private readonly env: Environment,
    private readonly room: Room,
  ) {}

  run(): Interpolated {
    for (;;) {
      const inner = this.open.at(-1);
      const end = inner?.braced.argument.end ?? this.template.length;
      const dollar = this.dollarBefore(end);
      this.addText(this.template.slice(this.done, dollar));
      this.done = dollar;
      const error = dollar < end ? this.substitute(dollar, end) : inner === undefined ? null : this.close(inner);
      if (error !== null) return { ok: false, error };
      if (dollar >= end && inner === undefined) return { ok: true, pieces: this.pieces, substitutions: this.substitutions, changed: this.changed };
    }
  }

  private dollarBefore(end: number): number {
    if (this.nextDollar < this.done) {
      const next = this.template.indexOf('$', this.done);
      this.nextDollar = next < 0 ? Infinity : next;
    }
    return Math.min(this.nextDollar, end);
  }

  private substitute(dollar: number, end: number): InterpolationError | null {
    const next = dollar + 1 < end ? this.template[dollar + 1] : undefined;
    const name = next === undefined ? null : this.nameAt(dollar + 1, end);
    this.done = dollar + 1;
    if (next === '$') {
      this.addText('$');
      this.changed = true;
      this.done = dollar + 2;
    } else if (name !== null) {
      this.done = dollar + 1 + name.length;
      return this.addPlain({ start: dollar, end: this.done }, name);
    } else if (next === '{') {
      const braced = this.readBraced(dollar, end);
      return braced === null ? this.invalid(dollar, end) : this.begin(braced, dollar);
    } else {
      this.addText('$');
    }
    return null;
  }

  private readBraced(dollar: number, end: number): Braced | null {
    const { template } = this;
    const name = this.nameAt(dollar + 2, end);
    if (name === null) return null;
    const afterName = dollar + 2 + name.length;
    if (afterName < end && template[afterName] === '}') return { name, operator: '', argument: { start: afterName, end: afterName }, end: afterName + 1 };
    const operator = matchAt(OPERATOR, template, afterName);
    if (operator === null || afterName + operator.length > end) return null;
    const start = afterName + operator.length;
    this.braces ??= new Braces(template);
    const close = this.braces.closing(start, end);
    return close < 0 ? null : { name, operator, argument: { start, end: close }, end: close + 1 };
  }

  private begin(braced: Braced, dollar: number): InterpolationError | null {
    const { name, operator, argument, end } = braced;
    const at: Span = { start: dollar, end };
    const value = this.env.get(name);
    if (operator === '' || (value === undefined && this.env.hidden === true)) {
      this.done = end;
      return this.addPlain(at, name);
    }
    const present = value !== undefined && !(operator.startsWith(':') && value === '');
    if (operator.endsWith('-') && !present) this.addSubstitution(at, name, 'default', argument);
    if (operator.endsWith('+')) this.addSubstitution(at, name, value === undefined ? 'unset' : 'environment');
    const { pieces, substitutions } = this;
    this.open.push({ braced, dollar, present, before: { pieces: pieces.length, last: pieces.at(-1), substitutions: substitutions.length } });
    if (operator.endsWith('?')) pieces.push({ text: '' });
    this.done = argument.start;
    return null;
  }

  /** At the end of what stands behind an operator. */
  private close({ braced, dollar, before, present }: Open): InterpolationError | null {
    const { name, operator } = braced;
    const at: Span = { start: dollar, end: braced.end };
    this.open.pop();
    this.done = braced.end;
    const counts = operator.endsWith('-') ? !present : operator.endsWith('+') && present;
    if (counts) return null;
    const message = operator.endsWith('?') ? joined(this.pieces.slice(before.pieces)) : '';
    this.pieces.length = before.pieces;
    if (before.last !== undefined) this.pieces[before.pieces - 1] = before.last;
    this.substitutions.length = before.substitutions;
    if (operator.endsWith('+')) return null;
    if (operator.endsWith('?') && !present && (this.env.get(name) !== undefined || this.env.complete)) {
      return { offset: at.start, text: this.template.slice(at.start, at.end), code: 'required', variable: name, message: typeof message === 'string' ? message : message.unknown };
    }
    return this.addPlain(at, name);
  }

  private addPlain(at: Span, name: string): InterpolationError | null {
    const { env, room } = this;
    const value = env.get(name);
    this.addSubstitution(at, name, value === undefined ? 'unset' : 'environment');
    if (value === undefined) {
      if (!env.complete || env.hidden === true) this.pieces.push({ unknown: this.template.slice(at.start, at.end) });
      return null;
    }
    room.left -= value.length;
    if (room.left < 0) return { offset: at.start, text: this.template.slice(at.start, at.end), code: 'too-long' };
    this.addText(value);
    return null;
  }

  private addSubstitution({ start, end }: Span, variable: string, from: Substitution['from'], defaultAt?: Span): void {
    const substitution = { start, end, variable, from };
    this.substitutions.push(defaultAt === undefined ? substitution : { ...substitution, defaultAt });
    this.changed = true;
  }

  private addText(text: string): void {
    if (text === '') return;
    const before = this.pieces.at(-1);
    if (before !== undefined && 'text' in before) this.pieces[this.pieces.length - 1] = { text: before.text + text };
    else this.pieces.push({ text });
  }

  private invalid(dollar: number, end: number): InterpolationError {
    const shown = /^[^\n}]*\}?/.exec(this.template.slice(dollar, end))?.[0] ?? '';
    return { offset: dollar, text: shown, code: 'invalid' };
  }

  private nameAt(at: number, end: number): string | null {
    const name = matchAt(NAME, this.template, at);
    return name === null || at >= end ? null : name.slice(0, end - at);
  }
}

/**
 * Where the braces are even again: so Compose finds the end of what stands behind an operator. The character after a `{` is never
 * counted, and `${V:-{}}` depends on it.
 */
class Braces {
  /** For each offset the first `}` from there on that closes something before it; -1 where the line has none. */
  private readonly closes: Int32Array;
  private line: Span = { start: 0, end: -1 };

  constructor(private readonly template: string) {
    const { length } = template;
    const closes = new Int32Array(length + 2).fill(-1);
    for (let at = length - 1; at >= 0; at--) {
      const char = template[at];
      if (char === '}') closes[at] = at;
      else if (char === '{') closes[at] = template[at + 1] === '\n' ? -1 : this.behind(closes, closes[at + 2] ?? -1);
      else if (char !== '\n') closes[at] = closes[at + 1] ?? -1;
    }
    this.closes = closes;
  }

  private behind(closes: Int32Array, inner: number): number {
    return inner < 0 ? -1 : (closes[inner + 1] ?? -1);
  }

  /** The closing brace from `from` on and before `end`; where they are never even the last of the line, or -1. */
  closing(from: number, end: number): number {
    const close = this.closes[from] ?? -1;
    if (close >= 0 && close < end) return close;
    if (from > this.line.end || from < this.line.start) {
      const newline = this.template.indexOf('\n', from);
      this.line = { start: from, end: newline < 0 ? this.template.length : newline };
    }
    const last = this.template.lastIndexOf('}', Math.min(end, this.line.end) - 1);
    return last >= from ? last : -1;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
