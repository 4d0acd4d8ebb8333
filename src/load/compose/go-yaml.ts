import { isCollection, isScalar, visit, type Document } from 'yaml';

export interface Refusal {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** The first thing in a text that go-yaml, and so Compose, does not take although the documents could be read. */
export function refusedByGo(documents: readonly Document.Parsed[], text: string): Refusal | null {
  const found = [directive(documents, text), control(text), tab(documents, text), escape(documents, text)].filter((one) => one !== null);
  return found.sort((a, b) => a.start - b.start)[0] ?? null;
}

function directive(documents: readonly Document.Parsed[], text: string): Refusal | null {
  const foreign = documents.some(({ directives }) => directives.yaml.explicit === true && directives.yaml.version !== '1.1');
  if (foreign) return placed(text.indexOf('%YAML'), '%YAML 1.2'.length, 'Docker Compose takes %YAML 1.1 only');
  const unknown = documents.flatMap(({ warnings }) => warnings).find(({ code }) => code === 'BAD_DIRECTIVE');
  return unknown === undefined ? null : placed(unknown.pos[0], 1, 'a directive that Docker Compose does not know');
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function control(text: string): Refusal | null {
  const at = text.search(CONTROL);
  return at < 0 ? null : placed(at, 1, 'a control character');
}

/** Blanks and the marks of entries at the begin of a line, up to a tab. */
const TABBED = /^\uFEFF?(?: |[-?](?=[ \t]))*\t/gm;

/** Where a token may begin, go-yaml takes no tab; inside brackets, quotes and texts of several lines it does. */
function tab(documents: readonly Document.Parsed[], text: string): Refusal | null {
  const tabs = [...text.matchAll(TABBED)].map(({ index, 0: blanks }) => ({ line: index, at: index + blanks.length - 1 }));
  if (tabs.length === 0) return null;
  const inside: { readonly start: number; readonly end: number; readonly plain: boolean }[] = [];
  for (const document of documents) {
    visit(document, {
      Node(_, node) {
        const { range } = node;
        const whole = isScalar(node) || (isCollection(node) && node.flow === true);
        if (range != null && whole) inside.push({ start: range[0], end: range[1], plain: isScalar(node) && node.type === 'PLAIN' });
        return isCollection(node) && node.flow === true ? visit.SKIP : undefined;
      },
    });
  }
  inside.sort((a, b) => a.start - b.start);
  let next = 0;
  for (const { line, at } of tabs) {
    while (next < inside.length && (inside[next]?.start ?? 0) < line) next++;
    const before = inside[next - 1];
    if (before !== undefined && (at < before.end || (before.plain && isTail(text, before, line, at)))) continue;
    if (isBetweenComments(text, line)) continue;
    return placed(at, 1, 'a tab where only spaces may stand');
  }
  return null;
}

/** The blanks behind a plain text belong to it as long as they are further right than the line it is written in. */
function isTail(text: string, { start, end }: { readonly start: number; readonly end: number }, line: number, tabAt: number): boolean {
  const home = text.slice(text.lastIndexOf('\n', start - 1) + 1);
  return /^\s*$/.test(text.slice(end, line)) && tabAt - line > (/^ */.exec(home)?.[0].length ?? 0);
}

/** From a line that is a comment to the next go-yaml takes blanks of any kind. */
function isBetweenComments(text: string, line: number): boolean {
  const before = text.slice(0, line).trimEnd();
  return /^\s*#/.test(before.slice(before.lastIndexOf('\n') + 1)) && /^\s*#/.test(text.slice(line));
}

const ESCAPES = /\\(?:u[dD][89a-fA-F]|\/|[^])/g;

/** JSON knows two ways to escape that YAML 1.1 does not. */
function escape(documents: readonly Document.Parsed[], text: string): Refusal | null {
  if (!/\\(?:\/|u[dD][89a-fA-F])/.test(text)) return null;
  let found: Refusal | null = null;
  for (const document of documents) {
    visit(document, {
      Scalar(_, { type, range }) {
        if (type !== 'QUOTE_DOUBLE' || range == null) return undefined;
        const [start, end] = range;
        const bad = [...text.slice(start, end).matchAll(ESCAPES)].find(([one]) => one === '\\/' || one.length > 2);
        if (bad === undefined) return undefined;
        found = placed(start + bad.index, bad[0] === '\\/' ? 2 : 6, 'an escape that Docker Compose does not know');
        return visit.BREAK;
      },
    });
    if (found !== null) break;
  }
  return found;
}

function placed(start: number, length: number, reason: string): Refusal {
  return { start: Math.max(0, start), end: Math.max(0, start) + length, reason };
}
