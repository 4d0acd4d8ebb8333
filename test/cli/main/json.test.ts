import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { image, neighbours, safe, wide } from './files.ts';
import { report, run, type JsonFinding } from './run.ts';

const severities = ['error', 'warning', 'info'];

function expectFinding(finding: JsonFinding): void {
  const keys = ['rule', 'page', 'messageId', 'message', 'data', 'severity', 'service', 'line', 'column', 'endLine', 'endColumn', 'suppressed', 'fix', 'notFixed'];
  const all = finding as unknown as Record<string, unknown>;
  expect(Object.keys(all)).toEqual(keys);
  expect(all['page']).toBe(`rules/${finding.rule}/README.md`);
  for (const key of ['rule', 'messageId', 'message']) expect(all[key], key).toMatch(/\S/);
  expect(typeof all['data'] === 'object' && !Array.isArray(all['data'])).toBe(true);
  expect(severities).toContain(finding.severity);
  expect(finding.service === null || typeof finding.service === 'string').toBe(true);
  for (const key of ['line', 'column', 'endLine', 'endColumn']) expect(Number.isInteger(all[key]) && Number(all[key]) > 0, key).toBe(true);
  expect(finding.endLine * 1e6 + finding.endColumn).toBeGreaterThanOrEqual(finding.line * 1e6 + finding.column);
  expect(all['suppressed']).toBeNull();
  expect(finding.fix !== null && finding.notFixed !== null).toBe(false);
  if (finding.notFixed !== null) expect(finding.notFixed.message).toMatch(/\S/);
  if (finding.fix !== null) {
    expect(Object.keys(finding.fix).slice(0, 4)).toEqual(['title', 'safety', 'strategy', 'edits']);
    expect(['safe', 'unsafe']).toContain(finding.fix.safety);
    expect(['host', 'minimal', null]).toContain(finding.fix.strategy);
    expect(finding.fix.edits.length).toBeGreaterThan(0);
    for (const edit of finding.fix.edits) {
      expect(Object.keys(edit)).toEqual(['path', 'start', 'end', 'text']);
      expect(edit.start >= 0 && edit.end >= edit.start).toBe(true);
    }
  }
}

const broken = `${neighbours}  other:\n    ports: 5\n`;

describe('--format json', () => {
  it('has the keys and types of the contract', async () => {
    const cwd = temporaryDirectory({ 'safe.yml': safe, 'wide.yml': wide, 'neighbours.yml': neighbours, 'broken.yml': broken, 'unread.yml': 'a: [zlm' });
    const { json, code } = await report(['safe.yml', 'wide.yml', 'neighbours.yml', 'broken.yml', 'unread.yml', 'missing.yml'], { cwd });
    expect(code).toBe(2);
    expect(Object.keys(json)).toEqual(['version', 'files', 'errors', 'summary']);
    expect(json.version).toBe(1);
    expect(json.files.map(({ path }) => path)).toEqual(['safe.yml', 'wide.yml', 'neighbours.yml', 'broken.yml', 'unread.yml']);
    for (const file of json.files) {
      expect(Object.keys(file)).toEqual(['path', 'form', 'findings', 'fixed']);
      expect([file.form, file.fixed]).toEqual(['compose', 0]);
      expect(file.findings.length).toBeGreaterThan(0);
      file.findings.forEach(expectFinding);
    }
    expect(json.errors.map((error) => [Object.keys(error), error.path])).toEqual([[['path', 'message'], 'missing.yml']]);
    expect(Object.keys(json.summary)).toEqual(['errors', 'warnings', 'infos', 'fixable', 'fixed', 'heldBack', 'suppressed']);
  });

  it('counts what it lists, a fix that answers several findings once', async () => {
    const cwd = temporaryDirectory({ 'safe.yml': safe, 'wide.yml': wide, 'neighbours.yml': neighbours });
    const { json } = await report(['safe.yml', 'wide.yml', 'neighbours.yml'], { cwd });
    const all = json.files.flatMap(({ findings }) => findings);
    const count = (severity: string): number => all.filter((finding) => finding.severity === severity).length;
    expect(json.summary).toEqual({ errors: count('error'), warnings: count('warning'), infos: count('info'), fixable: 2, fixed: 0, heldBack: 2, suppressed: 0 });
    const unsafe = await report(['--unsafe-fixes', 'safe.yml', 'wide.yml'], { cwd });
    expect(unsafe.json.summary).toMatchObject({ fixable: 2, heldBack: 0 });
  });

  it('tells after --fix what was fixed and what is left', async () => {
    const cwd = temporaryDirectory({ 'safe.yml': safe, 'wide.yml': wide });
    const { json } = await report(['--fix', '--no-backup', 'safe.yml', 'wide.yml'], { cwd });
    expect(json.files.map(({ path, fixed, findings }) => [path, fixed, findings.length])).toEqual([['safe.yml', 1, 0], ['wide.yml', 0, 2]]);
    expect(json.summary).toMatchObject({ fixed: 1, fixable: 0, heldBack: 1, errors: 1, warnings: 1 });
  });

  it('counts lines and columns from 1 with exclusive ends, in UTF-16 units, a byte order mark among them', async () => {
    const text = `\uFEFF# 🎥\r\nservices: {zlm: {environment: {A: "🎦"}, image: "${image}", ports: ["3000:3000", "3001:3001"]}}`;
    const cwd = temporaryDirectory({ 'a.yml': text });
    const { json } = await report(['--strategy', 'minimal', 'a.yml'], { cwd });
    const [finding] = json.files[0]?.findings ?? [];
    const line = text.slice(text.indexOf('services'));
    expect(finding).toMatchObject({ rule: 'contiguous-ports', line: 2, endLine: 2 });
    expect(line.slice((finding?.column ?? 0) - 1, (finding?.endColumn ?? 0) - 1)).toBe('"3000:3000"');
    const [first, second] = finding?.fix?.edits ?? [];
    expect(text.slice(first?.start, first?.end)).toBe('"3000:3000"');
    expect(text.slice(second?.start, second?.end)).toBe(', "3001:3001"');

    const one = '\uFEFF{services: {zlm: {image: "zlmediakit/zlmediakit:master", ports: ["80:80"]}}}';
    const { json: flat } = await report(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': one }) });
    const [host] = flat.files[0]?.findings ?? [];
    expect(one.slice((host?.column ?? 0) - 1, (host?.endColumn ?? 0) - 1)).toBe('ports');
  });

  it.each([
    ['LF', (text: string) => text],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
  ])('points to the same lines and columns with %s', async (_name, change) => {
    const { json } = await report(['a.yml'], { cwd: temporaryDirectory({ 'a.yml': change(wide) }) });
    expect(json.files[0]?.findings.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn])).toEqual([[4, 5, 4, 10], [5, 9, 5, 38]]);
  });

  it('offers edits that make the file of --fix', async () => {
    const cwd = temporaryDirectory({ 'a.yml': safe });
    const { json } = await report(['a.yml'], { cwd });
    const edits = json.files[0]?.findings[0]?.fix?.edits ?? [];
    let text = safe;
    for (const { start, end, text: replacement } of [...edits].reverse()) text = text.slice(0, start) + replacement + text.slice(end);
    await run(['--fix', '--no-backup', 'a.yml'], { cwd });
    expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(text);
  });

  it('is valid and complete when nothing can be read', async () => {
    const { json, code, stderr } = await report(['none.yml'], { cwd: temporaryDirectory() });
    expect(json).toMatchObject({ version: 1, files: [], summary: { errors: 0, warnings: 0, infos: 0, fixable: 0, fixed: 0, heldBack: 0 } });
    expect([code, json.errors.length]).toEqual([2, 1]);
    expect(stderr).toMatch(/^zlm-lint: none\.yml: /);
  });

  it('stays on standard output with --check, and leaves it to the patch with --diff', async () => {
    const cwd = temporaryDirectory({ 'a.yml': safe });
    expect((await report(['--check', 'a.yml'], { cwd })).json.version).toBe(1);
    const { stdout, stderr } = await run(['--diff', '--format', 'json', 'a.yml'], { cwd });
    expect(stdout).toMatch(/^diff --git /);
    expect((JSON.parse(stderr) as { version: number }).version).toBe(1);
  });
});
