/** The word that was probably meant: at most a third of it differs; `null` where none is that near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const one of known) {
    const distance = differences(word.toLowerCase(), one.toLowerCase());
    if (distance < least && distance <= Math.max(1, Math.floor(Math.max(word.length, one.length) / 3))) [best, least] = [one, distance];
  }
  return best;
}

/** How many letters have to be put in, taken out, exchanged or swapped with their neighbour. */
function differences(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > b.length) return Infinity;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? Infinity;
}
