import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { reasonOf, stackOf } from './cli/failure.ts';
import { languageOf } from './cli/language.ts';
import { hasLinted } from './cli/lint-projects.ts';
import { main } from './cli/main.ts';
import { sayError } from './cli/sentences.ts';
import { standardInput, standardStream } from './cli/standard-streams.ts';
import { output, type Program, type Terminal } from './cli/terminal.ts';
import type { Fix, Lint } from './library/types.ts';

declare const ZLM_LINT_VERSION: string;
declare const ZLM_LINT_HOMEPAGE: string;

/** Bytecode that a function may run, in bytes, before V8 compiles it anew: some seven times what V8 has for programs that run for long. */
const LATER = '--interrupt-budget=1000000';
/** To read as many characters, and a thousand for each file, takes longer than to load what tells V8. */
const MUCH = 30_000;
/** Where the code of an earlier run is not there, that of this one is worth more, and V8 would refuse it in a run with another flag. */
const VERY_MUCH = 300_000;
let isLater = false;

/** Whether so much of the program has run that its compiled code is worth being kept, and V8 would take it again. */
export function isWorthKeeping(): boolean {
  return hasLinted() && !isLater;
}

const program: Program = { version: ZLM_LINT_VERSION, homepage: ZLM_LINT_HOMEPAGE };
/** The program lies in `dist`, beside which the package has everything else; a link to the program leads here, too. */
const home = dirname(__dirname);

/** The program of this process; `compiled` by an earlier one. */
export function start(compiled = false): void {
  const { argv } = process;
  run((terminal) => main({ ...terminal, argv: argv.slice(2) }, program), compiled);
}

/** A step of a GitHub workflow. */
export function action(): void {
  run(async (terminal) => (await import('./action/action.ts')).runAction(terminal, program));
}

export const lint: Lint = async (options = {}) => (await import('./library/library.ts')).lint(options, { home, program });

export const fix: Fix = async (options = {}) => (await import('./library/library.ts')).fix(options, { home, program });

function run(task: (terminal: Omit<Terminal, 'argv'>) => Promise<number>, compiled = false): void {
  const { argv, env } = process;
  let read = 0;
  const onRead = (characters: number): void => {
    read += characters + 1000;
    if (isLater || read < (compiled ? MUCH : VERY_MUCH)) return;
    setFlagsFromString(LATER);
    isLater = true;
  };
  const [stdout, stderr] = [output(standardStream(1), env), output(standardStream(2), env)];
  task({ cwd: process.cwd(), home, env, stdin: standardInput, stdout, stderr, onRead })
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error: unknown) => {
      stderr.tell(`zlm-lint: ${sayError('internal', { reason: reasonOf(error) }, languageOf(argv, env))}\n${stackOf(error)}\n`);
      process.exitCode = 2;
    });
}
