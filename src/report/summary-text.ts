import { visible } from '../text/width.ts';
import type { RunReport } from './run-report.ts';
import { say } from './sentences.ts';
import { summarise } from './summary.ts';

/** A run in one line: what there is, and what may be done about it. */
export function summaryText(run: RunReport): string {
  const { language } = run;
  const { errors, warnings, infos, fixable, fixed, heldBack, suppressed } = summarise(run);
  const files = run.files.length === 1 ? visible(run.files[0]?.path ?? '') : say({ id: 'report.files', data: { n: run.files.length } }, language);
  const clean = errors + warnings + infos + fixed === 0;
  const parts = clean ? [run.quiet ? 'report.no-errors' : 'report.clean'] : [run.quiet ? 'report.count-errors' : 'report.count'];
  if (suppressed > 0) parts.push('report.suppressed');
  if (!clean) {
    if (run.mode === 'fix') parts.push('report.fixed-count');
    else if (fixable + fixed > 0) parts.push('report.fixable');
    if (heldBack > 0) parts.push('report.held-count');
    if (heldBack > 0 && run.mode === 'lint') parts.push('report.why');
  }
  const data = { errors, warnings, infos, fixable: run.mode === 'fix' ? fixable : fixable + fixed, fixed, heldBack, suppressed, files };
  return parts.map((id) => say({ id, data }, language)).join(language === 'zh' ? '' : ' ');
}
