/** Why `JSON.parse` refuses a text, in the first line, without the piece of the text that newer ones quote: a secret may stand in it. */
export function jsonReason(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/, (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON$/, '').split('\n')[0] ?? '';
}
