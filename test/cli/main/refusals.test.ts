import { chmodSync, chownSync, linkSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

const narrow = ['--fix', '--unsafe-fixes', '--strategy', 'minimal', '--no-backup'];
const files = {
  'in/docker-compose.yml': 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "30000-30500:30000-30500/udp"\n    volumes:\n      - ./config.ini:/opt/media/conf/config.ini\n',
  'out/config.ini': '[rtp_proxy]\nport=10000\nport_range=30000-30500\n',
  'out/override.yml': 'services:\n  zlm:\n    ports:\n      - "8080:80"\n      - "8081:81"\n',
};

/** A project of which two files are links that lead out of its directory. */
function project(): string {
  const cwd = temporaryDirectory(files);
  symlinkSync('../out/config.ini', join(cwd, 'in/config.ini'));
  symlinkSync('../out/override.yml', join(cwd, 'in/docker-compose.override.yml'));
  return cwd;
}

function changedIn(cwd: string): string[] {
  return Object.entries(files).flatMap(([name, text]) => (readFileSync(join(cwd, name), 'utf8') === text ? [] : name));
}

describe('a file outside the project', () => {
  it.each([['in'], ['in/docker-compose.yml'], ['.']])('is not written by --fix %s', async (path) => {
    const cwd = project();
    const { stderr } = await run([...narrow, path], { cwd });
    expect(changedIn(cwd).filter((name) => name.startsWith('out/') && name !== (path === '.' ? 'out/override.yml' : ''))).toEqual([]);
    if (path !== '.') expect(stderr).toContain('lies outside the project and is not read (--allow-outside)');
  });

  it('is written when it is named, and by the link, which stays one', async () => {
    const cwd = project();
    await run([...narrow, '-f', 'in/docker-compose.override.yml', '-f', 'in/docker-compose.yml'], { cwd });
    expect(changedIn(cwd)).toContain('out/override.yml');
    expect(changedIn(cwd)).not.toContain('out/config.ini');
    expect(readlinkSync(join(cwd, 'in/docker-compose.override.yml'))).toBe('../out/override.yml');
  });

  it('is written with --allow-outside, with its mode and owner, and nothing is left in either directory', async () => {
    const cwd = project();
    chmodSync(join(cwd, 'out/config.ini'), 0o604);
    if (process.getuid?.() === 0) chownSync(join(cwd, 'out/config.ini'), 1234, 2345);
    const { uid, gid } = statSync(join(cwd, 'out/config.ini'));
    await run([...narrow, '--allow-outside', 'in'], { cwd });
    expect(changedIn(cwd)).toEqual(Object.keys(files));
    expect(statSync(join(cwd, 'out/config.ini'))).toMatchObject({ mode: 0o100604, uid, gid });
    expect([readdirSync(join(cwd, 'in')), readdirSync(join(cwd, 'out')), readlinkSync(join(cwd, 'in/config.ini'))]).toEqual([['config.ini', 'docker-compose.override.yml', 'docker-compose.yml'], ['config.ini', 'override.yml'], '../out/config.ini']);
  });
});

it.each([
  ['has another hard link', (path: string) => linkSync(path, `${path}.2`), '2 hard links lead to it; nothing was written'],
  ['is protected', (path: string) => chmodSync(path, 0o444), 'read-only; nothing was written'],
] as const)('nothing of a fix is written where one of its files %s', async (_what, prepare, told) => {
  const cwd = project();
  prepare(join(cwd, 'out/config.ini'));
  const { code, stderr } = await run([...narrow, '--only', 'no-wide-port-range', '--allow-outside', 'in'], { cwd });
  expect([code, changedIn(cwd)]).toEqual([2, []]);
  expect(stderr).toContain(told);
});

it('what would change a file that is not UTF-8 is not offered', async () => {
  const cwd = temporaryDirectory({ 'compose.yml': 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    network_mode: "${NET}"\n    ports: ["554:554"]\n' });
  writeFileSync(join(cwd, '.env'), Buffer.concat([Buffer.from('# '), Buffer.from([0xc4, 0xe3]), Buffer.from('\nNET=bridge\n')]));
  const { stdout } = await run(['--unsafe-fixes', '--strategy', 'host', '--diff', 'compose.yml'], { cwd, columns: 200 });
  expect(stdout).not.toContain('diff --git');
  const { stdout: report } = await run(['--unsafe-fixes', '--strategy', 'host', '--fix', 'compose.yml'], { cwd, columns: 200 });
  expect(report).toContain('.env has to change with it, and is not UTF-8 text');
});
