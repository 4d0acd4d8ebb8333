import type { Assessed, Fix, Severity } from '../model/finding.ts';
import type { ReportedSummary } from './contract.ts';
import type { RunReport } from './run-report.ts';

/** Counts what is left; a fix that answers several findings is one. */
export function summarise({ files, unsafe }: Pick<RunReport, 'files' | 'unsafe'>): ReportedSummary {
  const all = files.flatMap(({ left }) => left.map(({ finding }) => finding));
  const findings = all.filter(({ suppressed }) => suppressed === null);
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const fixes = files.flatMap((file) => openFixes(file));
  const usable = fixes.filter(({ safety }) => safety === 'safe' || unsafe);
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    fixable: usable.length,
    fixed: files.reduce((sum, { applied }) => sum + applied.length, 0),
    heldBack: fixes.length - usable.length + files.reduce((sum, { dropped }) => sum + dropped.length, 0),
    suppressed: all.length - findings.length,
  };
}

/** The distinct fixes of what is left. */
export function openFixes({ left }: { readonly left: readonly Assessed[] }): Fix[] {
  return [...new Set(left.flatMap(({ fix }) => fix ?? []))];
}
