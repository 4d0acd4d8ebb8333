import { rules } from '../../rules/index.ts';
import { identify } from '../../src/lint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { canonicalPorts } from '../../src/ports/published.ts';
import { changes, fixWith, load, type Input } from '../rules/harness.ts';
import { checkFix, type Verdict } from './consistency.ts';

/** Turn this on when an unsafe fix is complete, too: then no fix of any case may leave anything inconsistent. */
export const UNSAFE_FIXES_ARE_COMPLETE = false;

/** What the checker says of a project after `--fix`, `null` when nothing is fixed. */
export function verdictOf(project: Input, unsafe: boolean): Verdict | null {
  const input = { ...project, options: { ...project.options, unsafe } };
  const result = fixWith(input, rules);
  if (changes(result, input).size === 0) return null;
  const before = identify(load(input), input.options.zlmServices);
  const { deployment: after, applied } = result;
  const announced = applied.flatMap(({ fix }) => Object.values(fix.title.data ?? {}).flat().map(String));
  return checkFix({ before, after, fixed: touchedServices(before, after), announced });
}

/** Services that a fix has had its hands on. */
function touchedServices(before: Deployment, after: Deployment): string[] {
  const isTouched = (index: number): boolean => {
    const [was, is] = [before.services[index], after.services[index]];
    if (was === undefined || is === undefined) return false;
    return JSON.stringify(was.networkMode?.value) !== JSON.stringify(is.networkMode?.value) || canonicalPorts(was.ports) !== canonicalPorts(is.ports) || was.networks.length !== is.networks.length;
  };
  return before.services.filter((_, index) => isTouched(index)).map(({ label }) => label);
}
