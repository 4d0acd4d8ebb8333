import { masked } from '../text/secrets.ts';
import { visible } from '../text/width.ts';

/** The sentence of a mistake in the program. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where it happened; only mistakes in the program print this. An error may quote a file. */
export function stackOf(error: unknown): string {
  return masked(rawStackOf(error)).split('\n').map(visible).join('\n');
}

function rawStackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${rawStackOf(error.cause)}`;
  return (error.stack ?? error.message) + cause;
}
