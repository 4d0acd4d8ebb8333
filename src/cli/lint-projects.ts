import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { Deployment, Problem } from '../model/deployment.ts';
import type { Severity } from '../model/finding.ts';
import type { WordData } from '../model/source.ts';
import { fill, type Language } from '../report/language.ts';
import { LineCache } from '../report/line-cache.ts';
import { pagePath } from '../report/rule-page.ts';
import type { FileReport, PublishedRun, RunError } from '../report/run-report.ts';
import { secretsOf } from '../report/without-secrets.ts';
import type { FileChange } from '../report/unified-diff.ts';
import type { JournalFound } from './journal.ts';
import { fixOf, JournalsBeside, shownJournal, tellJournal } from './journals-beside.ts';
import { asBaselined, Baseline, writeBaseline, type Looked } from './baseline.ts';
import { reasonOf, stackOf } from './failure.ts';
import { costCommandLine, fixCommand, type Started } from './fix-command.ts';
import { costsIn, settingsOf, type LintCommandOptions, type WorkOptions } from './options.ts';
import { reportPath } from './patch-path.ts';
import { realPath, shownPath } from './path-kinds.ts';
import type { Project } from './project.ts';
import type { ProjectsRead } from './projects.ts';
import type { Taken } from './publish.ts';
import { ReadTogether } from './read-together.ts';
import { readTextFile } from './read-text.ts';
import { sayError, sayFileError } from './sentences.ts';
import { unreadDeployment } from './silent-project.ts';
import { isWorkflow, type Program, type Terminal } from './terminal.ts';
import { unreadNotes } from './unread-notes.ts';
import { Work } from './work.ts';
import type { Unkept, WriteResult } from './write-text.ts';

const metas = new Map(rules.map(({ meta }) => [meta.id, meta]));

/** What a run is done in. */
export interface LintWorld {
  readonly terminal: Pick<Terminal, 'argv' | 'cwd' | 'env' | 'home' | 'readsAll'>;
  readonly program: Program;
  readonly language: Language;
  /** The command line that was given as arguments. */
  readonly line: readonly string[] | null;
  /** People see the report, and nothing else is made of it. */
  readonly isShown: boolean;
}

/** What came of a run. */
export interface LintRun {
  readonly run: PublishedRun;
  /** Lines for people, beside the report. */
  readonly notes: readonly string[];
  /** Where the program itself failed. */
  readonly crashes: readonly string[];
  /** What fixing changed, or would. */
  readonly changes: readonly FileChange[];
  /** The text of standard input as it is after fixing. */
  readonly fixedStdin: string | null;
  /** Asks the disk about every file, and so is asked only where a report goes into one. */
  readonly taken: () => Taken;
  /** The exit code, where all could be done. */
  readonly code: 0 | 1;
}

let linted = false;

export function hasLinted(): boolean {
  return linted;
}

/** Lints, and fixes when asked to; `refused` says why nothing was done. */
export function lintProjects({ projects, errors: unread, allIgnored }: ProjectsRead, options: LintCommandOptions, { terminal, program, language, line, isShown }: LintWorld): LintRun | { readonly refused: string } {
  linted = true;
  const mode = options.diff === true ? 'diff' : options.check === true ? 'check' : options.fix === true ? 'fix' : 'lint';
  const errors: RunError[] = unread.map((error) => ({ path: error.path, say: (spoken) => sayFileError(error, spoken) }));
  const files: FileReport[] = [];
  const changes: FileChange[] = [];
  const notes: string[] = options.unsafeFixes === true && mode === 'lint' && isShown ? [sayError('unsafe-alone', {}, language)] : [];
  if (allIgnored === true) notes.push(sayError('all-ignored', {}, language));
  const crashes: string[] = [];
  let fixedStdin: string | null = null;
  // Whoever writes a baseline anew wants all of it, and the configured one may not be there yet.
  const isApplied = options.writeBaseline === undefined || options.given.has('baseline');
  const baseline = options.baseline === undefined || !isApplied ? null : Baseline.read(resolve(terminal.cwd, options.baseline), options.maxBytes);
  if (baseline !== null && 'code' in baseline) {
    return { refused: `${options.baseline}: ${sayFileError(baseline, language)}` };
  }
  const looked: Looked[] = [];
  // A service that is ZLMediaKit because the user says so has to be looked for everywhere.
  const isSkipped = ({ named, silent }: Project): boolean => !named && silent === true && options.zlmService.length === 0 && terminal.readsAll !== true;
  const together = new ReadTogether(projects, isSkipped);
  const journals = new JournalsBeside();
  const told = new Set<string>();
  for (const project of projects) {
    if (isSkipped(project)) {
      const report = { path: project.path, deployment: unreadDeployment(project), left: [], applied: [], dropped: [] };
      files.push(report);
      looked.push({ project, report });
      continue;
    }
    try {
      const work = new Work(project, options, mode !== 'lint', together.neighboursOf(project), baseline, together.deploymentOf(project));
      changes.push(...work.changes);
      files.push(work.report);
      looked.push({ project, report: work.report });
      const { deployment } = work.report;
      errors.push(...work.untold.map((problem) => unreadableError(problem, deployment)));
      if (project.named || deployment.services.some(({ zlm }) => zlm !== null)) notes.push(...unreadNotes(deployment, language));
      const isWriting = mode === 'fix' && work.stdin === null && work.changes.length > 0;
      const found = journals.of(project, deployment);
      if (!isWriting) notes.push(...found.flatMap((one) => noted(one, told, terminal.cwd, language)));
      if (mode !== 'fix') continue;
      if (work.stdin !== null) fixedStdin = work.stdin;
      else if (isWriting) {
        const written = work.write(found);
        if (written.ok) {
          together.forget(work.changes.map(({ path }) => path));
          notes.push(...written.unkept.map((file) => unkeptNote(file, terminal.cwd, language)));
          continue;
        }
        errors.push(...writeErrors(written, terminal.cwd));
        files[files.length - 1] = new Work(project, options, false, undefined, baseline).report;
      }
    } catch (error) {
      errors.push({ path: project.path, say: (spoken) => sayError('internal', { reason: reasonOf(error) }, spoken) });
      crashes.push(stackOf(error));
    }
  }
  // A configuration is for more files than those of this run.
  if (options.given.has('zlmService')) notes.push(...strangers(options.zlmService, files).map((name) => sayError('no-such-service', { name }, language)));
  if (baseline !== null) notes.push(...staleNotes(baseline, looked, options, language));
  if (options.writeBaseline !== undefined) {
    const { writeBaseline: file } = options;
    const written = errors.length > 0 ? null : writeBaseline(resolve(terminal.cwd, file), looked, options.maxBytes);
    if (written !== null && 'code' in written) errors.push({ path: file, say: (spoken) => sayFileError(written, spoken) });
    else notes.push(`${file}: ${written === null ? sayError('baseline-unwritten', {}, language) : sayError('baseline-written', { count: written.count }, language)}`);
    if (errors.length === 0) files.splice(0, files.length, ...files.map(asBaselined));
  }

  const found = files.flatMap(({ left }) => left.flatMap(({ finding }) => (finding.suppressed === null ? finding.severity : [])));
  const warnings = found.filter((severity) => severity === 'warning').length;
  const most = options.maxWarnings ?? Infinity;
  const fails = found.some((severity) => isFailure(severity, options));
  if (mode === 'lint' || mode === 'fix') {
    if (warnings > most) notes.push(sayError('too-many-warnings', { warnings, most }, language));
    else if (options.quiet === true && fails && !found.includes('error')) notes.push(sayError('not-shown', { hidden: found.length }, language));
  }
  const started: Started = { options, argv: terminal.argv, line };
  const run: PublishedRun = {
    mode,
    unsafe: options.unsafeFixes === true,
    quiet: options.quiet === true,
    files: options.quiet === true ? files.map(onlyErrors) : files,
    errors,
    metas,
    language,
    engine: options.engine,
    costs: costsIn(options),
    command: (path, strategy) => fixCommand(path, strategy, started),
    costCommand: (path) => costCommandLine(path, started),
    program,
    fails: (severity) => isFailure(severity, options) || (severity === 'warning' && warnings > most),
    pathOf: namesFrom(terminal),
    inWorkflow: isWorkflow(terminal.env),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    pageOf: (rule, spoken) => pageText(rule, spoken, terminal.home),
    remedies: async () => (await import('./remedies.ts')).remediesOf({ seen: looked.map(({ project, report: { deployment } }) => ({ project, deployment })), options, together, baseline, started, language, changes: mode === 'lint' ? null : changes }),
  };
  const taken = (): Taken => {
    const seen = new Map(looked.map(({ project, report }) => [project, report.deployment]));
    const inputs = [...projects.flatMap((project) => inputsOf(project, seen.get(project))), ...unread.map(({ path }) => resolve(terminal.cwd, path))];
    const own = [options.baseline, options.writeBaseline, options.configuration.path].flatMap((path) => (typeof path === 'string' ? resolve(terminal.cwd, path) : []));
    return new Map([...inputs.map((path) => [realPath(path), 'report-over-source'] as const), ...own.map((path) => [realPath(path), 'report-over-settings'] as const)]);
  };
  const isRed = mode === 'check' || mode === 'diff' ? changes.length > 0 : fails || warnings > most;
  return { run, notes, crashes, changes, fixedStdin, taken, code: isRed && options.exitZero !== true ? 1 : 0 };
}

/** Where the files of a project lie. A text without a command line that a search came by is none of them: it may be the report of the run before. */
function inputsOf(project: Project, deployment: Deployment | undefined): string[] {
  if (deployment !== undefined && !project.named && deployment.form !== 'compose' && deployment.services.length === 0) return [];
  return [...(deployment?.texts ?? project.texts).keys()].flatMap((name) => project.locate(name) ?? []);
}

/** Names of files from the root of their repository; each is asked for once. */
function namesFrom({ cwd, env }: LintWorld['terminal']): PublishedRun['pathOf'] {
  const known = new Map<string, string>();
  return (file) => {
    if (file === '-' || file === '') return null;
    const name = known.get(file) ?? reportPath(file, cwd, env['GITHUB_WORKSPACE'] ?? null);
    known.set(file, name);
    // The root itself is no file.
    return name === '' || name === '.' ? null : name;
  };
}

/** Larger than any page. */
const MOST_BYTES = 1_000_000;

function pageText(rule: string, language: Language, home: string): string | null {
  const read = readTextFile(join(home, pagePath(rule, language)), { maxBytes: MOST_BYTES });
  return read.ok ? read.file.text : null;
}

/** A text that the rules which are on could not look at, and the one that reports it is off. */
function unreadableError(problem: Problem, deployment: Deployment): RunError {
  const { form, texts } = deployment;
  const { id, data = {}, at } = secretsOf(deployment).words(problem);
  const message = metas.get(form === 'compose' ? 'valid-compose' : 'valid-run')?.messages[id];
  const { line } = new LineCache(texts).position(at.file, at.start);
  return { path: at.file, say: (language) => sayError('unreadable', { line: String(line), reason: message === undefined ? id : fill(message, data, language) }, language) };
}

/** A journal is told of once. */
function noted(found: JournalFound, told: Set<string>, cwd: string, language: Language): string[] {
  if (told.has(fixOf(found))) return [];
  told.add(fixOf(found));
  return [`${shownJournal(found, cwd)}: ${tellJournal(found, true, cwd, language)}`];
}

function unkeptNote({ path, why, copy }: Unkept, cwd: string, language: Language): string {
  const shown = shownPath(path, cwd);
  if (copy === null) return `${shown}: ${sayError('no-backup-unstaged', {}, language)}`;
  return `${shown}: ${sayError(why === 'untracked' ? 'backup' : 'backup-unstaged', { copy: shownPath(copy, cwd) }, language)}`;
}

/** Why nothing was written, and what could not be put back after that. */
function writeErrors({ error, notRestored }: Extract<WriteResult, { ok: false }>, cwd: string): RunError[] {
  const say = (language: Language): string => (error.code === 'journal' ? tellJournal(error.found, false, cwd, language) : sayFileError(error, language));
  const stranded = notRestored.map(({ path, isMade, copy }): RunError => ({
    path: shownPath(path, cwd),
    say: (language) => (copy === null ? sayError(isMade ? 'made-and-left' : 'stranded-bare', {}, language) : sayError('stranded', { copy: shownPath(copy, cwd) }, language)),
  }));
  return [{ path: shownPath(error.path, cwd), say }, ...stranded];
}

/** What the baseline has and nobody finds any more; more than a few in one line. */
function staleNotes(baseline: Baseline, looked: readonly Looked[], options: LintCommandOptions, language: Language): string[] {
  const settingOf = settingsOf(options);
  const stale = baseline.stale(looked, (rule, file) => settingOf(rule, { file, service: null }).severity !== 'off');
  const say = (code: string, data: WordData): string => `${options.baseline}: ${sayError(code, data, language)}`;
  if (stale.length > MOST_STALE) return [say('baseline-stale-many', { count: stale.length })];
  return stale.map(({ rule, file, service }) => say('baseline-stale', { rule, place: service === null ? file : `${file} (${service})` }));
}

const MOST_STALE = 5;

/** Names given with `--zlm-service` that no service has. */
function strangers(names: readonly string[], files: readonly FileReport[]): string[] {
  const known = new Set(files.flatMap(({ deployment }) => deployment.services.flatMap(({ name, containerName }) => [name, containerName?.value])));
  return files.length === 0 ? [] : names.filter((name) => !known.has(name));
}

function onlyErrors(file: FileReport): FileReport {
  return { ...file, left: file.left.filter(({ finding }) => finding.severity === 'error') };
}

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** `--max-warnings` decides about warnings where it is given, `--fail-on` about the rest. */
export function isFailure(severity: Severity, { failOn, maxWarnings }: WorkOptions): boolean {
  return weight[severity] >= weight[failOn] && !(severity === 'warning' && maxWarnings !== undefined);
}
