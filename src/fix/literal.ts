import type { SourceRange } from '../model/source.ts';

/** Where a value begins at its place, inside its quotes; `null` when it does not stand there as it is, once. */
export function literalStart(texts: ReadonlyMap<string, string>, { file, start, end }: SourceRange, value: string): number | null {
  const written = texts.get(file)?.slice(start, end) ?? '';
  const index = written.indexOf(value);
  return index < 0 || written.includes(value, index + 1) ? null : start + index;
}
