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
}

/** The words of one command in a file; what a reader has filled in for a variable is not what stands there. */
export function placeWords(words: readonly Word[], places: readonly Place[], { file, text }: { readonly file: string; readonly text: string }): RunWord[] {
  return words.map(({ value, start, end, origin, quote, loose }, index) => {
    const range = rangeInFile(places, start, end);
    const shared = words[index - 1]?.start === start || words[index + 1]?.start === start;
    const exact = range.whole && text.slice(range.start + quote.length, range.end - quote.length) === value;
    return { value, at: { file, start: range.start, end: range.end }, editable: origin === 'written' && exact && !shared, whole: range.whole, shared, quote, loose };
  });
}
