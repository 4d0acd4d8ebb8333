import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

const program = join(import.meta.dirname, '../../dist/zlm-lint.cjs');
const forNpm = join(import.meta.dirname, '../../dist/npm.cjs');
const compose = 'services: {web: {image: nginx, ports: ["${P:-5}:80"]}}\n';

/** Runs the built program as a person does: by its name, so that the first line of the file counts. */
function start(args: readonly string[], cwd: string, file = program): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  return { status, stdout, stderr };
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

describe.skipIf(process.platform === 'win32')('the code that V8 keeps', () => {
  /** A copy of the program that nothing was kept of. */
  const installed = (mode = 0o755): string => {
    const directory = temporaryDirectory();
    const dist = join(directory, 'dist');
    mkdirSync(dist);
    for (const name of ['zlm-lint.cjs', 'program.cjs']) copyFileSync(join(program, '..', name), join(dist, name));
    chmodSync(dist, mode);
    return dist;
  };
  const kept = (dist: string): string[] => readdirSync(dist).filter((name) => name.endsWith('.cache'));
  const lint = (dist: string, ...args: readonly string[]): ReturnType<typeof start> => start(['--format', 'json', ...args], dist, join(dist, 'zlm-lint.cjs'));
  const wide = 'services: {zlm: {image: "zlmediakit/zlmediakit:master", ports: ["30000-30500:30000-30500/udp"]}}\n';

  it('lies beside the program after the first lint, and changes nothing of what is said', () => {
    const dist = installed();
    writeFileSync(join(dist, 'compose.yml'), wide);
    expect(start(['--version'], dist, join(dist, 'zlm-lint.cjs')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(kept(dist)).toEqual([]);
    const first = lint(dist);
    expect(kept(dist)).toHaveLength(1);
    expect(kept(dist)[0]).toMatch(new RegExp(`^program\\.[\\da-f]{16}\\.${process.version.replaceAll('.', '\\.')}-${process.arch}\\.cache$`));
    const before = statSync(join(dist, kept(dist)[0] ?? '')).mtimeMs;
    expect(lint(dist)).toEqual(first);
    expect(first.status).toBe(1);
    expect(statSync(join(dist, kept(dist)[0] ?? '')).mtimeMs).toBe(before);
    expect(readdirSync(dist).sort()).toEqual(['compose.yml', 'program.cjs', 'zlm-lint.cjs', ...kept(dist)].sort());
  });

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('no code at all')],
    ['cut off', (code: Buffer) => code.subarray(0, code.length / 2)],
    ['of another V8', (code: Buffer) => Buffer.concat([code.subarray(0, 4), Buffer.from([1, 2, 3, 4]), code.subarray(8)])],
  ])('is refused where it is %s, and everything is as without it', (_, spoilt) => {
    const dist = installed();
    writeFileSync(join(dist, 'compose.yml'), wide);
    const first = lint(dist);
    const [name = ''] = kept(dist);
    writeFileSync(join(dist, name), spoilt(readFileSync(join(dist, name))));
    expect(lint(dist)).toEqual(first);
  });

  it('of a run that was killed over it is cleared away by the next that keeps some', () => {
    const dist = installed();
    writeFileSync(join(dist, 'compose.yml'), wide);
    const first = lint(dist);
    const [name = ''] = kept(dist);
    renameSync(join(dist, name), join(dist, name.replace(/cache$/, '12345.cache')));
    expect(lint(dist)).toEqual(first);
    expect(kept(dist)).toEqual([name]);
  });

  it('is left to a run that keeps the flags of V8, and what is said is the same with others', () => {
    const dist = installed();
    writeFileSync(join(dist, 'compose.yml'), `${wide}# ${'-'.repeat(400_000)}\n`);
    const first = lint(dist);
    expect(first.status).toBe(1);
    expect(kept(dist)).toEqual([]);
    writeFileSync(join(dist, 'compose.yml'), wide);
    expect(lint(dist)).toEqual(first);
    const [name = ''] = kept(dist);
    const before = statSync(join(dist, name)).mtimeMs;
    writeFileSync(join(dist, 'compose.yml'), `${wide}# ${'-'.repeat(40_000)}\n`);
    expect(lint(dist)).toEqual(first);
    expect(statSync(join(dist, name)).mtimeMs).toBe(before);
  });

  it('is never written where others may write, and never read for another program', () => {
    const shared = installed(0o777);
    writeFileSync(join(shared, 'compose.yml'), wide);
    const first = lint(shared);
    expect(kept(shared)).toEqual([]);
    const dist = installed();
    writeFileSync(join(dist, 'compose.yml'), wide);
    lint(dist);
    const [name = ''] = kept(dist);
    // The same length, another text: V8 would not notice.
    writeFileSync(join(dist, 'zlm-lint.cjs'), readFileSync(join(dist, 'zlm-lint.cjs'), 'utf8').replaceAll(/program\.[\da-f]{16}\./g, 'program.0123456789abcdef.'));
    expect(lint(dist)).toEqual(first);
    expect(kept(dist)).toEqual([name.replace(/[\da-f]{16}/, '0123456789abcdef')]);
  });
});

describe.skipIf(process.platform === 'win32')('standard output', () => {
  const many = `services:\n${Array.from({ length: 150 }, (_, index) => `  zlm${index}: {image: "zlmediakit/zlmediakit:master", ports: ["${index + 1000}:80", "${index + 3000}:80"]}\n`).join('')}`;
  const shell = (line: string, cwd: string) => spawnSync('bash', ['--norc', '-c', line], { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'], Z: program }, maxBuffer: 1 << 27 });

  it('is whole through a slow pipe that does not wait, into a file, and into nothing', () => {
    const cwd = temporaryDirectory({ 'compose.yml': many });
    shell('"$Z" --fail-on info --format json compose.yml > whole.json', cwd);
    const whole = readFileSync(join(cwd, 'whole.json'), 'utf8');
    expect(whole.length).toBeGreaterThan(130_000);
    const slow = shell('"$Z" --fail-on info --format json compose.yml | (sleep 0.3; cat) > piped.json; echo "${PIPESTATUS[0]}"', cwd);
    expect(slow.stdout).toBe('1\n');
    expect(readFileSync(join(cwd, 'piped.json'), 'utf8')).toBe(whole);
    expect(shell('"$Z" --fail-on info compose.yml > /dev/null; echo $?', cwd)).toMatchObject({ stdout: '1\n', stderr: '' });
  });

  it('that nobody reads any more is no failure', () => {
    const cwd = temporaryDirectory({ 'compose.yml': many });
    expect(shell('"$Z" --fail-on info --format json compose.yml | head -c 10 > /dev/null; echo "${PIPESTATUS[0]}"', cwd)).toMatchObject({ stdout: '1\n', stderr: '' });
    expect(shell('"$Z" --version | true; echo "${PIPESTATUS[0]}"', cwd)).toMatchObject({ stdout: '0\n', stderr: '' });
  });

  it('that is full is told, exit 2', () => {
    const { stdout, stderr } = shell('"$Z" compose.yml > /dev/full; echo $?', temporaryDirectory({ 'compose.yml': many }));
    expect(stdout).toBe('2\n');
    expect(stderr).toMatch(/ENOSPC/);
  });
});
