import { expect } from 'vitest';
import { placeInFile, type ShellText } from '../../../src/load/shell/shell-text.ts';
import { textsIn } from '../../../src/load/texts/texts-in.ts';

/** The texts found, after a check that each of their characters stands in the file where `places` says; `replaced` are those that do not. */
export function found(file: string, source: string): { readonly texts: readonly ShellText[]; readonly replaced: string } {
  const texts = textsIn(file, source);
  return { texts, replaced: texts.map((text) => replacedIn(source, text)).join('') };
}

/** The characters of the text that are others in the file; complains of places that are out of order or outside the file. */
export function replacedIn(source: string, { text, places }: ShellText): string {
  expect(places[0]?.at ?? 0).toBe(0);
  places.forEach(({ at, from }, index) => {
    if (index > 0) expect(at).toBeGreaterThan(places[index - 1]?.at ?? 0);
    expect(from).toBeGreaterThanOrEqual(0);
  });
  let replaced = '';
  for (let k = 0; k < text.length; k++) {
    const at = placeInFile(places, k);
    expect(at).toBeLessThan(source.length);
    if (source[at] !== text[k]) replaced += text[k];
  }
  return replaced;
}

/** What stands in the table: the shell, `?` behind it for documentation, and the text. */
export function shown({ shell, tolerant, text }: ShellText): string {
  return `${shell}${tolerant ? '?' : ''} ${text}`;
}
