// node scripts/oracle.mjs SHARED: asks the real Docker Compose what zlm-lint's fixes do and whether it reads files as Compose does.
// A file that Compose accepts must be accepted after each way of fixing, and differ exactly as announced; the published ports,
// network modes and networks that `zlm-lint ports` lists must be those of `docker compose config`.
// With --store its answers about the project's own files are kept in test/oracle/answers.json; `--stored` in place of SHARED
// makes the same comparison against those, without Docker.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compact, composeFrom, inTurns, keyOf, realCompose, start, storedCompose, singles } from './oracle/answers.mjs';
import { makeWritable } from './writable.mjs';

const [shared, more] = process.argv.slice(2);
if (shared === undefined) {
  console.error('usage: node scripts/oracle.mjs SHARED [--store] | --stored');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const program = join(root, 'dist/zlm-lint.cjs');
const answers = join(root, 'test/oracle/answers.json');
const stored = shared === '--stored';
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-oracle-'));
/** Nothing of this machine may fill a variable. */
const env = { PATH: '/usr/bin:/bin', HOME: work, LC_ALL: 'C' };
const compose = stored ? storedCompose(answers) : await fromDocker();
const ways = [['--unsafe-fixes', '--strategy', 'host'], ['--unsafe-fixes'], ['--strategy', 'minimal']];
/** The projects of this repository, whose answers are kept. */
const own = new Set();

const failures = [];
try {
  const files = [...ownFiles().map((one) => ({ ...one, own: true })), ...(stored ? [] : corpusFiles())].map((one, index) => ({ only: false, own: false, ...one, path: join(String(index), one.file) }));
  const accepted = await readByCompose(files);
  const fixed = new Set();
  const alike = await compareReading(accepted);
  for (const way of ways) for (const file of await compareFixing(accepted, way)) fixed.add(file);
  if (accepted.length === 0 || fixed.size === 0 || alike === 0) failures.push('nothing was compared');
  if (more === '--store' && failures.length === 0) compose.store(answers, own);
  for (const line of failures) console.error(`FAILED: ${line}`);
  console.log(`oracle: of ${files.length} files Compose accepts ${accepted.length}; ${alike} read alike, ${fixed.size} fixed and compared, ${failures.length} failures`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function fromDocker() {
  const path = composeFrom(shared);
  console.log((await start(path, ['version'], { cwd: work, env })).stdout.trim());
  return realCompose(path, env);
}

function complain({ dir, file }, why) {
  failures.push(`${join(basename(dirname(dir)), basename(dir), file)}: ${why}`);
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
    const { answer, error } = await asked(folder, file);
    if (answer === undefined) {
      if (process.env.ZLM_LINT_VERBOSE) console.log(`rejected: ${join(file.dir, file.file)}: ${error}`);
      return;
    }
    accepted.push({ ...file, answer });
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
    const { answer, error } = await asked(folder, file);
    if (answer === undefined) complain(file, `${way.join(' ')}: rejected after the fix: ${error}`);
    else for (const why of differences(file.answer, answer, found.get(file.path).findings, left.get(file.path), way.includes('--unsafe-fixes'))) complain(file, `${way.join(' ')}: ${why}`);
  });
  return changed.map(({ path }) => path);
}

/** What Docker Compose makes of a file: all profiles, paths as they are written, files of `env_file` not read. */
async function asked(folder, { path, own: kept }) {
  if (kept) own.add(keyOf(join(folder, dirname(path)), basename(path)));
  return compose.ask(folder, path);
}

async function report(cwd, args) {
  const { stdout, stderr } = await start(process.execPath, [program, '--format', 'json', '--profile', '*', ...args], { cwd, env });
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

/** Everything in which the fixed file differs from what was announced; a fix may be found only once another is made. */
function* differences(before, after, found, { findings: left, fixed }, unsafe) {
  const names = Object.keys(before.services);
  if (!isDeepStrictEqual(names, Object.keys(after.services))) yield 'other services than before';
  // The last entry of a list stays, which only the next pass knows.
  const gone = found.filter(({ rule, message, service }) => !left.some((one) => one.rule === rule && one.message === message && one.service === service));
  const fixes = gone.flatMap(({ fix }) => (fix !== null && (unsafe || fix.safety === 'safe') ? fix : []));
  const changes = fixes.flatMap((fix) => fix.changes);
  const settings = fixes.flatMap((fix) => fix.settings);
  let moves = 0;
  for (const name of names) {
    const old = before.services[name];
    const now = after.services[name] ?? {};
    const own = found.filter(({ service }) => service === name);
    const announced = changes.filter(({ service }) => service === name);
    const discarded = old.mode === 'host' && now.ports === null && own.some(({ rule }) => rule === 'no-ports-with-host-network');
    const offered = own.some(({ fix }) => fix?.strategy === 'host');
    if (old.mode !== 'host' && now.mode === 'host') {
      moves++;
      if (!own.some(({ fix, notFixed }) => fix !== null || notFixed !== null)) yield `${name} was moved to the host network, and there was no finding`;
      if (now.ports !== null || now.networks !== null) yield `${name} is on the host network with ports or networks`;
    } else {
      if (offered && !left.some(({ service }) => service === name)) yield `${name} was left as it was without a word`;
      if (old.mode !== now.mode) yield `${name}: network_mode ${old.mode} became ${now.mode}`;
      if (!isDeepStrictEqual(old.networks, now.networks)) yield `${name}: other networks`;
      if (!discarded && !isDeepStrictEqual(expectedPorts(old.ports ?? [], announced), singles(now.ports ?? []))) yield `${name}: other ports`;
    }
    const added = (key, of) => (now[key] ?? []).filter((entry) => !(old[key] ?? []).includes(entry) && !announced.some((change) => (change[of] ?? []).some((one) => `/${entry}`.endsWith(one.replace(/^\./, '')))));
    const lost = (key) => (old[key] ?? []).filter((entry) => !(now[key] ?? []).includes(entry));
    for (const [key, of] of [['hosts', 'extraHosts'], ['volumes', 'volumes']]) if (added(key, of).length + lost(key).length > 0) yield `${name}: other ${key}: ${[...added(key, of), ...lost(key)]}`;
    if (old.rest !== now.rest && !settings.some(({ service }) => service === name)) yield `${name}: something else changed`;
  }
  if (moves > fixed) yield `${moves} services were moved to the host network, and ${fixed} fixes reported`;
  const used = new Set(Object.values(after.services).flatMap(({ networks }) => Object.keys(networks ?? {})));
  const joined = ({ networks }) => Object.fromEntries(Object.entries(networks).filter(([name]) => used.has(name)));
  if (!isDeepStrictEqual(joined(before), joined(after))) yield 'other networks at the top';
  if (before.rest !== after.rest) yield 'something outside services and networks changed';
}

/** The ports as they are to be once every announced mapping stands in place of the entries it is said of. */
function expectedPorts(rows, announced) {
  const ports = singles(rows);
  const entries = announced.flatMap((change) => change.ports ?? []);
  for (const { from } of entries) for (const port of singles(from)) ports.delete(port);
  for (const { into } of entries) if (into !== null) for (const port of singles([into])) ports.add(port);
  return ports;
}

/** Compares what `zlm-lint ports` lists with what Compose reads; how many files are the same in both. */
async function compareReading(files) {
  const folder = copies(files, 'read');
  const { stdout } = await start(process.execPath, [program, 'ports', '--format', 'json', '--profile', '*', ...files.map(({ path }) => path)], { cwd: folder, env });
  const listed = JSON.parse(stdout);
  let alike = 0;
  for (const file of files) {
    const errors = listed.errors.filter(({ path }) => path === file.path).map(({ line, message }) => `Compose accepts it, zlm-lint ports does not: line ${line}: ${message}`);
    const services = listed.services.filter((service) => service.file === file.path);
    const wrong = [...errors, ...readingDifferences(services, file.answer.services)];
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
    if (networkMode !== theirs.mode) yield `${name}: network mode ${networkMode}; Compose: ${theirs.mode}`;
    const joined = Object.keys(theirs.networks ?? {}).sort();
    if (!isDeepStrictEqual([...networks].sort(), joined)) yield `${name}: networks ${networks}; Compose: ${joined}`;
    const [mine, wanted] = [compact(ports.flatMap(rowsOf)), theirs.ports ?? []];
    const missing = wanted.filter((one) => !mine.includes(one));
    const extra = mine.filter((one) => !wanted.includes(one));
    if (missing.length + extra.length > 0) yield `${name}: ports ${extra.slice(0, 3)} that Compose has not; without ${missing.slice(0, 3)}`;
  }
}

/** A listed entry as one row for each container port. */
function rowsOf({ hostIp: ip, host, container: { from, to }, protocol }) {
  const pool = host !== null && host.to - host.from !== to - from;
  const published = (index) => (host === null ? '' : pool ? `${host.from}-${host.to}` : String(host.from + index));
  return Array.from({ length: to - from + 1 }, (_, index) => ({ ip, published: published(index), target: from + index, protocol }));
}
