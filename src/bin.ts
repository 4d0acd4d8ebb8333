import { dirname } from 'node:path';
import { reasonOf, stackOf } from './cli/failure.ts';
import { languageOf } from './cli/language.ts';
import { main } from './cli/main.ts';
import { sayError } from './cli/sentences.ts';
import { standardInput, standardStream } from './cli/standard-streams.ts';
import { output, type Program, type Terminal } from './cli/terminal.ts';
import type { Fix, Lint } from './library/types.ts';

declare const ZLM_LINT_VERSION: string;
declare const ZLM_LINT_HOMEPAGE: string;

/** Whether so much of the program has run that its compiled code is worth being kept. */
export { hasLinted } from './cli/lint-projects.ts';

const program: Program = { version: ZLM_LINT_VERSION, homepage: ZLM_LINT_HOMEPAGE };
/** The program lies in `dist`, beside which the package has everything else; a link to the program leads here, too. */
const home = dirname(__dirname);

/** The program of this process. */
export function start(): void {
  const { argv } = process;
  run((terminal) => main({ ...terminal, argv: argv.slice(2) }, program));
}

/** A step of a GitHub workflow. */
export function action(): void {
  run(async (terminal) => (await import('./action/action.ts')).runAction(terminal, program));
}

export const lint: Lint = async (options = {}) => (await import('./library/library.ts')).lint(options, { home, program });

export const fix: Fix = async (options = {}) => (await import('./library/library.ts')).fix(options, { home, program });

function run(task: (terminal: Omit<Terminal, 'argv'>) => Promise<number>): void {
  const { argv, env } = process;
  const [stdout, stderr] = [standardStream(1), standardStream(2)];
  task({ cwd: process.cwd(), home, env, stdin: standardInput, stdout: output(stdout, env), stderr: output(stderr, env) })
    .then((code) => {
      process.exitCode = code;
    })
    .catch((error: unknown) => {
      stderr.write(`zlm-lint: ${sayError('internal', { reason: reasonOf(error) }, languageOf(argv, env))}\n${stackOf(error)}\n`);
      process.exitCode = 2;
    });
}
