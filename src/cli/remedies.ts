import type { Deployment } from '../model/deployment.ts';
import type { Remedies } from '../report/run-report.ts';
import type { FileChange } from '../report/unified-diff.ts';
import { costsOfServices } from './cost-command.ts';
import { strategyCommand, type Started } from './fix-command.ts';
import { costsIn, type LintCommandOptions } from './options.ts';
import type { Project } from './project.ts';
import type { ReadTogether } from './read-together.ts';
import type { Baseline } from './baseline.ts';
import type { Language } from '../report/language.ts';
import { Work } from './work.ts';

/** What a run looked at, and how. */
export interface Run {
  readonly seen: readonly { readonly project: Project; readonly deployment: Deployment }[];
  readonly options: LintCommandOptions;
  readonly together: ReadTogether;
  readonly baseline: Baseline | null;
  readonly started: Started;
  readonly language: Language;
  /** What this run has changed, or would; `null` where it only looked. */
  readonly changes: readonly FileChange[] | null;
}

/** What publishing costs, and what fixes change; nothing is written. */
export function remediesOf({ seen, options, together, baseline, started, language, changes }: Run): Remedies {
  const costs = costsIn(options);
  const concerned = seen.filter(({ deployment }) => deployment.services.some(({ zlm }) => zlm !== null));
  const projects = concerned.map(({ project, deployment }) => ({ deployment, services: costsOfServices(project, deployment.services, options, costs) }));
  const works = (unsafe: boolean): Work[] => concerned.map(({ project }) => new Work(project, unsafe ? { ...options, unsafeFixes: true } : options, true, together.neighboursOf(project), baseline));
  const all = changes === null && options.unsafeFixes !== true ? works(true) : [];
  const judged = all.filter(({ report }) => report.applied.some(({ fix }) => fix.safety === 'unsafe'));
  return {
    costs: { projects, costs, language, command: (path, strategy) => strategyCommand(path, strategy, started) },
    changes: changes ?? works(false).flatMap((work) => work.changes),
    unproven: {
      applied: judged.flatMap(({ report }) => report.applied.filter(({ fix }) => fix.safety === 'unsafe').map((applied) => ({ ...applied, path: report.path, texts: report.deployment.texts }))),
      changes: judged.flatMap((work) => work.changes),
    },
  };
}
