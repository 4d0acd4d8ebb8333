import type { Costs } from '../cost/model.ts';
import type { Applied, Assessed, Dropped, Severity } from '../model/finding.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Engine, RuleMeta } from '../rule.ts';
import type { CostRun } from './cost-report.ts';
import type { Language } from './language.ts';
import type { FileChange } from './unified-diff.ts';

/** What came of one input. */
export interface FileReport {
  readonly path: string;
  readonly deployment: Deployment;
  /** What is left in the text, with the fix or why there is none. */
  readonly left: readonly Assessed[];
  readonly applied: readonly Applied[];
  readonly dropped: readonly Dropped[];
}

/** What is wrong in the request: one line. */
export interface RunError {
  readonly path: string;
  readonly say: (language: Language) => string;
}

export interface RunReport {
  readonly mode: 'lint' | 'fix' | 'check' | 'diff';
  readonly unsafe: boolean;
  /** The files hold errors only. */
  readonly quiet: boolean;
  readonly files: readonly FileReport[];
  readonly errors: readonly RunError[];
  readonly metas: ReadonlyMap<string, RuleMeta>;
  readonly language: Language;
  readonly engine: Engine;
  readonly costs: Costs;
  /** The command line that would apply this strategy's unsafe fix to a path. */
  readonly command: (path: string, strategy: 'host' | 'minimal' | null) => string;
  /** The command line that compares what the strategies cost; `null` for what is no file. */
  readonly costCommand: (path: string) => string | null;
}

/** A run as it is told to other programs and places. */
export interface PublishedRun extends RunReport {
  readonly program: { readonly version: string; readonly homepage: string };
  /** Whether findings of this severity make the exit code 1. */
  readonly fails: (severity: Severity) => boolean;
  /** How a file of the report is called from the root of the repository, or of the workspace, with `/` and no `./`; `null` for what is no file. */
  readonly pathOf: (file: string) => string | null;
  /** It runs in a GitHub workflow, whose code scanning reads the reports. */
  readonly inWorkflow: boolean;
  /** SHA-256 in hexadecimal digits. */
  readonly digest: (text: string) => string;
  /** The page of a rule as Markdown; `null` where the program lies without its pages. */
  readonly pageOf: (rule: string, language: Language) => string | null;
  /** Worked out when it is asked for. */
  readonly remedies: () => Promise<Remedies>;
}

/** What publishing costs, and what the fixes would change or did change. */
export interface Remedies {
  readonly costs: CostRun;
  /** By what is proven, or by what was asked for. */
  readonly changes: readonly FileChange[];
  /** By fixes that a person has to judge; empty where there are none, or they were asked for. */
  readonly unproven: { readonly applied: readonly (Applied & { readonly path: string; readonly texts: ReadonlyMap<string, string> })[]; readonly changes: readonly FileChange[] };
}
