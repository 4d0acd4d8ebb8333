import { estimate, extrapolation, MANY_PAIRS } from '../cost/estimate.ts';
import { isDiscarded } from '../ports/network-mode.ts';
import { countPairs } from '../ports/published.ts';
import { engineOf, isMeasured } from '../rule.ts';
import { commandLines, indented, type Page } from './fix-report.ts';
import type { FileReport } from './run-report.ts';
import { say } from './sentences.ts';

/** What a ZLMediaKit that publishes a lot costs now and on the host's network, and the command that compares the strategies. */
export function costLines({ path, deployment, left }: FileReport, page: Page): string[] {
  const { run, width } = page;
  // Where somebody has decided that it is well as it is, nothing is said of it.
  const open = new Set(left.flatMap(({ finding: { suppressed, service, answers = [] } }) => (suppressed === null && answers.includes('host') ? [service?.label] : [])));
  const lines = deployment.services.flatMap((service) => {
    const count = countPairs(service.ports);
    if (service.zlm === null || service.disabled || !open.has(service.label) || count.pairs <= MANY_PAIRS || isDiscarded(service) || !isMeasured(engineOf(service, run.engine))) return [];
    const { memory, startSeconds, stopSeconds, extrapolated, tooMany } = estimate(count, run.costs);
    return indented(say({ id: 'report.cost', data: { service: service.label, least: count.atLeast ? 1 : 0, memory, start: startSeconds, stop: stopSeconds, extrapolated: extrapolation({ extrapolated, tooMany }) } }, run.language), '', width);
  });
  const command = run.costCommand(path);
  return lines.length === 0 || command === null ? lines : [...lines, ...commandLines(say({ id: 'report.cost-command' }, run.language), command, page)];
}
