import type { SourceRange, Unknown } from '../../model/source.ts';
import { rangeInFile, type Place, type Word } from '../shell/shell-text.ts';

/** One word of a command line with its place in the file. */
export interface RunWord {
  readonly value: string | Unknown;
  readonly at: SourceRange;
  /** The value itself stands there, between `quote`s. */
  readonly editable: boolean;
  /** It stands there in one piece, as the shell reads it. */
  readonly whole: boolean;
  /** Other words come from the same text: a variable that holds several. */
  readonly shared: boolean;
  readonly quote: '"' | "'" | '';
  readonly loose: boolean;
  /** The words that it may be, when nothing else is possible but none at all. */
  readonly maybe?: readonly string[];
  /** What stands in the file for a value that is not known. */
  readonly written?: string;
}

/** The words of one command in a file; what a reader has filled in for a variable is not what stands there. */
export function placeWords(words: readonly Word[], places: readonly Place[], { file, text }: { readonly file: string; readonly text: string }): RunWord[] {
  return words.map(({ value, start, end, origin, quote, loose, maybe }, index) => {
    const range = rangeInFile(places, start, end);
    const shared = words[index - 1]?.start === start || words[index + 1]?.start === start;
    const exact = range.whole && text.slice(range.start + quote.length, range.end - quote.length) === value;
    return { value, at: { file, start: range.start, end: range.end }, editable: origin === 'written' && exact && !shared, whole: range.whole, shared, quote, loose, ...(maybe === undefined ? {} : { maybe }), ...(typeof value === 'string' ? {} : { written: text.slice(range.start, range.end) }) };
  });
}

/** Where the characters of a word's text stand inside its quotes, `null` when they do not stand there: another shell reads that text. */
export function placesInside(file: string, { at, editable, quote }: RunWord, text: string): Place[] | null {
  if (editable) return [{ at: 0, from: at.start + quote.length }];
  const quoted = file[at.start] === '"' && file[at.end - 1] === '"';
  const raw = quoted ? file.slice(at.start + 1, at.end - 1) : file.slice(at.start, at.end);
  const from = at.start + (quoted ? 1 : 0);
  if (raw === text) return [{ at: 0, from }];
  if (!quoted) return null;
  const places: Place[] = [{ at: 0, from }];
  let plain = '';
  for (let i = 0; i < raw.length; ) {
    const continued = raw.startsWith('\\\n', i);
    if (continued || (raw[i] === '\\' && /["\\$`]/.test(raw[i + 1] ?? ''))) {
      i += continued ? 2 : 1;
      places.push({ at: plain.length, from: from + i });
      if (continued) continue;
    }
    plain += raw[i++] ?? '';
  }
  return plain === text ? places : null;
}
