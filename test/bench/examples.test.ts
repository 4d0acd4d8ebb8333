import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples, fixes, shim } from '../../bench/engine/examples.mjs';
import { findProgram, isStatic } from '../../bench/engine/needs.mjs';

const project = join(import.meta.dirname, '../..');

describe('the docker that stands before docker while a script of an example runs', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zlm-lint-shim-'));
    writeFileSync(join(folder, 'docker'), shim, { mode: 0o755 });
    // What the real one would be given, one word a line.
    writeFileSync(join(folder, 'real'), `#!/bin/sh\nfor word; do echo "$word"; done >>'${folder}/calls'\n`, { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function calls(script: string): string[] {
    writeFileSync(join(folder, 'calls'), '');
    const env = { PATH: `${folder}:/usr/bin:/bin`, BENCH_DOCKER: join(folder, 'real'), BENCH_RUN: 'bench-7', BENCH_LABEL: 'zlm-lint.bench=7', BENCH_IMAGE: 'stand-in:7', BENCH_FOLDER: folder };
    execFileSync('sh', ['-c', script], { cwd: folder, env });
    return readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean);
  }

  test('replaces names, images and places of the host, and leaves the rest', () => {
    const words = calls("docker run -d --name zlm --restart=unless-stopped -e 'A=b c' -p 30000-30001:30000-30001/udp -v /srv/zlm/config.ini:/opt/config.ini -v ./www:/www zlmediakit/zlmediakit:master");
    const expected = ['-d', '--name', 'bench-7-zlm', '--restart=no', '-e', 'A=b c', '-p', '30000-30001:30000-30001/udp', '-v', `${folder}/host/srv/zlm/config.ini:/opt/config.ini`, '-v', `${folder}/www:/www`, 'stand-in:7'];
    expect(words).toEqual(['run', '--label', 'zlm-lint.bench=7', ...expected]);
  });

  test('removes nothing: what it could name is not ours', () => {
    expect(calls('docker rm -f zlm; docker stop zlm; docker system prune -f')).toEqual([]);
  });
});

test('every example that has a fix is started, in each of its forms', () => {
  expect(examples.map(({ folder, file }: { folder: string; file: string }) => join('examples', folder, file)).filter((path: string) => !existsSync(join(project, path)))).toEqual([]);
  expect(new Set(examples.map(({ folder }: { folder: string }) => folder))).toEqual(new Set(Object.keys(fixes)));
  expect(examples.map(({ name }: { name: string }) => name)).toContain('suppressed/start.sh');
});

test('a program is found on the path, and a dynamic one is not taken for a stand-in', () => {
  expect(findProgram('sh', '/nowhere:/bin')).toBe('/bin/sh');
  expect(findProgram('no-such-program', '/bin')).toBeNull();
  expect(findProgram('/no/such/program')).toBeNull();
  expect(isStatic('/bin/sh')).toBe(false);
});
