import { isOwnWord } from './own-words.ts';
import { Passages } from './passages.ts';
import type { Span } from './secret-values.ts';
import { masked } from './secrets.ts';

/**
 * Values of the secrets in texts, each known by its name, to be hidden wherever else they stand: as they are written, and as they are read. A value that
 * the texts or their names also hold in the open is no secret elsewhere, nor is a word of zlm-lint's own: stars for it would hide what a finding is about,
 * and tell by that what the secret is. `more` are values that only a reader of the texts knows.
 */
export function secretPassages(texts: ReadonlyMap<string, string>, spansOf: (name: string) => readonly Span[], more: readonly string[] = []): Passages {
  const written = [...texts].flatMap(([name, text]) => spansOf(name).flatMap(({ start, end }) => linesOf(text.slice(start, end))));
  const read = written.flatMap((value) => [value, unescaped(value), value.replaceAll('$$', '$'), value.replaceAll("''", "'")]);
  const values = new Set([...read, ...more.flatMap(linesOf)].map((value) => value.trim()).filter((value) => !isOwnWord(value)));
  const all = new Passages(values);
  if (values.size === 0) return all;
  const open = [...texts].flatMap(([name, text]) => [name, masked(text, undefined, spansOf(name))]);
  for (const text of open) for (const { passage } of all.in(text)) values.delete(passage);
  return new Passages(values);
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** Between double quotes. */
function unescaped(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}
