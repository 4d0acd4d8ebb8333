import { resolve } from 'node:path';
import { Document, visit, YAMLMap } from 'yaml';
import { rules } from '../../rules/index.ts';
import type { Configuration, Override } from '../config/configuration.ts';
import { defaultOptions, type RuleMeta, type RuleSetting } from '../rule.ts';
import { jsonText, withEscapes } from '../report/json-text.ts';
import { visible } from '../text/width.ts';
import { attributeOf, settings } from './option-table.ts';
import type { LintCommandOptions } from './options.ts';
import { decided } from './selection.ts';
import { sayError } from './sentences.ts';
import { pathWithin, type Origin, type Settled } from './settle.ts';

type Level = NonNullable<RuleSetting['severity']>;

interface Printed {
  readonly value: unknown;
  readonly from: string;
}

/** What holds for a file, and where each value comes from: as YAML with comments, or as JSON. */
export async function printConfig(file: string, { options, language, source, configuration, origins }: Settled<LintCommandOptions>, cwd: string): Promise<string> {
  const { concernsFile } = await import('../config/configuration.ts');
  const word = (origin: Origin): string => {
    if (origin === null) return sayError('from-default', {}, language);
    if ('option' in origin) return origin.option;
    return 'variable' in origin ? origin.variable : `${origin.path}:${origin.line}`;
  };
  const values = options as unknown as Readonly<Record<string, unknown>>;
  const own = settings.filter(({ setting }) => !setting.startsWith('rules.'));
  const shown = own.map((row): [string, Printed] => {
    const value = values[attributeOf(row)];
    const known = row.setting === 'language' ? language : row.choices?.[0] === 'on' ? value === 'on' : (value ?? null);
    const from = row.setting === 'language' && origins.get('language') === null ? sayError('from-locale', {}, language) : word(origins.get(row.setting) ?? null);
    return [row.setting, { value: known, from }];
  });
  const base = source?.base ?? cwd;
  const within = (path: string): string | null => pathWithin(base, resolve(cwd, path));
  const fitting = (configuration?.overrides ?? []).map((override, index) => ({ override, index })).filter(({ override }) => concernsFile(override, within)(file));
  const steps = fitting.filter(({ override }) => override.services === null);
  const set = rules.map(({ meta }) => [meta.id, ruleRows(meta)] as const);
  const text: Record<string, unknown> = { file, configuration: source?.path ?? null, settings: Object.fromEntries(shown), rules: Object.fromEntries(set) };
  const services = fitting.filter(({ override }) => override.services !== null).map(({ override: one, index }) => ({ services: one.services, rules: one.rules, from: `${source?.path ?? ''}:${lineOf(configuration, one, index)}` }));
  if (services.length > 0) text['overrides'] = services;
  return options.format.some(({ name }) => name === 'json') ? jsonText({ version: 1, ...text }) : yamlOf(text);

  function ruleRows(meta: RuleMeta): Record<string, Printed> {
    const rows: Record<string, Printed> = { severity: { value: meta.severity, from: word(null) } };
    for (const [name, value] of Object.entries(defaultOptions(meta))) rows[name] = { value, from: word(null) };
    const put = (setting: RuleSetting | undefined, path: string): void => {
      const line = (key: string): string => `${source?.path ?? ''}:${configuration?.lines.get(`${path}.${key}`) ?? configuration?.lines.get(path) ?? 1}`;
      const { severity, options: set = {} } = setting ?? {};
      for (const [name, value] of Object.entries({ ...(severity === undefined ? {} : { severity }), ...set })) rows[name] = { value, from: line(name) };
    };
    put(configuration?.rules[meta.id], `rules.${meta.id}`);
    for (const { override, index } of steps) put(override.rules[meta.id], `overrides.${index}.rules.${meta.id}`);
    const below = rows['severity']?.value as Level;
    const { severity, by } = decided(meta.id, below, options);
    if (by !== null) rows['severity'] = { value: severity ?? meta.severity, from: by };
    const origin = origins.get(`rules.${meta.id}.max`) ?? null;
    if (origin !== null && options.maxPorts !== undefined) rows['max'] = { value: options.maxPorts, from: word(origin) };
    return rows;
  }
}

function lineOf(configuration: Configuration | null, { rules: set }: Override, index: number): number {
  return configuration?.lines.get(`overrides.${index}.rules.${Object.keys(set)[0] ?? ''}`) ?? 1;
}

/** Each value with its origin as a comment behind it. */
function yamlOf(data: Readonly<Record<string, unknown>>): string {
  const document = new Document();
  const node = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return document.createNode(value);
    const map = value as Readonly<Record<string, unknown>>;
    if (Object.keys(map).join() === 'value,from') {
      const made = document.createNode(map['value'], { flow: true });
      made.comment = ` ${visible(String(map['from']))}`;
      return made;
    }
    if (Array.isArray(value)) return document.createNode(value);
    const made = new YAMLMap();
    for (const [key, inner] of Object.entries(map)) made.add(document.createPair(key, node(inner)));
    return made;
  };
  document.contents = node(data) as typeof document.contents;
  // Only between double quotes a character may stand as an escape.
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && (scalar.value.includes('\n') || withEscapes(scalar.value) !== scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return withEscapes(document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER }));
}
