import type { ArithmeticWord, CommandExpansionPart, ParameterDefaultOperation, ParameterExpansionPart, SimpleExpansionPart, Word, WordPart } from 'unbash';
import { evaluate } from './sh-arithmetic.ts';
import { isName } from './sh-assignments.ts';
import { Fields, type Field } from './sh-fields.ts';
import { DEEPEST, isPlain } from './sh-syntax.ts';
import type { OUTSIDE, State, Variables } from './sh-variables.ts';

/** How a substitution begins that may hold only blanks and comments; most are not parsed to find out. */
const NOTHING = /^(?:`|\$\()(?:[ \t\n]|\\\n)*[#`)]/;

/** How a piece of a word is read. */
interface Context {
  readonly quoted: boolean;
  /** Behind `:-` and its like, where text is split as a value is. */
  readonly operand: boolean;
  readonly depth: number;
}

type Value = State | typeof OUTSIDE;

/** What the parts of a word amount to where it stands in the script: at offset `at`. */
export class Expansion {
  private readonly fields: Fields;

  constructor(private readonly variables: Variables, private readonly at: number, splits: boolean) {
    this.fields = new Fields(splits ? this.separators() : '');
  }

  of(word: Word): readonly Field[] {
    this.word(word, { quoted: false, operand: false, depth: 0 });
    this.fields.close();
    return this.fields.done;
  }

  private separators(): string | null {
    const ifs = this.variables.read('IFS', this.at);
    if (ifs.kind === 'text') return ifs.text;
    return ifs.kind === 'unset' || ifs.kind === 'outside' ? ' \t\n' : null;
  }

  private word(word: Word, context: Context): void {
    if (context.depth > DEEPEST || !this.variables.afford(context.depth === 0 ? 0 : word.text.length)) {
      this.fields.hole(context.quoted);
      return;
    }
    const parts = isPlain(word.text) ? undefined : word.parts;
    if (parts !== undefined) this.parts(parts, context);
    else this.literal(word, context);
  }

  private parts(parts: readonly WordPart[], context: Context): void {
    for (const [index, part] of parts.entries()) {
      // The name of a variable may go on in the next line; unbash ends it there.
      const next = part.type === 'SimpleExpansion' ? parts[index + 1] : undefined;
      if (next?.type === 'Literal' && /^(?:\\\n)+\w/.test(next.text)) this.fields.hole(context.quoted);
      else this.part(part, context);
    }
  }

  private part(part: WordPart, context: Context): void {
    const { fields } = this;
    switch (part.type) {
      case 'Literal':
        this.literal(part, context);
        return;
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        fields.add(part.value);
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        // `"${A[@]}"` of an empty array is no word.
        if (part.parts.length !== 1 || !isAll(part.parts[0])) fields.add('');
        this.parts(part.parts, { ...context, quoted: true });
        return;
      case 'Glob':
      case 'ExtendedGlob':
      case 'BraceExpansion':
        if (/[$`'"\\]/.test(part.text)) fields.hole(true);
        else fields.add(part.text);
        return;
      case 'SimpleExpansion':
        this.simple(part, context);
        return;
      case 'ParameterExpansion':
        this.parameter(part, context);
        return;
      case 'ArithmeticExpansion':
        this.arithmetic(part, context);
        return;
      case 'CommandExpansion':
        if (!saysNothing(part)) fields.hole(context.quoted);
        return;
      case 'ProcessSubstitution':
        fields.hole(true);
    }
  }

  private literal({ text, value }: { text: string; value: string }, { quoted, operand }: Context): void {
    // A line continuation alone is no word.
    if (value === '') return;
    if (operand && !quoted && !text.includes('\\')) this.fields.split(value);
    else this.fields.add(value);
  }

  private simple(part: SimpleExpansionPart, context: Context): void {
    const name = part.text.slice(1).replaceAll('\\\n', '');
    if (isName(name)) this.value(this.variables.read(name, this.at), context);
    else this.fields.hole(context.quoted, name === '@');
  }

  private parameter(part: ParameterExpansionPart, context: Context): void {
    const { parameter, prefix, operation } = part;
    const all = isAll(part);
    const state = isName(parameter) && prefix !== '!' ? this.variables.read(parameter, this.at) : { kind: 'unknown' as const };
    if (prefix === '#') {
      this.length(state, part.index, context);
    } else if (operation === undefined) {
      this.element(state, part.index?.value, context);
    } else if (operation.type === 'Default' && state.kind !== 'unknown') {
      this.defaulted(state, part, operation, context);
    } else {
      this.fields.hole(context.quoted, all);
    }
  }

  private length(state: Value, index: Word | undefined, context: Context): void {
    const all = index?.value === '@' || index?.value === '*';
    const length = state.kind === 'array' && all ? state.items.length : state.kind === 'text' && !all ? state.text.length : null;
    if (length === null) this.fields.hole(true);
    else this.write(String(length), context);
  }

  /** `${A[@]}`, `${A[0]}` or, for a variable without an index, its value. */
  private element(state: Value, index: string | undefined, context: Context): void {
    if (index === undefined || state.kind !== 'array') {
      if (index === undefined || index === '0' || state.kind === 'unset') this.value(state, context);
      else this.fields.hole(context.quoted, index === '@');
      return;
    }
    const { items } = state;
    if (index === '@' || (index === '*' && !context.quoted)) {
      for (const [position, item] of items.entries()) {
        if (position > 0) this.fields.close();
        this.item(item, context);
      }
    } else if (index === '*') {
      const separators = this.separators();
      if (items.includes(null) || separators === null) this.fields.hole(true);
      else this.fields.add(items.join(separators.slice(0, 1)));
    } else {
      const item = /^\d{1,6}$/.test(index) ? items[Number(index)] : null;
      if (item === undefined) this.value({ kind: 'unset' }, context);
      else this.item(item, context);
    }
  }

  private item(item: string | null, context: Context): void {
    if (item === null) this.fields.hole(context.quoted);
    else this.write(item, context);
  }

  private defaulted(state: Exclude<Value, { kind: 'unknown' }>, part: ParameterExpansionPart, { operator, operand }: ParameterDefaultOperation, context: Context): void {
    const inner: Context = { quoted: context.quoted, operand: true, depth: context.depth + 1 };
    const text = state.kind === 'text' ? state.text : state.kind === 'array' ? (state.items[0] ?? '') : '';
    const isSet = state.kind === 'text' || (state.kind === 'array' && state.items.length > 0);
    const present = isSet && !(operator.startsWith(':') && text === '');
    const kind = operator.at(-1);
    if (kind === '+') {
      if (state.kind === 'outside') this.perhaps(operand, inner);
      else if (present) this.word(operand, inner);
    } else if (present) {
      this.element(state, part.index?.value, context);
    } else if (kind === '?') {
      this.fields.hole(context.quoted);
    } else {
      if (kind === '=' && part.index === undefined) this.assign(part.parameter, operand, inner);
      this.word(operand, inner);
    }
  }

  private perhaps(operand: Word, inner: Context): void {
    const said = new Expansion(this.variables, this.at, true);
    said.word(operand, inner);
    said.fields.close();
    if (inner.quoted || !said.fields.done.every(({ known }) => known)) this.fields.hole(inner.quoted, !inner.quoted);
    else this.fields.perhaps(said.fields.done.map(({ text }) => text));
  }

  private assign(name: string, operand: Word, { depth }: Context): void {
    const inner = new Expansion(this.variables, this.at, false);
    inner.word(operand, { quoted: false, operand: true, depth: depth + 1 });
    inner.fields.close();
    const text = textOf(inner.fields.done);
    this.variables.set(name, text === null ? { kind: 'unknown' } : { kind: 'text', text }, this.at);
  }

  private value(state: Value, context: Context): void {
    if (state.kind === 'text') this.write(state.text, context);
    else if (state.kind === 'array' && state.items.length > 0) this.item(state.items[0] ?? null, context);
    else if (state.kind === 'outside' || state.kind === 'unknown') this.fields.hole(context.quoted);
  }

  private write(text: string, context: Context): void {
    if (context.quoted) this.fields.add(text);
    else this.fields.split(text);
  }

  private arithmetic(part: Extract<WordPart, { type: 'ArithmeticExpansion' }>, context: Context): void {
    const value = context.depth > DEEPEST || !this.variables.afford(part.text.length) ? null : evaluate(part.expression, (word) => this.number(word, context));
    if (value === null) this.fields.hole(true);
    else this.write(String(value), context);
  }

  private number(word: ArithmeticWord, { depth }: Context): string | null {
    const name = /^\$?(\w+)$|^\$\{(\w+)\}$/.exec(word.value);
    const variable = name?.[1] ?? name?.[2] ?? '';
    if (isName(variable)) {
      const state = this.variables.read(variable, this.at);
      return state.kind === 'text' ? state.text : state.kind === 'unset' ? '0' : null;
    }
    if (word.parts === undefined) return /[$`]/.test(word.value) ? null : word.value;
    const inner = new Expansion(this.variables, this.at, false);
    inner.parts(word.parts, { quoted: true, operand: false, depth: depth + 1 });
    inner.fields.close();
    return textOf(inner.fields.done);
  }
}

/** The text of a value that is not split; null when it is not known. */
export function textOf(fields: readonly Field[]): string | null {
  return fields.every(({ known }) => known) ? fields.map(({ text }) => text).join(' ') : null;
}

/** A substitution that holds only blanks and comments, as `# this` in backquotes: the way to comment on an argument. */
function saysNothing(part: CommandExpansionPart): boolean {
  if (!NOTHING.test(part.text)) return false;
  const { script } = part;
  return script !== undefined && script.commands.length === 0 && script.errors === undefined;
}

function isAll(part: WordPart | undefined): boolean {
  if (part?.type === 'SimpleExpansion') return part.text === '$@';
  return part?.type === 'ParameterExpansion' && (part.index?.value === '@' || part.parameter === '@');
}
