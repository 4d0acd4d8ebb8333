import { dirname } from 'node:path';
import { reasonOf, stackOf } from './cli/failure.ts';
import { main } from './cli/main.ts';
import { sayError } from './cli/sentences.ts';
import { languageOf } from './cli/language.ts';
import { output } from './cli/terminal.ts';

declare const ZLM_LINT_VERSION: string;
declare const ZLM_LINT_HOMEPAGE: string;

const { argv, env, stdin, stdout, stderr } = process;

/** The program lies in `dist`, beside which the package has everything else; a link to the program leads here, too. */
const home = dirname(__dirname);

/** A reader that has seen enough (`| head`) is no failure of ours. */
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main({ argv: argv.slice(2), cwd: process.cwd(), home, env, stdin, stdout: output(stdout, env), stderr: output(stderr, env) }, { version: ZLM_LINT_VERSION, homepage: ZLM_LINT_HOMEPAGE })
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    stderr.write(`zlm-lint: ${sayError('internal', { reason: reasonOf(error) }, languageOf(argv, env))}\n${stackOf(error)}\n`);
    process.exitCode = 2;
  });
