import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { beforeEach, describe, expect, test } from 'vitest';
import { formatNames } from '../../../src/report/formats/index.ts';
import { withoutCommands } from '../../../src/text/workflow-log.ts';
import { run, type Ran } from '../../cli/main/run.ts';
import { hostile, hostileProject } from '../hostile.ts';
import { commandsIn } from '../runner-log.ts';

/** What steers a terminal, reorders a line or is not seen; line feeds end our own lines. */
const unseen = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]/u;

let project: ReturnType<typeof hostileProject>;
let workflow: NodeJS.ProcessEnv;

const lint = (...args: readonly string[]): Promise<Ran> => run([...args, '--', ...project.paths, 'nope \u001b[31m\n::error::planted.yml'], { cwd: project.cwd, env: workflow });

/** The Markdown as GitHub renders it, before its sanitizer. */
function rendered(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true, allowDangerousProtocol: true });
}

beforeEach(() => {
  project = hostileProject();
  workflow = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(project.cwd, 'summary.md') };
});

describe('names, comments and reasons that mean something elsewhere', () => {
  test('are found, each in its own file', async () => {
    const { stdout, code } = await lint('--format', 'json');
    const { files } = JSON.parse(stdout) as { files: { path: string; findings: unknown[] }[] };
    expect(files.filter(({ findings }) => findings.length > 0).map(({ path }) => path)).toEqual(project.paths);
    expect(code).toBe(2);
    expect(project.paths).toHaveLength(2 * hostile.length);
  });

  test.each(formatNames)('%s: the log has our own annotations, and nothing that is not seen', async (format) => {
    const { stdout, stderr } = await lint('--format', format);
    const commands = [...commandsIn(stdout), ...commandsIn(stderr)];
    expect(commands.filter(({ name }) => !['error', 'warning', 'notice'].includes(name))).toEqual([]);
    expect(commands.filter(({ properties }) => properties['title']?.startsWith('zlm-lint') !== true)).toEqual([]);
    expect(commands.length > 0).toBe(format === 'github');
    expect(unseen.exec(stdout + stderr)).toBeNull();
    expect(stdout.length).toBeGreaterThan(1000);
  });

  test('the summary links to our own pages only, and holds our own tags only', async () => {
    await lint();
    const html = rendered(readFileSync(workflow['GITHUB_STEP_SUMMARY'] ?? '', 'utf8'));
    const tags = new Set(Array.from(html.matchAll(/<\/?([a-zA-Z]\w*)/g), ([, tag]) => tag));
    expect([...tags].sort()).toEqual(['a', 'code', 'details', 'h2', 'h3', 'li', 'p', 'pre', 'span', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul']);
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g)) expect(address).toMatch(/^https:\/\/example\.org\/zlm-lint\/blob\/v9\.9\.9\/rules\/[\w-]+\/README\.md$/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    // GitHub looks for these in every text of what was rendered, but for code.
    const texts = html.replace(/<(code|pre)[ >][^]*?<\/\1>/g, '').split(/<[^>]*>/).map((text) => text.replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number))));
    expect(texts.filter((text) => /[#@]\w|:[\w+-]+:|\$./.test(text))).toEqual([]);
    expect(texts.join('')).toContain('@somebody #1 :1234:100:');
    // A row has as many cells as the head, whatever bars are in it.
    for (const [, row = ''] of html.matchAll(/<tr>([^]*?)<\/tr>/g)) expect([4, 7]).toContain(row.match(/<t[dh]/g)?.length);
  });
});

test('any text for people is without commands in a workflow, and is as it was but for them', () => {
  const words = fc.constantFrom('::', ':', '##[', '#', '[', 'error', ']', ' ', '\t', '\n', '\r', 'x', '\u3000', '\u0085', '\ufeff');
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
      const text = parts.join('');
      expect(commandsIn(withoutCommands(text))).toEqual([]);
      expect(withoutCommands(text).replaceAll('\\x3a', ':').replaceAll('\\x23', '#')).toBe(text);
    }),
  );
});
