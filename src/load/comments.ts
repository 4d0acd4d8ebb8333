import type { Located } from '../model/source.ts';
import { kindOf, type FileKind } from './texts/file-kind.ts';
import { markdownBlocks, shellOfFence } from './texts/markdown.ts';

/** Where comments that speak to zlm-lint open. */
const HASH = /(?<=^|[ \t;&|()\uFEFF])#+[ \t]*zlm-lint/gim;
const SLASHES = /(?<=^|[ \t;{}()\uFEFF])(?:\/{2,}|#+)[ \t]*zlm-lint/gim;
const LINES = /(?<=^[ \t\uFEFF]*)[#;]+[ \t]*zlm-lint/gim;
const REMARK = /(?<=^[ \t\uFEFF]*)(?:@?rem[ \t]+|:{2,}[ \t]*)zlm-lint|&[ \t]*(?:rem[ \t]+|:{2,}[ \t]*)zlm-lint/gim;
const POWERSHELL = /(?<=^|[ \t;&|()\uFEFF])<?#+[ \t]*zlm-lint/gim;
const HTML = /<!--\s*zlm-lint/gi;
/** What a heading cannot be: a line of an indented block of code. */
const INDENTED = /(?<=^(?: {4}|\t)[ \t]*)#+[ \t]*zlm-lint/gim;
/** Says what a service is; in Markdown it may stand in any line. */
const SAID = /(?<=^|[ \t])#+[ \t]*zlm-lint:/gim;

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
  const part = text.slice(from, to);
  const found: Located<string>[] = [];
  const open = new RegExp(pattern);
  for (let match = open.exec(part); match !== null; match = open.exec(part)) {
    if (isQuoted(part, match.index, quotes)) continue;
    const end = endOf(part, match.index, open.lastIndex);
    if (end === null) continue;
    open.lastIndex = end;
    const value = part.slice(match.index, end).trimEnd();
    const start = from + match.index;
    found.push({ value, at: { file, start, end: start + value.length }, origin: 'written' });
  }
  return found;
}

/** Behind what closes the comment, otherwise the end of its line. */
function endOf(text: string, start: number, behind: number): number | null {
  if (text.startsWith('<', start)) {
    const close = text.startsWith('<#', start) ? '#>' : '-->';
    const length = text.slice(behind, behind + MOST_INSIDE).indexOf(close);
    return length < 0 ? null : behind + length + close.length;
  }
  const lineEnd = /[\r\n]/g;
  lineEnd.lastIndex = behind;
  return lineEnd.exec(text)?.index ?? text.length;
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
/** Longer comments between two marks are none of ours. */
const MOST_INSIDE = 2000;
