import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/text/edits.ts';
import { image, neighbours, safe, single, wide } from '../../cli/main/files.ts';
import { run, type JsonReport, type World } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { project, run as example } from '../../golden/session.ts';
import { hostile, quoted } from '../hostile.ts';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

interface Diagnostic {
  readonly message: string;
  readonly location: { readonly path: string; readonly range?: Range };
  readonly severity: string;
  readonly code?: { readonly value: string; readonly url?: string };
  readonly suggestions?: readonly { readonly range: Range; readonly text: string }[];
}

const position = { type: 'object', properties: { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } }, required: ['line', 'column'], additionalProperties: false };
const range = { type: 'object', properties: { start: position, end: position }, required: ['start', 'end'], additionalProperties: false };
const string = { type: 'string' };
/** The messages of proto/rdf/reviewdog.proto as far as zlm-lint fills them in; protojson refuses other fields. */
const isRdjson = new Ajv({ allErrors: true }).compile({
  type: 'object',
  properties: {
    source: { type: 'object', properties: { name: string, url: string }, required: ['name', 'url'], additionalProperties: false },
    diagnostics: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          message: string,
          location: { type: 'object', properties: { path: string, range }, required: ['path'], additionalProperties: false },
          severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
          code: { type: 'object', properties: { value: string, url: string }, required: ['value'], additionalProperties: false },
          suggestions: { type: 'array', minItems: 1, items: { type: 'object', properties: { range, text: string }, required: ['range', 'text'], additionalProperties: false } },
        },
        required: ['message', 'location', 'severity'],
        additionalProperties: false,
      },
    },
  },
  required: ['source', 'diagnostics'],
  additionalProperties: false,
});

function readRdjson(text: string): readonly Diagnostic[] {
  const report = JSON.parse(text) as { diagnostics: readonly Diagnostic[] };
  expect(isRdjson(report), JSON.stringify(isRdjson.errors)).toBe(true);
  return report.diagnostics;
}

async function rdjson(args: readonly string[], world: World): Promise<readonly Diagnostic[]> {
  return readRdjson((await run(['--format', 'rdjson', ...args], world)).stdout);
}

/** As reviewdog does it: the lines of the file are cut at line feeds, and in them bytes are counted; there has to be such a line. */
function accepted(file: Buffer, { range: { start, end }, text }: { readonly range: Range; readonly text: string }): Buffer {
  const lines = file.toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const [first, last] = [lines[start.line - 1], lines[end.line - 1]];
  if (first === undefined || last === undefined || start.column > first.length + 1 || end.column > last.length + 1) throw new Error('no such place');
  const before = [...lines.slice(0, start.line - 1), first.slice(0, start.column - 1)].join('\n');
  const after = [last.slice(end.column - 1), ...lines.slice(end.line)].join('\n') + (file.at(-1) === 0x0A ? '\n' : '');
  return Buffer.concat([Buffer.from(before, 'latin1'), Buffer.from(text), Buffer.from(after, 'latin1')]);
}

const suggested = (diagnostics: readonly Diagnostic[]) => diagnostics.flatMap(({ suggestions = [] }) => suggestions);

/** Ports in one line, with a comment before and behind them. */
const flow = `services:\n  zlm: {image: ${image}, environment: {"备注": "直播📹👨‍👩‍👧 服务"}, ports: ["3000:3000", "3001:3001"]} # 📺 端口\n`;
const script = 'echo "启动📹"; docker run -d --name zlm -p 3000:3000 -p 3001:3001 zlmediakit/zlmediakit:master # 结束\n';
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

describe('--format rdjson', () => {
  it('says of a finding what, where, and where to read on', async () => {
    const [first] = await rdjson(['wide.yml'], { cwd: temporaryDirectory({ 'wide.yml': wide }) });
    expect(first).toMatchObject({
      message: expect.stringMatching(/^zlm publishes .*\nFix, not proven safe: .*$/),
      location: { path: 'wide.yml', range: { start: { line: 4, column: 5 }, end: { line: 4, column: 10 } } },
      severity: 'WARNING',
      code: { value: 'prefer-host-network', url: 'https://example.org/zlm-lint/blob/v9.9.9/rules/prefer-host-network/README.md' },
    });
  });

  it('counts bytes', async () => {
    const diagnostics = await rdjson(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': `\uFEFF${flow}` }) });
    const mergeable = diagnostics.find(({ code }) => code?.value === 'contiguous-ports');
    const before = Buffer.byteLength(flow.split('\n')[1]?.split('"3000')[0] ?? '');
    expect(mergeable?.location.range?.start).toEqual({ line: 2, column: before + 1 });
    const [first] = await rdjson(['b.yml'], { cwd: temporaryDirectory({ 'b.yml': '\uFEFFservices: {zlm: {image: zlmediakit/zlmediakit:master, ports: ["1-5000:1-5000"]}}\n' }) });
    expect(first?.location.range?.start).toEqual({ line: 1, column: 3 + 'services: {zlm: {image: zlmediakit/zlmediakit:master, '.length + 1 });
  });

  it.each<[string, string, string]>([
    ['the ports of a service', 'a.yml', safe],
    ['two entries that become one', 'a.yml', neighbours],
    ['text behind Chinese and emoji on the same line', 'a.yml', flow],
    ['a command', 'a.sh', script],
    ['the end of a file', 'a.yml', `services:\n  zlm:\n    image: ${image}\n    ports:\n      - "3000:3000"\n      - "3001:3001"\n`],
    ['a comment at the end of a file', 'a.yml', 'services:\n  web:\n    image: zlmediakit/zlmediakit:feature-record\n    network_mode: host\n# zlm-lint-disable-file valid-compose -- 没有问题\n'],
  ])('suggests what --fix writes, byte for byte: %s', async (_, name, text) => {
    for (const form of [text, crlf(text), `\uFEFF${text}`, `\uFEFF${crlf(text)}`, text.replace(/\n$/, ''), `# a lone CR\r${text}`]) {
      if (name.endsWith('.sh') && form !== text && form !== text.replace(/\n$/, '')) continue;
      const cwd = temporaryDirectory({ [name]: form });
      const suggestions = suggested(await rdjson([name], { cwd }));
      const path = join(cwd, name);
      const before = readFileSync(path);
      await run(['--fix', name], { cwd });
      expect(readFileSync(path).equals(before)).toBe(false);
      // From the end, so that the places of the others stay.
      const after = [...suggestions].reverse().reduce<Buffer>((file, suggestion) => accepted(file, suggestion), before);
      expect(after.toString()).toBe(readFileSync(path, 'utf8'));
    }
  });

  it('suggests a fix once, and an unsafe one only where it is asked for', async () => {
    const cwd = temporaryDirectory({ 'safe.yml': safe, 'wide.yml': wide, 'single.yml': single });
    const counted = async (args: readonly string[]) => (await rdjson(args, { cwd })).map(({ suggestions = [] }) => suggestions.length);
    expect(await counted(['safe.yml'])).toEqual([1, 0, 0]);
    expect(await counted(['wide.yml'])).toEqual([0, 0]);
    expect(await counted(['wide.yml', '--unsafe-fixes'])).toEqual([1, 0]);
    expect(await counted(['wide.yml', '--unsafe-fixes', '--check'])).toEqual([]);
  });

  it('suggests nothing in the middle of another suggestion', async () => {
    const text = neighbours.replace('      - "3001', '      # zlm-lint-disable-next-line no-publish-all -- nothing\n      - "9000:9000"\n      - "3001');
    const diagnostics = await rdjson(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': text }) });
    expect(diagnostics.filter(({ message }) => message.includes('\nFix: ')).map(({ code, suggestions = [] }) => [code?.value, suggestions.length])).toEqual([['contiguous-ports', 1], ['valid-suppression', 0], ['no-unused-ports', 0]]);
  });

  it('suggests nothing that belongs to several files, or that nobody can accept', async () => {
    const { stdout } = await example('override', ['--format', 'rdjson'], 'en');
    const diagnostics = readRdjson(stdout);
    expect(diagnostics.map(({ message }) => message.split('\n')[1])).toEqual([expect.stringMatching(/^Fix: /), expect.stringMatching(/^Fix: /)]);
    expect(suggested(diagnostics)).toEqual([]);
    expect(suggested(await rdjson(['-'], { cwd: temporaryDirectory(), stdin: safe }))).toEqual([]);
  });

  it('tells what could not be done', async () => {
    const diagnostics = await rdjson(['missing.yml'], { cwd: temporaryDirectory() });
    expect(diagnostics).toEqual([{ message: expect.stringMatching(/\S/), location: { path: 'missing.yml' }, severity: 'ERROR' }]);
  });

  it.each(hostile)('is not broken by a file or a service called %j', async (text) => {
    const name = `${text.replace(/[/\0]/g, '')}.yml`;
    const { stdout } = await run(['--format', 'rdjson', `./${name}`], { cwd: temporaryDirectory({ [name]: wide.replace('  zlm:', () => `  ${quoted(text)}:`) }) });
    expect(readRdjson(stdout)[0]?.location.path).toBe(name);
    expect(stdout).not.toMatch(/^\s*::|##\[|[^\n\P{Cc}]|[\u200B\u202E\u2066]/mu);
  });

  it('suggests one of the fixes, in all cases of all rules', async () => {
    const cases = readdirSync(join(project, 'rules'), { recursive: true, encoding: 'utf8' }).filter((name) => /^[a-z-]+\/cases\/[^/]+(?<!\.fixed)\.(?:ya?ml|sh|md)$/.test(name));
    const out = join(temporaryDirectory(), 'report.json');
    const diagnostics = await rdjson(['--unsafe-fixes', '--no-config', '--format', `json=${out}`, ...cases.map((name) => `rules/${name}`)], { cwd: project });
    const { files } = JSON.parse(readFileSync(out, 'utf8')) as JsonReport;
    const fixed = new Map<string, Set<string>>();
    for (const { path, findings } of files) {
      const text = readFileSync(join(project, path), 'utf8');
      fixed.set(path, new Set(findings.flatMap(({ fix }) => (fix === null || fix.edits.some((edit) => edit.path !== path) ? [] : applyEdits(text, fix.edits.map(({ start, end, text: written }) => ({ at: { file: path, start, end }, text: written })))))));
    }
    let count = 0;
    for (const { location: { path }, suggestions = [] } of diagnostics) {
      for (const suggestion of suggestions) {
        expect(fixed.get(path), path).toContain(accepted(readFileSync(join(project, path)), suggestion).toString());
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(50);
  });
});
