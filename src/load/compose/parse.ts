import { Parser, parseAllDocuments, type Document, type ParsedNode, type ScalarTag, type CollectionTag } from 'yaml';
import type { Problem } from '../../model/deployment.ts';
import type { Located } from '../../model/source.ts';

/** `!reset` and `!override` (Compose 2.24.4 and later) are not unknown tags. */
const composeTags: (ScalarTag | CollectionTag)[] = ['!reset', '!override'].flatMap((tag): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (text: string) => text },
  { tag, collection: 'map', resolve: (node: unknown) => node },
  { tag, collection: 'seq', resolve: (node: unknown) => node },
]);

export interface ParsedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly problems: readonly Problem[];
}

/** Parses the text as one or several YAML documents; of what cannot be read only the first place is told, the rest follows from it. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const parsed = parseAllDocuments<ParsedNode>(readable(text), {
    merge: true,
    keepSourceTokens: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    customTags: composeTags,
  });
  const documents = 'empty' in parsed ? [] : parsed;
  const [error] = documents.flatMap(({ errors }) => errors);
  const foreign = documents.find(({ directives }) => directives.yaml.explicit === true && directives.yaml.version !== '1.1');
  if (error === undefined && foreign !== undefined) {
    const at = { file, start: Math.max(0, text.indexOf('%YAML')), end: Math.max(0, text.indexOf('%YAML')) + '%YAML 1.2'.length };
    return { documents: [], problems: [{ id: 'yaml-syntax', data: { reason: 'Docker Compose takes %YAML 1.1 only' }, at, service: null, stage: 'compose', fatal: true }] };
  }
  if (error === undefined) return { documents, problems: [] };
  const [start, end] = error.pos;
  const at = { file, start: Math.min(start, text.length), end: Math.min(Math.max(end, start), text.length) };
  return { documents: [], problems: [{ id: 'yaml-syntax', data: { reason: error.message }, at, service: null, stage: 'compose', fatal: true }] };
}

/** The `yaml` package does not take a lone CR as a line end, Compose does. */
function readable(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** All comments of the text with their places, in order; a second pass over the text, so only for whoever needs them. */
export function commentsIn(file: string, text: string): Located<string>[] {
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
  for (const token of new Parser().parse(readable(text))) visit(token);
  return found.sort((a, b) => a.at.start - b.at.start);
}

const tokenParts = ['start', 'key', 'sep', 'value', 'items', 'end', 'props'];
