import type { Located } from '../model/source.ts';
import { kindOf, type FileKind } from './texts/file-kind.ts';
import { markdownBlocks, shellOfFence } from './texts/markdown.ts';

/** Comments from the mark on, to the end of their line. */
const HASH = /(?<=^|[ \t;&|()\uFEFF])#+[ \t]*zlm-lint[^\r\n]*/gim;
const SLASHES = /(?<=^|[ \t;{}()\uFEFF])(?:\/{2,}|#+)[ \t]*zlm-lint[^\r\n]*/gim;
const LINES = /(?<=^[ \t\uFEFF]*)[#;]+[ \t]*zlm-lint[^\r\n]*/gim;
const REMARK = /(?<=^[ \t\uFEFF]*)(?:@?rem[ \t]+|:{2,}[ \t]*)zlm-lint[^\r\n]*|&[ \t]*(?:rem[ \t]+|:{2,}[ \t]*)zlm-lint[^\r\n]*/gim;
const POWERSHELL = /(?<=^|[ \t;&|()\uFEFF])(?:#+[ \t]*zlm-lint[^\r\n]*|<#[ \t]*zlm-lint[^\r\n]{0,2000}?#>)/gim;
const HTML = /<!--\s*zlm-lint[^]{0,2000}?-->/gi;
/** What a heading cannot be: a line of an indented block of code. */
const INDENTED = /(?<=^(?: {4}|\t)[ \t]*)#+[ \t]*zlm-lint[^\r\n]*/gim;
/** Says what a service is; in Markdown it may stand in any line. */
const SAID = /(?<=^|[ \t])#+[ \t]*zlm-lint:[^\r\n]*/gm;

/** How comments look, and what opens a quotation in which there are none. */
interface Syntax {
  readonly pattern: RegExp;
  readonly quotes: string;
}

const syntaxes: Readonly<Record<Exclude<FileKind, 'markdown'>, Syntax>> = {
  sh: { pattern: HASH, quotes: `"'\`` },
  cmd: { pattern: REMARK, quotes: '"' },
  powershell: { pattern: POWERSHELL, quotes: `"'` },
  makefile: { pattern: HASH, quotes: `"'\`` },
  yaml: { pattern: HASH, quotes: `"'` },
  unit: { pattern: LINES, quotes: '' },
  ini: { pattern: LINES, quotes: '' },
  code: { pattern: SLASHES, quotes: `"'\`` },
  prose: { pattern: HASH, quotes: '`' },
};

/** The comments of a file that speak to zlm-lint, each with what opens it, in the way in which such a file writes comments. */
export function commentsIn(file: string, text: string): Located<string>[] {
  if (!/zlm-lint/i.test(text)) return [];
  const kind = kindOf(file, text);
  return kind === 'markdown' ? commentsInMarkdown(file, text) : matches(syntaxes[kind], file, text);
}

/** The same where only whole lines are comments, as in config.ini, units and files of variables. */
export function commentsInLines(file: string, text: string): Located<string>[] {
  return matches(syntaxes.ini, file, text);
}

function commentsInMarkdown(file: string, text: string): Located<string>[] {
  const found = markdownBlocks(text).flatMap(({ fence, lines }): Located<string>[] => {
    const [start, end] = [lines[0]?.start ?? 0, lines.at(-1)?.end ?? 0];
    if (fence === null) return [HTML, INDENTED, SAID].flatMap((pattern) => matches({ pattern, quotes: '`' }, file, text, start, end));
    const shell = shellOfFence(fence);
    return shell === null ? [] : matches(syntaxes[shell], file, text, start, end);
  });
  const places = new Map(found.map((comment) => [comment.at.start, comment]));
  return [...places.values()].sort((a, b) => a.at.start - b.at.start);
}

function matches({ pattern, quotes }: Syntax, file: string, text: string, from = 0, to = text.length): Located<string>[] {
  return [...text.slice(from, to).matchAll(pattern)].flatMap(({ 0: found, index }): Located<string>[] => {
    const start = from + index;
    if (isQuoted(text, start, quotes)) return [];
    const value = found.trimEnd();
    return [{ value, at: { file, start, end: start + value.length }, origin: 'written' }];
  });
}

/** Inside a quotation that was opened in the same line, or in code of a Markdown page, nothing is a comment. */
function isQuoted(text: string, offset: number, quotes: string): boolean {
  let open = '';
  let start = offset;
  while (start > 0 && offset - start < MOST_BEFORE && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  if (/^[ \t\uFEFF]*$/.test(text.slice(start, offset))) return false;
  for (let i = start; i < offset; i++) {
    const char = text.charAt(i);
    if (char === '\\' && open !== "'") i++;
    else if (open === '' && quotes.includes(char)) open = char;
    else if (char === open) open = '';
  }
  return open !== '';
}

const MOST_BEFORE = 1000;
