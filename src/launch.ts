import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type * as Program from './bin.ts';
import { standardStream } from './cli/standard-streams.ts';

/** Of the program's text, so that no other text's code is taken for it; V8 itself compares only the length. */
declare const ZLM_LINT_BUILD: string;
declare const ZLM_LINT_VERSION: string;

const program = join(__dirname, 'program.cjs');
const ofBuild = `program.${ZLM_LINT_BUILD}.`;
const ofThis = `${ofBuild}${process.version}-${process.arch}.`;
const cache = join(__dirname, `${ofThis}cache`);

/** The program's exports, and whether their code is that of an earlier run. Compiling it takes longer than linting a file, so V8's code of an earlier run is taken where there is some. */
function load(): { readonly exports: typeof Program; readonly compiled: boolean } {
  // Without a character beyond ASCII, which the build sees to, this is the fastest way to a string.
  const source = readFileSync(program, 'latin1');
  const cachedData = earlierCode();
  // V8 refuses code of another version, or of one with other flags, and then compiles as if there were none.
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: program, ...(cachedData === null ? {} : { cachedData }) });
  const made = { exports: {} as typeof Program };
  (script.runInThisContext() as (...given: unknown[]) => void)(made.exports, require, made, program, __dirname);
  if (cachedData === null) process.once('exit', () => made.exports.isWorthKeeping() && keep(script));
  return { exports: made.exports, compiled: cachedData !== null && script.cachedDataRejected === false };
}

function earlierCode(): Buffer | null {
  try {
    return readFileSync(cache);
  } catch {
    return null;
  }
}

/** Keeps the code for the next run, with all that this one has used; whoever can write there could change the program as well. */
function keep(script: Script): void {
  try {
    if (!isOwn(__dirname)) return;
    // It may be left behind by a run that is killed: its name is one that git and npm leave out, too.
    const unfinished = join(__dirname, `${ofThis}${process.pid}.cache`);
    try {
      writeFileSync(unfinished, script.createCachedData(), { flag: 'wx', mode: 0o644 });
      renameSync(unfinished, cache);
    } finally {
      rmSync(unfinished, { force: true });
    }
    // Of builds that are gone, and what others did not finish.
    for (const other of readdirSync(__dirname).filter((name) => /^program\..*\.cache$/.test(name)))
      if (!other.startsWith(ofBuild) || (other.startsWith(ofThis) && other !== `${ofThis}cache`)) rmSync(join(__dirname, other), { force: true });
  } catch {
    // The next run compiles, too.
  }
}

/** A directory that nobody else may write to; a group of the user's own number is his alone on most systems. */
function isOwn(directory: string): boolean {
  const { uid, gid, mode } = statSync(directory);
  return uid === process.getuid?.() && (mode & 0o002) === 0 && ((mode & 0o020) === 0 || gid === uid);
}

/** npm's door into the program is a file of its own, for its first line. */
const isAsked = require.main === module || require.main?.filename === join(__dirname, 'npm.cjs');
// Editors and hooks ask for this alone, and need not wait for the program.
const isVersion = isAsked && process.argv.length === 3 && process.argv[2] === '--version';
const { exports: loaded = null, compiled = false } = isVersion ? {} : load();

// Other programs may ask for it, too.
export const start = loaded?.start;
export const action = loaded?.action;
export const lint = loaded?.lint;
export const fix = loaded?.fix;

if (isVersion) standardStream(1).write(`${ZLM_LINT_VERSION}\n`);
else if (isAsked) start?.(compiled);
