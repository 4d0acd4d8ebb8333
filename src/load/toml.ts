import type { SettingsDocument } from '../model/deployment.ts';
import type { Located } from '../model/source.ts';
import { endOf } from '../text/end-of.ts';

const NAME = String.raw`(?:[\w-]+|"[^"\\\n]*"|'[^'\n]*')`;
const PATH = new RegExp(String.raw`${NAME}(?:[ \t]*\.[ \t]*${NAME})*`, 'y');
/** What stands between two statements. */
const GAP = /(?:[ \t\r\n]+|#[^\n]*)*/y;
const BLANKS = /[ \t]*/y;
const LONG = /"""(?:[^\\]|\\[^])*?"""|'''[^]*?'''/y;
const QUOTED = /"(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*'/y;
const BARE = /[^\s#,\]}"'[{][^#\n,\]}]*/y;

/**
 * What a TOML file says of text, numbers and switches, also in tables; lists and inline tables are passed over.
 * `null` for what is no TOML.
 */
export function readToml(file: string, text: string): readonly SettingsDocument[] | null {
  const settings = new Map<string, Located<string>>();
  const tables = new Map<string, number>();
  let prefix = '';
  let at = endOf(GAP, text, text.startsWith('\uFEFF') ? 1 : 0);
  while (at < text.length) {
    const table = text[at] === '[' ? tableAt(text, at, tables) : null;
    const setting = table === null ? settingAt(file, text, at) : null;
    if (table !== null) prefix = `${table.path}.`;
    else if (setting === null) return null;
    else if (setting.value !== null) settings.set(prefix + setting.path, setting.value);
    const end = endOf(BLANKS, text, (table ?? setting)?.end ?? at);
    if (end < text.length && !/[\r\n#]/.test(text[end] ?? '')) return null;
    at = endOf(GAP, text, end);
  }
  return [settings];
}

/** `[path]`, or `[[path]]` for the next of several. */
function tableAt(text: string, start: number, tables: Map<string, number>): { readonly path: string; readonly end: number } | null {
  const brackets = text[start + 1] === '[' ? 2 : 1;
  const from = endOf(BLANKS, text, start + brackets);
  const to = endOf(PATH, text, from);
  const close = endOf(BLANKS, text, to);
  if (to === from || text.slice(close, close + brackets) !== ']'.repeat(brackets)) return null;
  const path = pathOf(text.slice(from, to));
  const end = close + brackets;
  if (brackets === 1) return { path, end };
  const index = tables.get(path) ?? 0;
  tables.set(path, index + 1);
  return { path: `${path}[${index}]`, end };
}

function settingAt(file: string, text: string, start: number): { readonly path: string; readonly value: Located<string> | null; readonly end: number } | null {
  const named = endOf(PATH, text, start);
  const equals = endOf(BLANKS, text, named);
  if (named === start || text[equals] !== '=') return null;
  const from = endOf(BLANKS, text, equals + 1);
  const end = valueEnd(text, from);
  if (end === null) return null;
  return { path: pathOf(text.slice(start, named)), value: valueOf(file, text, from, end), end };
}

/** The end of a value of any kind; `null` for what is none. */
function valueEnd(text: string, start: number): number | null {
  for (const kind of [LONG, QUOTED, BARE]) {
    const end = endOf(kind, text, start);
    if (end > start) return kind === BARE ? start + text.slice(start, end).trimEnd().length : end;
  }
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const char = text[at] ?? '';
    if (/["']/.test(char) && endOf(QUOTED, text, at) === at) return null;
    const skip = char === '#' ? endOf(/[^\n]*/y, text, at) : Math.max(endOf(LONG, text, at), endOf(QUOTED, text, at));
    if (/[[{]/.test(char)) depth++;
    if (/[\]}]/.test(char)) depth--;
    if (depth === 0) return at > start ? at + 1 : null;
    at = Math.max(skip, at + 1);
  }
  return null;
}

function valueOf(file: string, text: string, from: number, end: number): Located<string> | null {
  const raw = text.slice(from, end);
  const at = { file, start: from, end };
  if (/^[[{]|^"""|^'''/.test(raw)) return null;
  if (!/^["']/.test(raw)) return { value: raw, at, origin: 'written' };
  if (raw.startsWith("'") || !raw.includes('\\')) return { value: raw.slice(1, -1), at: { file, start: from + 1, end: end - 1 }, origin: 'written' };
  try {
    return { value: JSON.parse(raw) as string, at, origin: 'derived' };
  } catch {
    return null;
  }
}

/** `a . "b"` as `a.b`. */
function pathOf(written: string): string {
  return [...written.matchAll(new RegExp(NAME, 'g'))].map(([name]) => name.replace(/^(["'])(.*)\1$/, '$2')).join('.');
}
