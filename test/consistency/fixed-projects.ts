import { rules } from '../../rules/index.ts';
import { identify } from '../../src/lint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Fix } from '../../src/model/finding.ts';
import { canonicalPorts } from '../../src/ports/published.ts';
import { changes, fixWith, load, type Input } from '../rules/harness.ts';
import { checkFix, type FixToCheck, type Verdict } from './consistency.ts';

/** Turn this on when an unsafe fix is complete, too: then no fix of any case may leave anything inconsistent. */
export const UNSAFE_FIXES_ARE_COMPLETE = true;

/** What the checker says of a project after `--fix`, `null` when nothing is fixed. */
export function verdictOf(project: Input, unsafe: boolean): Verdict | null {
  const fix = fixToCheck(project, unsafe);
  return fix === null ? null : checkFix(fix);
}

/** A project before and after `--fix`, and what the fixes say; `null` when nothing is fixed. */
export function fixToCheck(project: Input, unsafe: boolean): (FixToCheck & { readonly announced: readonly string[] }) | null {
  const input = { ...project, options: { ...project.options, unsafe } };
  // Comments that go are no matter of ports and networks.
  const result = fixWith(input, rules.filter(({ meta }) => meta.id !== 'valid-suppression'));
  if (changes(result).size === 0) return null;
  const before = identify(load(input), input.options.zlmServices);
  const { deployment: after, applied } = result;
  // What cannot be told apart by its name cannot be compared.
  if (new Set(before.services.map(({ label }) => label)).size < before.services.length) return null;
  const announced = applied.flatMap(({ fix }) => [fix.title, ...fix.reasons].flatMap(({ data = {} }) => Object.values(data).flat().map(String)).concat(judged(fix)));
  return { before, after, fixed: touchedServices(before, after), announced };
}

/** Mappings of which a person has to judge what becomes of them, by the ports they lead to. */
function judged({ service, reasons }: Fix): string[] {
  const entries = new Set(reasons.flatMap(({ data }) => data?.['entries'] ?? []));
  return (service?.ports ?? []).flatMap(({ text, container, protocol }) => (entries.has(text) && 'from' in container.value && typeof protocol.value === 'string' ? [`${container.value.from}-${container.value.to}/${protocol.value}`] : []));
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
