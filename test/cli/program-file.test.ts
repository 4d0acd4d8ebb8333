import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

const program = join(import.meta.dirname, '../../dist/zlm-lint.cjs');
const compose = 'services: {web: {image: nginx, ports: ["${P:-5}:80"]}}\n';

/** Runs the built program as a person does: by its name, so that the first line of the file counts. */
function start(args: readonly string[], cwd: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(program, args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
}

it.skipIf(process.platform === 'win32')('takes --env-file for itself, which Node would, too', () => {
  const cwd = temporaryDirectory({ 'compose.yml': compose, 'e.env': 'P=7\nNODE_OPTIONS=--require=./other.cjs\n', 'other.cjs': 'console.log("run by Node");\n' });
  const { status, stdout } = start(['ports', '--env-file', 'e.env', 'compose.yml'], cwd);
  expect(stdout).toContain('7');
  expect(stdout).not.toContain('run by Node');
  expect(status).toBe(0);
  const missing = start(['ports', '--env-file', 'nope.env', 'compose.yml'], cwd);
  expect(missing.status).toBe(2);
  expect(missing.stderr).toMatch(/^zlm-lint: nope\.env/);
});

it.skipIf(process.platform === 'win32')('reads a .env with a comment in another encoding', () => {
  const cwd = temporaryDirectory({ 'compose.yml': compose });
  writeFileSync(join(cwd, '.env'), Buffer.concat([Buffer.from('# '), Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), Buffer.from('\nP=8\n')]));
  const { status, stdout } = start(['ports', 'compose.yml'], cwd);
  expect(stdout).toContain('8');
  expect(status).toBe(0);
});
