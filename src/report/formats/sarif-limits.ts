import type { Result } from 'sarif';

/** What a reader takes of one run. */
export interface Limits {
  readonly results: number;
  readonly characters: number;
}

/** GitHub refuses more results, and more than 10 MB compressed; a report of so many characters is a fraction of that. */
export const codeScanning: Limits = { results: 25_000, characters: 40_000_000 };

const weight = { error: 3, warning: 2, note: 1, none: 0 };

/** As many as the limits allow, in their order: what weighs least is left out. */
export function withinLimits(results: readonly Result[], limits: Limits): Result[] {
  const heaviest = [...results].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, limits.results);
  let room = limits.characters;
  const kept = new Set(heaviest.filter((result) => (room -= JSON.stringify(result).length) >= 0));
  return results.filter((result) => kept.has(result));
}

/** What is silenced weighs less than anything that is not. */
function weightOf({ level = 'warning', suppressions = [] }: Result): number {
  return weight[level] - (suppressions.length > 0 ? 10 : 0);
}
