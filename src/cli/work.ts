import { rules } from '../../rules/index.ts';
import { assess, type FixOptions } from '../fix/assess.ts';
import { fixAll, withoutDisproved, type Texts } from '../fix/fix.ts';
import type { NeighboursOf } from '../fix/neighbours.ts';
import { lint, untold, type LintOptions } from '../lint.ts';
import type { Deployment, Problem } from '../model/deployment.ts';
import type { Assessed, Finding } from '../model/finding.ts';
import type { FileReport } from '../report/run-report.ts';
import type { FileChange } from '../report/unified-diff.ts';
import type { Baseline } from './baseline.ts';
import { settingsOf, type LintCommandOptions } from './options.ts';
import type { Project } from './projects.ts';
import { readTextFile, type TextFile } from './read-text.ts';
import { mayRun } from './selection.ts';
import { writeFiles, type WriteError, type WriteResult } from './write-text.ts';

/** One project on its way from text to report. */
export class Work {
  readonly report: FileReport;
  /** What fixing changed, by the names the report uses. */
  readonly changes: readonly FileChange[];
  /** Why the text could not be read, where no finding says so. */
  readonly untold: readonly Problem[];

  constructor(
    private readonly project: Project,
    private readonly options: LintCommandOptions,
    fix: boolean,
    neighbours: NeighboursOf = () => [],
    baseline: Baseline | null = null,
  ) {
    const { strategy, engine, zlmService, unsafeFixes } = options;
    const lintOptions: LintOptions = { strategy, engine, settingOf: settingsOf(options), zlmServices: zlmService, named: project.named, known: rules };
    const fixOptions: FixOptions = { strategy, engine, unsafe: unsafeFixes === true };
    const deployment = this.load(project.texts);
    const running = rules.filter(({ meta }) => mayRun(meta.id, options));
    const check = (loaded: Deployment): Finding[] => {
      const findings = lint(loaded, running, lintOptions);
      return baseline === null ? findings : baseline.apply(findings, project, loaded.texts);
    };
    if (!fix) {
      const findings = check(deployment);
      const assessed = assess(deployment, findings, fixOptions);
      const left = withoutDisproved(assessed, { deployment, findings }, { load: (texts) => this.load(texts), lint: check, neighbours });
      this.report = { path: project.path, deployment, left: left.filter(isAsked), applied: [], dropped: [] };
      this.changes = [];
      this.untold = untold(deployment, findings, lintOptions);
      return;
    }
    const before = deployment.texts;
    const result = fixAll({ texts: before, load: (texts) => this.load(texts), lint: check, options: fixOptions, neighbours });
    this.untold = untold(result.deployment, result.left.map(({ finding }) => finding), lintOptions);
    this.report = { path: project.path, deployment: result.deployment, left: result.left.filter(isAsked), applied: result.applied, dropped: result.dropped };
    this.changes = [...result.texts].flatMap(([path, after]) => {
      const old = before.get(path) ?? after;
      return old === after ? [] : [{ path, before: old, after }];
    });
  }

  /** The text of standard input as it is now; `null` when it was not read. */
  get stdin(): string | null {
    if (!this.project.stdin) return null;
    return this.changes[0]?.after ?? this.report.deployment.texts.get(this.project.path) ?? null;
  }

  /** Writes all files of the project that changed, or none. */
  write(): WriteResult {
    const changes: { file: TextFile; text: string }[] = [];
    for (const { path, before, after } of this.changes) {
      const location = this.project.locate(path) ?? path;
      const read = readTextFile(location, { maxBytes: Number.MAX_SAFE_INTEGER });
      if (!read.ok) return refused(read.error);
      if (read.file.text !== before) return refused({ path: location, code: 'changed' });
      changes.push({ file: read.file, text: after });
    }
    return writeFiles(changes, { backup: this.options.backup });
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
