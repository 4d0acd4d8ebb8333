import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { foreign, neighbours, neighboursFixed, safe, safeFixed, single, wide } from './files.ts';
import { report, run } from './run.ts';

describe('- without --fix', () => {
  it('is linted under its name', async () => {
    const cwd = temporaryDirectory();
    const plain = await report(['-'], { cwd, stdin: wide });
    expect([plain.code, plain.json.files[0]?.path, plain.json.files[0]?.findings.length]).toEqual([1, '-', 2]);
    const named = await report(['-', '--stdin-filename', 'media/compose.yml'], { cwd, stdin: wide });
    expect([named.json.files[0]?.path, named.json.files[0]?.findings[0]?.fix?.edits[0]?.path]).toEqual(['media/compose.yml', 'media/compose.yml']);
    const people = await run(['-', '--stdin-filename', 'media/compose.yml'], { cwd, stdin: wide });
    expect(people.stdout).toContain('media/compose.yml:4:5');
  });

  it('reads what lies beside the given name', async () => {
    const cwd = temporaryDirectory({ 'media/.env': 'IMAGE=zlmediakit/zlmediakit:master\n' });
    const stdin = 'services:\n  a:\n    image: ${IMAGE}\n    ports: ["80:80"]\n';
    expect((await report(['-'], { cwd, stdin })).json.files[0]?.findings).toEqual([]);
    expect((await report(['-', '--stdin-filename', 'media/compose.yml'], { cwd, stdin })).json.files[0]?.findings).toHaveLength(1);
  });

  it('may be nothing', async () => {
    expect((await report(['-'], { cwd: temporaryDirectory(), stdin: '' })).code).toBe(0);
  });
});

describe('- with --fix', () => {
  it.each([
    ['what can be fixed', ['--strategy', 'minimal'], neighbours, neighboursFixed, 0],
    ['a safe fix', [], safe, safeFixed, 0],
    ['what is held back', [], wide, wide, 1],
    ['nothing to do with ZLMediaKit', ['--unsafe-fixes'], foreign, foreign, 0],
    ['nothing', [], '', '', 0],
    ['what cannot be read as YAML', [], 'a: [zlm', 'a: [zlm', 1],
    ['CRLF and a mark', ['--strategy', 'minimal'], `\uFEFF${neighbours.replaceAll('\n', '\r\n')}`, `\uFEFF${neighboursFixed.replaceAll('\n', '\r\n')}`, 0],
  ])('%s: the text goes to standard output, the report does not', async (_name, args, stdin, stdout, code) => {
    const cwd = temporaryDirectory();
    for (const format of [[], ['--format', 'json']]) {
      const ran = await run(['--fix', ...args, ...format, '-'], { cwd, stdin });
      expect([ran.stdout, ran.code]).toEqual([stdout, code]);
      if (format.length > 0) expect((JSON.parse(ran.stderr) as { version: number }).version).toBe(1);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('writes no file of the given name', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': single });
    const { stdout } = await run(['--fix', '--strategy', 'minimal', '--stdin-filename', 'compose.yml', '-'], { cwd, stdin: neighbours });
    expect(stdout).toBe(neighboursFixed);
    expect(readFileSync(join(cwd, 'compose.yml'), 'utf8')).toBe(single);
    await run(['--fix', '--strategy', 'minimal', '--stdin-filename', 'new.yml', '-'], { cwd, stdin: neighbours });
    expect(existsSync(join(cwd, 'new.yml'))).toBe(false);
  });

  it('goes with files, which are written', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours });
    const { stdout } = await run(['--fix', '--no-backup', '--strategy', 'minimal', 'a.yml', '-'], { cwd, stdin: neighbours });
    expect(stdout).toBe(neighboursFixed);
    expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(neighboursFixed);
  });

  it('is printed once, however often it is named', async () => {
    const { stdout } = await run(['--fix', '--strategy', 'minimal', '-', '-'], { cwd: temporaryDirectory(), stdin: neighbours });
    expect(stdout).toBe(neighboursFixed);
  });

  it('--check and --diff print no text', async () => {
    const cwd = temporaryDirectory();
    const check = await run(['--check', '--strategy', 'minimal', '-'], { cwd, stdin: neighbours });
    expect(check.code).toBe(1);
    expect(check.stdout).not.toContain('services:\n');
    const diff = await run(['--diff', '--strategy', 'minimal', '--stdin-filename', 'a.yml', '-'], { cwd, stdin: neighbours });
    expect(diff.code).toBe(1);
    expect(diff.stdout).toMatch(/^diff --git a\/a\.yml b\/a\.yml\n--- a\/a\.yml\n\+\+\+ b\/a\.yml\n@@ /);
    expect(diff.stderr).toContain('a.yml');
  });
});

describe('- that cannot be read', () => {
  it.each([
    ['binary data', Buffer.from([0x61, 0, 1]), []],
    ['bad UTF-8', Buffer.from([0x61, 0xff]), []],
    ['too much', Buffer.from(wide), ['--max-bytes', '20']],
  ])('%s: one line, exit code 2, no text', async (_name, stdin, args) => {
    const cwd = temporaryDirectory({ 'a.yml': wide });
    const ran = await run(['--fix', ...args, '-'], { cwd, stdin });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/^zlm-lint: -: [^\n]+\n$/);
    expect((await report([...args, '-', 'a.yml'], { cwd, stdin })).json.files.map(({ path }) => path)).toEqual(args.length > 0 ? [] : ['a.yml']);
  });
});
