import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { assess, type FixOptions } from '../fix/assess.ts';
import { fixAll, withoutDisproved, type Texts } from '../fix/fix.ts';
import type { NeighboursOf } from '../fix/neighbours.ts';
import { lint, untold, type LintOptions } from '../lint.ts';
import type { Deployment, Problem } from '../model/deployment.ts';
import type { Assessed, Finding } from '../model/finding.ts';
import type { FileReport } from '../report/run-report.ts';
import { withoutSecrets } from '../report/without-secrets.ts';
import type { FileChange } from '../report/unified-diff.ts';
import type { Baseline } from './baseline.ts';
import { waitForJournal } from './hold-journal.ts';
import { JOURNAL_NAME, type JournalFound } from './journal.ts';
import { costsIn, settingsOf, type WorkOptions } from './options.ts';
import type { Project } from './project.ts';
import { readTextFile, type TextFile } from './read-text.ts';
import { mayRun } from './selection.ts';
import type { WriteError } from './write-error.ts';
import { writeFiles, type NewFile, type WriteResult } from './write-text.ts';

/** One project on its way from text to report. */
export class Work {
  readonly report: FileReport;
  /** What fixing changed, by the names the report uses. */
  readonly changes: readonly FileChange[];
  /** What it was worked out from, by the names the report uses. */
  private readonly texts: Texts;
  /** Why the text could not be read, where no finding says so. */
  readonly untold: readonly Problem[];

  constructor(
    private readonly project: Project,
    private readonly options: WorkOptions,
    fix: boolean,
    neighbours: NeighboursOf = () => [],
    baseline: Baseline | null = null,
    deployment: Deployment = project.load(project.texts),
  ) {
    this.texts = deployment.texts;
    const { strategy, engine, zlmService, unsafeFixes, streams, said } = options;
    const costs = costsIn(options);
    const lintOptions: LintOptions = { strategy, engine, costs, settingOf: settingsOf(options), zlmServices: zlmService, named: project.named, known: rules };
    const fixOptions: FixOptions = { strategy, engine, costs, streams: { count: streams, given: said.has('streams') }, unsafe: unsafeFixes === true, ...(project.stdin ? { only: project.path } : {}) };
    const running = rules.filter(({ meta }) => mayRun(meta.id, options));
    const check = (loaded: Deployment): Finding[] => {
      const findings = lint(loaded, running, lintOptions).filter((finding) => project.concerns?.(finding) !== false);
      return baseline === null ? findings : baseline.apply(findings, project, loaded.texts);
    };
    if (!fix) {
      const findings = check(deployment);
      const assessed = assess(deployment, findings, fixOptions);
      const left = withoutDisproved(assessed, { deployment, findings }, { load: (texts) => this.load(texts), lint: check, neighbours });
      this.report = withoutSecrets({ path: project.path, deployment, left: left.filter(isAsked), applied: [], dropped: [] });
      this.changes = [];
      this.untold = untold(deployment, findings, lintOptions);
      return;
    }
    const result = fixAll({ texts: deployment.texts, load: (texts) => this.load(texts), lint: check, options: fixOptions, neighbours });
    this.untold = untold(result.deployment, result.left.map(({ finding }) => finding), lintOptions);
    this.report = withoutSecrets({ path: project.path, deployment: result.deployment, left: result.left.filter(isAsked), applied: result.applied, dropped: result.dropped });
    const created = new Set(result.applied.flatMap(({ fix }) => fix.created.map(({ file }) => file)));
    this.changes = [...result.texts].flatMap(([path, after]) => {
      const before = result.originals.get(path) ?? null;
      return before === after || (before === null && !created.has(path)) ? [] : [{ path, before, after }];
    });
  }

  /** The text of standard input as it is now; `null` when it was not read. */
  get stdin(): string | null {
    if (!this.project.stdin) return null;
    return this.changes.find(({ path }) => path === this.project.path)?.after ?? this.report.deployment.texts.get(this.project.path) ?? null;
  }

  /** Writes all files of the project that changed, or none: not beside a journal, nor where what was read is no longer so. */
  write(journals: readonly JournalFound[] = []): WriteResult {
    for (const { directory } of journals) {
      const found = waitForJournal(directory);
      if (found !== null) return refused({ path: join(directory, JOURNAL_NAME), code: 'journal', found });
    }
    const written = this.tryWriting();
    // Somebody else may have been quicker with the same.
    return !written.ok && ['changed', 'exists'].includes(written.error.code) ? this.tryWriting() : written;
  }

  private tryWriting(): WriteResult {
    const changes: { file: TextFile; text: string }[] = [];
    const created: NewFile[] = [];
    const changed = new Map(this.changes.map((change) => [change.path, change]));
    for (const path of new Set([...this.texts.keys(), ...changed.keys()])) {
      const location = this.project.locate(path);
      const { before, after } = changed.get(path) ?? { before: this.texts.get(path) ?? null, after: null };
      if (location === null) continue;
      const read = readTextFile(location, { maxBytes: Number.MAX_SAFE_INTEGER });
      if (!read.ok) {
        if (before === null && after !== null && read.error.code === 'missing') created.push({ path: location, text: after });
        else if (after !== null) return refused(read.error);
      } else if (read.file.text === before) changes.push({ file: read.file, text: after ?? before });
      else if (read.file.text !== after) return refused({ path: location, code: before === null ? 'exists' : 'changed' });
    }
    return writeFiles(changes, { backup: this.options.backup, created });
  }

  private load(texts: Texts): Deployment {
    return this.project.load(texts);
  }
}

/** What a rule that is off has found is nobody's business. */
function isAsked({ finding }: Assessed): boolean {
  return finding.unasked !== true;
}

function refused(error: WriteError): WriteResult {
  return { ok: false, error, notRestored: [] };
}
