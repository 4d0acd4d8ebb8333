// node grow.mjs: runs the program again and again in this process, as a request on file descriptor 4 says, and writes the CPU time of
// each run to file descriptor 3. growth.mjs starts it.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const ROUNDS = 5;
/** ms of CPU time: how long the compiler is given to see the code, and after how long what takes long is not measured again. */
const WARM_UP = 1000;
const ENOUGH = 10_000;
/** What takes longer is not doubled again. */
const TOO_LONG = 10_000;
/** What takes less is measured in every round. */
const SHORT = 1000;

const { program, idle, warm, runs } = JSON.parse(readFileSync(4, 'utf8'));
const { start } = createRequire(import.meta.url)(program);
// Each run of the program listens for errors of the output.
process.stdout.setMaxListeners(0);
process.stderr.setMaxListeners(0);

// Code that was never run is slow the first time, which would make the small sizes dear and hide what grows.
for (let spent = 0, times = 0; spent < WARM_UP || times < 2; times++) {
  const cpu = await turn(warm);
  spent += cpu;
  if (cpu > TOO_LONG) break;
}
const last = new Map();
for (let round = 0, spent = 0; round < ROUNDS; round++) {
  for (const run of [idle, ...runs]) {
    if (round > 0 && (last.get(run) ?? Infinity) > (spent < ENOUGH ? TOO_LONG : SHORT)) continue;
    const cpu = await turn(run);
    writeSync(3, `${JSON.stringify({ size: run.size, cpu })}\n`);
    last.set(run, cpu);
    spent += cpu;
    if (cpu > TOO_LONG) break;
  }
}

/**
 * ms of user and system time of one run, of all threads. Garbage is collected when it is time: asked for between the runs, a collection takes
 * the compiled code away with the last objects of the shapes that it is for, and the small sizes are dear again.
 */
async function turn({ cwd, args }) {
  process.chdir(cwd);
  process.argv = [process.execPath, program, ...args];
  const before = process.cpuUsage();
  start();
  // The program is done when nothing is left to do; without something new to do the process would end here.
  await new Promise((resolve) => process.once('beforeExit', () => setImmediate(resolve)));
  const { user, system } = process.cpuUsage(before);
  if (process.exitCode !== 0 && process.exitCode !== 1) throw new Error(`zlm-lint ends with ${process.exitCode} in ${cwd}: ${args.join(' ').slice(0, 200)}`);
  process.exitCode = 0;
  return (user + system) / 1000;
}
