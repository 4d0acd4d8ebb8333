import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('reads and fixes its own cases as Docker Compose has said', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(root, 'scripts/oracle.mjs'), '--stored']);
  expect(stderr).toBe('');
  const [, files, accepted, alike, fixed] = /of (\d+) files Compose accepts (\d+); (\d+) read alike, (\d+) fixed/.exec(stdout) ?? [];
  expect(Number(accepted)).toBeGreaterThan(Number(files) * 0.9);
  expect(alike).toBe(accepted);
  expect(Number(fixed)).toBeGreaterThan(100);
}, 60_000);
