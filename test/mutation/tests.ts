import { isDeepStrictEqual } from 'node:util';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../../src/rule.ts';
import { verdictOf } from '../consistency/fixed-projects.ts';
import { casesOf, findIn, fixedOf, fixWith, printed, ruleFolders, shownChanges, textOf, type RuleCase } from '../rules/harness.ts';

/** One thing that a mutant of a rule, of the lint or of a fix may get wrong; `run` throws where it does. */
export interface Test {
  readonly name: string;
  readonly run: () => void;
}

/** What the cases of all rules expect, as in `test/rules` and `test/consistency`; the quickest first, because the first that fails ends a mutant. */
export async function readTests(): Promise<readonly Test[]> {
  const cases = await Promise.all(rules.map(async (rule) => (await casesOf(rule.meta.id)).map((one) => ({ rule, one }))));
  if (cases.length !== ruleFolders().length) throw new Error('rules/index.ts does not have all rules');
  const all = cases.flat();
  const kinds: Readonly<Record<string, (rule: Rule, one: RuleCase) => void>> = {
    reported: (rule, one) => equal(printed(findIn(one, [rule]), rules), textOf(one.outFile) ?? ''),
    fixed: isFixed,
    'fixed once': (rule, one) => isFixedOnce(one, [rule]),
    'fixed by all': (_, one) => isFixedOnce(one, rules),
    'consistent': (_, one) => equal(verdictOf(one, false)?.inconsistent ?? [], []),
    'consistent after unsafe fixes': (_, one) => equal(verdictOf(one, true)?.inconsistent ?? [], []),
  };
  return Object.entries(kinds).flatMap(([kind, check]) => all.map(({ rule, one }) => ({ name: `${one.rule}/${one.name} is ${kind}`, run: () => check(rule, one) })));
}

function isFixed(rule: Rule, one: RuleCase): void {
  const result = fixWith(one, [rule]);
  const texts = shownChanges(result, one);
  equal([...texts].sort(), [...fixedOf(one)].sort());
  equal(result.dropped.map(({ why }) => why), []);
  equal(result.applied.length > 0, texts.size > 0);
}

function isFixedOnce(one: RuleCase, applied: readonly Rule[]): void {
  const first = fixWith(one, applied);
  equal(first.dropped.map(({ why }) => why), []);
  const second = fixWith(one, applied, first.texts);
  equal([...second.texts], [...first.texts]);
  equal(second.applied, []);
}

function equal(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new Error('not what the case expects');
}
