import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const script = new URL('meter.py', import.meta.url).pathname;

/** What measured programs see: no setting of whoever measures. NODE_EXTRA_CA_CERTS alone more than doubles the start of Node. */
const fresh = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };

/** MB. ShellCheck takes all there is for a script of 5 MB, and the kernel then ends whatever it likes. */
const MOST_MEMORY = 4096;

/** Whether this machine can measure: Python from 3.9 on starts the programs. */
export function canMeasure() {
  return spawnSync('python3', ['-c', 'import os; os.wait4, os.waitstatus_to_exitcode'], { stdio: 'ignore' }).status === 0;
}

/**
 * Runs programs one after the other. `run(argv, options)` gives `{ code, cpu, wall, memory, output }`: milliseconds of user and system time of the
 * process and of all that it waited for, milliseconds that passed, the peak of its memory in MB, and how many bytes it printed. What takes more than
 * `limit` seconds or `memory` MB is ended.
 */
export function startMeter({ inherit = false } = {}) {
  const environment = inherit ? process.env : fresh;
  const python = spawn('python3', ['-S', '-E', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    async run(argv, { cwd, limit, memory = MOST_MEMORY }) {
      python.stdin.write(`${JSON.stringify({ argv, cwd, env: { ...environment, HOME: cwd, TMPDIR: cwd }, limit, memory })}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('the meter ended');
      return JSON.parse(value);
    },
    stop: () => python.stdin.end(),
  };
}
