import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { clean, foreign, neighbours, neighboursFixed, safe, safeFixed, single, wide, wideFixed } from './files.ts';
import { report, run } from './run.ts';

const broken = `${wide}    labels: [\n`;
const files = { 'wide.yml': wide, 'safe.yml': safe, 'neighbours.yml': neighbours, 'single.yml': single, 'clean.yml': clean, 'foreign.yml': foreign, 'broken.yml': broken };

/** Each row: the command line, the exit code, and the texts that are new on the disk. */
type Row = readonly [string, number, Readonly<Record<string, string>>?];

const rows: Readonly<Record<string, readonly Row[]>> = {
  'to lint': [
    ['wide.yml', 1],
    ['clean.yml', 0],
    ['foreign.yml', 0],
    ['single.yml', 0],
    ['neighbours.yml', 0],
    ['single.yml clean.yml wide.yml', 1],
    ['broken.yml', 1],
  ],
  'what fails is --fail-on': [
    ['--fail-on info single.yml', 1],
    ['--fail-on warning single.yml', 0],
    ['--fail-on error single.yml', 0],
    ['--fail-on error wide.yml', 1],
    ['--fail-on error broken.yml', 1],
    ['--fail-on error --max-ports 600 wide.yml', 0],
    ['--fail-on warning --max-ports 600 wide.yml', 1],
    ['--fail-on info clean.yml', 0],
    ['--fail-on info foreign.yml', 0],
  ],
  '--fix: what is left': [
    ['--fix safe.yml', 0, { 'safe.yml': safeFixed }],
    ['--fix wide.yml', 1],
    ['--fix --unsafe-fixes wide.yml', 0, { 'wide.yml': wideFixed }],
    ['--fix --unsafe-fixes --fail-on info wide.yml', 0, { 'wide.yml': wideFixed }],
    ['--fix neighbours.yml', 0, { 'neighbours.yml': neighboursFixed }],
    ['--fix --fail-on info neighbours.yml', 1, { 'neighbours.yml': neighboursFixed }],
    ['--fix --strategy minimal --fail-on info neighbours.yml', 0, { 'neighbours.yml': neighboursFixed }],
    ['--fix clean.yml foreign.yml', 0],
    ['--fix wide.yml safe.yml', 1, { 'safe.yml': safeFixed }],
    ['--fix broken.yml safe.yml', 1, { 'safe.yml': safeFixed }],
    ['--fix --engine desktop safe.yml', 1],
  ],
  '--check: would --fix change anything': [
    ['--check safe.yml', 1],
    ['--check wide.yml', 0],
    ['--check --unsafe-fixes wide.yml', 1],
    ['--check clean.yml', 0],
    ['--check foreign.yml broken.yml', 0],
    ['--check neighbours.yml', 1],
    ['--check --strategy host neighbours.yml', 0],
    ['--fix --check safe.yml', 1],
    ['--check --fail-on error neighbours.yml', 1],
    ['--check --fail-on info single.yml', 0],
  ],
  '--diff: the same': [
    ['--diff safe.yml', 1],
    ['--diff wide.yml', 0],
    ['--diff --unsafe-fixes wide.yml', 1],
    ['--diff clean.yml broken.yml', 0],
    ['--fix --diff safe.yml', 1],
  ],
  '2 wins': [
    ['missing.yml', 2],
    ['missing.yml wide.yml', 2],
    ['--fix missing.yml safe.yml', 2, { 'safe.yml': safeFixed }],
    ['--check missing.yml safe.yml', 2],
    ['--diff missing.yml safe.yml', 2],
    ['empty', 2],
    ['empty wide.yml', 2],
    ['--max-bytes 20 wide.yml', 2],
  ],
  'a bad request': [
    ['--fxi wide.yml', 2],
    ['--strategy fastest wide.yml', 2],
    ['--strategy', 2],
    ['--max-ports 0 wide.yml', 2],
    ['--max-ports 1.5 wide.yml', 2],
    ['--max-ports -1 wide.yml', 2],
    ['--max-bytes many wide.yml', 2],
    ['--fail-on never wide.yml', 2],
    ['--lang fr wide.yml', 2],
    ['--format xml wide.yml', 2],
    ['--engine cloud wide.yml', 2],
    ['--check --diff wide.yml', 2],
    ['ports --fix wide.yml', 2],
    ['ports --format stylish wide.yml', 2],
  ],
  'no path': [['', 2]],
};

describe.each(Object.entries(rows))('%s', (_name, table) => {
  for (const [line, code, changed = {}] of table) it(`zlm-lint ${line}: ${code}`, async () => {
    const cwd = temporaryDirectory({ ...files, 'empty/readme.txt': wide });
    const ran = await run([...(line.startsWith('ports') ? [] : ['--no-backup']), ...line.split(' ').filter(Boolean)], { cwd });
    expect(ran.code).toBe(code);
    for (const [name, text] of Object.entries({ ...files, ...changed })) expect(readFileSync(join(cwd, name), 'utf8'), name).toBe(text);
    expect(readdirSync(cwd).sort()).toEqual([...new Set([...Object.keys({ ...files, ...changed }), 'empty'])].sort());
    expect(ran.stderr + ran.stdout).not.toMatch(/^\s+at /m);
    const lines = ran.stderr.split('\n').filter((one) => one.startsWith('zlm-lint: '));
    if (code === 2) expect(lines.length).toBeGreaterThan(0);
    if (code !== 2 && !line.includes('--diff')) expect(ran.stderr).toBe('');
  });
});

describe('what is wrong with the request is one line', () => {
  it.each([
    ['--fxi', /unknown option --fxi; did you mean --fix\?/],
    ['--strategy fastest', /--strategy takes one of host, minimal, auto, not fastest/],
    ['--max-ports 0', /--max-ports takes a whole number of at least 1, not 0/],
    ['--max-ports', /--max-ports needs a value/],
    ['--check --diff', /--check and --diff/],
    ['missing.yml', /missing\.yml: no such file or directory/],
    ['', /compose\.yaml, compose\.yml, docker-compose\.yml, docker-compose\.yaml/],
    ['.', /\.: no Compose file and no docker run command found here/],
  ])('%j', async (line, said) => {
    const { code, stdout, stderr } = await run(line.split(' ').filter(Boolean), { cwd: temporaryDirectory() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^zlm-lint: [^\n]+\n$/);
    expect(stderr).toMatch(said);
  });
});

describe('what is looked at', () => {
  it.each([
    [['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'], 'compose.yaml'],
    [['compose.yml', 'docker-compose.yml', 'docker-compose.yaml'], 'compose.yml'],
    [['docker-compose.yml', 'docker-compose.yaml'], 'docker-compose.yml'],
    [['docker-compose.yaml'], 'docker-compose.yaml'],
  ])('of %j without arguments %s', async (names, taken) => {
    const { json } = await report([], { cwd: temporaryDirectory(Object.fromEntries(names.map((name) => [name, single]))) });
    expect(json.files.map(({ path }) => path)).toEqual([taken]);
  });

  it('directories are searched, each file once', async () => {
    const cwd = temporaryDirectory({
      'a/compose.yml': single,
      'a/b/docker-compose.prod.yml': single,
      'a/b/media.yaml': single,
      'a/b/values.yaml': 'a: 1\n',
      'a/node_modules/compose.yml': single,
      'a/.git/compose.yml': single,
    });
    const { json } = await report(['a', 'a/compose.yml', '.'], { cwd });
    expect(json.files.map(({ path }) => path).sort()).toEqual(['a/b/docker-compose.prod.yml', 'a/b/media.yaml', 'a/compose.yml']);
  });

  it('a path behind -- is no option', async () => {
    const cwd = temporaryDirectory({ '--fix': neighbours, '-x.yml': neighbours });
    const { json } = await report(['--', '--fix', '-x.yml'], { cwd });
    expect(json.files.map(({ path, findings }) => [path, findings.length])).toEqual([['--fix', 2], ['-x.yml', 2]]);
    expect(readFileSync(join(cwd, '--fix'), 'utf8')).toBe(neighbours);
  });

  it('the name of a subcommand wins over a file of that name', async () => {
    const cwd = temporaryDirectory({ ports: single, 'compose.yml': neighbours });
    const { stdout } = await run(['ports', '--format', 'json'], { cwd });
    expect((JSON.parse(stdout) as { services: { file: string }[] }).services.map(({ file }) => file)).toEqual(['compose.yml']);
    expect((await report(['./ports'], { cwd })).json.files.map(({ path }) => path)).toEqual(['./ports']);
    const listed = await run(['ports', '--format', 'json', 'ports'], { cwd });
    expect((JSON.parse(listed.stdout) as { services: { file: string }[] }).services.map(({ file }) => file)).toEqual(['ports']);
  });

  it('behind -- ports is a file, too', async () => {
    const cwd = temporaryDirectory({ ports: single });
    expect((await report(['--', 'ports'], { cwd })).json.files.map(({ path }) => path)).toEqual(['ports']);
  });

  it('a project without ZLMediaKit is silent, whatever is wrong with it', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': foreign, 'b/compose.yml': 'a: [\n', 'c/compose.yml': 'services: []\n', 'd/compose.yml': '- a\n' });
    for (const args of [['.'], ['.', '--fix', '--unsafe-fixes'], ['compose.yml'], ['compose.yml', '--max-ports', '1', '--fail-on', 'info']]) {
      const { json, code, stderr } = await report(args, { cwd });
      expect(json.files.flatMap(({ findings }) => findings)).toEqual([]);
      expect([code, stderr, json.errors]).toEqual([0, '', []]);
    }
    expect((await report(['b/compose.yml'], { cwd })).json.files[0]?.findings.map(({ messageId }) => messageId)).toEqual(['yaml-syntax']);
    expect((await report(['c/compose.yml', 'd/compose.yml'], { cwd })).json.files.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('--version and --help are answered on standard output', async () => {
    const cwd = temporaryDirectory();
    expect(await run(['--version'], { cwd })).toEqual({ code: 0, stdout: '9.9.9\n', stderr: '' });
    for (const args of [['--help'], ['-h'], ['ports', '--help'], ['--help', '--lang', 'zh']]) {
      const { code, stdout, stderr } = await run(args, { cwd });
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/--zlm-service <\S+>/);
    }
  });
});
