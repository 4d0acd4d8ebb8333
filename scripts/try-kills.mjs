// node scripts/try-kills.mjs [--count 500] [--seed 1]: kills `zlm-lint --fix` while it writes several files, and `zlm-lint recover` after it, and
// fails where a file is torn or lost, nothing tells of what is not done, or recovering does not lead to all old or all new.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixedTexts, JOURNAL, recovered, runIn, startProject, ways } from './kills/killing.mjs';
import { projects } from './kills/projects.mjs';
import { isFound, tryOut } from './tryout.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } } });
const count = Number(values.count);
const random = randomFrom(Number(values.seed));
const names = Object.keys(projects);
/** More than any fix of these projects makes. */
const MOST_CALLS = 400;
/** What takes a file from old to new, and what is left of it away. */
const decisive = ['linkSync', 'renameSync', 'rmSync'];
const systemCalls = ['rename', 'link', 'unlink', 'fsync', 'fchmod', 'write'];

await tryOut('try:kills', function* (work) {
  const fixed = {};
  const seconds = {};
  const writing = {};
  const figures = new Map();
  let killed = 0;
  for (const name of names) {
    yield [`a fix of "${name}" that nobody disturbs`, async () => {
      const began = performance.now();
      fixed[name] = await fixedTexts(work, projects[name]);
      seconds[name] = (performance.now() - began) / 1000;
      const dir = startProject(work, projects[name]);
      await runIn(dir, projects[name].words, ways.none, async (child) => {
        const appeared = await whenFile(child, join(dir, JOURNAL), true);
        writing[name] = (await whenFile(child, join(dir, JOURNAL), false)) - appeared;
      });
    }];
  }
  /** One process that is to be killed, whatever comes of it; `false` where it came to its end before. */
  const kill = async (name, method, way, whileRunning) => {
    const project = projects[name];
    const dir = startProject(work, project);
    const { isKilled } = await runIn(dir, project.words, way, whileRunning);
    if (!isKilled) return false;
    const options = { undo: random() < 0.3, killRecovery: random() < 0.5 ? 1 + Math.floor(random() * 30) : null };
    try {
      const { from, to, isTold } = await recovered(dir, project, fixed[name], options);
      const key = `${method.padEnd(12)} ${from.padEnd(5)} ${isTold ? 'journal' : 'no journal'} -> ${to}`;
      figures.set(key, (figures.get(key) ?? 0) + 1);
      killed += 1;
    } catch (error) {
      throw new Error(`${name}, killed by ${method}, ${JSON.stringify({ way, options, dir })}: ${error.message}`, { cause: error });
    }
    return true;
  };
  const everyCall = async (method, wayAt, most) => {
    const began = killed;
    for (const name of names) {
      let isOver = false;
      const numbers = Array.from({ length: MOST_CALLS }, (_, index) => index + 1).values();
      await together(async () => {
        for (const number of numbers) {
          if (isOver || killed - began >= most) return;
          if (!(await kill(name, method, wayAt(number)))) isOver = true;
        }
      });
    }
  };
  yield ['killed before each call that touches the disk', () => everyCall('call', (number) => ways.call(number), count * 0.4)];
  yield ['killed where files become new, and where what is left is removed', () => together(async () => {
    while (killed < count * 0.55) {
      const name = names[Math.floor(random() * names.length)];
      await kill(name, 'decisive', ways.call(1 + Math.floor(random() * 5), { only: decisive[Math.floor(random() * decisive.length)] }));
    }
  })];
  yield ['killed in the middle of a write', () => everyTorn()];
  async function everyTorn() {
    for (let number = 1; number < 60 && killed < count * 0.6; number += 2) await kill(names[number % names.length], 'torn', ways.call(number, { isTorn: true }));
  }
  if (isFound('strace')) yield ['killed before each system call that changes something', async () => {
    for (const call of systemCalls) await everyCall(call, (number) => ways.systemCall(number, call), count * 0.05);
  }];
  yield ['killed soon after the journal appears', () => together(async () => {
    while (killed < count * 0.9) {
      const name = names[Math.floor(random() * names.length)];
      await kill(name, 'writing', ways.none, (child, dir) => killAfter(child, join(dir, JOURNAL), random() * writing[name]));
    }
  })];
  yield ['killed at any time of the run', () => together(async () => {
    while (killed < count) {
      const name = names[Math.floor(random() * names.length)];
      await kill(name, 'any time', ways.none, (child) => void setTimeout(() => child.kill('SIGKILL'), random() * seconds[name] * 1500));
    }
  })];
  yield ['every file was old or new, and every recovery led to all old or all new', () => {
    for (const [key, number] of [...figures].sort()) console.log(`        ${String(number).padStart(4)}  ${key}`);
    console.log(`        ${killed} kills, 0 torn files, 0 lost bytes`);
  }];
});

/** The time at which a file is there, or no longer; looks without a pause, since all is over in some milliseconds. */
async function whenFile(child, path, isThere) {
  while (child.exitCode === null && child.signalCode === null && existsSync(path) !== isThere) await new Promise(setImmediate);
  return performance.now();
}

/** Kills a process some milliseconds, or parts of one, after a file has come to be. */
async function killAfter(child, path, milliseconds) {
  const end = (await whenFile(child, path, true)) + milliseconds;
  while (performance.now() < end);
  child.kill('SIGKILL');
}

/** One of these for each core. */
async function together(act) {
  await Promise.all(cpus().map(act));
}

/** Mulberry32. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
