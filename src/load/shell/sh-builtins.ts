import type { Assignment, Command as ShCommand, SyntaxNode } from 'unbash';
import { isDeclaration, isName, isReference, namesSetBy, type Builtin } from './sh-assignments.ts';
import { Expansion, textOf } from './sh-expansions.ts';
import type { Source } from './sh-syntax.ts';
import type { State, Variables } from './sh-variables.ts';
import { fieldsOf, placeOf } from './sh-words.ts';
import type { Word } from './shell-text.ts';

const UNKNOWN: State = { kind: 'unknown' };

/** What the variables that `node` itself sets hold from `at` on cannot be told. */
export function setUnknown(node: SyntaxNode, variables: Variables, at: number): void {
  for (const name of namesSetBy(node)) variables.set(name, UNKNOWN, at);
}

/** Does what `NAME=value` says. */
export function assign(assignment: Assignment, source: Source, variables: Variables, at: number): void {
  variables.set(assignment.name, assigned(assignment, source, variables, at), at);
}

function assigned({ name, value, append, index }: Assignment, source: Source, variables: Variables, at: number): State {
  if (index !== undefined) return UNKNOWN;
  const before = append === true ? variables.read(name, at) : { kind: 'unset' as const };
  if (value.type === 'ArrayValue') {
    const items = elementsOf(value.elements, source, variables, at);
    if (items === null) return UNKNOWN;
    if (before.kind === 'array') return { kind: 'array', items: [...before.items, ...items] };
    if (before.kind === 'text') return { kind: 'array', items: [before.text, ...items] };
    return before.kind === 'unset' ? { kind: 'array', items } : UNKNOWN;
  }
  const text = textOf(new Expansion(variables, at, false).of(value));
  if (text === null) return UNKNOWN;
  if (before.kind === 'text') return { kind: 'text', text: before.text + text };
  return before.kind === 'unset' ? { kind: 'text', text } : UNKNOWN;
}

function elementsOf(elements: Extract<Assignment['value'], { type: 'ArrayValue' }>['elements'], source: Source, variables: Variables, at: number): (string | null)[] | null {
  const items: (string | null)[] = [];
  for (const element of elements) {
    if (/^\[[^\]]*\]\+?=/.test(element.text)) return null;
    for (const { text, known, solid, many } of fieldsOf(element, source.text.slice(element.pos, element.end), at, variables)) {
      if (!known && (many || !solid)) return null;
      items.push(known ? text : null);
    }
  }
  return items;
}

/** The word that a builtin such as `export` gets for `NAME=value`. */
export function assignmentWord(assignment: Assignment, source: Source, variables: Variables): Word {
  const { name, value, append, index } = assignment;
  const place = placeOf(assignment, source);
  const raw = source.text.slice(assignment.pos, source.whole === null ? place.end : assignment.end);
  const text = value.type === 'ArrayValue' || index !== undefined ? null : textOf(new Expansion(variables, place.start, false).of(value));
  const whole = text === null ? { unknown: raw } : `${name}${append === true ? '+=' : '='}${text}`;
  return { value: whole, ...place, origin: whole === raw && source.whole === null ? 'written' : 'derived', quote: '', loose: false };
}

/** Does what a builtin that sets variables does to them. */
export function runBuiltin(builtin: Builtin, command: ShCommand, source: Source, variables: Variables, at: number): void {
  const options = builtin.arguments.flatMap(({ text }) => (/^[-+]\w/.test(text) ? [text] : [])).join('');
  if (isDeclaration(builtin)) {
    for (const item of builtin.arguments) declare(builtin, options, item, source, variables, at);
  } else if (builtin.name === 'unset' && !options.includes('f')) {
    for (const { text } of builtin.arguments) if (isName(text)) variables.set(text, { kind: 'unset' }, at);
    for (const name of namesSetBy(command)) if (!builtin.arguments.some(({ text }) => text === name)) variables.set(name, UNKNOWN, at);
  } else {
    setUnknown(command, variables, at);
  }
}

function declare(builtin: Builtin, options: string, item: Builtin['arguments'][number], source: Source, variables: Variables, at: number): void {
  // A reference is never known, and what it refers to is not set by that.
  if (isReference(builtin)) return;
  if (item.type === 'Assignment') {
    // Integers and changed case: the value is not what is written.
    if (/[iluA]/.test(options)) variables.set(item.name, UNKNOWN, at);
    else assign(item, source, variables, at);
    return;
  }
  if (isName(item.text)) {
    if (builtin.name === 'local') variables.set(item.text, { kind: 'unset' }, at);
    else if (builtin.name !== 'export' && builtin.name !== 'readonly') variables.set(item.text, UNKNOWN, at);
    return;
  }
  // `export "A=80"`
  const text = textOf(new Expansion(variables, at, false).of(item)) ?? item.text;
  const [, name, value] = /^["']?([A-Za-z_]\w*)\+?=(.*)$/s.exec(text) ?? [];
  if (name !== undefined) variables.set(name, text === item.text || value === undefined || options !== '' ? UNKNOWN : { kind: 'text', text: value }, at);
}
