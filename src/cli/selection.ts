import { rules } from '../../rules/index.ts';
import type { Severity } from '../model/finding.ts';
import type { SettingOf } from '../rule.ts';

export const ruleIds: readonly string[] = rules.map(({ meta }) => meta.id);

export const levels = ['off', 'info', 'warning', 'error'] as const;

/** A rule as `--rule` names it; without a severity it is on at its own. */
export interface RuleChoice {
  readonly id: string;
  readonly severity: Severity | 'off' | null;
}

/** What the command line says of the rules; `only` is empty when it was not given. */
export interface Selection {
  readonly rule: readonly RuleChoice[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** The settings below, with the choices of the command line over them: `--skip` wins over `--only`, that over `--rule`, and that over what is below. */
export function selected(base: SettingOf, { rule, only, skip }: Selection): SettingOf {
  const chosen = new Map(rule.map(({ id, severity }) => [id, severity]));
  return (id, place) => {
    const { severity: below, ...rest } = base(id, place);
    const choice = chosen.get(id);
    const severity = choice === undefined ? below : (choice ?? undefined);
    if (skip.includes(id) || (only.length > 0 && !only.includes(id))) return { ...rest, severity: 'off' };
    const off = severity === 'off' && only.length > 0;
    return severity === undefined || off ? rest : { ...rest, severity };
  };
}

/** Whether the command line leaves the rule any place to report from. */
export function mayRun(id: string, { rule, only, skip }: Selection): boolean {
  if (skip.includes(id)) return false;
  return only.length > 0 ? only.includes(id) : rule.findLast((choice) => choice.id === id)?.severity !== 'off';
}
