import type { Colors } from 'picocolors/types.js';
import { displayWidth, wrap } from '../text/width.ts';
import { UNBROKEN, type Language } from './language.ts';
import { tableLines } from './table.ts';

export interface PageOptions {
  readonly width: number;
  readonly colors: Colors;
  readonly language: Language;
}

/**
 * A rule's page for a terminal: what Markdown our pages use, and no more. Text is broken anew, code stands as it is written
 * and begins in the first column, so that it can be copied.
 */
export function terminalPage(markdown: string, options: PageOptions): string {
  const blocks = readBlocks(markdown.split(/\r?\n/));
  return blocks.map((block) => `${blockLines(block, options).join('\n')}\n`).join('\n');
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code' | 'table' | 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly Item[] };

interface Item {
  /** With its indent: `- `, `  1. `. */
  readonly mark: string;
  readonly lines: readonly string[];
}

const HEADING = /^(#{1,6}) +(.*)$/;
const FENCE = /^(`{3,}|~{3,})/;
const ITEM = /^( *(?:[-*+]|\d+[.)]) +)(.*)$/;

function readBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  /** Takes lines as long as they belong to the block. */
  const take = (belongs: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && belongs(lines[at] ?? '')) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const [, marks = '', heading = ''] = HEADING.exec(line) ?? [];
    const fence = FENCE.exec(line)?.[1];
    if (line.trim() === '') at++;
    else if (marks !== '') {
      blocks.push({ kind: 'heading', level: marks.length, text: heading });
      at++;
    } else if (fence !== undefined) {
      at++;
      blocks.push({ kind: 'code', lines: take((one) => one.trimEnd() !== fence) });
      at++;
    } else if (line.startsWith('|')) blocks.push({ kind: 'table', lines: take((one) => one.startsWith('|')) });
    else if (ITEM.test(line)) blocks.push({ kind: 'list', items: readItems(take((one) => ITEM.test(one) || /^ +\S/.test(one))) });
    else blocks.push({ kind: 'text', lines: take((one) => one.trim() !== '' && ![HEADING, FENCE, ITEM].some((other) => other.test(one))) });
  }
  return blocks;
}

function readItems(lines: readonly string[]): Item[] {
  const items: { mark: string; lines: string[] }[] = [];
  for (const line of lines) {
    const [, mark, text = ''] = ITEM.exec(line) ?? [];
    if (mark === undefined) items.at(-1)?.lines.push(line.trim());
    else items.push({ mark, lines: [text] });
  }
  return items;
}

function blockLines(block: Block, options: PageOptions): string[] {
  const { width, colors, language } = options;
  switch (block.kind) {
    case 'code':
      return block.lines.map((line) => (line === '' ? line : colors.green(line)));
    case 'heading': {
      const lines = wrap(inline(block.text, options), width);
      const below = (block.level === 1 ? '=' : '-').repeat(Math.max(...lines.map(displayWidth)));
      return [...lines.map((line) => colors.bold(line)), colors.dim(below)];
    }
    case 'table': {
      const [head = '', , ...rows] = block.lines;
      const cells = [head, ...rows].map((row) => cellsOf(row).map((cell) => inline(cell, options)));
      return tableLines(cells, { width, colors, ink: (lines) => inked(lines, colors) });
    }
    case 'list':
      return block.items.flatMap(({ mark, lines }) => inked(wrap(mark + inline(joined(lines), options), width, ' '.repeat(mark.length)), colors));
    case 'text':
      return inked(wrap(inline(joined(block.lines), { width, colors, language }), width), colors);
  }
}

function cellsOf(row: string): string[] {
  return row.replace(/^\||\|\s*$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

const WIDE = String.raw`[\p{Script=Han}，。；：、（）「」《》“”！？…—]`;
const NO_SPACE = new RegExp(`${WIDE}\n${WIDE}|[，。；：、）」》！？]\n|\n[（「《]`, 'u');

/** The lines of a paragraph as one; Chinese is written without spaces. */
function joined(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).reduce((text, line) => (NO_SPACE.test(`${text.slice(-2)}\n${line.slice(0, 2)}`) ? text + line : `${text} ${line}`));
}

/** Links are written out, and short code is not broken. */
function inline(text: string, { width, language }: PageOptions): string {
  const linked = text.replace(/\[([^\]]+)\]\(([^)]+)\)( ?)/g, (_, name: string, target: string, space: string) => {
    const [, rule] = /^\.\.\/([\w-]+)\/README(?:\.zh)?\.md$/.exec(target) ?? [];
    const shown = rule === undefined ? target : `zlm-lint explain ${rule}`;
    // A full-width bracket brings its own space.
    return language === 'zh' ? `${name}（${unbroken(shown)}）` : `${name} (${unbroken(shown)})${space}`;
  });
  return linked.split('`').map((part, index) => (index % 2 === 0 ? part.replace(/\*\*([^*]+)\*\*/g, '$1') : displayWidth(part) > width / 2 ? part : unbroken(part))).join('`');
}

function unbroken(text: string): string {
  return text.replaceAll(' ', UNBROKEN);
}

/** Colours stand in for the backticks around code, which may go on in the next line. */
export function inked(lines: readonly string[], colors: Colors): string[] {
  let code = false;
  return lines.map((line) => {
    const shown = line.replaceAll(UNBROKEN, ' ');
    if (!colors.isColorSupported) return shown;
    return shown
      .split('`')
      .map((part, index) => {
        if (index > 0) code = !code;
        return code && part !== '' ? colors.cyan(part) : part;
      })
      .join('');
  });
}
