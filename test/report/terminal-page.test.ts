import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Language } from '../../src/report/language.ts';
import { pagePath } from '../../src/report/rule-page.ts';
import { terminalPage } from '../../src/report/terminal-page.ts';
import { displayWidth } from '../../src/text/width.ts';
import { codeBlocks } from '../rules/markdown.ts';

const project = join(import.meta.dirname, '../..');
const INK = /\x1b\[\d+m/g;

function shown(markdown: string, given: Partial<{ width: number; colors: boolean; language: Language }> = {}): string {
  const { width = 80, colors = false, language = 'en' } = given;
  return terminalPage(markdown, { width, colors: createColors(colors), language });
}

const pages = rules.flatMap(({ meta: { id } }) => (['en', 'zh'] as const).map((language) => [pagePath(id, language), language] as const));

describe.each(pages)('%s', (path, language) => {
  const markdown = readFileSync(join(project, path), 'utf8');
  const code = codeBlocks(markdown);

  const prose = (text: string): string => code.reduce((rest, block) => rest.replace(block.code, ''), text);

  it.each([80, 120])('fits into %i columns, but for its code', (width) => {
    expect(prose(shown(markdown, { width, language })).split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  it('shows its code as it is written, from the first column on', () => {
    const text = shown(markdown, { language });
    for (const block of code) expect(text).toContain(`\n\n${block.code}\n`);
  });

  it('says everything, and no Markdown but the backticks', () => {
    const text = shown(markdown, { language });
    expect(prose(text)).not.toMatch(/\]\(|\*\*|^#|^\||\|-{3}|```|\u00a0/m);
    const words = (from: string): string => from.replace(/[^\p{L}\p{N}]/gu, '');
    const plain = markdown.replace(/\[([^\]]+)\]\(\.\.\/([\w-]+)\/README(?:\.zh)?\.md\)/g, '$1 zlm-lint explain $2').replace(/^```\w*$/gm, '');
    // A table is told line by line, not cell by cell.
    const sorted = (from: string): string => [...words(from)].sort().join('');
    expect(sorted(text)).toBe(sorted(plain));
  });

  it('says the same in colours, without the backticks', () => {
    const coloured = shown(markdown, { colors: true, language });
    expect(coloured).toMatch(INK);
    const words = (from: string): string => from.replace(INK, '').replace(/[`\s=-]/g, '');
    expect([...words(coloured)].sort().join('')).toBe([...words(shown(markdown, { language }))].sort().join(''));
    for (const block of code) for (const line of block.code.trimEnd().split('\n')) expect(coloured.replace(INK, '')).toContain(line);
  });
});

describe('what a page is made of', () => {
  it.each<[string, string, string]>([
    ['a heading', '# A `b`\n\n## 中文', 'A `b`\n=====\n\n中文\n----\n'],
    ['a paragraph', 'one\ntwo', 'one two\n'],
    ['Chinese, which needs no space at the end of a line', '一，\n二\n三 a\nb 四', '一，二三 a b 四\n'],
    ['a list', '- one\n  two\n- three\n  - four\n1. five', '- one two\n- three\n  - four\n1. five\n'],
    ['a link', 'see [a](https://example.org/a_b), [b-c](../b-c/README.md)', 'see a (https://example.org/a_b), b-c (zlm-lint explain b-c)\n'],
    ['bold, and stars in code', '**very** `a ** b ** c`', 'very `a ** b ** c`\n'],
    ['a table', '| a | b |\n|---|---|\n| 一 | `x \\| y` |\n| 3 | 4 |', 'a   b\n--  -------\n一  `x | y`\n3   4\n'],
    ['code', '```sh\n# no heading\n- no list  \n\n| no table |\n```', '# no heading\n- no list  \n\n| no table |\n'],
    ['code without an end', '```\na', 'a\n'],
    ['CRLF', '# a\r\n\r\nb\r\nc\r\n', 'a\n=\n\nb c\n'],
    ['nothing', '\n\n', ''],
  ])('%s', (_, markdown, text) => {
    expect(shown(markdown)).toBe(text);
  });

  it('does not break short code, and breaks long code', () => {
    expect(shown(`${'word '.repeat(7)}\`docker compose up\` ends`, { width: 40 })).toBe(`${'word '.repeat(7).trim()}\n\`docker compose up\` ends\n`);
    expect(shown(`\`${'docker '.repeat(12)}\``, { width: 40 }).split('\n').every((line) => line.length <= 40)).toBe(true);
  });

  it('colours code that goes on in the next line', () => {
    const [first = '', second = ''] = shown('`one two three four five six seven eight`', { width: 24, colors: true }).split('\n');
    expect([first, second].map((line) => [line.startsWith('\x1b[36m'), line.endsWith('\x1b[39m')])).toEqual([[true, true], [true, true]]);
  });

  it('gives rows of several lines a blank line, and the widest column way', () => {
    const text = shown(`| a | b |\n|---|---|\n| x | ${'word '.repeat(10)}|\n| y | z |`, { width: 30 });
    expect(text).toBe(`a  b\n-  ${'-'.repeat(24)}\nx  word word word word word\n   word word word word word\n\ny  z\n`);
  });
});
