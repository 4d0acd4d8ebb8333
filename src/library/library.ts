import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import { lintProjects, type LintRun } from '../cli/lint-projects.ts';
import { attributeOf, longFlag, optionRows } from '../cli/option-table.ts';
import { BadOption, projectOptions, type LintCommandOptions } from '../cli/options.ts';
import { readRequest } from '../cli/program.ts';
import { readProjects } from '../cli/projects.ts';
import { requestError } from '../cli/request-error.ts';
import { settle } from '../cli/settle.ts';
import type { Program } from '../cli/terminal.ts';
import { reportOf } from '../report/formats/json.ts';
import type { FixOptions, FixResult, LintOptions } from './types.ts';
import type { Report } from '../report/contract.ts';

/** Where the package lies, and what it is. */
export interface Package {
  readonly home: string;
  readonly program: Program;
}

/** See `Lint` in types.ts. */
export async function lint(options: LintOptions, own: Package): Promise<Report> {
  return reportOf((await done(options, [], own)).run);
}

/** See `Fix` in types.ts. */
export async function fix({ unsafeFixes, ...options }: FixOptions, own: Package): Promise<FixResult> {
  const { run, changes } = await done(options, ['--check', ...(unsafeFixes === true ? ['--unsafe-fixes'] : [])], own);
  const name = options.filename ?? '-';
  const text = options.text === undefined ? null : (changes.find(({ path }) => path === name)?.after ?? options.text);
  return { report: reportOf(run), changes, text };
}

/** The library speaks through the command line, so that the two cannot differ. */
async function done({ cwd = process.cwd(), paths = [], text, env = {}, ...options }: LintOptions, words: readonly string[], { home, program }: Package): Promise<LintRun> {
  // Whoever has no TypeScript is told; a text in place of a list would be read letter by letter.
  if (!isTexts(paths)) throw new Error('paths takes a list of strings');
  if (typeof cwd !== 'string') throw new Error('cwd takes a string');
  if (text !== undefined && typeof text !== 'string') throw new Error('text takes a string');
  const asked = [...words, ...wordsOf(options), '--', ...(text === undefined ? paths : ['-'])];
  const language = options.lang ?? 'en';
  // Names in the report begin at it, and those begin with nothing but a whole path.
  const terminal = { argv: asked, cwd: resolve(cwd), home, env, stdin: Readable.from([text ?? '']) };
  try {
    const request = readRequest(asked, language, program.version, 80);
    if (request.command !== 'lint') throw new Error(`no lint: ${request.command}`);
    const settled = await settle<LintCommandOptions>(request.options, terminal);
    if ('errors' in settled) throw new Error(settled.errors.join('\n'));
    const read = await readProjects(request.paths, projectOptions(settled.options, terminal));
    const ran = lintProjects(read, settled.options, { terminal, program, language, line: null, isShown: false });
    if ('refused' in ran) throw new Error(ran.refused);
    return ran;
  } catch (error) {
    throw error instanceof CommanderError || error instanceof BadOption ? new Error(requestError(error, language), { cause: error }) : error;
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

const rows = new Map(optionRows.lint.filter(({ flags }) => !flags.startsWith('--no-')).map((row) => [attributeOf(row), row]));

/** The options as words of a command line. @throws Error for a name that is no option's */
function wordsOf({ filename, ...options }: Omit<LintOptions, 'cwd' | 'paths' | 'text' | 'env'>): string[] {
  const named = { ...options, ...(filename === undefined ? {} : { stdinFilename: filename }) };
  return Object.entries(named).flatMap(([name, value]: [string, unknown]): string[] => {
    const row = rows.get(name);
    if (row === undefined || forbidden.has(name)) throw new Error(`no option is called ${name}`);
    const flag = longFlag(row);
    if (value === undefined || (value === false && name !== 'config')) return [];
    if (value === false) return ['--no-config'];
    if (value === true) return [flag];
    return (Array.isArray(value) ? value : [value]).map((one) => `${flag}=${String(one)}`);
  });
}

/** What writes, prints or ends belongs to the program. */
const forbidden = new Set(['fix', 'diff', 'check', 'unsafeFixes', 'format', 'outputFile', 'writeBaseline', 'printConfig', 'exitZero', 'failOn', 'maxWarnings', 'backup', 'color']);
