import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatNames } from '../../../src/report/formats/index.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

const wide = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "30000-30500:30000-30500/udp"\n';
const read = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8');

describe('several forms in one run', () => {
  test('are each as on standard output, in directories that are made', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const named = formatNames.flatMap((name) => ['--format', `${name}=out/reports/${name}.txt`]);
    const together = await run([...named, 'compose.yml'], { cwd });
    expect({ ...together, stdout: together.stdout }).toEqual({ code: 1, stdout: '', stderr: '' });
    for (const name of formatNames) {
      const alone = await run(['--format', name, 'compose.yml'], { cwd });
      expect(read(cwd, `out/reports/${name}.txt`), name).toBe(alone.stdout);
      expect(alone.stdout).not.toBe('');
      expect(alone.code).toBe(1);
    }
    expect(new Set(formatNames.map((name) => read(cwd, `out/reports/${name}.txt`))).size).toBe(formatNames.length);
  });

  test('may stand beside one on standard output; annotations beside what people read, below it', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const stylish = (await run(['compose.yml'], { cwd })).stdout;
    expect((await run(['--format', 'stylish', '--format', 'json=r.json', 'compose.yml'], { cwd })).stdout).toBe(stylish);
    expect(JSON.parse(read(cwd, 'r.json'))).toMatchObject({ version: 1 });
    const both = await run(['--format', 'github', '--format', 'stylish', 'compose.yml'], { cwd });
    expect(both.stdout.startsWith(`${stylish}::error `)).toBe(true);
  });

  test('--output-file takes the one form that has no file, and standard output stays empty', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const stylish = (await run(['compose.yml'], { cwd, tty: true, columns: 120, env: { NO_COLOR: '1' } })).stdout;
    expect((await run(['--output-file', 'r.txt', 'compose.yml'], { cwd, tty: true, env: { FORCE_HYPERLINK: '1' } })).stdout).toBe('');
    // A file is read without colours and links.
    expect(read(cwd, 'r.txt')).toBe((await run(['compose.yml'], { cwd })).stdout);
    expect(read(cwd, 'r.txt').split('\n')[0]).toBe(stylish.split('\n')[0]);
    await run(['--output-file=r.json', '--format', 'json', '--format=markdown=r.md', 'compose.yml'], { cwd });
    expect([JSON.parse(read(cwd, 'r.json')) instanceof Object, read(cwd, 'r.md').startsWith('## zlm-lint')]).toEqual([true, true]);
  });

  test('are written anew in the next run, also where there is nothing to say', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, 'r.json': 'x'.repeat(100_000) });
    await run(['--format=json=r.json', 'compose.yml'], { cwd });
    writeFileSync(join(cwd, 'compose.yml'), 'services: {web: {image: nginx}}\n');
    expect((await run(['--format=json=r.json', 'compose.yml'], { cwd })).code).toBe(0);
    expect(JSON.parse(read(cwd, 'r.json'))).toMatchObject({ summary: { errors: 0 } });
    expect(readdirSync(cwd).sort()).toEqual(['compose.yml', 'r.json']);
  });

  test('go with --fix, --check and --diff, and with a command line', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    for (const mode of ['--check', '--diff', '--fix']) {
      expect((await run([mode, '--unsafe-fixes', '--strategy', 'host', '--format', 'json=r.json', 'compose.yml'], { cwd })).stdout.startsWith(mode === '--diff' ? 'diff --git' : '')).toBe(true);
      expect(JSON.parse(read(cwd, 'r.json'))).toMatchObject({ files: [{ fixed: 1 }] });
    }
    await run(['run', '--format', 'markdown=r.md', '--', 'docker', 'run', '-p', '30000-30500:30000-30500/udp', 'zlmediakit/zlmediakit:master'], { cwd });
    expect(read(cwd, 'r.md')).toContain('30000-30500');
  });
});

describe('mistakes before anything is read: one line, exit 2', () => {
  test.each<[readonly string[], string]>([
    [['--format', 'json', '--format', 'sarif'], '--format json and --format sarif would mix on stdout; write one of them into a file: --format sarif=<file>'],
    [['--format', 'stylish', '--format', 'github', '--format', 'json'], '--format stylish and --format github would mix on stdout; write one of them into a file: --format github=<file>'],
    [['--format', 'json=a', '--format', 'sarif=./a'], 'two reports for one file: ./a'],
    [['--format', 'json', '--format', 'sarif', '--output-file', 'a'], 'two reports for one file: a'],
    [['--format', 'json=a', '--output-file', 'b'], '--output-file b: every --format names a file of its own already'],
    [['--format', 'json='], '--format json= needs a value'],
    [['--format', 'sarrif=a'], '--format takes one of stylish, json, github, sarif, gitlab, junit, checkstyle, rdjson, markdown, not sarrif; did you mean sarif?'],
  ])('%s', async (args, message) => {
    const cwd = temporaryDirectory({ 'compose.yml': wide });
    const { code, stdout, stderr } = await run([...args, 'compose.yml'], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `zlm-lint: ${message}\n` });
    expect(readdirSync(cwd)).toEqual(['compose.yml']);
  });
});

describe('a file that cannot be written: one line with its name, exit 2, and the other reports are there', () => {
  const prepared = (): string => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, file: '', 'locked.json': '{}' });
    mkdirSync(join(cwd, 'directory'));
    chmodSync(join(cwd, 'locked.json'), 0o444);
    symlinkSync('compose.yml', join(cwd, 'link.yml'));
    symlinkSync('nowhere/else', join(cwd, 'dangling'));
    return cwd;
  };
  test.each([
    ['directory', 'no report was written: is a directory'],
    ['file/r.json', 'no report was written: a part of the path is not a directory'],
    ['locked.json', 'no report was written: read-only; nothing was written'],
    ['/dev/null', 'no report was written: not a regular file; name another one, or leave the file out for stdout'],
    ['compose.yml', 'no report was written: this run has read it as an input; name another file'],
    ['./link.yml', 'no report was written: this run has read it as an input; name another file'],
    [`${'n'.repeat(300)}.json`, 'no report was written: '],
    ['/proc/zlm-lint.json', 'no report was written: '],
  ])('%s', async (file, message) => {
    const cwd = prepared();
    const { code, stdout, stderr } = await run(['--format', `json=${file}`, '--format', 'stylish', '--format', 'markdown=r.md', 'compose.yml'], { cwd });
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr.startsWith(`zlm-lint: ${file}: ${message}`)).toBe(true);
    expect(code).toBe(2);
    expect([stdout.includes('no-wide-port-range'), read(cwd, 'r.md').includes('no-wide-port-range')]).toEqual([true, true]);
    expect([read(cwd, 'compose.yml'), read(cwd, 'locked.json')]).toEqual([wide, '{}']);
  });

  test('nothing is left beside it', async () => {
    const cwd = prepared();
    const before = readdirSync(cwd, { recursive: true }).sort();
    await run(['--format', 'json=locked.json', 'compose.yml'], { cwd });
    await run(['--format', 'json=directory', 'compose.yml'], { cwd });
    expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(before);
    expect(statSync(join(cwd, 'locked.json')).mode & 0o777).toBe(0o444);
  });

  test('it is told in the language of the run', async () => {
    const { stderr } = await run(['--lang', 'zh', '--format', 'json=directory', 'compose.yml'], { cwd: prepared() });
    expect(stderr).toBe('zlm-lint: directory: 报告未写入：是目录\n');
  });
});

describe('a file that the run has another use for is no place for a report', () => {
  const used = 'it is the configuration or the baseline of this run; name another file';
  test.each<[string, readonly string[], string]>([
    ['.zlm-lint.yaml', [], used],
    ['b.json', ['--baseline', 'b.json'], used],
    ['new.json', ['--write-baseline', 'new.json'], used],
    ['latin.yml', ['latin.yml'], 'this run has read it as an input; name another file'],
    ['large.yml', ['--max-bytes', '1000', 'large.yml'], 'this run has read it as an input; name another file'],
  ])('%s %s', async (file, args, message) => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, '.zlm-lint.yaml': 'failOn: error\n', 'large.yml': '#'.repeat(2000) });
    writeFileSync(join(cwd, 'latin.yml'), Buffer.from('services: {a: "\xff"}\n', 'latin1'));
    await run(['--write-baseline', 'b.json', 'compose.yml'], { cwd });
    const before = ['.zlm-lint.yaml', 'b.json', 'latin.yml', 'large.yml'].map((name) => read(cwd, name));
    const { code, stderr } = await run([...args, '--output-file', file, 'compose.yml'], { cwd });
    expect(stderr).toContain(`zlm-lint: ${file}: no report was written: ${message}\n`);
    expect(code).toBe(2);
    expect(['.zlm-lint.yaml', 'b.json', 'latin.yml', 'large.yml'].map((name) => read(cwd, name))).toEqual(before);
    if (file === 'new.json') expect(JSON.parse(read(cwd, file))).not.toHaveProperty('summary');
  });

  test('two names of one file are one', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, 'a.json': '{}' });
    symlinkSync('a.json', join(cwd, 'b.json'));
    symlinkSync('.', join(cwd, 'here'));
    for (const [one, other] of [['a.json', 'b.json'], ['new.json', 'here/new.json']]) {
      const { code, stderr } = await run(['--format', `json=${one}`, '--format', `sarif=${other}`, 'compose.yml'], { cwd });
      expect([code, stderr]).toEqual([2, `zlm-lint: two reports for one file: ${other}\n`]);
    }
    expect(read(cwd, 'a.json')).toBe('{}');
  });

  test('the report of the run before, which a search comes by, is written anew', async () => {
    const cwd = temporaryDirectory({ 'README.md': '```sh\ndocker run -d --name zlm -p 30000-30500:30000-30500/udp zlmediakit/zlmediakit:master\n```\n' });
    const args = ['--output-file', 'r.md', '--format', 'markdown', '.'];
    const first = await run(args, { cwd });
    const report = read(cwd, 'r.md');
    expect([first.code, report.includes('docker run')]).toEqual([1, true]);
    expect(await run(args, { cwd })).toEqual(first);
    expect(read(cwd, 'r.md').match(/^\|.*/gm)).toEqual(report.match(/^\|.*/gm));
    const over = await run(['--output-file', 'README.md', '.'], { cwd });
    expect([over.code, over.stderr]).toEqual([2, 'zlm-lint: README.md: no report was written: this run has read it as an input; name another file\n']);
  });
});
