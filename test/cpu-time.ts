/** µs; the clock of a process may tick in steps of 10 ms. */
const SHORTEST_TURN = 50_000;

/** CPU time of this process in µs, of one run; as many runs are measured together as the clock needs to tell. */
async function turn(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let runs = 1; ; runs++) {
    await act();
    const { user, system } = process.cpuUsage(before);
    if (user + system >= SHORTEST_TURN) return (user + system) / runs;
  }
}

/**
 * How many times the CPU time of `less` the work of `more` takes: both in turns, of each the fastest, into which neither the compiler
 * nor a collection of garbage falls.
 */
export async function timesLonger(more: () => unknown, less: () => unknown, rounds = 4): Promise<number> {
  const least = { more: Infinity, less: Infinity };
  for (let round = 0; round < rounds; round++) {
    least.less = Math.min(least.less, await turn(less));
    least.more = Math.min(least.more, await turn(more));
  }
  return least.more / least.less;
}
