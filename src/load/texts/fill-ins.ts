import type { ShellName, Span } from '../shell/shell-text.ts';
import { openQuotes, unknownOf } from './piece.ts';

/** `<dir>`, `<your password>`; no redirections (`<in >out`, `<<EOF`, `<(x)`). */
const ANGLES = '(?<![<$\\\\])<(?![<&(\\s])[^<>|&;()`$"\'\\n]{0,60}[^<>|&;()`$"\'\\s]>(?!>)';
/** `{port}`, `{{ port }}`; no variables, brace expansions or templates of Go (`{{.Name}}`). */
const BRACES = '(?<![$@\\\\{])\\{(?:[\\p{L}_][\\p{L}\\p{N}_-]{0,60}|\\{[ \\t]*[\\p{L}_][^{}\\n]{0,60}\\})\\}';
/** `[OPTIONS]`, `[ARG...]`, `[-d]` as words of their own. */
const BRACKETS = '(?<![^\\s])\\[(?:-{1,2}[A-Za-z]|[\\p{L}_])[^\\[\\]\\n$"\'`|;&/]{0,60}\\](?![^\\s])';
/** What a page leaves to its reader. */
export const FILL_IN = `${ANGLES}|${BRACES}|${BRACKETS}`;
const ALL = new RegExp(FILL_IN, 'gu');

export interface Filled {
  readonly text: string;
  readonly places: readonly Span[];
}

/** The text with variables that are not known, of the same length, in place of what its reader is to fill in. */
export function withoutFillIns(text: string, shell: ShellName): Filled {
  const places: Span[] = [];
  const filled = text.replace(ALL, (whole, start: number) => {
    places.push({ start, end: start + whole.length });
    return shell === 'cmd' ? `%${'_'.repeat(whole.length - 2)}%` : unknownOf(whole.length);
  });
  return { text: shell === 'sh' && places.length > 0 ? openQuotes(filled) : filled, places };
}

/** Whether one of the places, which are in order, meets the span. */
export function holdsFillIn(places: readonly Span[], { start, end }: Span): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (places[low]?.start ?? Infinity) < end;
}
