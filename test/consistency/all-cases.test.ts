import { describe, expect, it } from 'vitest';
import { casesOf, ruleFolders } from '../rules/harness.ts';
import { UNSAFE_FIXES_ARE_COMPLETE, verdictOf } from './fixed-projects.ts';

const cases = (await Promise.all(ruleFolders().map((id) => casesOf(id)))).flat();

describe('after --fix of every case', () => {
  it.each(cases.map((one) => [`${one.rule}/${one.name}`, one] as const))('%s is consistent', (_, one) => {
    expect(verdictOf(one, false)?.inconsistent ?? []).toEqual([]);
  });
});

describe('after --fix --unsafe-fixes', () => {
  it('no case is inconsistent, as far as unsafe fixes are complete', () => {
    const broken = cases.flatMap((one) => {
      const says = verdictOf(one, true)?.inconsistent ?? [];
      return says.length === 0 ? [] : [{ name: `${one.rule}/${one.name}`, says }];
    });
    if (UNSAFE_FIXES_ARE_COMPLETE) expect(broken).toEqual([]);
  });
});
