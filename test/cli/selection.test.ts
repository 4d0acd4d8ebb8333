import { describe, expect, it } from 'vitest';
import { mayRun, selected, type Selection } from '../../src/cli/selection.ts';
import type { RuleSetting, SettingOf } from '../../src/rule.ts';

const nothing: Selection = { rule: [], only: [], skip: [] };
const place = { file: 'compose.yml', service: null };

/** What lies below: `a` is off, `b` is an info with an option, nothing is set of `c`. */
const base: SettingOf = (id) => ({ a: { severity: 'off' }, b: { severity: 'info', options: { max: 3 } } })[id] as RuleSetting | undefined ?? {};

function settings(selection: Partial<Selection>): Record<string, RuleSetting> {
  const settingOf = selected(base, { ...nothing, ...selection });
  return Object.fromEntries(['a', 'b', 'c'].map((id) => [id, settingOf(id, place)]));
}

describe('the settings of a rule', () => {
  const untouched = { a: { severity: 'off' }, b: { severity: 'info', options: { max: 3 } }, c: {} };

  it.each<[string, Partial<Selection>, Record<string, RuleSetting>]>([
    ['nothing is said', {}, {}],
    ['--rule a', { rule: [{ id: 'a', severity: null }] }, { a: {} }],
    ['--rule b keeps its options', { rule: [{ id: 'b', severity: null }] }, { b: { options: { max: 3 } } }],
    ['--rule b=error', { rule: [{ id: 'b', severity: 'error' }] }, { b: { severity: 'error', options: { max: 3 } } }],
    ['--rule c=off', { rule: [{ id: 'c', severity: 'off' }] }, { c: { severity: 'off' } }],
    ['the last --rule of a rule', { rule: [{ id: 'c', severity: 'off' }, { id: 'c', severity: 'warning' }] }, { c: { severity: 'warning' } }],
    ['--skip over --rule', { rule: [{ id: 'c', severity: 'error' }], skip: ['c'] }, { c: { severity: 'off' } }],
    ['--only over what is below', { only: ['a'] }, { a: {}, b: { severity: 'off', options: { max: 3 } }, c: { severity: 'off' } }],
    ['--only with the severity of --rule', { only: ['a'], rule: [{ id: 'a', severity: 'error' }, { id: 'b', severity: 'error' }] }, { a: { severity: 'error' }, b: { severity: 'off', options: { max: 3 } }, c: { severity: 'off' } }],
    ['--only over --rule', { only: ['c'], rule: [{ id: 'c', severity: 'off' }] }, { b: { severity: 'off', options: { max: 3 } } }],
  ])('%s', (_, selection, changed) => {
    expect(settings(selection)).toEqual({ ...untouched, ...changed });
  });
});

describe('a rule runs', () => {
  it.each<[Partial<Selection>, boolean]>([
    [{}, true],
    [{ skip: ['a'] }, false],
    [{ only: ['b'] }, false],
    [{ only: ['a'] }, true],
    [{ only: ['a'], rule: [{ id: 'a', severity: 'off' }] }, true],
    [{ rule: [{ id: 'a', severity: 'off' }] }, false],
    [{ rule: [{ id: 'a', severity: 'off' }, { id: 'a', severity: null }] }, true],
  ])('%j: %s', (selection, runs) => {
    expect(mayRun('a', { ...nothing, ...selection })).toBe(runs);
  });
});
