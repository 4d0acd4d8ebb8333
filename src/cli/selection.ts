import { rules } from '../../rules/index.ts';
import type { Severity } from '../model/finding.ts';
import type { RuleSetting, SettingOf } from '../rule.ts';

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

/** What the command line makes of a severity, and the option that decides it: `--skip` wins over `--only`, that over `--rule`. */
export function decided(id: string, below: RuleSetting['severity'], { rule, only, skip }: Selection): { readonly severity: RuleSetting['severity']; readonly by: '--skip' | '--only' | '--rule' | null } {
  if (skip.includes(id)) return { severity: 'off', by: '--skip' };
  if (only.length > 0 && !only.includes(id)) return { severity: 'off', by: '--only' };
  const choice = rule.findLast((one) => one.id === id);
  const severity = choice === undefined ? below : (choice.severity ?? undefined);
  if (severity === 'off' && only.length > 0) return { severity: undefined, by: '--only' };
  return { severity, by: choice === undefined ? null : '--rule' };
}

/** The settings below, with the choices of the command line over them. */
export function selected(base: SettingOf, selection: Selection): SettingOf {
  return (id, place) => {
    const { severity: below, ...rest } = base(id, place);
    const { severity } = decided(id, below, selection);
    return severity === undefined ? rest : { ...rest, severity };
  };
}

/** Whether the command line leaves the rule any place to report from. */
export function mayRun(id: string, selection: Selection): boolean {
  return decided(id, undefined, selection).severity !== 'off';
}
