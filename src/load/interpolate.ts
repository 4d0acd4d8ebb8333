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

interface Outcome {
  readonly room: Room;
  readonly pieces: Piece[];
  readonly substitutions: Substitution[];
  changed: boolean;
}

interface Place {
  readonly template: string;
  readonly base: number;
  readonly depth: number;
}

interface Braced {
  readonly name: string;
  readonly operator: string;
  readonly argument: Span;
  readonly end: number;
}

const NAME = /[_a-z][_a-z0-9]*/iuy;
const OPERATOR = /:?[-+?]/y;

/** Compose has no limit; this one only keeps a hostile file from exhausting the stack. */
const DEEPEST = 200;

/** A template with its variables filled in, as Compose fills them; a value is not interpolated again. */
export function interpolate(template: string, env: Environment, room: Room = { left: MOST_FILLED_IN }): Interpolated {
  const outcome: Outcome = { room, pieces: [], substitutions: [], changed: false };
  const error = expand({ template, base: 0, depth: 0 }, env, outcome);
  if (error) return { ok: false, error };
  const { pieces, substitutions, changed } = outcome;
  return { ok: true, pieces, substitutions, changed };
}

/** The text of all pieces, unknown when one of them is. */
export function joined(pieces: readonly Piece[]): string | Unknown {
  const text = pieces.map((piece) => ('text' in piece ? piece.text : piece.unknown)).join('');
  return pieces.every((piece) => 'text' in piece) ? text : { unknown: text };
}

function expand(place: Place, env: Environment, outcome: Outcome): InterpolationError | null {
  const { template } = place;
  let done = 0;
  while (done < template.length) {
    const dollar = template.indexOf('$', done);
    if (dollar < 0) break;
    addText(outcome, template.slice(done, dollar));
    const next = template[dollar + 1];
    const name = matchAt(NAME, template, dollar + 1);
    if (next === '$') {
      addText(outcome, '$');
      outcome.changed = true;
      done = dollar + 2;
    } else if (name !== null) {
      done = dollar + 1 + name.length;
      const error = addPlain(place, { start: dollar, end: done }, name, env, outcome);
      if (error) return error;
    } else if (next === '{') {
      const braced = readBraced(template, dollar);
      if (!braced || place.depth > DEEPEST) return invalid(place, dollar);
      const error = applyBraced(place, dollar, braced, env, outcome);
      if (error) return error;
      done = braced.end;
    } else {
      addText(outcome, '$');
      done = dollar + 1;
    }
  }
  addText(outcome, template.slice(done));
  return null;
}

function readBraced(template: string, dollar: number): Braced | null {
  const name = matchAt(NAME, template, dollar + 2);
  if (name === null) return null;
  const afterName = dollar + 2 + name.length;
  if (template[afterName] === '}') {
    return { name, operator: '', argument: { start: afterName, end: afterName }, end: afterName + 1 };
  }
  const operator = matchAt(OPERATOR, template, afterName);
  if (operator === null) return null;
  const start = afterName + operator.length;
  const close = closingBrace(template, start);
  return close < 0 ? null : { name, operator, argument: { start, end: close }, end: close + 1 };
}

/**
 * Where the braces are even again, or else the last `}` of the line, or -1.
 * The character after a `{` is never counted: so does Compose, and `${V:-{}}` depends on it.
 */
function closingBrace(template: string, from: number): number {
  let open = 1;
  let last = -1;
  for (let i = from; i < template.length && template[i] !== '\n'; i++) {
    if (template[i] === '}') {
      last = i;
      open -= 1;
      if (open === 0) return i;
    } else if (template[i] === '{') {
      open += 1;
      if (template[i + 1] === '\n') break;
      i += 1;
      if (template[i] === '}') last = i;
    }
  }
  return last;
}

function applyBraced(
  place: Place,
  dollar: number,
  braced: Braced,
  env: Environment,
  outcome: Outcome,
): InterpolationError | null {
  const { name, operator, argument } = braced;
  const at: Span = { start: dollar, end: braced.end };
  const value = env.get(name);
  if (value === undefined && env.hidden === true) return addPlain(place, at, name, env, outcome);
  const present = value !== undefined && !(operator.startsWith(':') && value === '');
  const inner: Place = {
    template: place.template.slice(argument.start, argument.end),
    base: place.base + argument.start,
    depth: place.depth + 1,
  };
  // What stands behind the operator is read in any case, and what is wrong in it counts.
  const said: Outcome = { room: outcome.room, pieces: [], substitutions: [], changed: false };
  const error = expand(inner, env, said);
  if (error) return error;
  if (operator.endsWith('-') && !present) {
    addSubstitution(place, at, name, 'default', outcome, argument);
    addAll(said, outcome);
    return null;
  }
  if (operator.endsWith('+')) {
    addSubstitution(place, at, name, value === undefined ? 'unset' : 'environment', outcome);
    if (present) addAll(said, outcome);
    return null;
  }
  if (operator.endsWith('?') && !present && (value !== undefined || env.complete)) {
    const words = joined(said.pieces);
    const text = place.template.slice(at.start, at.end);
    return { offset: place.base + at.start, text, code: 'required', variable: name, message: typeof words === 'string' ? words : words.unknown };
  }
  return addPlain(place, at, name, env, outcome);
}

function addPlain(place: Place, at: Span, name: string, env: Environment, outcome: Outcome): InterpolationError | null {
  const value = env.get(name);
  const text = place.template.slice(at.start, at.end);
  addSubstitution(place, at, name, value === undefined ? 'unset' : 'environment', outcome);
  if (value === undefined) {
    if (!env.complete || env.hidden === true) outcome.pieces.push({ unknown: text });
    return null;
  }
  outcome.room.left -= value.length;
  if (outcome.room.left < 0) return { offset: place.base + at.start, text, code: 'too-long' };
  addText(outcome, value);
  return null;
}

function addSubstitution(
  { base }: Place,
  at: Span,
  variable: string,
  from: Substitution['from'],
  outcome: Outcome,
  written?: Span,
): void {
  const substitution = { start: base + at.start, end: base + at.end, variable, from };
  const defaultAt = written && { start: base + written.start, end: base + written.end };
  outcome.substitutions.push(defaultAt ? { ...substitution, defaultAt } : substitution);
  outcome.changed = true;
}

function addText(outcome: Outcome, text: string): void {
  if (text === '') return;
  const before = outcome.pieces.at(-1);
  if (before && 'text' in before) outcome.pieces[outcome.pieces.length - 1] = { text: before.text + text };
  else outcome.pieces.push({ text });
}

function addAll(said: Outcome, outcome: Outcome): void {
  for (const piece of said.pieces) {
    if ('text' in piece) addText(outcome, piece.text);
    else outcome.pieces.push(piece);
  }
  for (const substitution of said.substitutions) outcome.substitutions.push(substitution);
}

function invalid({ template, base }: Place, dollar: number): InterpolationError {
  const shown = /^[^\n}]*\}?/.exec(template.slice(dollar))?.[0] ?? '';
  return { offset: base + dollar, text: shown, code: 'invalid' };
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
