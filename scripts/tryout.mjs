// What the try:* commands share: a temporary directory, commands whose exit code is checked, and a line for each step.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * Takes the steps one after the other, in a directory that is gone afterwards; the first that throws is the last, and so is the one during
 * which a signal comes. `steps` yields `[what is tried, a function that throws where it does not hold]`.
 */
export async function tryOut(name, steps) {
  const interruption = interrupted();
  const work = realpathSync(mkdtempSync(join(tmpdir(), `zlm-lint-${name.replace(':', '-')}-`)));
  const began = Date.now();
  let tried = 0;
  try {
    for (const [what, step] of steps(work)) {
      tried++;
      const failure = await Promise.race([failureOf(step), interruption.signal]);
      // What came while a command was waited for is only heard of now, and is why that command failed.
      await new Promise(setImmediate);
      if (interruption.name !== null) break;
      if (failure !== null) {
        console.error(`FAILED  ${what}\n${failure.message}`);
        process.exitCode = 1;
        break;
      }
      console.log(`ok      ${what}`);
    }
  } finally {
    // A command that has the same signal may need a moment to be gone.
    rmSync(work, { recursive: true, force: true, maxRetries: 10 });
  }
  if (interruption.name !== null) {
    console.error(`${name}: interrupted at step ${tried}`);
    process.removeAllListeners(interruption.name);
    process.kill(process.pid, interruption.name);
    return;
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(process.exitCode === 1 ? `${name}: failed at step ${tried}` : `${name}: passed, ${tried} steps in ${seconds} s`);
}

async function failureOf(step) {
  try {
    await step();
    return null;
  } catch (error) {
    return error;
  }
}

/** The first signal that asks us to end: its name once it has come, and a promise of it. */
function interrupted() {
  const interruption = { name: null, signal: null };
  interruption.signal = new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM']) {
      process.on(name, () => {
        interruption.name ??= name;
        resolve(null);
      });
    }
  });
  return interruption;
}

/** Runs a command and returns its output. @throws when it ends with another exit code than `code`. */
export function run(command, args, { cwd, env, code = 0 }) {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  if (error !== undefined) throw error;
  if (status !== code) throw new Error(`$ ${[command, ...args].join(' ')}\nexit code ${status ?? signal}, expected ${code}\n${stdout}${stderr}`);
  return { stdout, stderr };
}

/**
 * The environment of a machine on which nobody has set anything up: no settings of the npm or the git that started us but for the way to the
 * registry, and another zlm-lint in the PATH, which only fails.
 */
export function freshEnvironment(work, more = {}) {
  const bin = join(work, 'other-bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'zlm-lint'), '#!/bin/sh\necho "this is another zlm-lint"\nexit 99\n', { mode: 0o755 });
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:npm_(?!config_(?:registry|cafile|\w*proxy)$)|GIT_|PRE_COMMIT|LC_|LANG|FORCE_|NO_COLOR|NODE_OPTIONS|INIT_CWD)/i.test(name));
  return { ...Object.fromEntries(kept), LC_CTYPE: 'C.UTF-8', TMPDIR: work, PATH: [bin, process.env.PATH].join(delimiter), ...more };
}

export function isFound(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Whether Debian's packages may be installed here. */
export function mayInstall() {
  return process.getuid?.() === 0 && isFound('apt-get');
}

/** A step that installs Debian's package of this name, where the command of that name is not there. */
export function* installed(name) {
  if (isFound(name)) return;
  yield [`apt-get install -y ${name}`, () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update'], { env });
    run('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
  }];
}
