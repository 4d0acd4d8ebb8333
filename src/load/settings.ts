import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node, type Scalar } from 'yaml';
import type { SettingsDocument } from '../model/deployment.ts';
import type { Located, Origin } from '../model/source.ts';

/** More than this is data, not settings. */
const MOST_TEXT = 1_000_000;
const MOST_SETTINGS = 10_000;
const MOST_LEVELS = 30;

/**
 * What a file of settings says, by dotted key (`media.rtp.enable`, `sip.alarm[0]`), a map for each YAML document.
 * `null` for a text of another kind, and for one that cannot be read as what it should be.
 */
export function readSettings(file: string, text: string): readonly SettingsDocument[] | null {
  if (text.length > MOST_TEXT) return null;
  if (/\.(?:ya?ml|json)$/i.test(file)) return readYamlSettings(file, text);
  if (/\.toml$/i.test(file)) return [readLines(file, text, TOML)];
  if (/\.properties$/i.test(file)) return [readLines(file, text, PROPERTIES)];
  return null;
}

function readYamlSettings(file: string, text: string): readonly SettingsDocument[] | null {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return null;
  return documents.map((document) => {
    const settings = new Map<string, Located<string>>();
    flatten(document.contents, '', 'written', { file, text, document, settings }, 0);
    return settings;
  });
}

interface Flattening {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly settings: Map<string, Located<string>>;
}

function flatten(node: Node | null, key: string, origin: Origin, into: Flattening, level: number): void {
  if (level > MOST_LEVELS || into.settings.size > MOST_SETTINGS) return;
  if (isAlias(node)) return flatten(node.resolve(into.document) ?? null, key, 'derived', into, level + 1);
  if (isMap(node)) {
    for (const { key: name, value } of node.items) {
      const part = isScalar(name) ? textOf(name) : null;
      if (part !== null) flatten(value as Node | null, key === '' ? part : `${key}.${part}`, origin, into, level + 1);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) flatten(item as Node | null, `${key}[${index}]`, origin, into, level + 1);
  } else if (isScalar(node)) {
    const value = textOf(node);
    if (value !== null && key !== '') into.settings.set(key, located(value, node, origin, into));
  }
}

/** The text of a plain scalar as it is written: `30000,30500` and `0x10` are no numbers for whoever reads settings. */
function textOf({ value, source, type }: Scalar): string | null {
  if (typeof value === 'string') return value;
  return type === 'PLAIN' && source !== undefined && value !== null ? source : null;
}

function located(value: string, { range }: Scalar, origin: Origin, { file, text }: Flattening): Located<string> {
  const [start, end] = range ?? [0, 0];
  const written = text.slice(start, end);
  if (written === value) return { value, at: { file, start, end }, origin };
  const quoted = /^(["'])([^]*)\1$/.exec(written)?.[2] === value;
  return quoted ? { value, at: { file, start: start + 1, end: end - 1 }, origin } : { value, at: { file, start, end }, origin: 'derived' };
}

interface LineGrammar {
  readonly section: RegExp | null;
  readonly setting: RegExp;
}

/** What TOML says on one line: tables, and keys with text, numbers and switches. */
const TOML: LineGrammar = { section: /^[ \t]*\[([\w.-]+)\][ \t]*(?:#.*)?$/, setting: /^([ \t]*([\w.-]+)[ \t]*=[ \t]*)(?:"([^"\\]*)"|'([^']*)'|([^\s"'#[{][^#]*?))[ \t]*(?:#.*)?$/ };
const PROPERTIES: LineGrammar = { section: null, setting: /^([ \t]*([^\s=:#!][^\s=:]*)[ \t]*[=:][ \t]*)(?:(?!)()|(?!)()|(.*?))[ \t]*$/ };

function readLines(file: string, text: string, { section, setting }: LineGrammar): SettingsDocument {
  const settings = new Map<string, Located<string>>();
  let prefix = '';
  let start = 0;
  for (const line of text.split('\n')) {
    const row = line.replace(/\r$/, '');
    const table = section?.exec(row)?.[1];
    const found = table === undefined ? setting.exec(row) : null;
    if (table !== undefined) prefix = `${table}.`;
    if (found !== null) {
      const [, before = '', key = '', double, single, plain = ''] = found;
      const value = double ?? single ?? plain;
      const from = start + before.length + (double !== undefined || single !== undefined ? 1 : 0);
      settings.set(prefix + key, { value, at: { file, start: from, end: from + value.length }, origin: 'written' });
    }
    start += line.length + 1;
  }
  return settings;
}
