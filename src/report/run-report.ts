import type { Costs } from '../cost/model.ts';
import type { Applied, Assessed, Dropped } from '../model/finding.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Engine, RuleMeta } from '../rule.ts';
import type { Language } from './language.ts';

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
  readonly message: string;
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
