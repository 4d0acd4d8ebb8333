import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reasonOf } from '../cli/failure.ts';
import { main } from '../cli/main.ts';
import type { Program, Terminal } from '../cli/terminal.ts';
import type { Report } from '../report/contract.ts';
import { command } from '../report/formats/github.ts';
import { readInputs, wordsOf } from './inputs.ts';

/** The exit code when the work could not be done. */
const FAILED = 2;

/** Lints in a step of a GitHub workflow, by the inputs of action.yml; resolves to the exit code. */
export async function runAction(terminal: Omit<Terminal, 'argv'>, program: Program): Promise<number> {
  const { env } = terminal;
  const inputs = readInputs(env);
  if ('mistake' in inputs) return refuse(inputs.mistake, terminal);
  const workspace = env['GITHUB_WORKSPACE'] ?? terminal.cwd;
  const cwd = resolve(workspace, inputs.workingDirectory);
  const temp = temporaryDirectory(env);
  if ('lost' in temp) return refuse(temp.lost, terminal);
  const { directory } = temp;
  const json = join(directory, 'zlm-lint.json');
  const complaints: string[] = [];
  const stderr = { ...terminal.stderr, tell: (text: string): void => { complaints.push(text); terminal.stderr.tell(text); } };
  try {
    const code = await main({ ...terminal, cwd, stderr, argv: wordsOf(inputs, json) }, program);
    const report = readReport(json);
    // Where there is no report nobody sees but the log what went wrong.
    if (report === null) return refuse(complaints.join('').trim(), terminal, code);
    // What is amiss with a file stands at the file; with nothing amiss there it is the SARIF file that could not be written.
    const isUnwritten = code === FAILED && report.errors.length === 0;
    if (isUnwritten) refuse(complaints.at(-1)?.trim() ?? '', terminal);
    const lost = setOutputs({ ...counts(report), 'exit-code': String(code), 'sarif-file': isUnwritten ? '' : inputs.sarifFile }, env);
    return lost === null ? code : refuse(lost, terminal);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function refuse(message: string, { stdout }: Omit<Terminal, 'argv'>, code = FAILED): number {
  stdout.write(command({ kind: 'error', properties: { title: 'zlm-lint' }, message }));
  return code;
}

/** A runner has one that it empties; an empty name would mean the checkout. */
function temporaryDirectory(env: NodeJS.ProcessEnv): { readonly directory: string } | { readonly lost: string } {
  const { RUNNER_TEMP: given = '' } = env;
  const [name, place] = given === '' ? ['TMPDIR', tmpdir()] : ['RUNNER_TEMP', given];
  try {
    return { directory: mkdtempSync(join(place, 'zlm-lint-')) };
  } catch (error) {
    return { lost: `${name} (${place}): ${reasonOf(error)}` };
  }
}

function readReport(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return null;
  }
}

function counts({ summary: { errors, warnings, infos, fixable } }: Report): Record<string, string> {
  return { errors: String(errors), warnings: String(warnings), infos: String(infos), fixable: String(fixable) };
}

/** A value ends at a line that nobody can foresee. Why there are none is told. */
function setOutputs(outputs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): string | null {
  const file = env['GITHUB_OUTPUT'] ?? '';
  if (file === '') return null;
  const end = randomUUID();
  try {
    appendFileSync(file, Object.entries(outputs).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`).join(''));
    return null;
  } catch (error) {
    return `GITHUB_OUTPUT (${file}): ${reasonOf(error)}`;
  }
}
