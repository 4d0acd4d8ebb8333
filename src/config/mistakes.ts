import type { WordData } from '../model/source.ts';
import { nearest } from '../text/nearest.ts';
import { keys, type SchemaError } from './validator.mjs';

/** What is wrong in a configuration: `code` names the sentence. */
export interface Mistake {
  readonly code: string;
  readonly line: number;
  readonly data: WordData;
}

/** A mistake, and the keys that lead to it; `atKey` where the key itself is wrong. */
interface Placed {
  readonly code: string;
  readonly path: readonly string[];
  readonly data: WordData;
  readonly atKey?: true;
}

/** Each thing that the schema does not allow, once. */
export function mistakesIn(errors: readonly SchemaError[], data: unknown, lineOf: (path: readonly string[], atKey: boolean) => number): Mistake[] {
  const known = new Set<string>();
  const either = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath));
  return errors
    .filter((error) => !either.has(error.instancePath) || isMeant(error, valueAt(data, pathOf(error))))
    .sort((a, b) => weight(a) - weight(b))
    .flatMap((error) => {
      const { code, path, data: said, atKey } = placed(error, valueAt(data, pathOf(error)));
      const key = path.join('/');
      if (known.has(key)) return [];
      known.add(key);
      return [{ code, data: said, line: lineOf(path, atKey === true) }];
    })
    .sort((a, b) => a.line - b.line);
}

/** Where a key may hold a word or a mapping, only what is wrong with the one that stands there. */
function isMeant({ keyword }: SchemaError, value: unknown): boolean {
  if (keyword === 'anyOf') return typeof value !== 'string' && !isMapping(value);
  if (isMapping(value)) return keyword === 'additionalProperties' || keyword === 'required';
  return typeof value === 'string' && (keyword === 'enum' || keyword === 'pattern');
}

/** Of several errors of one value the first says most. */
function weight({ keyword }: SchemaError): number {
  const order = ['additionalProperties', 'required', 'anyOf', 'enum', 'const', 'pattern', 'minimum', 'maximum', 'type'];
  return order.indexOf(keyword);
}

function pathOf({ instancePath }: SchemaError): string[] {
  return instancePath.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function placed(error: SchemaError, value: unknown): Placed {
  const path = pathOf(error);
  const { keyword, params } = error;
  const key = path.join('.');
  const told = shown(value);
  if (keyword === 'additionalProperties') return unknownKey(path, String(params['additionalProperty']), keys[path.map((step) => `/${step}`).join('').replace(/\/\d+/g, '/*')] ?? []);
  if (keyword === 'required') return { code: 'config-required', path, data: { key, missing: String(params['missingProperty']) } };
  if (keyword === 'anyOf') return { code: 'config-word-or-mapping', path, data: { key, value: told } };
  if (keyword === 'enum') return { code: 'config-choice', path, data: { key, choices: params['allowedValues'] as readonly string[], value: told } };
  if (keyword === 'const') return { code: 'config-form', path, data: { value: told } };
  if (keyword === 'pattern') return { code: 'config-version', path, data: { key, value: told } };
  if (keyword === 'minimum') return { code: 'config-number', path, data: { key, least: String(params['limit']), value: told } };
  if (keyword === 'maximum') return { code: 'config-most', path, data: { key, most: String(params['limit']), value: told } };
  if (path.length === 0) return { code: 'config-mapping', path, data: { value: told } };
  if (path.join('.') === 'engine.version') return { code: 'config-version', path, data: { key, value: told } };
  return { code: `config-${String(params['type'])}`, path, data: { key, value: told } };
}

function unknownKey(path: readonly string[], key: string, known: readonly string[]): Placed {
  const whole = [...path, key];
  if (key === 'maxPorts' && path.length === 0) return { code: 'config-max-ports', path: whole, data: { key }, atKey: true };
  const meant = nearest(key, known);
  const rule = path.at(-1) === 'rules';
  const code = `config-unknown-${rule ? 'rule' : 'key'}`;
  if (meant !== null) return { code: `${code}-near`, path: whole, data: { key, meant }, atKey: true };
  return { code, path: whole, data: { key, known }, atKey: true };
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce((value: unknown, step) => (typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined), data);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
