import { isUnknown } from '../ports/spans.ts';
import type { RuleSetting, SettingOf } from '../rule.ts';
import { readNames, readPatterns } from './patterns.ts';

export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** What is set in another way for some files or services. */
export interface Override {
  readonly files: readonly string[] | null;
  readonly services: readonly string[] | null;
  readonly rules: RuleSettings;
}

/** What a configuration says. */
export interface Configuration {
  /** Settings of the program, by their keys: `strategy`, `engine.version`. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly rules: RuleSettings;
  readonly overrides: readonly Override[];
  /** The line of each value, by the keys that lead to it: `rules.no-wide-port-range.max`, `overrides.0.rules`. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Where a file lies, relative to the directory in which patterns begin; `null` where it lies outside, or nowhere. */
export type Within = (file: string) => string | null;

/** What is set of a rule at a place: by the last override that fits and says it, otherwise for all. */
export function settingIn({ rules, overrides }: Configuration, within: Within): SettingOf {
  const fitting = overrides.map((override) => ({ rules: override.rules, fits: fitsOf(override, within) }));
  return (rule, place) => {
    const set = fitting.flatMap(({ rules: own, fits }) => (own[rule] !== undefined && fits(place) ? own[rule] : []));
    return set.reduce(merged, rules[rule] ?? {});
  };
}

/** Whether an override may hold for a service in this file. */
export function concernsFile({ files }: Override, within: Within): (file: string) => boolean {
  if (files === null) return () => true;
  const verdict = readPatterns(files);
  return (file) => {
    const path = within(file);
    return path !== null && verdict(path) === 'ignored';
  };
}

function fitsOf(override: Override, within: Within): (place: Parameters<SettingOf>[1]) => boolean {
  const inFile = concernsFile(override, within);
  if (override.services === null) return ({ file }) => inFile(file);
  const named = readNames(override.services);
  return ({ file, service }) => {
    if (service === null) return false;
    const container = service.containerName?.value;
    const names = [service.name, container === undefined || isUnknown(container) ? null : container];
    return names.some((name) => name !== null && named(name)) && inFile(file);
  };
}

export function merged(base: RuleSetting, over: RuleSetting): RuleSetting {
  return { ...base, ...over, options: { ...base.options, ...over.options } };
}
