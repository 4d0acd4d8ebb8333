import { Composer, parseAllDocuments, Schema, type CollectionTag, type Document, type ParsedNode, type ScalarTag, type YAMLParseError } from 'yaml';
import type { Problem } from '../../model/deployment.ts';
import type { Located } from '../../model/source.ts';
import { refusedByGo, type Refusal } from './go-yaml.ts';
import { tolerantTokens } from './tolerant-lexer.ts';

/** `!reset` and `!override` (Compose 2.24.4 and later) are not unknown tags. */
const composeTags: (ScalarTag | CollectionTag)[] = ['!reset', '!override'].flatMap((tag): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (text: string) => text },
  { tag, collection: 'map', resolve: (node: unknown) => node },
  { tag, collection: 'seq', resolve: (node: unknown) => node },
]);

const anyVersion = { merge: true, keepSourceTokens: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent', customTags: composeTags } as const;
/** Without a `%YAML` line one schema is that of every document. */
const schema = new Schema({ ...anyVersion, schema: 'core', resolveKnownTags: true });

export interface ParsedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly problems: readonly Problem[];
}

/** Parses the text as one or several YAML documents; of what cannot be read only the first place is told, the rest follows from it. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const source = readable(text);
  const { documents, refusal } = withinStack(() => parsed(source)) ?? { documents: [], refusal: tooDeep(deepestLine(source)) };
  if (refusal === null) return { documents, problems: [] };
  const start = Math.min(refusal.start, text.length);
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0].length ?? 0;
  const at = { file, start, end: Math.min(Math.max(refusal.end, start), start + line) };
  return { documents: [], problems: [{ id: 'yaml-syntax', data: { reason: refusal.reason }, at, service: null, stage: 'compose', fatal: true }] };
}

function parsed(source: string): { readonly documents: readonly Document.Parsed[]; readonly refusal: Refusal | null } {
  const options = source.includes('%YAML') ? anyVersion : { ...anyVersion, schema };
  const strict = parseAllDocuments<ParsedNode>(source, options);
  const documents = errorIn(strict) === undefined ? strict : [...new Composer<ParsedNode>(options).compose(tolerantTokens(source))];
  const error = errorIn(documents) === undefined ? undefined : errorIn(strict);
  if (error === undefined) return { documents, refusal: refusedByGo(documents, source) };
  // Which of several things the package says of a place depends on the kind of line end as well.
  const said = source.includes('\r') ? errorIn(parseAllDocuments<ParsedNode>(source.replaceAll('\r\n', '\n'), options)) : error;
  return { documents, refusal: refusalOf(error, said?.message ?? error.message, source) };
}

/** The package gives each level a call of its own, and a hostile text has more levels than the stack: then `null`. */
export function withinStack<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function refusalOf({ code, pos: [start] }: YAMLParseError, message: string, source: string): Refusal {
  // Where the package ends a place depends on the kind of line end; the rest of the line is shown.
  if (code !== 'RESOURCE_EXHAUSTION') return { start, end: Infinity, reason: withoutText(message) };
  // How far the stack reaches is not the same on every machine; the line mostly is.
  return tooDeep(source.lastIndexOf('\n', start - 1) + 1);
}

function tooDeep(line: number): Refusal {
  return { start: line, end: line + 1, reason: 'it is nested too deep' };
}

/** Where the line begins that stands furthest right. */
function deepestLine(source: string): number {
  let deepest = { index: 0, length: 0 };
  for (const { index, 0: blanks } of source.matchAll(/^ +/gm)) if (blanks.length > deepest.length) deepest = { index, length: blanks.length };
  return deepest.index;
}

/** The package repeats a whole text that it did not expect, with its line ends; where it stands is told anyway. */
function withoutText(reason: string): string {
  return reason.replace(/: ".*"$/s, '');
}

function errorIn(documents: readonly Document.Parsed[]): YAMLParseError | undefined {
  return documents.flatMap(({ errors }) => errors)[0];
}

/** With every character where it was. The `yaml` package does not take a lone CR as a line end, Compose does; and counts a byte order mark as a column of the first line. */
export function readable(text: string): string {
  const unmarked = text.startsWith('\uFEFF') ? `\n${text.slice(1)}` : text;
  return unmarked.includes('\r') ? unmarked.replace(/\r(?!\n)/g, '\n') : unmarked;
}

/** All comments of the text with their places, in order; a second pass over the text, so only for whoever needs them. */
export function commentsInYaml(file: string, text: string): Located<string>[] {
  const found: Located<string>[] = [];
  const visit = (token: unknown): void => {
    if (typeof token !== 'object' || token === null) return;
    if (Array.isArray(token)) {
      for (const item of token) visit(item);
      return;
    }
    const { type, source, offset } = token as { type?: string; source?: string; offset?: number };
    if (type === 'comment' && source !== undefined && offset !== undefined) {
      found.push({ value: source, at: { file, start: offset, end: offset + source.length }, origin: 'written' });
      return;
    }
    for (const part of tokenParts) visit((token as Record<string, unknown>)[part]);
  };
  withinStack(() => [...tolerantTokens(readable(text))].forEach(visit));
  return found.sort((a, b) => a.at.start - b.at.start);
}

const tokenParts = ['start', 'key', 'sep', 'value', 'items', 'end', 'props'];
