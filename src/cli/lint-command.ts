import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createColors } from 'picocolors';
import { rules } from '../../rules/index.ts';
import type { Deployment, Problem } from '../model/deployment.ts';
import type { Severity } from '../model/finding.ts';
import type { WordData } from '../model/source.ts';
import { jsonReport, LineCache } from '../report/json.ts';
import { fill, type Language } from '../report/language.ts';
import type { FileReport, RunError, RunReport } from '../report/run-report.ts';
import { pagePath } from '../report/rule-page.ts';
import { stylishReport, type StylishOptions } from '../report/stylish.ts';
import { unifiedDiff, type FileChange } from '../report/unified-diff.ts';
import { asBaselined, Baseline, writeBaseline, type Looked } from './baseline.ts';
import { reasonOf, stackOf } from './failure.ts';
import { costCommandLine, fixCommand, type Started } from './fix-command.ts';
import { languageOf, machineLanguage } from './language.ts';
import { costsIn, settingsOf, type LintCommandOptions } from './options.ts';
import { patchPath } from './patch-path.ts';
import { shownPath, type ProjectsRead } from './projects.ts';
import { ReadTogether } from './read-together.ts';
import { sayError, sayFileError } from './sentences.ts';
import type { Terminal } from './terminal.ts';
import { unreadNotes } from './unread-notes.ts';
import { Work } from './work.ts';

const metas = new Map(rules.map(({ meta }) => [meta.id, meta]));

/** Lints, and fixes when asked to; resolves to the exit code. `line`: the command line that was given as arguments. */
export function lintCommand({ projects, errors: unread, allIgnored }: ProjectsRead, options: LintCommandOptions, language: Language, terminal: Terminal, line: readonly string[] | null = null): number {
  const mode = options.diff === true ? 'diff' : options.check === true ? 'check' : options.fix === true ? 'fix' : 'lint';
  const spoken = options.format === 'json' ? machineLanguage(terminal.argv, language) : language;
  const errors: RunError[] = unread.map((error) => ({ path: error.path, message: sayFileError(error, spoken) }));
  const files: FileReport[] = [];
  const changes: FileChange[] = [];
  const notes: string[] = options.unsafeFixes === true && mode === 'lint' ? [sayError('unsafe-alone', {}, language)] : [];
  if (allIgnored === true) notes.push(sayError('all-ignored', {}, language));
  let fixedStdin: string | null = null;
  // Whoever writes a baseline anew wants all of it, and the configured one may not be there yet.
  const isApplied = options.writeBaseline === undefined || options.given.has('baseline');
  const baseline = options.baseline === undefined || !isApplied ? null : Baseline.read(resolve(terminal.cwd, options.baseline), options.maxBytes);
  if (baseline !== null && 'code' in baseline) {
    terminal.stderr.write(`zlm-lint: ${options.baseline}: ${sayFileError(baseline, language)}\n`);
    return 2;
  }
  const looked: Looked[] = [];
  const together = new ReadTogether(projects);
  for (const project of projects) {
    try {
      const work = new Work(project, options, mode !== 'lint', together.neighboursOf(project), baseline);
      changes.push(...work.changes);
      files.push(work.report);
      looked.push({ project, report: work.report });
      const { deployment } = work.report;
      errors.push(...work.untold.map((problem) => unreadableError(problem, deployment, spoken)));
      if (project.named || deployment.services.some(({ zlm }) => zlm !== null)) notes.push(...unreadNotes(deployment, language));
      if (mode !== 'fix') continue;
      if (work.stdin !== null) fixedStdin = work.stdin;
      else if (work.changes.length > 0) {
        const written = work.write();
        if (written.ok) {
          together.forget(work.changes.map(({ path }) => path));
          for (const copy of written.backups) notes.push(`${shownPath(copy, terminal.cwd).replace(/\.zlm-lint\.bak(?:\.\d+)?$/, '')}: ${sayError('backup', { copy: shownPath(copy, terminal.cwd) }, language)}`);
          continue;
        }
        errors.push({ path: shownPath(written.error.path, terminal.cwd), message: sayFileError(written.error, language) });
        for (const { path, copy } of written.notRestored) errors.push({ path, message: sayError('stranded', { copy }, language) });
        files[files.length - 1] = new Work(project, options, false, undefined, baseline).report;
      }
    } catch (error) {
      errors.push({ path: project.path, message: sayError('internal', { reason: reasonOf(error) }, language) });
      terminal.stderr.write(`${stackOf(error)}\n`);
    }
  }
  // A configuration is for more files than those of this run.
  if (options.given.has('zlmService')) notes.push(...strangers(options.zlmService, files).map((name) => sayError('no-such-service', { name }, language)));
  if (baseline !== null) notes.push(...staleNotes(baseline, looked, options, language));
  if (options.writeBaseline !== undefined) {
    const written = errors.length > 0 ? null : writeBaseline(resolve(terminal.cwd, options.writeBaseline), looked, options.maxBytes);
    if (written !== null && 'code' in written) errors.push({ path: options.writeBaseline, message: sayFileError(written, spoken) });
    else notes.push(`${options.writeBaseline}: ${written === null ? sayError('baseline-unwritten', {}, language) : sayError('baseline-written', { count: written.count }, language)}`);
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
  const run: RunReport = {
    mode,
    unsafe: options.unsafeFixes === true,
    quiet: options.quiet === true,
    files: options.quiet === true ? files.map(onlyErrors) : files,
    errors,
    metas,
    language: spoken,
    engine: options.engine,
    costs: costsIn(options),
    command: (path, strategy) => fixCommand(path, strategy, started),
    costCommand: (path) => costCommandLine(path, started),
  };
  const toStderr = mode === 'diff' || fixedStdin !== null;
  const stream = toStderr ? terminal.stderr : terminal.stdout;
  if (mode === 'diff') terminal.stdout.write(unifiedDiff(changes.map((change) => ({ ...change, path: patchPath(change.path, terminal.cwd) }))));
  if (fixedStdin !== null) terminal.stdout.write(fixedStdin);
  if (allIgnored !== true || options.format === 'json') stream.write(options.format === 'json' ? jsonReport(run) : stylishReport(run, { width: stream.width, colors: createColors(stream.colors(options.color)), ...pages(stream.links(options.color), language, terminal) }));
  for (const note of notes) terminal.stderr.write(`zlm-lint: ${note}\n`);
  for (const { path, message } of errors) terminal.stderr.write(`zlm-lint: ${path}: ${message}\n`);
  if (errors.length > 0) return 2;
  if (options.exitZero === true) return 0;
  return (mode === 'check' || mode === 'diff' ? changes.length > 0 : fails || warnings > most) ? 1 : 0;
}

/** A text that the rules which are on could not look at, and the one that reports it is off. */
function unreadableError({ id, data = {}, at }: Problem, { form, texts }: Deployment, language: Language): RunError {
  const message = metas.get(form === 'compose' ? 'valid-compose' : 'valid-run')?.messages[id];
  const reason = message === undefined ? id : fill(message, data, language);
  const { line } = new LineCache(texts).position(at.file, at.start);
  return { path: at.file, message: sayError('unreadable', { line: String(line), reason }, language) };
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

/** How a finding leads to the page of its rule. */
export function pages(links: boolean, language: Language, { home, env }: Terminal): Pick<StylishOptions, 'pageAddress' | 'pageCommand'> {
  const asked = languageOf([], env) === language ? '' : ` --lang ${language}`;
  return { pageAddress: links ? (rule) => pathToFileURL(join(home, pagePath(rule, language))).href : null, pageCommand: (rule) => `zlm-lint explain ${rule}${asked}` };
}

function onlyErrors(file: FileReport): FileReport {
  return { ...file, left: file.left.filter(({ finding }) => finding.severity === 'error') };
}

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** `--max-warnings` decides about warnings where it is given, `--fail-on` about the rest. */
export function isFailure(severity: Severity, { failOn, maxWarnings }: LintCommandOptions): boolean {
  return weight[severity] >= weight[failOn] && !(severity === 'warning' && maxWarnings !== undefined);
}
