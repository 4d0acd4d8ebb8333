/** The name that was probably meant; `null` when none is near: of every three characters two have to be right. `always` gives one that is farther all the same; `parts: false` leaves out names that only hold the word. */
export function nearest(word: string, names: readonly string[], { always = false, parts = true } = {}): string | null {
  let found: string | null = null;
  let least = Infinity;
  for (const name of names) {
    const most = Math.max(1, Math.floor(Math.max(word.length, name.length) / 3));
    const changes = Math.min(distance(word.toLowerCase(), name.toLowerCase()), parts && isPart(word, name) ? most : Infinity);
    if ((changes > most && !always) || changes >= least) continue;
    least = changes;
    found = name;
  }
  return found;
}

/** `port-range` for `no-wide-port-range`. */
function isPart(word: string, name: string): boolean {
  return word.length >= 3 && name.toLowerCase().includes(word.toLowerCase());
}

/** How many characters have to be put in, left out, replaced or swapped with their neighbour to make one word of the other. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > b.length) return Infinity;
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? Infinity;
}
