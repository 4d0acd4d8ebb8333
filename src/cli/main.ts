import type { Language } from '../report/language.ts';
import { languageOf } from './language.ts';
import { lintCommand } from './lint-command.ts';
import { projectOptions, type CostCommandOptions, type InspectCommandOptions, type LintCommandOptions, type PortsCommandOptions } from './options.ts';
import { outputsOf } from './outputs.ts';
import { readRequest, type Request } from './program.ts';
import { readProjects, readWords } from './projects.ts';
import { sayError } from './sentences.ts';
import { requestError } from './request-error.ts';
import { settle, type Settled } from './settle.ts';
import { complain, type Program, type Terminal } from './terminal.ts';

/** The exit code when the work could not be done; it wins over findings. */
const FAILED = 2;

/** Runs the program in the given world; resolves to the exit code. */
export async function main(terminal: Terminal, program: Program): Promise<number> {
  let language = languageOf(terminal.argv, terminal.env);
  let request: Request;
  try {
    request = readRequest(terminal.argv, language, program.version, terminal.stdout.width);
  } catch (error) {
    complain(terminal, requestError(error, language));
    return FAILED;
  }
  if (request.command === 'print') {
    terminal.stdout.write(request.text);
    return 0;
  }
  // Most runs lint; what the other commands need is loaded where they are called.
  if (request.command === 'init') return (await import('./init-command.ts')).initCommand(request.options, language, terminal);
  if (request.command === 'recover') return (await import('./recover-command.ts')).recoverCommand(request.paths, request.options, language, terminal);
  if (request.command === 'rules') return (await import('./explain-command.ts')).rulesCommand(request.options, language, terminal);
  if (request.command === 'explain') return (await import('./explain-command.ts')).explainCommand(request.rule, request.options, language, terminal);
  if (request.command === 'completion') {
    terminal.stdout.write((await import('./completion.ts')).completionScript(request.shell, language));
    return 0;
  }
  const conflict = conflictIn(request, language);
  if (conflict !== null) {
    complain(terminal, conflict);
    return FAILED;
  }
  try {
    const settled = await settle<LintCommandOptions | PortsCommandOptions | CostCommandOptions | InspectCommandOptions>(request.options, terminal);
    if ('errors' in settled) {
      for (const line of settled.errors) complain(terminal, line);
      return FAILED;
    }
    language = settled.language;
    request = { ...request, options: settled.options } as typeof request;
    // Two forms that would mix are a mistake before anything is read.
    if (isLint(request)) outputsOf(request.options, terminal);
    if (isLint(request) && request.options.printConfig !== undefined) {
      const { printConfig } = await import('./print-config.ts');
      terminal.stdout.write(await printConfig(request.options.printConfig, settled as Settled<LintCommandOptions>, terminal.cwd));
      return 0;
    }
  } catch (error) {
    complain(terminal, requestError(error, language));
    return FAILED;
  }
  if (request.command === 'inspect') return (await import('./inspect-command.ts')).inspectCommand(request.containers, request.options, language, terminal);
  if (request.command === 'run') return runCommand(request.words, request.options, { language, terminal, program });
  if (request.command === 'cost') return (await import('./cost-command.ts')).costCommand(request.paths, request.options, language, terminal);
  if (request.command === 'ports') return (await import('./ports-command.ts')).portsCommand(request.paths, request.options, language, terminal);
  return lintCommand(await readProjects(request.paths, projectOptions(request.options, terminal)), request.options, { language, terminal, program });
}

async function runCommand(words: readonly string[], options: LintCommandOptions, { language, terminal, program }: { readonly language: Language; readonly terminal: Terminal; readonly program: Program }): Promise<number> {
  if (words.length === 0) {
    complain(terminal, sayError('no-command', {}, language));
    return FAILED;
  }
  const read = await readWords(words, projectOptions(options, terminal));
  const deployment = read.projects[0]?.load(read.projects[0].texts);
  const problem = deployment?.problems.find(({ id }) => id !== 'not-read');
  if (deployment !== undefined && deployment.services.length === 0 && problem === undefined) {
    const [declined] = deployment.problems;
    const told = declined === undefined ? sayError('no-container', { command: words.join(' ') }, language) : sayError('not-read', { form: String(declined.data?.['form'] ?? '') }, language);
    complain(terminal, told);
    return FAILED;
  }
  return lintCommand(read, options, { language, terminal, program, line: words });
}

function conflictIn(request: Extract<Request, { command: 'lint' | 'ports' | 'cost' | 'run' | 'inspect' }>, language: Language): string | null {
  const path = 'paths' in request ? request.paths[0] : undefined;
  if (request.options.file.length > 0 && path !== undefined) return sayError('fix-and-check', { one: '-f', other: path }, language);
  if (!isLint(request)) return null;
  if (request.options.check === true && request.options.diff === true) return sayError('fix-and-check', { one: '--check', other: '--diff' }, language);
  const { only, skip, writeBaseline, fix, check, diff } = request.options;
  const both = only.find((id) => skip.includes(id));
  if (both !== undefined) return sayError('fix-and-check', { one: `--only ${both}`, other: `--skip ${both}` }, language);
  const other = fix === true ? '--fix' : check === true ? '--check' : diff === true ? '--diff' : null;
  return writeBaseline === undefined || other === null ? null : sayError('fix-and-check', { one: '--write-baseline', other }, language);
}

/** The commands that lint, and have the options for it. */
function isLint(request: Request): request is Extract<Request, { command: 'lint' | 'run' }> {
  return request.command === 'lint' || request.command === 'run';
}
