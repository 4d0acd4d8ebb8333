/** Longer texts are known by the digest of them. */
export const LONGEST_TEXT = 200;

/** The source text of a finding's place as it is known again: indentation and line ends make no difference. */
export function placeText(text: string, { start, end }: { readonly start: number; readonly end: number }, digest: (text: string) => string): string {
  const plain = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return plain.length > LONGEST_TEXT ? digest(plain) : plain;
}
