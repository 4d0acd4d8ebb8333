import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Node } from 'yaml';
import type { RuleSetting } from '../rule.ts';
import type { Configuration, Override, RuleSettings } from './configuration.ts';
import { isMapping, mistakesIn, type Mistake } from './mistakes.ts';
import { validate } from './validator.mjs';

/** The version of the form that this program reads. */
const VERSION = 1;

export type ConfigurationRead = { readonly ok: true; readonly configuration: Configuration } | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Reads a configuration, YAML or JSON; `key` where it is the value of one, as in package.json. `null`: that key is not there. */
export function readConfiguration(text: string, key: string | null = null): ConfigurationRead | null {
  try {
    return read(text, key);
  } catch (error) {
    // Thousands of brackets in one another.
    if (error instanceof RangeError) return wrong({ code: 'config-too-deep', line: 1, data: {} });
    throw error;
  }
}

function read(text: string, key: string | null): ConfigurationRead | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const line = (offset: number | undefined): number => Math.max(1, lines.linePos(offset ?? 0).line);
  const [broken] = [...document.errors, ...document.warnings];
  if (broken?.code === 'RESOURCE_EXHAUSTION') return wrong({ code: 'config-too-deep', line: 1, data: {} });
  if (broken !== undefined) return wrong({ code: 'config-syntax', line: line(broken.pos[0]), data: { reason: broken.message.split('\n')[0] ?? '' } });
  const root = key === null ? document.contents : isMap(document.contents) ? (document.contents.get(key, true) as Node | undefined) : undefined;
  if (key !== null && root === undefined) return null;
  const alias = root === null || root === undefined ? undefined : firstAlias(root);
  // Nothing in a configuration repeats so often that it needs them, and they are what a text of no end is made of.
  if (alias !== undefined) return wrong({ code: 'config-alias', line: line(alias), data: {} });
  const data: unknown = root?.toJS(document) ?? {};
  const lineOf = (path: readonly string[], atKey: boolean): number => line(offsetOf(root, path, atKey));
  const mistakes = isNewer(data) ? [{ code: 'config-newer', line: lineOf(['version'], false), data: { version: String(data.version), known: String(VERSION) } }] : validate(data) ? [] : mistakesIn(validate.errors ?? [], data, lineOf);
  return mistakes.length > 0 || !isMapping(data) ? { ok: false, mistakes } : { ok: true, configuration: configurationOf(data, (path) => lineOf(path, true)) };
}

function wrong(mistake: Mistake): ConfigurationRead {
  return { ok: false, mistakes: [mistake] };
}

function isNewer(data: unknown): data is { readonly version: number } {
  return isMapping(data) && typeof data['version'] === 'number' && data['version'] > VERSION;
}

function firstAlias(root: Node): number | undefined {
  let found: number | undefined;
  visit(root, {
    Alias(_, alias) {
      found = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

/** Where the value that these keys lead to begins, or the last of the keys; as far as the keys are there. */
function offsetOf(root: Node | null | undefined, path: readonly string[], atKey: boolean): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const [index, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : undefined;
    const key: unknown = pair?.key;
    const next: unknown = isPair(pair) ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
    const place = atKey && index === path.length - 1 && isScalar(key) ? key : next;
    node = next;
    if ((isScalar(place) || isMap(place) || isSeq(place) || isAlias(place)) && place.range !== undefined && place.range !== null) offset = place.range[0];
    else if (isScalar(key)) offset = key.range?.[0] ?? offset;
  }
  return offset;
}

type Data = Readonly<Record<string, unknown>>;

/** Settings that are not values of the program's own options. */
const STRUCTURE = new Set(['$schema', 'version', 'rules', 'overrides', 'engine']);

/** What has passed the schema. */
function configurationOf(data: Data, line: (path: readonly string[]) => number): Configuration {
  const values = new Map<string, unknown>();
  const lines = new Map<string, number>();
  const set = (path: readonly string[], value: unknown): void => {
    values.set(path.join('.'), value);
    lines.set(path.join('.'), line(path));
  };
  for (const [key, value] of Object.entries(data)) if (!STRUCTURE.has(key)) set([key], value);
  const { engine } = data;
  if (isMapping(engine)) for (const [key, value] of Object.entries(engine)) set(['engine', key], value);
  else if (engine !== undefined) {
    values.set('engine.name', engine);
    lines.set('engine.name', line(['engine']));
  }
  const overrides = (data['overrides'] ?? []) as readonly Data[];
  for (const [rule, path] of [...rulePaths(data, []), ...overrides.flatMap((override, index) => rulePaths(override, ['overrides', String(index)]))]) lines.set(rule, line(path));
  return { values, lines, rules: rulesOf(data), overrides: overrides.map(overrideOf) };
}

function rulePaths({ rules }: Data, before: readonly string[]): [string, readonly string[]][] {
  if (!isMapping(rules)) return [];
  return Object.entries(rules).flatMap(([id, value]) => {
    const path = [...before, 'rules', id];
    const within = isMapping(value) ? Object.keys(value).map((key) => [...path, key]) : [];
    return [path, ...within].map((one): [string, readonly string[]] => [one.join('.'), one]);
  });
}

function overrideOf(override: Data): Override {
  const list = (key: string): readonly string[] | null => (override[key] as readonly string[] | undefined) ?? null;
  return { files: list('files'), services: list('services'), rules: rulesOf(override) };
}

function rulesOf({ rules = {} }: Data): RuleSettings {
  return Object.fromEntries(Object.entries(rules as Data).map(([id, value]) => [id, settingOf(value)]));
}

function settingOf(value: unknown): RuleSetting {
  if (!isMapping(value)) return { severity: value as NonNullable<RuleSetting['severity']> };
  const { severity, ...options } = value;
  return { ...(severity === undefined ? {} : { severity: severity as NonNullable<RuleSetting['severity']> }), options };
}
