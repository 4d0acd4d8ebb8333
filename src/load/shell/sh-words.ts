import { parse, type Word as ShWord } from 'unbash';
import { expandBraces } from './sh-braces.ts';
import { Expansion } from './sh-expansions.ts';
import type { Field } from './sh-fields.ts';
import { isEscaped } from './sh-line-ends.ts';
import { isPlain, type Source, type Span } from './sh-syntax.ts';
import type { Variables } from './sh-variables.ts';
import type { Word } from './shell-text.ts';

/** More words than anybody writes with one pair of braces, and longer than any word with braces. */
const MOST_WORDS = 1000;
const LONGEST_BRACES = 4000;

interface Extent {
  readonly pos: number;
  readonly end: number;
}

const NOTHING_KNOWN: Field = { text: '', known: false, solid: false, many: true };

/** What one word of the script is to the program that gets it: mostly one word. */
export function wordsOf(word: ShWord, source: Source, variables: Variables): readonly Word[] {
  const place = placeOf(word, source);
  const raw = source.text.slice(word.pos, source.whole === null ? place.end : endOf(word, source.text));
  if (isPlain(raw)) return [{ value: raw, ...place, origin: source.whole === null ? 'written' : 'derived', quote: '', loose: false }];
  const quote = quoteOf(word);
  const inner = quote === '' ? raw : raw.slice(1, -1);
  const fields = fieldsOf(word, raw, place.start, variables);
  const asWritten = source.whole === null && fields.length === 1 && fields[0]?.text === inner && isLiteral(word);
  return fields.map(({ text, known, solid, many, maybe }) => ({
    value: known ? text : { unknown: inner },
    ...place,
    origin: asWritten ? 'written' : 'derived',
    quote,
    loose: !known && (many || !solid),
    ...(maybe === undefined ? {} : { maybe }),
  }));
}

/** Where a word stands, without the continuation that unbash counts to its end. */
export function placeOf(node: Extent, source: Source): Span {
  return source.whole ?? { start: node.pos, end: endOf(node, source.text) };
}

/** The end of a node without the line continuations behind its last character. */
export function endOf(node: Extent, text: string): number {
  let { end } = node;
  while (end - 2 > node.pos && text[end - 1] === '\n' && text[end - 2] === '\\' && !isEscaped(text, end - 2)) end -= 2;
  return end;
}

/** The words of a word with variables, braces and quotes, without their places. */
export function fieldsOf(word: ShWord, raw: string, at: number, variables: Variables): readonly Field[] {
  if (isPlain(raw) || word.parts?.some(({ type }) => type === 'BraceExpansion') !== true) return new Expansion(variables, at, true).of(word);
  const line = raw.includes("'") ? raw : raw.replaceAll('\\\n', '');
  const texts = raw.length > LONGEST_BRACES || line.includes('\\\n') || !variables.afford(raw.length) ? null : expandBraces(line, MOST_WORDS);
  if (!variables.afford(texts === null ? LONGEST_BRACES : texts.join(' ').length) || texts === null) return [NOTHING_KNOWN];
  const read = parse(`: ${texts.join(' ')}`);
  const command = read.commands[0]?.command;
  if (read.errors !== undefined || read.commands.length !== 1 || command?.type !== 'Command') return [NOTHING_KNOWN];
  return command.args.flatMap((item) => (item.type === 'Word' ? new Expansion(variables, at, true).of(item) : []));
}

function quoteOf(word: ShWord): Word['quote'] {
  const [part, ...others] = word.parts ?? [];
  if (part === undefined || others.length > 0) return '';
  if (part.type === 'SingleQuoted') return "'";
  return part.type === 'DoubleQuoted' ? '"' : '';
}

/** True for a word of letters, in one pair of quotes or none; what it says may still be written with escapes. */
function isLiteral(word: ShWord): boolean {
  const [part, ...others] = word.parts ?? [];
  if (part === undefined) return true;
  if (others.length > 0) return false;
  if (part.type === 'DoubleQuoted') return part.parts.every(({ type }) => type === 'Literal');
  return part.type === 'SingleQuoted' || part.type === 'Literal';
}
