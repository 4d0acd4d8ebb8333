import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { timesLonger } from '../../cpu-time.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { image, neighbours, neighboursFixed } from './files.ts';
import { report, run, type JsonFinding } from './run.ts';

const head = `services:\n  zlm:\n    image: ${image}\n    ports:\n      - "3000:3000"\n      - "3001:3001"\n`;

/** Nine aliases of nine aliases of nine aliases … */
function bomb(depth: number): string {
  const rows = Array.from({ length: depth }, (_, index) => `x-${index}: &a${index} [${Array.from({ length: 9 }, () => (index === 0 ? '1' : `*a${index - 1}`)).join(', ')}]\n`);
  return rows.join('');
}

function mergeBomb(depth: number): string {
  const rows = Array.from({ length: depth }, (_, index) => (index === 0 ? 'x-0: &a0 {k: 1}\n' : `x-${index}: &a${index} {<<: [*a${index - 1}, *a${index - 1}], k${index}: 1}\n`));
  return rows.join('');
}

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** Each row: the text, the message id of the finding, its line. What is wrong in the text is a finding, and nothing is written. */
const findings: Readonly<Record<string, readonly [string, string, number]>> = {
  'a list that is not closed': [`${head}    labels: [\n`, 'yaml-syntax', 8],
  'a quote that is not closed': [`${head}    labels: "a\n`, 'yaml-syntax', 8],
  'a tab for an indent': [`${head}\tlabels: a\n`, 'yaml-syntax', 7],
  'a template': [`${head}    {{ labels }}\n`, 'yaml-syntax', 7],
  'services as a list': [`services:\n  - image: ${image}\n`, 'services-not-a-mapping', 2],
  'services as text': [`services: ${image}\n`, 'services-not-a-mapping', 1],
  'a list at the top': [`- image: ${image}\n`, 'not-a-mapping', 1],
  'a service that is a list': [`${head}  web: [1]\n`, 'service-not-a-mapping', 7],
  'a service that is null': [`${head}  web:\n`, 'service-not-a-mapping', 7],
  'port 99999': [`${head}      - 99999\n`, 'bad-port-out-of-range', 7],
  'port 99999 on both sides': [`${head}      - "99999:99999"\n`, 'bad-port-out-of-range', 7],
  'ports 30500-30000': [`${head}      - "30500-30000:30500-30000"\n`, 'bad-port-reversed', 7],
  'ports 8000-8010:8000-8005': [`${head}      - "8000-8010:8000-8005"\n`, 'bad-port-length', 7],
  'ports as text': [`services:\n  zlm:\n    image: ${image}\n    ports: "80:80"\n`, 'bad-shape', 4],
  'a key twice': [`${head}    restart: no\n    restart: always\n`, 'duplicate-key', 8],
  'an alias bomb': [`${bomb(9)}${head}`, 'alias-bomb', 1],
  'an alias bomb in a service': [`${bomb(9)}${head}    labels: *a8\n`, 'alias-bomb', 1],
  'a circle of aliases': [`x-a: &a [*a]\n${head}`, 'alias-cycle', 1],
  'a circle of merges': [`${head.replace('zlm:', 'zlm: &z')}    labels: {a: *z}\n`, 'alias-cycle', 7],
  'nesting without end in brackets': [`${head}x-a: ${nested('[', ']', 10_000)}\n`, 'yaml-syntax', 7],
  'nesting without end in braces': [`${head}x-a: ${nested('{a: ', '}', 5_000)}\n`, 'yaml-syntax', 7],
  'nesting without end in a block': [`${head}x-a:\n  ${'- '.repeat(5_000)}a\n`, 'yaml-syntax', 8],
};

describe('what is wrong in the text is a finding', () => {
  it.each(Object.entries(findings))('%s', async (_name, [text, id, line]) => {
    const cwd = temporaryDirectory({ 'bad.yml': text, 'good.yml': neighbours });
    const { json, code, stderr } = await report(['--fix', '--unsafe-fixes', '--strategy', 'minimal', '--no-backup', 'bad.yml', 'good.yml'], { cwd });
    const of = (path: string): readonly JsonFinding[] => json.files.find((file) => file.path === path)?.findings ?? [];
    expect(of('bad.yml').map(({ messageId }) => messageId)).toContain(id);
    const [finding] = of('bad.yml').filter(({ messageId }) => messageId === id);
    expect([finding?.line, finding?.severity]).toEqual([line, 'error']);
    expect(finding?.message.length).toBeLessThan(300);
    expect(finding?.message).not.toMatch(/\{\w+\}|undefined/);
    expect([code, stderr, json.errors]).toEqual([1, '', []]);
    expect(readFileSync(join(cwd, 'bad.yml'), 'utf8')).toBe(text);
    expect(readFileSync(join(cwd, 'good.yml'), 'utf8')).toBe(neighboursFixed);
    expect(readdirSync(cwd)).toEqual(['bad.yml', 'good.yml']);

    const people = await run(['bad.yml'], { cwd, columns: 80 });
    expect(people.code).toBe(1);
    expect(people.stdout).toContain(`bad.yml:${line}:`);
    expect(people.stdout).not.toMatch(/^\s+at \S+ \(|RangeError|TypeError/m);
    expect(Math.max(...people.stdout.split('\n').map((one) => one.length))).toBeLessThan(200);
  });
});

describe('what is only strange is no problem', () => {
  it.each([
    ['one line of a megabyte', `${head}x-a: ${'y'.repeat(1_000_000)}\n`],
    ['a comment of a megabyte', `${head}# ${'中'.repeat(300_000)}\n`],
    ['blank lines without end', `${head}${'\n'.repeat(50_000)}`],
    ['300 levels', `${head}x-a: ${nested('[', ']', 300)}\n`],
    ['an alias for each of 300 services', `x-a: &a {restart: always}\n${head}${Array.from({ length: 300 }, (_, index) => `  s${index}: {<<: *a, image: b}\n`).join('')}`],
  ])('%s', async (_name, text) => {
    const cwd = temporaryDirectory({ 'a.yml': text });
    const { code, json } = await report(['--fix', '--strategy', 'minimal', '--no-backup', 'a.yml'], { cwd });
    expect([code, json.files[0]?.fixed]).toEqual([0, 1]);
    expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(text.replace('"3000:3000"\n      - "3001:3001"', '"3000-3001:3000-3001"'));
    const people = await run(['a.yml'], { cwd });
    expect(people.stdout.length).toBeLessThan(5000);
  });

  it('merges of merges', async () => {
    const merged = (depth: number) => {
      const cwd = temporaryDirectory({ 'a.yml': `${mergeBomb(depth)}${head}    <<: *a${depth - 1}\n` });
      return () => report(['a.yml'], { cwd });
    };
    expect(await timesLonger(merged(14), merged(4))).toBeLessThan(10);
  });

  it('a port of a megabyte, which is not printed', async () => {
    const cwd = temporaryDirectory({ 'a.yml': `${head}      - "${'8'.repeat(1_000_000)}:80"\n` });
    const { stdout, code } = await run(['a.yml'], { cwd });
    expect([code, stdout.length < 5000]).toEqual([1, true]);
  });
});

/** Runs with the rights of nobody: what root may read is no test. */
async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return act();
  process.seteuid(65_534);
  try {
    return await act();
  } finally {
    process.seteuid(0);
  }
}

describe('what is wrong with the request is one line', () => {
  const cases: Readonly<Record<string, readonly [(dir: string) => void, RegExp, string?]>> = {
    'a missing file': [() => undefined, /no such file or directory/],
    'a directory without Compose files': [(dir) => mkdirSync(join(dir, 'bad.yml')), /no Compose file and no docker run command found here/],
    'binary data': [(dir) => writeBytes(dir, [0x73, 0x0a, 0x00]), /binary data, not text \(line 2, byte 2\)/],
    'bytes that are not UTF-8': [(dir) => writeBytes(dir, [0x73, 0xff]), /not UTF-8 text \(line 1, byte 1\)/],
    'a broken UTF-16 file': [(dir) => writeBytes(dir, [0xff, 0xfe, 0x00]), /not valid UTF-16 text/],
    'a FIFO': [(dir) => void execFileSync('mkfifo', [join(dir, 'bad.yml')]), /not a regular file \(fifo\)/],
    'a device': [(dir) => symlinkSync('/dev/null', join(dir, 'bad.yml')), /not a regular file \(device\)/],
    'a file of the kernel': [(dir) => symlinkSync('/proc/self/environ', join(dir, 'bad.yml')), /not a regular file \(kernel\)/],
    'a circle of symlinks': [(dir) => symlinkSync('bad.yml', join(dir, 'bad.yml')), /symbolic links that lead in a circle/],
    'a symlink to nothing': [(dir) => symlinkSync('nothing', join(dir, 'bad.yml')), /no such file or directory/],
    'a path below a file': [() => undefined, /a part of the path is not a directory/, 'good.yml/bad.yml'],
  };
  it.each(Object.entries(cases))('%s', async (_name, [prepare, said, name = 'bad.yml']) => {
    const cwd = temporaryDirectory({ 'good.yml': neighbours });
    prepare(cwd);
    await expectOneLine(cwd, name, said, []);
  });

  it('a file over the limit', async () => {
    const cwd = temporaryDirectory({ 'good.yml': neighbours, 'bad.yml': `${neighbours}${' '.repeat(500)}` });
    await expectOneLine(cwd, 'bad.yml', / bytes, over the limit of 500 \(--max-bytes\)/, ['--max-bytes', '500']);
  });

  it('the limit is ten million bytes unless another is given', async () => {
    const cwd = temporaryDirectory({ 'bad.yml': Buffer.alloc(10_000_001, 0x0a) });
    expect((await run(['bad.yml'], { cwd })).stderr).toMatch(/bad\.yml: 10,000,001 bytes, over the limit of 10,000,000 /);
  });

  it('a file that may not be read', async () => {
    const cwd = temporaryDirectory({ 'good.yml': neighbours, 'bad.yml': neighbours, 'closed/compose.yml': neighbours });
    chmodSync(cwd, 0o777);
    chmodSync(join(cwd, 'bad.yml'), 0o000);
    chmodSync(join(cwd, 'closed'), 0o000);
    await asNobody(() => expectOneLine(cwd, 'bad.yml', /permission denied/, []));
    await asNobody(() => expectOneLine(cwd, 'closed', /permission denied/, []));
    chmodSync(join(cwd, 'closed'), 0o755);
  });

  it('a file that may not be written', async () => {
    const cwd = temporaryDirectory({ 'closed/a.yml': neighbours, 'good.yml': neighbours });
    chmodSync(cwd, 0o777);
    chmodSync(join(cwd, 'closed'), 0o555);
    if (process.getuid?.() === 0) chownSync(join(cwd, 'good.yml'), 65_534, 0);
    const { json, code } = await asNobody(() => report(['--fix', '--no-backup', '--strategy', 'minimal', 'closed/a.yml', 'good.yml'], { cwd }));
    expect([code, json.errors.map(({ path }) => path)]).toEqual([2, ['closed/a.yml']]);
    expect(readFileSync(join(cwd, 'closed/a.yml'), 'utf8')).toBe(neighbours);
    expect(readFileSync(join(cwd, 'good.yml'), 'utf8')).toBe(neighboursFixed);
    expect(json.files.map(({ path, fixed, findings: left }) => [path, fixed, left.length])).toEqual([['closed/a.yml', 0, 1], ['good.yml', 1, 0]]);
    chmodSync(join(cwd, 'closed'), 0o755);
  });

  function writeBytes(dir: string, bytes: readonly number[]): void {
    execFileSync('tee', [join(dir, 'bad.yml')], { input: Buffer.from(bytes) });
  }

  /** One line for this path and exit code 2; the other file is linted and listed all the same, nothing is written. */
  async function expectOneLine(cwd: string, name: string, said: RegExp, args: readonly string[]): Promise<void> {
    const { stdout, stderr, code } = await run([...args, name, 'good.yml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^zlm-lint: [^\n]+\n$/);
    expect(stderr.startsWith(`zlm-lint: ${name}: `)).toBe(true);
    expect(stderr).toMatch(said);
    expect(stdout).toContain('good.yml:4:5');
    const { json } = await report([...args, name, 'good.yml'], { cwd });
    expect([json.files.map(({ path }) => path), json.errors.map(({ path }) => path)]).toEqual([['good.yml'], [name]]);
    const listed = await run(['ports', '--format', 'json', ...args, name, 'good.yml'], { cwd });
    expect([listed.code, (JSON.parse(listed.stdout) as { services: unknown[] }).services.length]).toEqual([2, 1]);
    expect(readFileSync(join(cwd, 'good.yml'), 'utf8')).toBe(neighbours);
  }
});
