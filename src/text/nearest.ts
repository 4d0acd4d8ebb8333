/** The name that a misspelt word is most like; `null` when none is like it, `always` gives the nearest all the same. */
export function nearestOf(word: string, names: readonly string[], { always = false } = {}): string | null {
  const small = word.toLowerCase();
  let best: string | null = null;
  let least = always ? Infinity : Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    // A long word is like none, and need not be compared to find that out.
    const distance = word.length > LONGEST ? Math.abs(name.length - word.length) : distanceOf(small, name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

const LONGEST = 100;

/** How many characters are added, taken away or replaced. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
