import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, type Ran } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { command } from '../../../src/report/formats/github.ts';
import { commandsIn } from '../runner-log.ts';

const wide = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "30000-30500:30000-30500/udp"\n';
const annotations = ({ stdout }: Ran) => commandsIn(stdout);

test('comes first by severity, with place, title and what may be done', async () => {
  const cwd = temporaryDirectory({ '.git/HEAD': '', 'compose.yml': wide });
  const found = annotations(await run(['--format', 'github', './compose.yml'], { cwd }));
  expect(found.map(({ name }) => name)).toEqual(['error', 'warning', 'warning', 'notice']);
  expect(found[0]?.properties).toEqual({ file: 'compose.yml', line: '5', endLine: '5', col: '9', endColumn: '38', title: 'zlm-lint no-wide-port-range' });
  expect(found[0]?.data).toMatch(/^zlm publishes 501 .*\.\nFix, not proven safe: network_mode: host for zlm\. /);
});

test('names files from the root of the repository, wherever it is started', async () => {
  const cwd = temporaryDirectory({ '.git/HEAD': '', 'deploy/a,b:c%/compose.yml': wide });
  const { stdout } = await run(['--format', 'github', 'a,b:c%'], { cwd: join(cwd, 'deploy') });
  expect(stdout).toMatch(/^::error file=deploy\/a%2Cb%3Ac%25\/compose\.yml,/);
  expect(commandsIn(stdout)[0]?.properties['file']).toBe('deploy/a,b:c%/compose.yml');
});

test('has no columns where a finding spans lines, and no place for standard input', async () => {
  const [error] = annotations(await run(['--format', 'github', '-'], { cwd: temporaryDirectory(), stdin: wide }));
  expect(error?.properties).toEqual({ title: 'zlm-lint no-wide-port-range' });
  const spanning = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - >-\n        30000-30500:30000-30500/udp\n';
  const found = annotations(await run(['--format', 'github', '-', '--stdin-filename', 'c.yml'], { cwd: temporaryDirectory(), stdin: spanning }));
  const across = found.filter(({ properties }) => properties['line'] !== properties['endLine']);
  expect(across).not.toEqual([]);
  expect(across.every(({ properties }) => properties['col'] === undefined && properties['endColumn'] === undefined)).toBe(true);
});

test('keeps ten of a kind, the last of which counts the rest', async () => {
  const services = Array.from({ length: 300 }, (_, index) => `  zlm${index}:\n    image: zlmediakit/zlmediakit:master\n    ports: ["${index * 130 + 1000}-${index * 130 + 1600}:10000-10600/udp"]\n`);
  const { stdout } = await run(['--format', 'github', 'compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': `services:\n${services.join('')}` }) });
  const errors = commandsIn(stdout).filter(({ name }) => name === 'error');
  expect(errors).toHaveLength(10);
  const total = Number(/Errors (\d[\d,]*)/.exec((await run(['compose.yml'], { cwd: temporaryDirectory({ 'compose.yml': `services:\n${services.join('')}` }) })).stdout)?.[1]?.replace(',', ''));
  expect(total).toBeGreaterThan(300);
  expect(errors[9]?.data.replace(',', '')).toMatch(new RegExp(`^${total - 9} more; `));
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(4500);
});

test('tells of what could not be done, too', async () => {
  const ran = await run(['--format', 'github', 'compose.yml', 'nope.yml'], { cwd: temporaryDirectory({ 'compose.yml': wide }) });
  expect(annotations(ran)[0]).toEqual({ name: 'error', properties: { file: 'nope.yml', title: 'zlm-lint' }, data: 'nope.yml: no such file or directory' });
  expect(ran.code).toBe(2);
});

describe('in a workflow', () => {
  const workflow = { GITHUB_ACTIONS: 'true' };

  test('stands by itself below what people read, and only there', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const plain = await run(['compose.yml'], { cwd });
    expect(commandsIn(plain.stdout)).toEqual([]);
    const { stdout } = await run(['compose.yml'], { cwd, env: workflow });
    expect(stdout.startsWith(plain.stdout)).toBe(true);
    expect(commandsIn(stdout)).toHaveLength(4);
    for (const args of [['--format', 'stylish'], ['--format', 'json'], ['--output-file', 'report.txt']]) expect(commandsIn((await run([...args, 'compose.yml'], { cwd, env: workflow })).stdout)).toEqual([]);
  });

  test('writes a summary behind what others wrote, in the language of people', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, summary: 'of another program\n' });
    await run(['--lang', 'zh', 'compose.yml'], { cwd, env: { ...workflow, GITHUB_STEP_SUMMARY: join(cwd, 'summary') } });
    expect(readFileSync(join(cwd, 'summary'), 'utf8')).toMatch(/^of another program\n## zlm-lint\n\n错误 1/);
  });

  test('keeps a summary below what GitHub shows, and the patch in it a part of that', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, full: 'x'.repeat((1 << 20) - 100), 'long.yml': wide.replace('services:', `services: # ${'长'.repeat(70_000)}`) });
    const full = await run(['compose.yml'], { cwd, env: { ...workflow, GITHUB_STEP_SUMMARY: join(cwd, 'full') } });
    expect(full.stderr).toContain('no report was written: with it the summary of the step would exceed the 1 MiB that GitHub shows\n');
    expect([full.code, readFileSync(join(cwd, 'full'), 'utf8').length]).toEqual([1, (1 << 20) - 100]);
    const { stdout } = await run(['--format', 'markdown', '--strategy', 'host', 'long.yml'], { cwd });
    expect(Buffer.byteLength(stdout)).toBeLessThan(50_000);
    expect(stdout).toContain('The patch is too long for this page');
  });

  test('cuts a message by what is shown of it, between two characters', () => {
    for (const message of ['\u202e'.repeat(1000), `x${'😀'.repeat(3000)}`]) {
      const [cut] = commandsIn(command({ kind: 'error', properties: {}, message }));
      expect(cut?.data).toMatch(/^(?:(?:\\u202e)+|x(?:😀)+).{0,6}…$/u);
      expect(cut?.data.length).toBeLessThan(4096);
    }
  });

  test('leaves standard output to a patch and to the text that came in', async () => {
    const safe = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports: ["80:80", "80:80"]\n';
    const cwd = temporaryDirectory({ '.git/HEAD': '', 'compose.yml': safe });
    const diff = await run(['--diff', 'compose.yml'], { cwd, env: workflow });
    expect(diff.stdout).toMatch(/^diff --git /);
    expect([commandsIn(diff.stdout), commandsIn(diff.stderr).length > 0]).toEqual([[], true]);
    const fixed = await run(['--fix', '-'], { cwd, env: workflow, stdin: safe });
    expect(fixed.stdout).toMatch(/^services:\n/);
    expect(commandsIn(fixed.stderr)).not.toEqual([]);
  });

  test('carries nothing out that a shallow clone in a path with blanks and Chinese characters holds', async () => {
    const cwd = temporaryDirectory({ '工作 区  1/仓库/.git/HEAD': 'ref: refs/heads/main\n', '工作 区  1/仓库/.git/shallow': '0000000000000000000000000000000000000000\n' });
    const repository = join(cwd, '工作 区  1/仓库');
    mkdirSync(join(repository, '部署'));
    writeFileSync(join(repository, '部署/compose.yml'), wide);
    const found = annotations(await run(['.'], { cwd: repository, env: { ...workflow, GITHUB_WORKSPACE: repository } }));
    expect(new Set(found.map(({ properties }) => properties['file']))).toEqual(new Set(['部署/compose.yml']));
  });
});

test('tells files of several checkouts apart', async () => {
  const cwd = temporaryDirectory({ 'a/.git/HEAD': '', 'a/compose.yml': wide, 'b/.git/HEAD': '', 'b/compose.yml': wide });
  const files = (found: ReturnType<typeof annotations>): Set<string | undefined> => new Set(found.map(({ properties }) => properties['file']));
  expect(files(annotations(await run(['--format', 'github', '.'], { cwd })))).toEqual(new Set(['a/compose.yml', 'b/compose.yml']));
  // A checkout below the workspace is named from there, as the runner does.
  expect(files(annotations(await run(['--format', 'github', 'a'], { cwd, env: { GITHUB_WORKSPACE: cwd } })))).toEqual(new Set(['a/compose.yml']));
  expect(files(annotations(await run(['--format', 'github', '.'], { cwd: join(cwd, 'a'), env: { GITHUB_WORKSPACE: cwd } })))).toEqual(new Set(['compose.yml']));
});
