import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { identify } from '../../src/lint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { canonicalPorts } from '../../src/ports/published.ts';
import { casesOf, changes, fixWith, load, ruleFolders, type RuleCase } from '../rules/harness.ts';
import { checkFix, type Inconsistency } from './consistency.ts';

/** Turn this on when an unsafe fix is complete, too: then no fix of any case may leave anything inconsistent. */
const UNSAFE_FIXES_ARE_COMPLETE = false;

const cases = (await Promise.all(ruleFolders().map((id) => casesOf(id)))).flat();

/** What the checker says of a case after `--fix`, `null` when nothing is fixed. */
function inconsistent(one: RuleCase, unsafe: boolean): readonly Inconsistency[] | null {
  const input = { ...one, options: { ...one.options, unsafe } };
  const result = fixWith(input, rules);
  if (changes(result, input).size === 0) return null;
  const before = identify(load(input), input.options.zlmServices);
  const { deployment: after, applied } = result;
  const announced = applied.flatMap(({ fix }) => (fix.strategy === 'host' ? [] : Object.values(fix.title.data ?? {}).flat().map(String)));
  return checkFix({ before, after, fixed: moved(before, after), announced }).inconsistent;
}

/** Services that a fix has had its hands on. */
function moved(before: Deployment, after: Deployment): string[] {
  return before.services.filter((service, index) => {
    const now = after.services[index];
    return now !== undefined && (service.networkMode?.value !== now.networkMode?.value || canonicalPorts(service.ports) !== canonicalPorts(now.ports) || service.networks.length !== now.networks.length);
  }).map(({ label }) => label);
}

describe('after --fix of every case', () => {
  it.each(cases.map((one) => [`${one.rule}/${one.name}`, one] as const))('%s is consistent', (_, one) => {
    expect(inconsistent(one, false) ?? []).toEqual([]);
  });
});

describe('after --fix --unsafe-fixes', () => {
  const found = cases.map((one) => ({ name: `${one.rule}/${one.name}`, says: inconsistent(one, true) ?? [] }));

  it('no case is inconsistent, as far as unsafe fixes are complete', () => {
    const broken = found.filter(({ says }) => says.length > 0);
    if (UNSAFE_FIXES_ARE_COMPLETE) expect(broken).toEqual([]);
    else expect(broken.length).toBeGreaterThan(0);
  });
});
