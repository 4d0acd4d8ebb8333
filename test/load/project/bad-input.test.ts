import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { safe } from '../../cli/main/files.ts';
import { report, run, type JsonReport } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { timesLonger } from '../../cpu-time.ts';
import { bytesIn } from './directory.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;
type Prepare = (project: string) => void;
/** Six lines, and a fix that is safe while nothing is wrong. */
const ZLM = 'services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n      - "3000:3000"\n      - "3001:3001"\n';
const WEB = 'services: {web: {image: nginx}}\n';
const including = (...items: readonly string[]): string => `include: [${items.join(', ')}]\n${ZLM}`;
const extending = (base: string): string => `${ZLM}    extends: ${base}\n`;

const SECRET = /SECRET-4711|\b4711\b/;
/** What lies beside the project: each holds the secret in whatever an output could quote. */
const foreign: Files = {
  'foreign.yml': `# SECRET-4711\nx-a: &SECRET-4711 1\nservices:\n  foreign:\n    image: "SECRET-4711:\${SECRET-4711}"\n    ports: ["SECRET-4711:80", "4711:4711"]\n    environment: {A: SECRET-4711, B: *SECRET-4711}\n`,
  'broken.yml': 'services: {zlm: "SECRET-4711}\nSECRET-4711: [\n*SECRET-4711',
  'foreign.env': 'X=SECRET-4711\nP=4711:4711\nSECRET-4711 b\n',
  'config.ini': '[http]\nport=4711\n; SECRET-4711\n',
  'named.env': 'COMPOSE_FILE=SECRET-4711\n',
  'image/Dockerfile': '# SECRET-4711\nFROM zlmediakit/zlmediakit:SECRET-4711\nENV HOOK=http://zlm:4711\n',
};

/** A directory `p` with the project in it, and strangers' files beside. */
function projectOf(files: Files, prepare?: Prepare): { parent: string; cwd: string } {
  const parent = temporaryDirectory({ ...foreign, ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`p/${path}`, text])) });
  const cwd = join(parent, 'p');
  mkdirSync(cwd, { recursive: true });
  prepare?.(cwd);
  return { parent, cwd };
}

const links = (targets: Readonly<Record<string, string>>): Prepare => (project) =>
  Object.entries(targets).forEach(([path, target]) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    symlinkSync(target, join(project, path));
  });
const fifos = (...paths: readonly string[]): Prepare => (project) => void execFileSync('mkfifo', paths.map((path) => join(project, path)));

async function listed(args: readonly string[], cwd: string) {
  const ran = await run(['ports', '--format', 'json', ...args], { cwd });
  return { ...ran, ...(JSON.parse(ran.stdout) as { services: { name: string; ports: { host: unknown }[] }[]; errors: { path: string; line: number }[] }) };
}

/** What is wrong with a project, as `path:line id`, in the order of the report. */
const problemsOf = ({ files }: JsonReport): string[] =>
  files.flatMap(({ path, findings }) => findings.filter(({ rule }) => rule === 'valid-compose').map(({ line, messageId }) => `${path}:${line} ${messageId}`));

const told = async (files: Files, ...args: readonly string[]): Promise<string[]> => problemsOf((await report([...args, 'compose.yml'], { cwd: projectOf(files).cwd })).json);

/** The program in all its ways, `--fix` last; `all` is everything it says. */
async function everyWay(cwd: string, args: readonly string[] = ['compose.yml']) {
  const began = process.cpuUsage();
  const people = await run(args, { cwd });
  const machine = await run(['--format', 'json', ...args], { cwd });
  const ports = await listed(args, cwd);
  const fixed = await run(['--fix', '--unsafe-fixes', ...args], { cwd });
  const all = [people, machine, ports, fixed].map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(all).not.toMatch(/^\s+at \S+ \(|RangeError|TypeError|please report/m);
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
  return { people, json: JSON.parse(machine.stdout) as JsonReport, ports, fixed, all };
}

type Row = readonly [files: Files, expected: readonly unknown[], prepare?: Prepare];

/** Exactly these findings in every way; ZLMediaKit is listed all the same, nothing is changed. */
async function expectTold([files, expected, prepare]: Row): Promise<void> {
  const { parent, cwd } = projectOf({ 'compose.yml': ZLM, ...files }, prepare);
  const before = bytesIn(parent);
  const { people, json, ports, fixed } = await everyWay(cwd);
  const found = problemsOf(json);
  expect(found).toEqual(expected);
  const places = found.map((one) => one.split(' ')[0] ?? '');
  for (const { stdout } of [people, fixed]) for (const place of places) expect(stdout).toContain(`${place}:`);
  expect(ports.errors.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([...places].sort());
  expect(ports.services.map(({ name }) => name)).toContain('zlm');
  expect([people.code, people.stderr, ports.code, fixed.code, fixed.stdout.match(/Fixed \d+/g)]).toEqual([1, '', 2, 1, ['Fixed 0']]);
  expect(bytesIn(parent)).toEqual(before);
}

/** Files of which each includes the next. */
const chain = (length: number, times = 1): Files => {
  const includes = (next: number): string => `include: [${Array.from({ length: times }, () => `i${next}.yml`).join(', ')}]\n`;
  return { 'compose.yml': includes(1) + ZLM, ...Object.fromEntries(Array.from({ length }, (_, index) => [`i${index + 1}.yml`, index + 1 < length ? includes(index + 2) : WEB])) };
};
const extendsChain = (length: number): string => `${extending('e1')}${Array.from({ length }, (_, index) => `  e${index + 1}: {image: nginx${index + 1 < length ? `, extends: e${index + 2}` : ''}}\n`).join('')}`;
const bomb = Array.from({ length: 9 }, (_, index) => `x-${index}: &a${index} [${Array.from({ length: 9 }, () => (index === 0 ? '1' : `*a${index - 1}`)).join(', ')}]\n`).join('');
const withEnvFile = (path: string): string => `include:\n  - path: b.yml\n    env_file: ${path}\n${ZLM}`;
const at = (place: string): unknown => expect.stringMatching(new RegExp(`^${place.replaceAll('.', '\\.')} `));

const broken: Readonly<Record<string, Row>> = {
  'an include of itself': [{ 'compose.yml': including('compose.yml') }, ['compose.yml:1 include-cycle']],
  'two files that include each other': [{ 'compose.yml': including('b.yml'), 'b.yml': `${WEB}include: [./compose.yml]\n` }, ['b.yml:2 include-cycle']],
  'three files that include each other': [{ 'compose.yml': including('s/b.yml'), 's/b.yml': 'include: [c.yml]\n', 's/c.yml': `${WEB}include:\n  - ../compose.yml\n` }, ['s/c.yml:3 include-cycle']],
  '101 includes below each other': [chain(101), ['i100.yml:1 include-too-deep']],
  'a service that extends itself': [{ 'compose.yml': extending('zlm') }, ['compose.yml:7 extends-cycle']],
  'two services that extend each other': [{ 'compose.yml': `${extending('b')}  b: {extends: {service: zlm}}\n` }, ['compose.yml:7 extends-cycle', 'compose.yml:8 extends-cycle']],
  'services of two files that extend each other': [{ 'compose.yml': extending('{file: b.yml, service: b}'), 'b.yml': 'services: {b: {extends: {file: compose.yml, service: zlm}}}\n' }, ['compose.yml:7 extends-cycle']],
  'an include that is missing': [{ 'compose.yml': including('no.yml') }, ['compose.yml:1 include-unreadable']],
  'an include that is missing further in': [{ 'compose.yml': including('s/b.yml'), 's/b.yml': `${WEB}include:\n  - no.yml\n` }, ['s/b.yml:3 include-unreadable']],
  'an include that is a directory': [{ 'compose.yml': including('d'), 'd/b.yml': WEB }, ['compose.yml:1 include-unreadable']],
  'an include that is a FIFO': [{ 'compose.yml': including('f.yml') }, ['compose.yml:1 include-unreadable'], fifos('f.yml')],
  'an include that is binary': [{ 'compose.yml': including('b.yml'), 'b.yml': 'a: \0\n' }, ['compose.yml:1 include-unreadable']],
  'an include over the limit': [{ 'compose.yml': including('b.yml'), 'b.yml': Buffer.alloc(10_000_001, 0x0a) }, ['compose.yml:1 include-unreadable']],
  'an include in a circle of symlinks': [{ 'compose.yml': including('a.yml') }, ['compose.yml:1 include-unreadable'], links({ 'a.yml': 'b.yml', 'b.yml': 'a.yml' })],
  'an include that is no YAML': [{ 'compose.yml': including('b.yml'), 'b.yml': `${WEB}a: [\n` }, ['b.yml:3 yaml-syntax']],
  'an include that is an alias bomb': [{ 'compose.yml': including('b.yml'), 'b.yml': bomb + WEB }, ['b.yml:1 alias-bomb']],
  'a base that is an alias bomb': [{ 'compose.yml': extending('{file: b.yml, service: web}'), 'b.yml': bomb + WEB }, ['compose.yml:7 extends-unreadable', 'b.yml:1 alias-bomb']],
  'a base file that is missing': [{ 'compose.yml': extending('{file: no.yml, service: b}') }, ['compose.yml:7 extends-unreadable']],
  'a base that is missing': [{ 'compose.yml': extending('b') }, ['compose.yml:7 extends-missing']],
  'a base that is missing in another file': [{ 'compose.yml': extending('{file: b.yml, service: b}'), 'b.yml': WEB }, ['compose.yml:7 extends-missing']],
  'include as text': [{ 'compose.yml': `include: b.yml\n${ZLM}`, 'b.yml': WEB }, ['compose.yml:1 include-not-a-list']],
  'items of include of wrong types': [{ 'compose.yml': `include:\n  - 5\n  - {}\n  - null\n  - {path: {a: b.yml}}\n${ZLM}` }, [at('compose.yml:2'), at('compose.yml:3'), at('compose.yml:4'), at('compose.yml:5')]],
  'a .env that is a directory': [{ '.env/x': '' }, ['.env:1 env-unreadable']],
  'a .env that is a directory beside an include': [{ 'compose.yml': including('s/b.yml'), 's/b.yml': WEB, 's/.env/x': '' }, ['s/.env:1 env-unreadable']],
  'a .env that is a FIFO': [{}, ['.env:1 env-unreadable'], fifos('.env')],
  'a .env that is binary': [{ '.env': 'A=\0' }, ['.env:1 env-unreadable']],
  'a .env in a circle of symlinks': [{}, ['.env:1 env-unreadable'], links({ '.env': '.env' })],
  'a .env with a line that is no variable': [{ '.env': 'A=1\n\nB C\n' }, ['.env:3 bad-env']],
  'an env_file of an include that is missing': [{ 'compose.yml': withEnvFile('no.env'), 'b.yml': WEB }, [at('compose.yml:3')]],
  'an env_file of an include that is a directory': [{ 'compose.yml': withEnvFile('d'), 'b.yml': WEB, 'd/x': '' }, [at('compose.yml:3')]],
  'an include of itself through a symlink': [{ 'compose.yml': including('l.yml') }, ['compose.yml:1 include-cycle'], links({ 'l.yml': 'compose.yml' })],
  'an include of itself through a symlinked directory': [{ 'compose.yml': including('d/compose.yml') }, ['compose.yml:1 include-cycle'], links({ 'd': '.' })],
  'a base that is missing, for three services, once': [{ 'compose.yml': `${extending('a')}  a: {image: x, extends: no}\n  b: {image: x, extends: a}\n` }, ['compose.yml:8 extends-missing']],
  'a .env that is a directory, beside an include, once': [{ 'compose.yml': including('b.yml'), 'b.yml': WEB, '.env/x': '' }, ['.env:1 env-unreadable']],
  'a list in the list of includes': [{ 'compose.yml': including('[b.yml]'), 'b.yml': WEB }, [at('compose.yml:1')]],
  'a project directory that is a list': [{ 'compose.yml': including('{path: b.yml, project_directory: [s]}'), 'b.yml': WEB }, [at('compose.yml:1')]],
  'extends as a list': [{ 'compose.yml': extending('[zlm]') }, [at('compose.yml:7')]],
  'a base file that is a list': [{ 'compose.yml': `${ZLM}  b: {image: x, extends: {file: [b.yml], service: zlm}}\n` }, [at('compose.yml:7')]],
};

describe('what is broken between files is told where it is written', () => {
  it.each(Object.entries(broken))('%s', (_name, row) => expectTold(row));
  it('files that may not be read', async () => {
    const { parent, cwd } = projectOf({ 'compose.yml': `${including('s/a.yml', 's/closed/b.yml', 's/c.yml')}    extends: {file: s/a.yml, service: web}\n`, 's/a.yml': WEB, 's/c.yml': WEB, 's/closed/b.yml': WEB, 's/.env': 'A=1\n' });
    for (const [path, mode] of [['.', 0o777], ['p', 0o777], ['p/s/.env', 0], ['p/s/a.yml', 0], ['p/s/closed', 0]] as const) chmodSync(join(parent, path), mode);
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      expect(problemsOf((await report(['compose.yml'], { cwd })).json)).toEqual(expect.arrayContaining(['compose.yml:1 include-unreadable', 'compose.yml:1 include-unreadable', 'compose.yml:8 extends-unreadable', 's/.env:1 env-unreadable']));
      expect((await listed(['compose.yml'], cwd)).code).toBe(2);
    } finally {
      if (root) process.seteuid?.(0);
      chmodSync(join(cwd, 's/closed'), 0o755);
    }
  });
  it('a circle of extends publishes no port twice', async () =>
    expect((await run(['compose.yml'], { cwd: projectOf({ 'compose.yml': extending('zlm') }).cwd })).stdout).not.toContain('published twice'));
  it('a long chain of extends is no circle', async () => expect((await told({ 'compose.yml': extendsChain(120) })).join()).not.toContain('extends-cycle'));
  it('a path with an unknown variable is no wrong type', async () => expect(await told({ 'compose.yml': including('"${DIR}/b.yml"') })).toEqual([]));
  const hiding: [Files, string][] = [[{ 'compose.yml': `include: [no.yml]\n${WEB}` }, 'compose.yml:1 include-unreadable'], [{ ...chain(101), 'compose.yml': 'include: [i1.yml]\n' }, 'i100.yml:1 include-too-deep']];
  it.each(hiding)('what may hide ZLMediaKit is told in a named project, not in one that a search finds: %j', async (files, expected) => {
    const { cwd } = projectOf(files);
    for (const args of [[], ['compose.yml'], ['-f', 'compose.yml']]) expect(problemsOf((await report(args, { cwd })).json)).toEqual([expected]);
    expect(problemsOf((await report(['.'], { cwd })).json)).toEqual([]);
  });
  it.each(['../foreign.yml', 'https://github.com/a/b.git'])('where %s may hide it, nothing but a note', async (path) => {
    const { cwd } = projectOf({ 'compose.yml': `include: ["${path}"]\n${WEB}` });
    expect(await run(['compose.yml'], { cwd })).toMatchObject({ code: 0, stderr: expect.stringMatching(/^zlm-lint: compose\.yml:1: .*\n$/) as unknown });
    expect((await run(['.'], { cwd })).stderr).toBe('');
  });
});

describe('what is only long or large is read', () => {
  it.each<[string, Files]>([
    ['100 includes below each other', chain(100)],
    ['100 services that extend each other', { 'compose.yml': extendsChain(100) }],
    ['an include of 3.5 MB', { 'compose.yml': including('b.yml'), 'b.yml': `${WEB}#${'x'.repeat(3_500_000)}\n` }],
    ['special files that only a container sees', { 'compose.yml': `${ZLM}    env_file: f\n    build: .\n    volumes: ["./f:/opt/media/conf/config.ini", "./d:/d"]\n`, 'd/a': 'a' }],
  ])('%s', async (_name, files) => {
    const { cwd } = projectOf(files, fifos('f', 'Dockerfile'));
    const { json, code } = await report(['--fix', 'compose.yml'], { cwd });
    expect([code, json.summary.errors, json.summary.fixed]).toEqual([0, 0, 1]);
    expect((await listed(['compose.yml'], cwd)).errors).toEqual([]);
  });

  const linting = (...project: readonly [Files, Prepare?]) => {
    const { cwd } = projectOf(...project);
    return () => report(['compose.yml'], { cwd });
  };
  it('files that each include the next one twice', async () => expect(await timesLonger(linting(chain(80, 2)), linting(chain(40, 2)))).toBeLessThan(6));
  it.each<[string, (index: number) => string]>([
    ['services that all extend one', () => 'zlm'],
    ['services that each extend the one before', (index) => (index === 0 ? 'zlm' : `s${index - 1}`)],
  ])('%s', async (_, base) => {
    const project = (count: number) => linting({ 'compose.yml': ZLM + Array.from({ length: count }, (_item, index) => `  s${index}: {extends: ${base(index)}, environment: {A${index}: b}}\n`).join('') });
    expect(await timesLonger(project(120), project(30), 2)).toBeLessThan(8);
  });
  it('directories whose symlinks all lead to the next one', async () => {
    const project = (count: number) => linting({ 'compose.yml': `${ZLM}    volumes: ["./d0:/d"]\n`, 'd4/.git/a': '' }, links(Object.fromEntries(Array.from({ length: 4 * count }, (_, index) => [`d${index % 4}/l${index}`, `../d${(index % 4) + 1}`]))));
    expect(await timesLonger(project(12), project(4))).toBeLessThan(6);
  });
  it('variables that double each other', async () => {
    const doubled = Array.from({ length: 60 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}\n`).join('');
    await everyWay(projectOf({ 'compose.yml': ZLM, '.env': `A0=x\n${doubled}` }).cwd);
  });
});

/** Files, how it is said what was not read and where, and links. */
type Outside = readonly [files: Files, said: RegExp, prepare?: Prepare];

const lies = (path: string): RegExp => new RegExp(`^zlm-lint: compose\\.yml.*: ${path.replaceAll('.', '\\.')} lies outside the project and is not read \\(--allow-outside\\)$`, 'm');
const mounting = (path: string): Files => ({ 'compose.yml': `${ZLM}    volumes: ["${path}:/opt/media/conf/config.ini"]\n` });
const webWith = (text: string): Files => ({ 'compose.yml': `${ZLM}  web:\n    image: nginx\n    ${text}\n` });
const asking = 'services: {web: {image: "${X}", ports: ["${P}"]}}\n';
const outside: Record<string, Outside> = {
  'a config.ini behind a symlink': [mounting('./config.ini'), /config\.ini lies outside the project \(config\.ini\)[^(]*\(line\s+7\)/, links({ 'config.ini': '../config.ini' })],
  'a config.ini by ../': [mounting('../config.ini'), /config\.ini lies outside the project\s+\(\.\.\/config\.ini\)[^(]*\(line\s+7\)/],
  'a Dockerfile behind a symlink': [webWith('build: ctx'), /not at hand: ctx\s+\(line\s+9\)/, links({ 'ctx/Dockerfile': '../../image/Dockerfile' })],
  'a build context by ../': [webWith('build: ../image'), /not at hand: \.\.\/image\s+\(line\s+9\)/],
  'an env_file of a service': [webWith('env_file: l.env'), /not at hand: l\.env\s+\(line\s+9\)/, links({ 'l.env': '../foreign.env' })],
  'a .env behind a symlink': [{ 'compose.yml': `${ZLM}${asking.replace('services: {', '  ').replace('}}', '}')}` }, /\.env lies outside/, links({ '.env': '../foreign.env' })],
  'a .env beside an include': [{ 'compose.yml': including('s/b.yml'), 's/b.yml': asking }, /s\/\.env lies outside/, links({ 's/.env': '../../foreign.env' })],
  'an env_file of an include': [{ 'compose.yml': withEnvFile('../foreign.env'), 'b.yml': asking }, /compose\.yml:3.*\.\.\/foreign\.env lies outside/],
  'an include of an include': [{ 'compose.yml': including('s/b.yml'), 's/b.yml': `${WEB}include:\n  - ../../foreign.yml\n` }, /s\/b\.yml:3\b.*lies outside/],
  'a config': [webWith('configs: [c]\nconfigs: {c: {file: ../foreign.env}}'), /not at hand: \.\.\/foreign\.env\s+\(line\s+9\)/],
};
for (const name of ['foreign.yml', 'broken.yml']) {
  outside[`${name} included by ../`] = [{ 'compose.yml': including(`../${name}`) }, lies(`../${name}`)];
  outside[`${name} included through a symlink`] = [{ 'compose.yml': including('l.yml') }, lies('l.yml'), links({ 'l.yml': `../${name}` })];
  outside[`${name} included below a symlinked directory`] = [{ 'compose.yml': including(`up/${name}`) }, lies(`up/${name}`), links({ up: '..' })];
  outside[`${name} extended by ../`] = [{ 'compose.yml': extending(`{file: ../${name}, service: foreign}`) }, lies(`../${name}`)];
  outside[`${name} extended through two symlinks`] = [{ 'compose.yml': extending('{file: l.yml, service: foreign}') }, lies('l.yml'), links({ 'l.yml': 'm.yml', 'm.yml': `../${name}` })];
}

/** Read although nobody named them: files, links, arguments, and where the program runs. */
const leaks: Readonly<Record<string, readonly [Files, Prepare, string[], string?]>> = {
  'an override file': [{ 'compose.yml': ZLM }, links({ 'compose.override.yml': '../foreign.yml' }), ['compose.yml']],
  'the base of an override file': [{ 'compose.override.yml': ZLM }, links({ 'compose.yml': '../foreign.yml' }), ['compose.override.yml']],
  'a default file': [{}, links({ 'compose.yml': '../broken.yml' }), []],
  'what COMPOSE_FILE names': [{ 'compose.yml': ZLM, '.env': 'COMPOSE_FILE=compose.yml:../foreign.yml\n' }, links({}), []],
  'a .env that sets COMPOSE_FILE': [{ 'compose.yml': ZLM }, links({ '.env': '../named.env' }), []],
  'a .env of the current directory': [{ 'compose.yml': including('b.yml'), 'b.yml': asking }, links({ 'sub/.env': '../../foreign.env' }), [], 'sub'],
};

/** Nothing of a stranger's file is printed or changed. */
async function expectKept(files: Files, prepare?: Prepare, args?: readonly string[], below = '.'): Promise<void> {
  const { parent, cwd } = projectOf(files, prepare);
  const strangers = (): unknown[] => [...bytesIn(parent)].filter(([path]) => !path.startsWith('p/'));
  const before = strangers();
  expect((await everyWay(join(cwd, below), args)).all).not.toMatch(SECRET);
  expect(strangers()).toEqual(before);
}

/** It is told that something was not read, unless that is allowed. */
async function expectSaid([files, said, prepare]: Outside): Promise<void> {
  const fixing = async (...args: readonly string[]) => run([...args, '--fix', '--strategy', 'host', 'compose.yml'], { cwd: projectOf(files, prepare).cwd });
  const [alone, allowed] = [await fixing(), await fixing('--allow-outside')];
  expect(alone.stdout + alone.stderr).toMatch(said);
  expect(allowed.stdout + allowed.stderr).not.toMatch(said);
}

describe('what lies outside the project is not read', () => {
  it.each(Object.entries(outside))('%s: kept', (_name, [files, , prepare]) => expectKept(files, prepare));
  it.each(Object.entries(outside))('%s: said', (_name, row) => expectSaid(row));
  it.each(Object.entries(leaks))('%s: kept', (_name, row) => expectKept(...row));
  it('a file of the machine by its absolute path', async () => {
    const files = { 'compose.yml': including('/etc/passwd', '/etc/nothing') };
    const { all, people } = await everyWay(projectOf(files).cwd);
    expect(all).not.toContain(':0:0:');
    expect(people.stderr).toMatch(/ \/etc\/passwd lies outside .*\n.* \/etc\/nothing lies outside /);
    expect(await told(files, '--allow-outside')).toEqual(expect.arrayContaining(['/etc/passwd:1 not-a-mapping', 'compose.yml:1 include-unreadable']));
  });
  it.each([[['--allow-outside', 'compose.yml']], [['-f', 'compose.yml', '-f', '../foreign.yml']], [['--env-file', '../foreign.env', 'env.yml']]])('unless it is named or allowed: %j', async (args) =>
    expect((await listed(args, projectOf({ 'compose.yml': including('../foreign.yml'), 'env.yml': asking }).cwd)).stdout).toMatch(SECRET));
  it('nothing is written through an override file', () => expectKept({ 'compose.yml': WEB, '../other.yml': ZLM }, links({ 'compose.override.yml': '../other.yml' })));
  it('two services that extend it: neither lacks an image', async () =>
    expect(await told({ 'compose.yml': `${ZLM}  a: &a {extends: {file: ../foreign.yml, service: foreign}}\n  b: *a\n` })).toEqual([]));
  it('a variable that its .env may set is not its default', async () => {
    const { cwd } = projectOf({ 'compose.yml': ZLM.replace('3000:', '${P:-3000}:') }, links({ '.env': '../foreign.env' }));
    expect((await listed(['compose.yml'], cwd)).services[0]?.ports[0]?.host).toHaveProperty('unknown');
  });
  it('ports says so, too', async () => expect((await listed(['compose.yml'], projectOf({ 'compose.yml': including('../foreign.yml') }).cwd)).stderr).toContain('lies outside'));
});

describe('remote includes are not fetched', () => {
  const remotes = ['https://github.com/a/b.git#main', 'oci://docker.io/a/b:1', '{path: git@github.com:a/c.git}'];
  it('said once, the rest goes on', async () => {
    const { cwd } = projectOf({ 'compose.yml': including(...remotes, 'b.yml'), 'b.yml': WEB });
    const { json, code, stderr } = await report(['--fix', '--no-backup', 'compose.yml'], { cwd });
    expect([code, json.summary.fixed, json.errors]).toEqual([0, 1, []]);
    expect(stderr).toMatch(/^zlm-lint: compose\.yml.* https:\/\/github\.com\/a\/b\.git#main is not fetched: .*\n$/);
    expect(await listed(['compose.yml'], cwd)).toMatchObject({ code: 0, services: [{ name: 'web' }, { name: 'zlm' }], errors: [] });
  });
  it.each([[remotes[0]], ['../foreign.yml']])('beside %s no move to the host is safe', async (path = '') => {
    const { cwd } = projectOf({ 'compose.yml': `include: [${path}]\n${safe}`, 'alone.yml': safe });
    const safety = async (file: string): Promise<unknown> => (await report(['--strategy', 'host', file], { cwd })).json.files[0]?.findings[0]?.fix?.safety;
    expect([await safety('alone.yml'), await safety('compose.yml')]).toEqual(['safe', 'unsafe']);
  });
  it.each([['a second path', including('{path: [b.yml, "oci://docker.io/a/b:1"]}')], ['a base', `${ZLM}  b: {extends: {file: "${remotes[0]}", service: b}}\n`]])('%s', async (_name, text) => expect(await told({ 'compose.yml': text, 'b.yml': WEB })).toEqual([]));
  it('said where it is written, by ports, too', async () => {
    const { cwd } = projectOf({ 'compose.yml': including('s/b.yml'), 's/b.yml': `\n\ninclude: ["${remotes[0]}"]\n` });
    expect((await run(['compose.yml'], { cwd })).stderr).toMatch(/s\/b\.yml:3.*not fetched/);
    expect((await listed(['compose.yml'], cwd)).stderr).toMatch(/s\/b\.yml:3.*not fetched/);
  });
});
