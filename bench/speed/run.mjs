// What the commands of the bench share: a directory that is gone afterwards, a meter, and one way to end.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadRequest } from '../engine/arguments.mjs';
import { root } from '../../scripts/tryout.mjs';
import { canMeasure, startMeter } from './meter.mjs';

/** What is not there, with its remedy. */
export class Missing extends Error {}

/** Runs `act` and sets the exit code to what it returns; 2 where the request makes no sense or something is missing. */
export async function runBench(name, usage, act) {
  try {
    process.exitCode = await act();
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    if (error instanceof BadRequest) console.error(usage);
    process.exitCode = error instanceof BadRequest || error instanceof Missing ? 2 : 1;
  }
}

export async function withMeter(act, { inherit = false } = {}) {
  if (!canMeasure()) throw new Missing('python3 is missing, from 3.9 on, on Linux: it measures what each process uses (apt-get install python3)');
  if (!existsSync(join(root, 'dist/zlm-lint.cjs'))) throw new Missing('dist/zlm-lint.cjs is missing: npm run bundle');
  return inDirectory(async (work) => {
    const meter = startMeter({ inherit });
    try {
      return await act(work, meter);
    } finally {
      meter.stop();
    }
  });
}

/** A signal ends what runs at the moment, and with it the run. */
export async function inDirectory(act) {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'zlm-lint-speed-')));
  const remove = () => rmSync(work, { recursive: true, force: true });
  const stop = () => {
    remove();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  try {
    return await act(work);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
    remove();
  }
}
