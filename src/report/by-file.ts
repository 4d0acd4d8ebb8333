import type { Applied } from '../model/finding.ts';
import type { FileReport, PublishedRun, RunError } from './run-report.ts';
import { told, type Told } from './told.ts';

/** What came of one file; a file that was read only for what it brings into another is none. */
export interface FileTold {
  /** From the root of its repository; what is no file has the name of the report. */
  readonly name: string;
  readonly findings: readonly Told[];
  readonly applied: readonly (Applied & { readonly of: FileReport })[];
  readonly errors: readonly RunError[];
}

/** All files that were looked at or could not be, in the order of the report. */
export function byFile(run: PublishedRun): FileTold[] {
  const files = new Map<string, { name: string; findings: Told[]; applied: (Applied & { of: FileReport })[]; errors: RunError[] }>();
  const at = (path: string) => {
    const name = path === '' ? 'zlm-lint' : (run.pathOf(path) ?? path);
    const known = files.get(name) ?? { name, findings: [], applied: [], errors: [] };
    files.set(name, known);
    return known;
  };
  for (const file of run.files) {
    for (const path of [file.path, ...file.deployment.files]) at(path);
    for (const applied of file.applied) at(applied.fix.edits[0]?.at.file ?? file.path).applied.push({ ...applied, of: file });
  }
  for (const finding of told(run)) at(finding.finding.at.file).findings.push(finding);
  for (const error of run.errors) at(error.path).errors.push(error);
  return [...files.values()];
}
