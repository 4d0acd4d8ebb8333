// node scripts/oracle.mjs SHARED: asks the real Docker Compose what zlm-lint's fixes do and whether it reads files as Compose does.
// A file that Compose accepts must be accepted after each way of fixing, and differ exactly as announced; the published ports,
// network modes and networks that `zlm-lint ports` lists must be those of `docker compose config`.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const shared = process.argv[2];
if (shared === undefined) {
  console.error('usage: node scripts/oracle.mjs SHARED');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const program = join(root, 'dist/zlm-lint.cjs');
const compose = execFileSync('bash', ['-c', `eval "$("$1/tools/get-docker")" && printf %s "$DOCKER_COMPOSE"`, 'bash', shared], { encoding: 'utf8' });
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-oracle-'));
/** Nothing of this machine may fill a variable. */
const env = { PATH: '/usr/bin:/bin', HOME: work, LC_ALL: 'C' };
const ways = [['--unsafe-fixes', '--strategy', 'host'], ['--unsafe-fixes'], ['--strategy', 'minimal']];
/** Cases of test/fix/bytes that test/fix/bytes.test.ts lists as wrong. */
const known = new Set(['flow-end-outdented.yml']);
/** What Compose adds to a file of a default name; with -f it has to be named. */
const overrides = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

/** The keys of a service that a fix may change. */
const network = ['ports', 'network_mode', 'networks'];

const failures = [];
const told = [];
console.log((await start(compose, ['version'], work)).stdout.trim());
try {
  const files = [...ownFiles(), ...corpusFiles()].map(({ dir, file, only = false }, index) => ({ dir, file, only, path: join(String(index), file) }));
  const accepted = await readByCompose(files);
  const fixed = new Set();
  const alike = await compareReading(accepted);
  for (const way of ways) for (const file of await compareFixing(accepted, way)) fixed.add(file);
  if (accepted.length === 0 || fixed.size === 0 || alike === 0) failures.push('nothing was compared');
  for (const line of told) console.log(`known: ${line}`);
  for (const line of failures) console.error(`FAILED: ${line}`);
  console.log(`oracle: of ${files.length} files Compose accepts ${accepted.length}; ${alike} read alike, ${fixed.size} fixed and compared, ${failures.length} failures`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

function complain({ dir, file, excuses }, why) {
  const label = join(basename(dirname(dir)), basename(dir), file);
  if (excuses.length > 0) told.push(`${label} (${excuses.join(', ')}): ${why}`);
  else failures.push(`${label}: ${why}`);
}

/** The project's own files: cases of rules that have a fixed form, cases of the fixer, and the examples. */
function ownFiles() {
  const folders = readdirSync(join(root, 'rules')).map((rule) => join('rules', rule, 'cases')).filter((folder) => existsSync(join(root, folder)));
  const fixer = join(root, 'test/fix/bytes');
  const bytes = readdirSync(fixer).filter((name) => /(?<!\.fixed)\.yml$/.test(name)).map((file) => ({ dir: fixer, file, only: true }));
  const cases = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => {
      const [, stem] = /^(.*)\.fixed(?:\.yml)?$/.exec(name) ?? [];
      if (stem === undefined) return [];
      if (existsSync(join(root, folder, `${stem}.yml`))) return [{ dir: join(root, folder), file: `${stem}.yml`, only: true }];
      const inner = join(root, folder, stem);
      return readdirSync(inner).filter((one) => /^(?:docker-)?compose\.ya?ml$/.test(one)).map((file) => ({ dir: inner, file }));
    }),
  );
  const examples = existsSync(join(root, 'examples')) ? readdirSync(join(root, 'examples')) : [];
  return [...bytes, ...cases, ...examples.flatMap((name) => {
    const dir = join(root, 'examples', name);
    return existsSync(join(dir, 'docker-compose.yml')) ? [{ dir, file: 'docker-compose.yml' }] : [];
  })];
}

function corpusFiles() {
  const corpus = join(shared, 'corpus');
  const records = readFileSync(join(corpus, 'manifest.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return records.filter(({ kind, file }) => kind !== 'run' && !file.endsWith('.md')).map(({ dir, file }) => ({ dir: join(corpus, dir), file }));
}

/** The files that Compose accepts, each with what it makes of it. */
async function readByCompose(files) {
  const folder = copies(files, 'before');
  const accepted = [];
  await inTurns(files, async (file) => {
    const { config, error } = await composeConfig(folder, file);
    if (config === undefined) {
      if (process.env.ZLM_LINT_VERBOSE) console.log(`rejected: ${join(file.dir, file.file)}: ${error}`);
      return;
    }
    const excuses = known.has(file.file) ? ['listed as wrong'] : [];
    accepted.push({ ...file, config, excuses });
  });
  return accepted;
}

/** Fixes all files in one way; the files that changed, after they were compared with what was announced. */
async function compareFixing(files, way) {
  const folder = copies(files, 'fixed');
  const paths = files.map(({ path }) => path);
  const found = await report(folder, [...way, ...paths]);
  const left = await report(folder, ['--fix', '--no-backup', ...way, ...paths]);
  const changed = files.filter((file) => {
    const same = sameFiles(folder, file);
    if (same && left.get(file.path)?.fixed > 0) complain(file, `${way.join(' ')}: fixes are reported, and the file is as it was`);
    return !same;
  });
  await inTurns(changed, async (file) => {
    const { config, error } = await composeConfig(folder, file);
    if (config === undefined) complain(file, `${way.join(' ')}: rejected after the fix: ${error}`);
    else for (const why of differences(file.config, config, found.get(file.path).findings, left.get(file.path))) complain(file, `${way.join(' ')}: ${why}`);
  });
  return changed.map(({ path }) => path);
}

/** What Docker Compose makes of a file: all profiles, paths as they are written, files of `env_file` not read. */
async function composeConfig(folder, { path }) {
  const cwd = join(folder, dirname(path));
  const override = /^(?:docker-)?compose\.ya?ml$/.test(basename(path)) ? overrides.find((name) => existsSync(join(cwd, name))) : undefined;
  const args = ['--profile', '*', ...[basename(path), ...(override === undefined ? [] : [override])].flatMap((name) => ['-f', name]), 'config', '--format', 'json', '--no-path-resolution', '--no-env-resolution'];
  const { stdout, stderr, code } = await start(compose, args, cwd);
  return code === 0 ? { config: JSON.parse(stdout) } : { error: stderr.trim().split('\n').at(-1) };
}

async function report(cwd, args) {
  const { stdout, stderr } = await start(process.execPath, [program, '--format', 'json', '--profile', '*', ...args], cwd);
  const { files, errors } = JSON.parse(stdout || '{"files":[],"errors":[]}');
  for (const { path, message } of errors) failures.push(`zlm-lint ${args[0]}: ${path}: ${message}`);
  if (files.length === 0 || /^\s+at /m.test(stderr)) failures.push(`zlm-lint ${args[0]}: ${stderr}`);
  // What was found in the other files of a project counts for its main file.
  const projects = new Map();
  for (const { path, findings, fixed } of files) {
    const main = args.find((arg) => arg === path) ?? args.find((arg) => arg.startsWith(`${path.split('/')[0]}/`)) ?? path;
    const project = projects.get(main) ?? { path: main, findings: [], fixed: 0 };
    projects.set(main, { path: main, findings: [...project.findings, ...findings], fixed: project.fixed + fixed });
  }
  return projects;
}

/** Whether every file of the folder is as it was. */
function sameFiles(folder, { dir, file, only, path }) {
  if (only) return readFileSync(join(folder, path)).equals(readFileSync(join(dir, file)));
  const copy = dirname(join(folder, path));
  const files = readdirSync(dir, { recursive: true }).filter((name) => statSync(join(dir, name)).isFile());
  return files.every((name) => readFileSync(join(copy, name)).equals(readFileSync(join(dir, name))));
}

/** A copy of the folder of each file, numbered, below `work`. */
function copies(files, name) {
  const folder = mkdtempSync(join(work, `${name}-`));
  for (const { dir, file, only, path } of files) {
    mkdirSync(dirname(join(folder, path)));
    cpSync(only ? join(dir, file) : dir, only ? join(folder, path) : dirname(join(folder, path)), { recursive: true });
  }
  makeWritable(folder);
  return folder;
}

async function inTurns(items, act) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function start(command, args, cwd) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 29 }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: error === null ? 0 : error.code });
    });
  });
}

/** Everything in which the fixed file differs from what was announced; a fix may be found only once another is made. */
function* differences(before, after, found, { findings: left, fixed }) {
  const names = Object.keys(before.services ?? {});
  if (!isDeepStrictEqual(names, Object.keys(after.services ?? {}))) yield 'other services than before';
  let moves = 0;
  for (const name of names) {
    const old = before.services[name];
    const now = after.services[name] ?? {};
    const own = found.filter(({ service }) => service === name);
    const discarded = old.network_mode === 'host' && now.ports === undefined && own.some(({ rule }) => rule === 'no-ports-with-host-network');
    const offered = own.some(({ fix }) => fix?.strategy === 'host');
    if (old.network_mode !== 'host' && now.network_mode === 'host') {
      moves++;
      if (!own.some(({ fix, notFixed }) => fix !== null || notFixed !== null)) yield `${name} was moved to the host network, and there was no finding`;
      if (now.ports !== undefined || now.networks !== undefined) yield `${name} is on the host network with ports or networks`;
    } else {
      if (offered && !left.some(({ service }) => service === name)) yield `${name} was left as it was without a word`;
      if (old.network_mode !== now.network_mode) yield `${name}: network_mode ${old.network_mode} became ${now.network_mode}`;
      if (!isDeepStrictEqual(old.networks, now.networks)) yield `${name}: other networks`;
      if (!discarded && !isDeepStrictEqual(bindings(old), bindings(now))) yield `${name}: other ports`;
    }
    if (!isDeepStrictEqual(without(old, network), without(now, network))) yield `${name}: something else changed`;
  }
  if (moves > fixed) yield `${moves} services were moved to the host network, and ${fixed} fixes reported`;
  const used = new Set(Object.values(after.services ?? {}).flatMap(({ networks }) => Object.keys(networks ?? {})));
  const joined = ({ networks = {} }) => Object.fromEntries(Object.entries(networks).filter(([name]) => used.has(name)));
  if (!isDeepStrictEqual(joined(before), joined(after))) yield 'other networks at the top';
  if (!isDeepStrictEqual(without(before, ['services', 'networks']), without(after, ['services', 'networks']))) yield 'something outside services and networks changed';
}

function without(object, keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** One text for each single port of a service of `docker compose config`. */
function bindings({ ports = [] }) {
  const texts = ports.map(({ host_ip: ip = '', published = '', target, protocol }) => `${ip}|${published}|${target}|${protocol}`);
  return [...new Set(texts)].sort();
}

/** Compares what `zlm-lint ports` lists with what Compose reads; how many files are the same in both. */
async function compareReading(files) {
  const folder = copies(files, 'read');
  const { stdout } = await start(process.execPath, [program, 'ports', '--format', 'json', '--profile', '*', ...files.map(({ path }) => path)], folder);
  const listed = JSON.parse(stdout);
  let alike = 0;
  for (const file of files) {
    const errors = listed.errors.filter(({ path }) => path === file.path).map(({ line, message }) => `Compose accepts it, zlm-lint ports does not: line ${line}: ${message}`);
    const services = listed.services.filter((service) => service.file === file.path);
    const wrong = [...errors, ...readingDifferences(services, file.config.services ?? {})];
    for (const why of wrong) complain(file, why);
    if (wrong.length === 0) alike++;
  }
  return alike;
}

/** A service with a value that only the deploying machine knows is not compared: Compose reads it as empty. */
function* readingDifferences(services, composed) {
  const names = services.map(({ name }) => name).sort();
  if (!isDeepStrictEqual(names, Object.keys(composed).sort())) yield `services ${names}; Compose: ${Object.keys(composed)}`;
  for (const { name, networkMode, networks, ports } of services) {
    const theirs = composed[name];
    if (theirs === undefined || JSON.stringify([networkMode, ports]).includes('{"unknown":')) continue;
    const mode = theirs.network_mode ?? null;
    if (networkMode !== mode) yield `${name}: network mode ${networkMode}; Compose: ${mode}`;
    const joined = Object.keys(theirs.networks ?? {}).sort();
    if (!isDeepStrictEqual([...networks].sort(), joined)) yield `${name}: networks ${networks}; Compose: ${joined}`;
    const [mine, wanted] = [listedBindings(ports), bindings(theirs)];
    const missing = wanted.filter((one) => !mine.includes(one));
    const extra = mine.filter((one) => !wanted.includes(one));
    if (missing.length + extra.length > 0) yield `${name}: ports ${extra.slice(0, 3)} that Compose has not; without ${missing.slice(0, 3)}`;
  }
}

function listedBindings(ports) {
  const texts = ports.flatMap(({ hostIp, host, container: { from, to }, protocol }) => {
    if (host !== null && host.to - host.from !== to - from) return [`${hostIp}|${host.from}-${host.to}|${from}|${protocol}`];
    return Array.from({ length: to - from + 1 }, (_, index) => `${hostIp}|${host === null ? '' : host.from + index}|${from + index}|${protocol}`);
  });
  return [...new Set(texts)].sort();
}

function makeWritable(path) {
  if (!statSync(path).isDirectory()) return chmodSync(path, 0o644);
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path, { withFileTypes: true })) if (!entry.isSymbolicLink()) makeWritable(join(path, entry.name));
}
