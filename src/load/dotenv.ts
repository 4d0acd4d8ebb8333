import { endOf } from '../text/end-of.ts';
import { interpolate, MOST_FILLED_IN, type Environment, type InterpolationError, type Room, type Span } from './interpolate.ts';

export interface DotenvError {
  readonly offset: number;
  readonly code: 'bad-character' | 'space-in-name' | 'unclosed-quote' | 'bad-substitution' | 'required-variable' | 'too-long';
  /** What is wrong in the value. */
  readonly cause?: InterpolationError;
}

export interface Dotenv {
  readonly values: Map<string, string>;
  /** Where the text of a value is, quotes left out; a value that was inherited has no place. */
  readonly places: Map<string, Span>;
  /** The names in whose value a variable had no value, with these variables; Compose reads them as empty. */
  readonly unset: Map<string, readonly string[]>;
  /** The names whose value depends on what was not read. */
  readonly unknown: Set<string>;
  /** Compose refuses the whole file at the first; the lines after it are read all the same. */
  readonly errors: DotenvError[];
}

interface Name {
  readonly name: string;
  readonly end: number;
  readonly inherits: boolean;
}

interface Value {
  /** The text after escapes and before variables. */
  readonly template: string;
  readonly at: Span;
  readonly end: number;
  readonly literal: boolean;
}

const NAME = /[\p{L}\p{N}_.[\]\-\t\v\f\r \u0085\u00a0]*/uy;
const BLANKS = /[\t\v\f\r \u0085\u00a0]*/y;
const BLANKS_AND_LINES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/y;
const TRAILING_BLANKS = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;
const EXPORT = /export(?=[\t\n\f\r ])/y;
const ESCAPE = /\\(?:[abfnrtv$"\\]|0[0-3][0-7]{2})/g;
const ESCAPED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$', // Interpolation comes after the escapes and reads this as one literal dollar.
};

/**
 * What Compose reads from an env file; `lookup` is asked before the file's own earlier values, as Compose does.
 * `hidden`: what `lookup` does not know, a file that was not read may set.
 */
export function readDotenv(text: string, lookup: (name: string) => string | undefined = () => undefined, hidden = false): Dotenv {
  const file: Dotenv = { values: new Map(), places: new Map(), unset: new Map(), unknown: new Set(), errors: [] };
  const env: Environment = { get: (name) => lookup(name) ?? (hidden ? undefined : file.values.get(name)), complete: true, hidden };
  const room: Room = { left: MOST_FILLED_IN };
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    at = endOf(BLANKS_AND_LINES, text, at);
    if (at >= text.length) return file;
    if (text[at] === '#') {
      at = lineEnd(text, at);
      continue;
    }
    const name = readName(text, at, file.errors);
    if (name === null) {
      at = lineEnd(text, at);
    } else if (name.inherits) {
      setInherited(file, name.name, lookup(name.name));
      at = name.end;
    } else {
      const value = readValue(text, name.end);
      if (value) setValue(file, name.name, value, env, room);
      else file.errors.push({ offset: endOf(BLANKS, text, name.end), code: 'unclosed-quote' });
      at = value?.end ?? lineEnd(text, name.end);
    }
  }
}

function readName(text: string, from: number, errors: DotenvError[]): Name | null {
  const afterExport = endOf(EXPORT, text, from);
  const start = afterExport === from ? from : endOf(BLANKS, text, afterExport);
  const stop = endOf(NAME, text, start);
  const name = text.slice(start, stop).replace(TRAILING_BLANKS, '');
  const separator = text[stop] ?? '\n';
  if (!/[=:\n]/.test(separator)) {
    errors.push({ offset: stop, code: 'bad-character' });
    return null;
  }
  if (name.includes(' ')) {
    errors.push({ offset: start, code: 'space-in-name' });
    return null;
  }
  return { name, end: stop + 1, inherits: separator === '\n' };
}

function readValue(text: string, from: number): Value | null {
  const start = endOf(BLANKS, text, from);
  const quote = text[start];
  if (quote === '"' || quote === "'") return readQuoted(text, start, quote);

  const stop = lineEnd(text, start);
  const template = (text.slice(start, stop).split(' #', 1)[0] ?? '').replace(TRAILING_BLANKS, '');
  // The place of an empty value is right after its `=`: blanks may end in the `\r` of the line.
  const place = template === '' ? from : start;
  return { template, at: { start: place, end: place + template.length }, end: stop, literal: false };
}

function readQuoted(text: string, open: number, quote: '"' | "'"): Value | null {
  let inner = '';
  for (let i = open + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === quote) {
      const at = { start: open + 1, end: i };
      if (quote === "'") return { template: inner, at, end: i + 1, literal: true };
      return { template: inner.replace(ESCAPE, unescaped), at, end: i + 1, literal: false };
    }
    if (char === '\\' && i + 1 < text.length) {
      i += 1;
      inner += text[i] === quote ? quote : char + text.charAt(i);
    } else {
      inner += char;
    }
  }
  return null;
}

function unescaped(escape: string): string {
  const rest = escape.slice(1);
  if (rest.startsWith('0')) return String.fromCodePoint(parseInt(rest, 8));
  return ESCAPED[rest] ?? rest;
}

const codes = { required: 'required-variable', invalid: 'bad-substitution', 'too-long': 'too-long' } as const;

function setInherited(file: Dotenv, name: string, value: string | undefined): void {
  if (name === '' || value === undefined) return;
  file.values.set(name, value);
  file.places.delete(name);
  file.unset.delete(name);
}

function setValue(file: Dotenv, name: string, { template, at, literal }: Value, env: Environment, room: Room): void {
  const read = literal ? null : interpolate(template, env, room);
  if (read && !read.ok) {
    file.errors.push({ offset: at.start, code: codes[read.error.code], cause: read.error });
    return;
  }
  if (name === '') return;
  const substitutions = read?.substitutions ?? [];
  if (read?.pieces.some((piece) => 'unknown' in piece) === true) {
    file.unknown.add(name);
    file.values.delete(name);
    return;
  }
  file.unknown.delete(name);
  const unset = substitutions.filter(({ from }) => from === 'unset').map(({ variable }) => variable);
  file.values.set(name, read ? read.pieces.map((piece) => ('text' in piece ? piece.text : '')).join('') : template);
  file.places.set(name, at);
  if (unset.length > 0) file.unset.set(name, unset);
  else file.unset.delete(name);
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}
