import { appendFileSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createColors } from 'picocolors';
import { isForPeople, loadFormat, type FormatName } from '../report/formats/index.ts';
import type { StylishOptions } from '../report/formats/stylish.ts';
import type { Language } from '../report/language.ts';
import type { PublishedRun } from '../report/run-report.ts';
import { machineLanguage } from './language.ts';
import type { Outputs } from './outputs.ts';
import { realPath } from './path-kinds.ts';
import { errnoOf } from './read-text.ts';
import { sayError, sayFileError } from './sentences.ts';
import type { Output, Terminal } from './terminal.ts';
import { writeOwnFile } from './write-text.ts';

/** Where files lie that a run has another use for, and the sentence that says so: no report goes there. */
export type Taken = ReadonlyMap<string, 'report-over-source' | 'report-over-settings'>;

/** A report on its way to its readers. */
export interface Publication {
  readonly outputs: Outputs;
  /** In the language of people. */
  readonly run: PublishedRun;
  readonly page: StylishOptions;
  readonly stream: Output;
  readonly taken: () => Taken;
}

/** Writes every form of a report to its place, and a workflow's summary; the lines tell what could not be written. */
export async function publish({ outputs, run, page, stream, taken }: Publication, { argv, cwd, env }: Terminal): Promise<{ readonly unwritten: readonly string[]; readonly notes: readonly string[] }> {
  const text = async (name: FormatName, shown: StylishOptions): Promise<string> => {
    const format = await loadFormat(name);
    return format(isForPeople(name) ? run : { ...run, language: machineLanguage(argv, run.language) }, shown);
  };
  for (const name of outputs.stdout) {
    const written = await text(name, page);
    if (name === 'stylish') stream.tell(written);
    else stream.write(written);
  }
  const plain: StylishOptions = { ...page, colors: createColors(false), pageAddress: null };
  const unwritten: string[] = [];
  const used: Taken = outputs.files.length === 0 ? new Map() : taken();
  for (const { name, file } of outputs.files) {
    const reason = writeReport(resolve(cwd, file), await text(name, plain), used, run.language);
    if (reason !== null) unwritten.push(`${file}: ${sayError('no-report', { reason }, run.language)}`);
  }
  const summary = env['GITHUB_STEP_SUMMARY'] ?? '';
  const isAnnotated = [...outputs.stdout, ...outputs.files.map(({ name }) => name)].includes('github');
  return { unwritten, notes: isAnnotated && summary !== '' ? appended(summary, await text('markdown', plain), run.language) : [] };
}

/** Why it could not be written; `null` where it was. */
function writeReport(path: string, text: string, taken: Taken, language: Language): string | null {
  const use = taken.get(realPath(path));
  if (use !== undefined) return sayError(use, {}, language);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    // Writing tells why.
  }
  const error = writeOwnFile(path, text);
  if (error === null) return null;
  return error.code === 'not-a-regular-file' ? sayError('no-place-for-report', {}, language) : sayFileError(error, language);
}

/** A runner uploads no larger summary of a step (actions/runner, src/Runner.Worker/FileCommandManager.cs). */
const MOST_SUMMARY = 1 << 20;

/** Other programs of the step write into the same file. */
function appended(file: string, text: string, language: Language): string[] {
  try {
    const before = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (before + Buffer.byteLength(text) > MOST_SUMMARY) return [`GITHUB_STEP_SUMMARY (${file}): ${sayError('no-report', { reason: sayError('summary-full', {}, language) }, language)}`];
    appendFileSync(file, text);
    return [];
  } catch (error) {
    return [`GITHUB_STEP_SUMMARY (${file}): ${sayError('no-report', { reason: errnoOf(error) }, language)}`];
  }
}
