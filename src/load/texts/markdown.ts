import type { ShellName, ShellText } from '../shell/shell-text.ts';
import { textsInMakefile } from './makefile.ts';
import { linesOf, mentionsTool, Piece, placedIn, type Line } from './piece.ts';
import { holdsCommand, withoutPrompts } from './prompts.ts';
import { textsInProse, toolsIn } from './prose.ts';
import { textsInUnit } from './systemd.ts';
import { textsInYaml } from './yaml.ts';

const FENCE = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$/;
const BLANK = /^(?:[ \t]|>)*$/;
const INDENTED = /^(?:[ \t]*>)*(?: {4}|[ ]{0,3}\t)/;
const SHELLS = /^(?:sh|bash|shell|zsh|ksh|ash|fish|shellscript|shell ?script|bash ?session)$/;
const CONSOLES = /^(?:|console|shell-?session|sh-session|terminal|term|text|txt|plain|plaintext|none|output|log|command|cmdline|linux|root|docker)$/;
const CMDS = /^(?:bat|cmd|batch|batchfile|dos|winbatch)$/;
const POWERSHELLS = /^(?:powershell|ps1|pwsh|ps|posh|powershell-interactive)$/;
const OTHERS: Readonly<Record<string, (text: string) => ShellText[]>> = {
  yaml: textsInYaml,
  yml: textsInYaml,
  makefile: textsInMakefile,
  make: textsInMakefile,
  systemd: textsInUnit,
  service: textsInUnit,
  ini: textsInUnit,
  unit: textsInUnit,
};
/** Languages whose strings and comments are no command lines for the reader of the page. */
const CODE = /^(?:json5?|jsonc|js|jsx|javascript|ts|tsx|typescript|py|python3?|go|golang|java|kotlin|rb|ruby|php|c|cpp|c\+\+|cs|csharp|rust|rs|html|xml|css|sql|diff|toml|lua|swift|groovy|vue|mermaid|nginx|properties|hcl|graphql|protobuf)$/;

export interface Fence {
  readonly mark: string;
  readonly info: string;
  readonly quotes: number;
  readonly indent: number;
}

/** Lines of a page that belong together: the inside of a fence, or what stands between two. */
export interface MarkdownBlock {
  readonly fence: Fence | null;
  readonly lines: readonly Line[];
}

/** What a Markdown page shows of commands: code blocks with or without fence, code in a line, and lines that hold a command. */
export function textsInMarkdown(text: string): ShellText[] {
  const tools = toolsIn(text);
  return markdownBlocks(text).flatMap(({ fence, lines }) => (fence === null ? textsBetween(text, lines, tools) : textsInFence(text, fence, lines, tools)));
}

export function markdownBlocks(text: string): MarkdownBlock[] {
  const found: MarkdownBlock[] = [];
  let fence: Fence | null = null;
  let lines: Line[] = [];
  const endBlock = (): void => {
    found.push({ fence, lines });
    lines = [];
  };
  for (const line of linesOf(text)) {
    const source = text.slice(line.start, line.end);
    let start = line.start;
    if (fence !== null) {
      const inside: number | null = contentStart(source, fence);
      const mark: string = source.slice(inside ?? 0).trim();
      if (inside === null || (mark.startsWith(fence.mark) && /^(?:`+|~+)$/.test(mark))) {
        endBlock();
        fence = null;
        if (inside !== null) continue;
      } else {
        start += inside;
      }
    }
    const opened: Fence | null = fence === null ? fenceOf(source) : null;
    if (opened === null) {
      lines.push({ ...line, start });
      continue;
    }
    endBlock();
    fence = opened;
  }
  endBlock();
  return found;
}

/** How a comment is written in a block of code; `null` in a language that is no shell's. */
export function shellOfFence({ info }: Fence): ShellName | null {
  const [word = ''] = info.split(/[ \t]/, 1);
  if (CODE.test(word)) return null;
  return CMDS.test(word) ? 'cmd' : POWERSHELLS.test(word) ? 'powershell' : 'sh';
}

function fenceOf(source: string): Fence | null {
  if (!source.includes('```') && !source.includes('~~~')) return null;
  const [, prefix, mark, info] = FENCE.exec(source.slice(0, 500)) ?? [];
  if (prefix === undefined || mark === undefined || info === undefined) return null;
  const quotes = prefix.split('>').length - 1;
  const indent = prefix.slice(prefix.lastIndexOf('>') + 1).length;
  const name = info.replace(/^\{?[ \t]*\.?/, '').split(/[{}=:,;]/, 1)[0] ?? '';
  return { mark, info: name.trim().toLowerCase(), quotes, indent: quotes > 0 ? Math.max(0, indent - 1) : indent };
}

/** Where a line's content starts in the quotes and the list item of its block; null when the quote has ended. */
function contentStart(source: string, fence: Fence): number | null {
  let at = 0;
  for (let quote = 0; quote < fence.quotes; quote++) {
    const mark = /^[ \t]{0,8}>[ ]?/.exec(source.slice(at, at + 12));
    if (mark === null) return null;
    at += mark[0].length;
  }
  const stop = at + fence.indent;
  while (at < stop && (source[at] === ' ' || source[at] === '\t')) at += 1;
  return at;
}

function textsInFence(text: string, { info }: Fence, lines: readonly Line[], tools: readonly number[]): ShellText[] {
  if (lines.length === 0 || !mentionsTool(text.slice(lines[0]?.start, lines.at(-1)?.end))) return [];
  const [word = ''] = info.split(/[ \t]/, 1);
  if (CODE.test(word)) return [];
  const other = OTHERS[word];
  if (other !== undefined) {
    const piece = new Piece(text);
    for (const line of lines) piece.line(line, line.start);
    return other(piece.text).map((inner) => placedIn(piece.places, inner));
  }
  let shell: ShellName | null = null;
  if (CMDS.test(word)) shell = 'cmd';
  else if (POWERSHELLS.test(word)) shell = 'powershell';
  const known = shell !== null || SHELLS.test(word) || SHELLS.test(info);
  if (!known && !(CONSOLES.test(word) && holdsCommand(text, lines))) return textsInProse(text, lines, tools);
  const read = withoutPrompts(text, lines, shell, CONSOLES.test(word));
  return mentionsTool(read.text) ? [read] : [];
}

/** Code blocks by indentation, and everything else. */
function textsBetween(text: string, lines: readonly Line[], tools: readonly number[]): ShellText[] {
  const found: ShellText[][] = [];
  let from = 0;
  for (let index = 0; index < lines.length; index++) {
    const stop = blockEnd(text, lines, index);
    if (stop === index) continue;
    const block = lines.slice(index, stop).map((line) => ({ ...line, start: line.start + (INDENTED.exec(text.slice(line.start, line.start + 80))?.[0].length ?? 0) }));
    if (mentionsTool(text.slice(block[0]?.start, block.at(-1)?.end)) && holdsCommand(text, block)) {
      found.push(textsInProse(text, lines.slice(from, index), tools), [withoutPrompts(text, block, null, true)]);
      from = stop;
    }
    index = stop - 1;
  }
  found.push(textsInProse(text, lines.slice(from), tools));
  return found.flat();
}

/** The end of the block of code that starts with this line; the line itself when none does. */
function blockEnd(text: string, lines: readonly Line[], index: number): number {
  const source = (line: Line | undefined): string => (line === undefined ? '' : text.slice(line.start, Math.min(line.end, line.start + 80)));
  const isCode = (line: Line | undefined): boolean => INDENTED.test(source(line)) && !BLANK.test(source(line));
  if (!isCode(lines[index]) || !BLANK.test(source(lines[index - 1]))) return index;
  let end = index + 1;
  for (let next = end; next < lines.length; next++) {
    if (isCode(lines[next])) end = next + 1;
    else if (!BLANK.test(source(lines[next]))) break;
  }
  return end;
}
