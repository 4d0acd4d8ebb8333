// node fuzz/fuzz.mjs: shows zlm-lint inputs that nobody has written, as long as it is told to, and holds it to the invariants.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled, root } from './build.mjs';

const usage = 'usage: npm run fuzz -- [--minutes N] [--seed N] [--jobs N] [--only bytes|mutants|crosses|projects]... [--corpus FOLDER] [--output FOLDER] | --repeat FOLDER';
const number = (text) => {
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
};
const all = ['bytes', 'mutants', 'crosses', 'projects'];

let asked;
try {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: String(Date.now() % 1e9) }, jobs: { type: 'string', default: String(availableParallelism()) }, only: { type: 'string', multiple: true, default: all }, corpus: { type: 'string', default: process.env.ZLM_LINT_CORPUS ?? '' }, output: { type: 'string', default: join(root, 'fuzz/findings') }, repeat: { type: 'string' } } });
  const strange = values.only.find((one) => !all.includes(one));
  if (strange !== undefined) throw new Error(`no target: ${strange}`);
  asked = { minutes: number(values.minutes), seed: number(values.seed), jobs: number(values.jobs), targets: values.only, corpus: values.corpus === '' ? null : resolve(values.corpus), output: resolve(values.output), repeat: values.repeat };
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

// In memory where there is room for it: thousands of files are written in a minute.
const within = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'zlm-lint-fuzz-'));
try {
  const world = { root, within, bundle: await bundled('worker'), say: (line) => console.log(line) };
  const { fuzz, repeat } = await import(pathToFileURL(await bundled('fuzz')).href);
  const isGood = asked.repeat === undefined ? (await fuzz({ ...asked, ...world })) === 0 : await repeat(resolve(asked.repeat), world);
  process.exitCode = isGood ? 0 : 1;
} finally {
  rmSync(within, { recursive: true, force: true });
}
