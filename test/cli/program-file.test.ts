import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

const program = join(import.meta.dirname, '../../dist/zlm-lint.cjs');
const forNpm = join(import.meta.dirname, '../../dist/npm.cjs');
const compose = 'services: {web: {image: nginx, ports: ["${P:-5}:80"]}}\n';

/** Runs the built program as a person does: by its name, so that the first line of the file counts. */
function start(args: readonly string[], cwd: string, file = program): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(file, args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
}

it.skipIf(process.platform === 'win32').each([program, forNpm])('%s takes --env-file for itself, which Node would, too', (file) => {
  const cwd = temporaryDirectory({ 'compose.yml': compose, 'e.env': 'P=7\nNODE_OPTIONS=--require=./other.cjs\n', 'other.cjs': 'console.log("run by Node");\n' });
  const { status, stdout } = start(['ports', '--env-file', 'e.env', 'compose.yml'], cwd, file);
  expect(stdout).toContain('7');
  expect(stdout).not.toContain('run by Node');
  expect(status).toBe(0);
  const missing = start(['ports', '--env-file', 'nope.env', 'compose.yml'], cwd, file);
  expect(missing.status).toBe(2);
  expect(missing.stderr).toMatch(/^zlm-lint: nope\.env/);
});

it.skipIf(process.platform === 'win32')('starts through a link, with words as they are, and without an env that splits lines', () => {
  const cwd = temporaryDirectory({ 'a  b.yml': compose, 'bin/none': '' });
  symlinkSync(program, join(cwd, 'bin/zlm-lint'));
  expect(readFileSync(program, 'utf8')).toMatch(/^#!\/bin\/sh\n/);
  const { status, stdout } = spawnSync('zlm-lint', ['ports', 'a  b.yml'], { cwd, encoding: 'utf8', env: { PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}` } });
  expect({ status, reads: stdout.includes('80') }).toEqual({ status: 0, reads: true });
});

it.skipIf(process.platform === 'win32')('reads a .env with a comment in another encoding', () => {
  const cwd = temporaryDirectory({ 'compose.yml': compose });
  writeFileSync(join(cwd, '.env'), Buffer.concat([Buffer.from('# '), Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), Buffer.from('\nP=8\n')]));
  const { status, stdout } = start(['ports', 'compose.yml'], cwd);
  expect(stdout).toContain('8');
  expect(status).toBe(0);
});
