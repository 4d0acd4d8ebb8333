import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { image, neighbours, safe, single, wide } from './files.ts';
import { report, run } from './run.ts';

interface Entry {
  readonly rule: string;
  readonly file: string;
  readonly service: string | null;
  readonly text: string;
  readonly count: number;
}

function entries(path: string): Entry[] {
  const { version, findings } = JSON.parse(readFileSync(path, 'utf8'));
  expect(version).toBe(1);
  return findings;
}

describe('--write-baseline', () => {
  it('records every finding, sorted, with paths from its own directory, and exits with 0', async () => {
    const cwd = temporaryDirectory({ 'b/compose.yml': wide, 'a/compose.yml': neighbours, 'ci/x': '' });
    const { code, stderr, stdout } = await run(['--write-baseline', 'ci/baseline.json', 'b/compose.yml', 'a/compose.yml'], { cwd });
    expect([code, stderr, stdout]).toEqual([0, 'zlm-lint: ci/baseline.json: findings written: 4\n', 'No problems in 2 files. Suppressed 4.\n']);
    expect(entries(join(cwd, 'ci/baseline.json'))).toEqual([
      { rule: 'contiguous-ports', file: '../a/compose.yml', service: 'zlm', text: '"3000:3000"', count: 1 },
      { rule: 'prefer-host-network', file: '../a/compose.yml', service: 'zlm', text: 'ports', count: 1 },
      { rule: 'no-wide-port-range', file: '../b/compose.yml', service: 'zlm', text: '"49152-49652:49152-49652/udp"', count: 1 },
      { rule: 'prefer-host-network', file: '../b/compose.yml', service: 'zlm', text: 'ports', count: 1 },
    ]);
    const again = readFileSync(join(cwd, 'ci/baseline.json'), 'utf8');
    expect((await run(['--write-baseline', 'ci/baseline.json', 'a/compose.yml', 'b/compose.yml'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'ci/baseline.json'), 'utf8')).toBe(again);
  });

  it('leaves out what a comment silences, and keeps what the old one has', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': `# zlm-lint-disable-file prefer-host-network\n${wide}` });
    for (const options of [[], ['--baseline', 'b.json']]) {
      await run(['--write-baseline', 'b.json', ...options, 'compose.yml'], { cwd });
      expect(entries(join(cwd, 'b.json')).map(({ rule }) => rule)).toEqual(['no-wide-port-range']);
    }
  });

  it.each<[string, readonly string[], string]>([
    ['not over another file', ['--write-baseline', 'compose.yml', 'compose.yml'], 'zlm-lint: compose.yml: no baseline; not overwritten by --write-baseline\n'],
    ['not where there is no directory', ['--write-baseline', 'no/b.json', 'compose.yml'], 'zlm-lint: no/b.json: no such file or directory\n'],
    ['not into a directory', ['--write-baseline', '.', 'compose.yml'], 'zlm-lint: .: is a directory\n'],
    ['not with --fix', ['--write-baseline', 'b.json', '--fix', 'compose.yml'], 'zlm-lint: --write-baseline and --fix exclude each other\n'],
    ['not with --diff', ['--write-baseline', 'b.json', '--diff', 'compose.yml'], 'zlm-lint: --write-baseline and --diff exclude each other\n'],
    ['not when something cannot be read', ['--write-baseline', 'b.json', 'compose.yml', 'none.yml'], 'zlm-lint: b.json: not written, since not everything could be read\nzlm-lint: none.yml: no such file or directory\n'],
  ])('writes %s', async (_, words, stderr) => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    expect(await run(words, { cwd })).toMatchObject({ code: 2, stderr });
    expect(readFileSync(join(cwd, 'compose.yml'), 'utf8')).toBe(wide);
  });
});

describe('--baseline', () => {
  async function recorded(text: string): Promise<string> {
    const cwd = temporaryDirectory({ 'compose.yml': text });
    await run(['--write-baseline', 'b.json', 'compose.yml'], { cwd });
    return cwd;
  }

  it('silences what was there, wherever it stands now, and fixes nothing of it', async () => {
    const cwd = await recorded(safe);
    const moved = `# a\n\n# b\n${safe.replaceAll('\n', '\r\n').replace('    ports:', '\r\n    ports:')}`;
    writeFileSync(join(cwd, 'compose.yml'), moved);
    expect(await run(['--baseline', 'b.json', '--fix', '--unsafe-fixes', 'compose.yml'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(cwd, 'compose.yml'), 'utf8')).toBe(moved);
    const { json } = await report(['--baseline', 'b.json', 'compose.yml'], { cwd });
    for (const { suppressed } of json.files.flatMap(({ findings }) => findings) as unknown as { suppressed: unknown }[]) expect(suppressed).toEqual({ kind: 'baseline', reason: null, path: null, line: null });
  });

  it('counts what is new, equal or not', async () => {
    const cwd = await recorded(neighbours);
    const more = neighbours.replace('      - "3001:3001"\n', '      - "3001:3001"\n      - "3001:3001"\n      - "3001:3001"\n');
    writeFileSync(join(cwd, 'compose.yml'), more);
    const { json, code } = await report(['--baseline', 'b.json', 'compose.yml'], { cwd });
    expect([code, json.summary['warnings'], json.summary['suppressed']]).toEqual([1, 2, 2]);
    await run(['--write-baseline', 'b.json', 'compose.yml'], { cwd });
    expect(entries(join(cwd, 'b.json'))).toContainEqual({ rule: 'contiguous-ports', file: 'compose.yml', service: 'zlm', text: '"3001:3001"', count: 2 });
  });

  it('lets the fix of a new finding take the old ones with it, and tells of those', async () => {
    const cwd = await recorded(single);
    writeFileSync(join(cwd, 'compose.yml'), safe);
    const { stderr, code } = await run(['--baseline', 'b.json', '--fix', '--no-backup', 'compose.yml'], { cwd });
    expect(readFileSync(join(cwd, 'compose.yml'), 'utf8')).toContain('network_mode: host');
    expect([code, stderr]).toEqual([0, 'zlm-lint: b.json: no longer found: prefer-host-network in compose.yml (zlm)\n']);
  });

  it('tells in one line of many that are gone, and of none in files that nobody looked at', async () => {
    const services = Array.from({ length: 6 }, (_, index) => `  zlm${index}:\n    image: ${image}\n    ports: ["80${index}:80${index}"]\n`).join('');
    const cwd = await recorded(`services:\n${services}`);
    writeFileSync(join(cwd, 'compose.yml'), `services:\n  zlm:\n    image: ${image}\n    network_mode: host\n`);
    expect((await run(['--baseline', 'b.json', 'compose.yml'], { cwd })).stderr).toBe('zlm-lint: b.json: no longer found: 6 entries; --write-baseline writes it anew\n');
    mkdirSync(join(cwd, 'other'));
    writeFileSync(join(cwd, 'other/compose.yml'), single);
    expect((await run(['--baseline', 'b.json', 'other/compose.yml'], { cwd })).stderr).toBe('');
  });

  it('knows a long text by its digest', async () => {
    const cwd = await recorded(`services:\n  zlm:\n    image: ${image}\n    network_mode: host\n    networks:\n      ${'a'.repeat(300)}: {}\n    ${'x'.repeat(500)}: 1\n`);
    for (const { text } of entries(join(cwd, 'b.json'))) expect(text.length).toBeLessThanOrEqual(200);
    expect(entries(join(cwd, 'b.json')).some(({ text }) => /^sha256:[0-9a-f]{64}$/.test(text))).toBe(true);
    expect((await run(['--baseline', 'b.json', 'compose.yml'], { cwd })).code).toBe(0);
  });

  it.each<[string, string | null, string]>([
    ['is not there', null, 'no such file or directory'],
    ['is no JSON', '{"version": 1,', 'no baseline: not JSON'],
    ['is another JSON', '[]', 'no baseline: version is not as'],
    ['has no findings', '{"version":1}', 'no baseline: findings is not as'],
    ['has a wrong entry', '{"version":1,"findings":[{"rule":"a","file":"b","service":null,"text":"","count":0}]}', 'no baseline: findings[0] is not as'],
    ['is newer', '{"version":2,"findings":{}}', 'version 2 was written by a newer zlm-lint'],
    ['is nested too deep', '['.repeat(100_000), 'no baseline: '],
  ])('that %s is one line and exit code 2', async (_, text, told) => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, ...(text === null ? {} : { 'b.json': text }) });
    const { code, stdout, stderr } = await run(['--baseline', 'b.json', 'compose.yml'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^zlm-lint: b\.json: .*\n$/);
    expect(stderr).toContain(told);
  });
});
