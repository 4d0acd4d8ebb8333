import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { clean, image, neighbours, wide } from './files.ts';
import { report, run } from './run.ts';

const FILE = '.zlm-lint.yaml';

async function rulesIn(cwd: string, args: readonly string[] = []): Promise<string[]> {
  const { json } = await report(args, { cwd });
  return json.files.flatMap(({ findings }) => findings.map(({ rule, severity }) => `${rule} ${severity}`));
}

describe('a mistake in a configuration', () => {
  const newer = 'version 2 of the configuration is newer than this program, which reads 1; update zlm-lint';
  it.each([
    ['an unknown key', '# a\n\nstategy: host\n', '3: unknown key "stategy"; did you mean "strategy"?'],
    ['a key that is near to none', 'a: 1\nversion: 1\n', '1: unknown key "a"; known here: $schema, version, strategy,'],
    ['an unknown rule', 'rules:\n  no-wide-port-rang: off\n', '2: unknown rule "no-wide-port-rang"; did you mean "no-wide-port-range"?'],
    ['an unknown option of a rule', 'rules:\n  no-wide-port-range:\n    mx: 5\n', '3: unknown key "mx"; did you mean "max"?'],
    ['an option of another rule', 'rules: {valid-run: {max: 5}}\n', '1: unknown key "max"; known here: severity'],
    ['an unknown key of an override', 'overrides:\n  - rule: {}\n    rules: {}\n', '2: unknown key "rule"; did you mean "rules"?'],
    ['an override that sets nothing', 'overrides:\n  - files: [a]\n', '2: overrides.0 needs the key "rules"'],
    ['a number that is text', 'maxBytes: many\n', '1: maxBytes takes a whole number, not "many"'],
    ['a number that is too small', 'rules: {no-wide-port-range: {max: 0}}\n', '1: rules.no-wide-port-range.max takes a whole number of at least 1, not 0'],
    ['a number that is too large', 'streams: 10001\n', '1: streams takes at most 10000, not 10001'],
    ['a number of warnings below none', 'maxWarnings: -1\n', '1: maxWarnings takes a whole number of at least 0, not -1'],
    ['a baseline elsewhere', 'streams: 1\nbaseline: ../a.json\n', '2: baseline ../a.json leads out of the directory of the configuration'],
    ['a baseline anywhere', 'baseline: /etc/passwd\n', '1: baseline '],
    ['a list that is text', 'zlmService: zlm\n', '1: zlmService takes a list, not "zlm"; write it as [a, b]'],
    ['a list of numbers', 'ignore: [a, 5]\n', '1: ignore.1 takes text, not 5; put it in quotes'],
    ['a switch that is text', 'backup: no\n', '1: backup takes true or false, not "no"'],
    ['a severity that is none', 'rules:\n  valid-run: of\n', '2: rules.valid-run takes one of off, info, warning, error, not "of"'],
    ['a rule that is a number', 'rules:\n  valid-run: 5\n', '2: rules.valid-run takes a word or a mapping, not 5'],
    ['a version that is a number', 'engine: {version: 28.5}\n', '1: engine.version takes a version in quotes, such as "28" or "20.10", not 28.5'],
    ['a version that is none', 'engine: {version: new}\n', '1: engine.version takes a version in quotes, such as "28" or "20.10", not "new"'],
    ['an option that is said as one of a rule', 'maxPorts: 5\n', '1: unknown key "maxPorts"; write rules: no-wide-port-range: max'],
    ['an option that is not configured', 'allowOutside: true\n', '1: unknown key "allowOutside"; known here:'],
    ['keys without values', 'rules:\n', '1: rules takes keys and values, not null'],
    ['a list for all', '- a\n', '1: a configuration takes keys and values, not ["a"]'],
    ['the schema of a newer version', 'version: 2\nnewKey: 1\n', `1: ${newer}`],
    ['a version that is no version', 'version: one\n', '1: version takes 1, not "one"'],
    ['what is no YAML', 'rules: [\n', '2: this cannot be read: '],
    ['a key twice', 'streams: 1\nstreams: 2\n', '2: this cannot be read: '],
    ['two documents', 'streams: 1\n---\nstreams: 2\n', '2: this cannot be read: '],
    ['a tag', 'language: !!js/function zh\n', '1: this cannot be read: '],
    ['an alias', 'x: &a [1]\ny: *a\n', '2: anchors and aliases are not read in a configuration'],
    ['an alias inside of itself', 'rules: &a\n  valid-run: *a\n', '2: anchors and aliases are not read'],
    ['a bomb', Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}, `.repeat(9)}]\n`).join(''), '2: anchors and aliases are not read'],
    ['brackets in brackets', `rules: ${'['.repeat(100_000)}`, '1: nested too deeply'],
    ['a prototype', '__proto__: {a: 1}\n', '1: unknown key "__proto__"; known here'],
    ['a control character', '"\\e[31m": 1\n', '1: unknown key "'],
  ])('%s: one line, and the exit code 2', async (_, text, words) => {
    const cwd = temporaryDirectory({ [FILE]: text, 'compose.yml': wide });
    const { code, stdout, stderr } = await run([], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^zlm-lint: [^\n\x1b]*\n$/);
    expect(stderr.startsWith(`zlm-lint: ${FILE}:${words}`), stderr).toBe(true);
    const chinese = await run(['--lang', 'zh'], { cwd });
    expect(chinese.stderr).toMatch(/^zlm-lint: [^\n]*[\u4e00-\u9fff][^\n]*\n$/);
  });

  it('is told with all others, by line', async () => {
    const cwd = temporaryDirectory({ [FILE]: 'streams: x\nrules:\n  a-b: off\nmaxBytes: y\n' });
    expect((await run([], { cwd })).stderr.split('\n').map((line) => /:(\d+):/.exec(line)?.[1])).toEqual(['1', '3', '4', undefined]);
  });

  it('two in one directory name both', async () => {
    for (const other of ['.zlm-lint.yml', '.zlm-lint.json', 'package.json']) {
      const cwd = temporaryDirectory({ [FILE]: '', [other]: '{"zlm-lint": {}}', 'compose.yml': clean });
      const { code, stderr } = await run([], { cwd });
      expect([code, stderr]).toEqual([2, `zlm-lint: ${FILE}: beside ${other}: one directory has one configuration; remove one of them\n`]);
    }
  });

  it('what is no file that is read is one line', async () => {
    const told = async (make: (path: string) => unknown): Promise<string> => {
      const cwd = temporaryDirectory({ 'compose.yml': clean });
      make(join(cwd, FILE));
      const { code, stderr } = await run([], { cwd });
      expect([code, stderr.split('\n').length]).toEqual([2, 2]);
      return stderr;
    };
    const outside = temporaryDirectory({ secret: 'root: x\n' });
    expect(await told((path) => mkdirSync(path))).toContain(`${FILE}: is a directory`);
    expect(await told((path) => execFileSync('mkfifo', [path]))).toContain('not a regular file');
    expect(await told((path) => symlinkSync('nowhere', path))).toContain('no such file');
    expect(await told((path) => symlinkSync(FILE, path))).toContain('in a circle');
    expect(await told((path) => symlinkSync(join(outside, 'secret'), path))).toContain('leads out of the directory');
    const large = temporaryDirectory({ [FILE]: '#'.repeat(10_000_000) });
    expect((await run([], { cwd: large })).stderr).toBe(`zlm-lint: ${FILE}: 10,000,000 bytes; a configuration has at most 1,000,000\n`);
    expect((await run(['--config', 'missing.yaml'], { cwd: outside })).stderr).toBe('zlm-lint: missing.yaml: no such file or directory\n');
  });
});

describe('a configuration is found', () => {
  const off = 'rules: {prefer-host-network: off}\n';
  const both = ['prefer-host-network warning', 'no-wide-port-range error'];

  it.each([
    ['.zlm-lint.yaml', off],
    ['.zlm-lint.yml', off],
    ['.zlm-lint.json', '{"rules": {"prefer-host-network": "off"}}'],
    ['package.json', '{\n\t"name": "a",\n\t"zlm-lint": {"rules": {"prefer-host-network": "off"}}}'],
  ])('as %s', async (name, text) => {
    expect(await rulesIn(temporaryDirectory({ [name]: text, 'compose.yml': wide }))).toEqual(['no-wide-port-range error']);
  });

  it('not in a package.json that only depends on zlm-lint', async () => {
    const text = '{"devDependencies": {"zlm-lint": "1"}}';
    expect(await rulesIn(temporaryDirectory({ 'package.json': text, [FILE]: off, 'compose.yml': wide }))).toEqual(['no-wide-port-range error']);
    expect(await rulesIn(temporaryDirectory({ 'package.json': '{"zlm-lint"', 'compose.yml': wide }))).toEqual(both);
  });

  it('further up in the repository, the first one alone', async () => {
    const root = temporaryDirectory({ [FILE]: off, 'a/b/compose.yml': wide, 'c/compose.yml': wide, 'c/.zlm-lint.yml': '' });
    expect(await rulesIn(join(root, 'a/b'))).toEqual(both);
    mkdirSync(join(root, '.git'));
    expect(await rulesIn(join(root, 'a/b'))).toEqual(['no-wide-port-range error']);
    expect(await rulesIn(join(root, 'c'))).toEqual(both);
    mkdirSync(join(root, 'a/.git'));
    expect(await rulesIn(join(root, 'a/b'))).toEqual(both);
  });

  it('by --config, and not with --no-config', async () => {
    const cwd = temporaryDirectory({ 'x/other.yaml': off, 'compose.yml': wide, [FILE]: 'broken: 1\n' });
    expect(await rulesIn(cwd, ['--config', 'x/other.yaml'])).toEqual(['no-wide-port-range error']);
    expect(await rulesIn(cwd, ['--no-config'])).toEqual(both);
    expect((await run(['ports'], { cwd })).code).toBe(2);
    const { stderr } = await run(['--config', 'package.json'], { cwd: temporaryDirectory({ 'package.json': '{}' }) });
    expect(stderr).toBe('zlm-lint: package.json: it has no key zlm-lint, so it holds no configuration\n');
  });
});

describe('rules are set', () => {
  const other = `  other:\n    image: ${image}\n    container_name: second\n    ports: ["40000-40500:40000-40500/udp"]\n`;
  const two = wide.replace(/^configs:/m, `${other}configs:`);
  const wideOnly = async (text: string, args: readonly string[] = [], name = 'compose.yml'): Promise<string[]> => {
    const { json } = await report([...args, name], { cwd: temporaryDirectory({ [FILE]: text, [name]: two }) });
    return json.files.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'no-wide-port-range').map(({ service, severity }) => `${service ?? ''} ${severity}`));
  };

  it.each([
    ['', ['zlm error', 'other error']],
    ['rules: {no-wide-port-range: info}', ['zlm info', 'other info']],
    ['rules: {no-wide-port-range: {severity: info, max: 501}}', []],
    ['rules: {no-wide-port-range: off}\noverrides: [{services: [z*], rules: {no-wide-port-range: warning}}]', ['zlm warning']],
    ['overrides: [{services: [sec?nd], rules: {no-wide-port-range: {max: 600}}}]', ['zlm error']],
    ['overrides: [{services: [], rules: {no-wide-port-range: off}}]', ['zlm error', 'other error']],
    ['overrides: [{files: [compose.yml], rules: {no-wide-port-range: off}}]', []],
    ['overrides: [{files: ["*.yml", "!compose.yml"], rules: {no-wide-port-range: off}}]', ['zlm error', 'other error']],
    ['overrides: [{files: [deploy/], services: [zlm], rules: {no-wide-port-range: off}}]', ['zlm error', 'other error']],
    ['overrides: [{rules: {no-wide-port-range: off}}, {services: [zlm], rules: {no-wide-port-range: {severity: info, max: 10}}}]', ['zlm info']],
  ])('%s', async (text, expected) => {
    expect(await wideOnly(text)).toEqual(expected);
  });

  it('by the folder of a file; --max-ports wins', async () => {
    const text = 'overrides: [{files: [deploy/], services: [zlm], rules: {no-wide-port-range: {max: 1000}}}]';
    expect(await wideOnly(text, [], 'deploy/compose.yml')).toEqual(['other error']);
    expect(await wideOnly(text, ['--max-ports', '10'], 'deploy/compose.yml')).toEqual(['zlm error', 'other error']);
  });
});

describe('rules are chosen on the command line', () => {
  const text = 'rules: {prefer-host-network: off, no-wide-port-range: info}\noverrides: [{services: [zlm], rules: {no-wide-port-range: warning}}]\n';

  it.each<[readonly string[], string[], string]>([
    [[], ['no-wide-port-range warning'], 'severity: off # .zlm-lint.yaml:1'],
    [['--rule', 'no-wide-port-range=error'], ['no-wide-port-range error'], 'severity: off # .zlm-lint.yaml:1'],
    [['--rule', 'prefer-host-network=error'], ['prefer-host-network error', 'no-wide-port-range warning'], 'severity: error # --rule'],
    [['--only', 'prefer-host-network'], ['prefer-host-network warning'], 'severity: info # --only'],
    [['--skip', 'no-wide-port-range,prefer-host-network'], [], 'severity: off # --skip'],
  ])('%j, whatever is configured', async (args, expected, printed) => {
    const cwd = temporaryDirectory({ [FILE]: text, 'compose.yml': wide });
    expect(await rulesIn(cwd, args)).toEqual(expected);
    const { stdout } = await run(['--print-config', 'compose.yml', ...args], { cwd });
    expect(stdout).toContain(`  prefer-host-network:\n    ${printed}\n`);
  });

  it('and a comment that silences one that is off is no comment too many', async () => {
    const silenced = wide.replace(/^( *)ports:/m, '$1# zlm-lint-disable-next-line prefer-host-network\n$&');
    const rules = 'valid-suppression: {requireReason: true}';
    const found = async (config: string): Promise<string[]> => rulesIn(temporaryDirectory({ [FILE]: config, 'compose.yml': silenced }));
    expect(await found(`rules: {${rules}}\n`)).toEqual(['valid-suppression warning', 'prefer-host-network warning', 'no-wide-port-range error']);
    expect(await found(text)).toEqual(['no-wide-port-range warning']);
  });
});

describe('a configured baseline', () => {
  it('lies beside the configuration, and is written before it is there', async () => {
    const root = temporaryDirectory({ [FILE]: 'baseline: known.json\nmaxWarnings: 0\n', 'a/compose.yml': wide });
    mkdirSync(join(root, '.git'));
    const cwd = join(root, 'a');
    expect(await run([], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('../known.json: no such file') });
    expect(await run(['--write-baseline', '../known.json'], { cwd })).toMatchObject({ code: 0 });
    expect(await run([], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['--write-baseline', 'again.json'], { cwd })).stderr).toContain('again.json: findings written: 2');
    expect((await run(['--no-config'], { cwd })).code).toBe(1);
  });

  it('is not read through a link out of the directory', async () => {
    const cwd = temporaryDirectory({ [FILE]: 'baseline: known.json\n', 'compose.yml': wide });
    symlinkSync('/etc/passwd', join(cwd, 'known.json'));
    expect((await run([], { cwd })).stderr).toMatch(/^zlm-lint: \.zlm-lint\.yaml:1: baseline known\.json leads out/);
  });
});

it('streams that are configured make a narrower range as safe as those of the command line', async () => {
  const rtp = `services:\n  zlm:\n    image: ${image}\n    volumes: [./config.ini:/opt/media/conf/config.ini]\n    ports: ["20000-20500:20000-20500", "20000-20500:20000-20500/udp"]\n`;
  const safety = async (config: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<unknown> => {
    const cwd = temporaryDirectory({ [FILE]: config, 'compose.yml': rtp, 'config.ini': '[rtp_proxy]\nport_range=20000-20500\n' });
    const { json } = await report(['--strategy', 'minimal', ...args], { cwd, env });
    return json.files[0]?.findings.find(({ rule }) => rule === 'no-wide-port-range')?.fix?.safety;
  };
  expect(await safety('')).toBe('unsafe');
  expect(await safety('', ['--streams', '50'])).toBe('safe');
  expect(await safety('streams: 50\n')).toBe('safe');
  expect(await safety('', [], { ZLM_LINT_STREAMS: '50' })).toBe('safe');
});

describe('files are left out', () => {
  const paths = async (cwd: string, args: readonly string[]): Promise<string[]> => (await report(args, { cwd })).json.files.map(({ path }) => path);

  it('by ignore, in a search and by name', async () => {
    const cwd = temporaryDirectory({ [FILE]: 'ignore: [old/, "x.*", "!x.keep.yml"]\n', 'a/compose.yml': wide, 'old/compose.yml': wide, 'x.yml': wide, 'x.keep.yml': wide });
    expect(await paths(cwd, ['.'])).toEqual(['a/compose.yml', 'x.keep.yml']);
    expect(await paths(cwd, ['x.yml', 'old/compose.yml', 'x.keep.yml'])).toEqual(['x.keep.yml']);
    expect(await paths(cwd, ['.', '--ignore', 'a'])).toEqual(['old/compose.yml', 'x.keep.yml', 'x.yml']);
    expect(await paths(cwd, ['-f', 'x.yml'])).toEqual(['x.yml']);
  });

  it('with one line when nothing is left, and the exit code 0', async () => {
    const cwd = temporaryDirectory({ [FILE]: 'ignore: ["*.yml", sub]\n', 'compose.yml': wide, 'sub/compose.yaml': wide });
    for (const args of [['compose.yml'], [], ['sub'], ['ports', 'compose.yml'], ['--fix', 'compose.yml']]) {
      const { code, stdout, stderr } = await run(args, { cwd });
      expect([code, stderr]).toEqual([0, 'zlm-lint: everything named is ignored by the configuration or --ignore\n']);
      if (args[0] !== 'ports') expect(stdout).toBe('');
    }
    expect((await report(['compose.yml'], { cwd })).json).toMatchObject({ files: [], errors: [] });
  });

  it('by .gitignore of every level and info/exclude, in a search of a repository alone', async () => {
    const files = { '.gitignore': 'build/\n*.local.yml\n', 'build/compose.yml': wide, 'a/compose.local.yml': wide, 'a/.gitignore': '!compose.local.yml\n/compose.yml\n', 'a/compose.yml': wide, 'a/b/compose.yml': wide, 'compose.secret.yml': wide };
    const cwd = temporaryDirectory(files);
    expect(await paths(cwd, ['.'])).toHaveLength(5);
    mkdirSync(join(cwd, '.git/info'), { recursive: true });
    execFileSync('sh', ['-c', 'echo "*.secret.yml" > .git/info/exclude'], { cwd });
    expect(await paths(cwd, ['.'])).toEqual(['a/b/compose.yml', 'a/compose.local.yml']);
    expect(await paths(cwd, ['a'])).toEqual(['a/b/compose.yml', 'a/compose.local.yml']);
    expect(await paths(cwd, ['build', 'a/compose.yml'])).toEqual(['build/compose.yml', 'a/compose.yml']);
  });
});

it('names of services that are configured may be those of other files', async () => {
  const cwd = temporaryDirectory({ [FILE]: 'zlmService: [media, web]\n', 'compose.yml': 'services:\n  web: {image: x, ports: ["30000-30500:30000-30500"]}\n' });
  expect(await rulesIn(cwd)).toEqual(['prefer-host-network warning', 'no-wide-port-range error']);
  expect((await run([], { cwd })).stderr).toBe('');
});

describe('the fix command', () => {
  it('names what the command line gave, not what is configured', async () => {
    const cwd = temporaryDirectory({ [FILE]: 'strategy: host\nrules: {no-wide-port-range: {max: 10}}\n', 'compose.yml': wide });
    expect((await run(['--fix', 'compose.yml'], { cwd, env: { ZLM_LINT_ENGINE_VERSION: '29' } })).stdout).toMatch(/To apply it: zlm-lint --fix --unsafe-fixes compose\.yml\n/);
    expect((await run(['--fix', '--no-config', '--max-ports', '256', 'compose.yml'], { cwd })).stdout.replace(/\s+/g, ' ')).toContain('zlm-lint --fix --unsafe-fixes --max-ports 256 --no-config compose.yml');
    expect((await run(['--fix', '--config', FILE, 'compose.yml'], { cwd })).stdout.replace(/\s+/g, ' ')).toContain(`--config ${FILE} compose.yml`);
  });
});

describe('zlm-lint init', () => {
  it.each(['en', 'zh'])('writes what changes nothing, in %s, and never over something', async (language) => {
    const cwd = temporaryDirectory({ 'compose.yml': wide, 'compose.other.yml': 'services:\n  media-server: {image: x}\n  web: {image: nginx}\n' });
    const before = await run(['.'], { cwd });
    expect((await run(['init', '--lang', language], { cwd })).code).toBe(0);
    const text = readFileSync(join(cwd, FILE), 'utf8');
    expect(text).toContain('zlm (compose.yml)');
    expect(text).toContain('#   - media-server # compose.other.yml');
    expect(text).not.toContain('web');
    expect(await run(['.'], { cwd })).toEqual(before);
    expect(await run(['init'], { cwd })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`${FILE}: this directory has a configuration already`) });
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(text);
  });

  it('shows only lines that hold when they are no comments any more', async () => {
    const cwd = temporaryDirectory({ 'a.yml': neighbours });
    await run(['init'], { cwd });
    const taken = readFileSync(join(cwd, FILE), 'utf8').replace(/^# (?=\w+:| {2})/gm, '');
    expect(taken).toContain('\nstreams: 50\n');
    const other = temporaryDirectory({ [FILE]: taken });
    expect(await run(['--print-config', 'a.yml'], { cwd: other })).toMatchObject({ code: 0, stderr: '' });
  });

  it('refuses beside a key in package.json and a link that leads nowhere', async () => {
    const cwd = temporaryDirectory({ 'package.json': '{"zlm-lint": {}}' });
    expect((await run(['init'], { cwd })).stderr).toContain('package.json: this directory has a configuration already');
    const linked = temporaryDirectory();
    symlinkSync('nowhere', join(linked, FILE));
    expect((await run(['init'], { cwd: linked })).code).toBe(2);
    expect([existsSync(join(linked, 'nowhere')), existsSync(join(cwd, FILE))]).toEqual([false, false]);
  });
});

it('--print-config shows what holds for a file, and why', async () => {
  const text = 'rules:\n  valid-run: info\noverrides:\n  - files: [a/]\n    rules:\n      valid-run: off\n  - services: [z]\n    rules: {valid-run: error}\n';
  const cwd = temporaryDirectory({ [FILE]: text });
  const inside = await run(['--print-config', 'a/compose.yml'], { cwd });
  expect(inside.stdout).toMatch(/ {2}valid-run:\n {4}severity: off # \.zlm-lint\.yaml:6\n/);
  expect(inside.stdout).toMatch(/overrides:\n {2}- services:\n {6}- z\n/);
  expect((await run(['--print-config', 'b/compose.yml'], { cwd })).stdout).toMatch(/severity: info # \.zlm-lint\.yaml:2\n/);
});
