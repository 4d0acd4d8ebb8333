import { visible } from './width.ts';

/** Quoted for a POSIX shell where it has to be. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The same to be shown: what cannot be seen stands as an escape inside `$'…'`, which bash, zsh and ksh read. */
export function quotedToShow(word: string): string {
  if (visible(word) === word) return quoted(word);
  const escaped = visible(word.replace(/[\\']/g, String.raw`\$&`));
  // Shells know the characters beyond four digits by another escape, and two digits as a byte.
  const inShell = escaped.replace(/\\(?:u\{([\da-f]+)\}|x([89a-f][\da-f])|.)/gs, (whole, far: string | undefined, byte: string | undefined) => (far !== undefined ? `\\U${far.padStart(8, '0')}` : byte !== undefined ? `\\u00${byte}` : whole));
  return `$'${inShell}'`;
}
