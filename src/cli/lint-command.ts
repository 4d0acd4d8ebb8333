import { createColors } from 'picocolors';
import { rules } from '../../rules/index.ts';
import { assess } from '../fix/assess.ts';
import { fixAll, type Texts } from '../fix/fix.ts';
import { lint, type LintOptions } from '../lint.ts';
import { loadCompose } from '../load/compose/load-compose.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Severity } from '../model/finding.ts';
import { jsonReport } from '../report/json.ts';
import type { Language } from '../report/language.ts';
import type { FileReport, RunError, RunReport } from '../report/run-report.ts';
import { stylishReport } from '../report/stylish.ts';
import { unifiedDiff, type FileChange } from '../report/unified-diff.ts';
import { fixCommand } from './fix-command.ts';
import { readInputs, shownPath, type Input } from './inputs.ts';
import { machineLanguage } from './language.ts';
import type { LintCommandOptions } from './options.ts';
import { projectReader } from './project-reader.ts';
import { reasonOf, stackOf } from './failure.ts';
import { sayError, sayFileError } from './sentences.ts';
import type { Terminal } from './terminal.ts';
import { writeFiles } from './write-text.ts';

const metas = new Map(rules.map(({ meta }) => [meta.id, meta]));

/** Lints, and fixes when asked to; resolves to the exit code. */
export async function lintCommand(paths: readonly string[], options: LintCommandOptions, language: Language, terminal: Terminal): Promise<number> {
  const mode = options.diff === true ? 'diff' : options.check === true ? 'check' : options.fix === true ? 'fix' : 'lint';
  const { inputs, errors: inputErrors } = await readInputs(paths, {
    cwd: terminal.cwd,
    maxBytes: options.maxBytes,
    stdinFilename: options.stdinFilename ?? null,
    stdin: terminal.stdin,
  });
  const errors: RunError[] = inputErrors.map((error) => ({
    path: error.path,
    message: sayFileError(error, language),
  }));
  const files: FileReport[] = [];
  const changes: FileChange[] = [];
  const notes: string[] = [];
  const seen = new Set<string>();
  let fixedStdin: string | null = null;
  for (const input of inputs) {
    const work = new Work(input, options);
    let report: FileReport;
    try {
      report = mode === 'lint' ? work.lint() : work.fix();
    } catch (error) {
      errors.push({ path: input.path, message: sayError('internal', { reason: reasonOf(error) }, language) });
      terminal.stderr.write(`${stackOf(error)}\n`);
      continue;
    }
    for (const { name, containerName } of report.deployment.services) for (const known of [name, containerName?.value]) if (typeof known === 'string') seen.add(known);
    const changed = work.text !== input.file.text;
    if (changed) changes.push({ path: input.path, before: input.file.text, after: work.text });
    if (mode === 'fix' && input.file.stamp === null) fixedStdin = work.text;
    else if (mode === 'fix' && changed) {
      const written = writeFiles([{ file: input.file, text: work.text }], { backup: options.backup });
      if (!written.ok) {
        errors.push({ path: input.path, message: sayFileError(written.error, language) });
        for (const { path, copy } of written.notRestored) errors.push({ path, message: sayError('stranded', { copy }, language) });
        files.push(new Work(input, options).lint());
        continue;
      }
      for (const copy of written.backups) notes.push(`${input.path}: ${sayError('backup', { copy: shownPath(copy, terminal.cwd) }, language)}`);
    }
    files.push(report);
  }
  for (const name of options.zlmService) if (inputs.length > 0 && !seen.has(name)) notes.push(sayError('no-such-service', { name }, language));

  const run: RunReport = {
    mode,
    unsafe: options.unsafeFixes === true,
    files,
    errors,
    metas,
    language: options.format === 'json' ? machineLanguage(terminal.argv, language) : language,
    command: (path, strategy) => fixCommand(path, strategy, options, terminal.argv),
  };
  const toStderr = mode === 'diff' || fixedStdin !== null;
  const stream = toStderr ? terminal.stderr : terminal.stdout;
  if (mode === 'diff') terminal.stdout.write(unifiedDiff(changes));
  if (fixedStdin !== null) terminal.stdout.write(fixedStdin);
  stream.write(options.format === 'json' ? jsonReport(run) : stylishReport(run, { width: stream.width, colors: createColors(stream.colors(options.color)) }));
  for (const note of notes) terminal.stderr.write(`zlm-lint: ${note}\n`);
  for (const { path, message } of errors) terminal.stderr.write(`zlm-lint: ${path}: ${message}\n`);
  if (errors.length > 0) return 2;
  if (mode === 'check' || mode === 'diff') return changes.length > 0 ? 1 : 0;
  return files.some((file) => fails(file, options.failOn)) ? 1 : 0;
}

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

function fails({ left }: FileReport, failOn: Severity): boolean {
  return left.some(({ finding }) => weight[finding.severity] >= weight[failOn]);
}

/** One input on its way from text to report. */
class Work {
  text: string;
  private readonly lintOptions: LintOptions;

  constructor(
    private readonly input: Input,
    private readonly options: LintCommandOptions,
  ) {
    const { strategy, engine, maxPorts, zlmService } = options;
    this.text = input.file.text;
    this.lintOptions = { strategy, engine, maxPorts, zlmServices: zlmService, named: input.named };
  }

  lint(): FileReport {
    const deployment = this.load(new Map());
    const findings = lint(deployment, rules, this.lintOptions);
    const left = assess(deployment, findings, this.fixOptions());
    return { path: this.input.path, deployment, left, applied: [], dropped: [] };
  }

  fix(): FileReport {
    const { path, file } = this.input;
    const result = fixAll({
      texts: new Map([[path, file.text]]),
      load: (texts) => this.load(texts),
      lint: (deployment) => lint(deployment, rules, this.lintOptions),
      options: this.fixOptions(),
    });
    this.text = result.texts.get(path) ?? file.text;
    return { path, deployment: result.deployment, left: result.left, applied: result.applied, dropped: result.dropped };
  }

  private load(texts: Texts): Deployment {
    const { path, file, directory } = this.input;
    return loadCompose({ file: path, text: texts.get(path) ?? file.text, reader: projectReader(directory, { maxBytes: this.options.maxBytes }) });
  }

  private fixOptions(): { strategy: LintCommandOptions['strategy']; engine: LintCommandOptions['engine']; unsafe: boolean } {
    const { strategy, engine, unsafeFixes } = this.options;
    return { strategy, engine, unsafe: unsafeFixes === true };
  }
}
