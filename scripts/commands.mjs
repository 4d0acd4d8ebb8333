// node scripts/commands.mjs CORPUS: reads every command line of CORPUS/run/commands.jsonl, written to a file with its extension.
// What was recorded of it has to be read; what has nothing to do with ZLMediaKit stays silent; fixing twice equals fixing once;
// and what `bash -n` accepts before a fix it accepts after.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [corpus] = process.argv.slice(2);
if (corpus === undefined) {
  console.error('usage: node scripts/commands.mjs CORPUS');
  process.exit(2);
}
const program = new URL('../dist/zlm-lint.cjs', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-commands-'));
const records = readFileSync(join(corpus, 'run/commands.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
/** Records that say something else than the text, or that no shell would run. */
const known = new Map([
  ['k017', 'the recorded image is the value of --name'],
  ['k019', 'the recorded image is the value of --name'],
  ['k119', 'two backslashes are one, and the command ends there'],
  ['k163', 'the third -p stands behind the image'],
  ['k111', 'echo prints the command, nothing runs it'],
]);

const failures = [];
let read = 0;
try {
  for (const { ext, id, text } of records) {
    const file = nameOf(id, ext);
    mkdirSync(join(work, id));
    writeFileSync(join(work, id, file), text);
  }
  const listed = JSON.parse(run(['ports', '--format', 'json', ...paths()])).services;
  for (const record of records) {
    const mine = listed.filter(({ file }) => file.startsWith(`${record.id}/`));
    const why = difference(record, mine);
    if (why === null) read++;
    else if (!known.has(record.id)) failures.push(`${record.id} (${record.ext}): ${why}`);
  }
  const { files } = JSON.parse(run(['--format', 'json', ...paths()]));
  for (const { path, findings } of files) {
    const { set } = records.find(({ id }) => path.startsWith(`${id}/`));
    if ((set === 'unrelated' || set === 'neighbour') && findings.length > 0) failures.push(`${path}: ${findings[0].rule} in a file without ZLMediaKit`);
  }
  const accepted = shellFiles().filter(bashAccepts);
  const fixed = fix();
  const again = fix();
  for (const path of accepted) if (!bashAccepts(path)) failures.push(`${path}: bash accepted it before the fix`);
  for (const [path, before] of fixed) if (again.get(path) !== before) failures.push(`${path}: fixing twice is not fixing once`);
  const changed = [...fixed].filter(([path, after]) => records.find(({ id }) => path.startsWith(`${id}/`)).text !== after).length;
  console.log(`commands: ${records.length} records, ${read} read as recorded, ${known.size} known to be recorded otherwise, ${changed} fixed, ${accepted.length} accepted by bash, ${failures.length} failures`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function nameOf(id, ext) {
  return ext === 'Makefile' || ext === 'Dockerfile' ? ext : ext === 'issue' ? `${id}.md` : `${id}${ext}`;
}

function paths() {
  return records.map(({ id, ext }) => join(id, nameOf(id, ext)));
}

/** Why what was read is not what was recorded; a record without an image says only what it publishes. */
function difference({ image, net, publish }, services) {
  const found = services.find((service) => image === null || text(service.image) === bare(image)) ?? services[0];
  if (found === undefined) return 'no command was found';
  if (image !== null && text(found.image) !== bare(image)) return `image ${text(found.image)}, recorded ${image}`;
  if (net !== null && text(found.networkMode) !== bare(net)) return `network ${text(found.networkMode)}, recorded ${net}`;
  const mine = found.ports.map(({ host, container, protocol }) => JSON.stringify([host, container, protocol]));
  const wanted = publish.filter((spec) => !/^(\d+)-(\d+):/.test(spec) || Number(RegExp.$1) <= Number(RegExp.$2));
  return mine.length === wanted.length ? null : `${mine.length} ports, recorded ${publish.length}`;
}

function text(value) {
  return value !== null && typeof value === 'object' ? bare(value.unknown) : value;
}

function bare(value) {
  return value.replace(/^"|"$/g, '');
}

function fix() {
  run(['--fix', '--unsafe-fixes', '--no-backup', '--format', 'json', ...paths()]);
  return new Map(paths().map((path) => [path, readFileSync(join(work, path), 'utf8')]));
}

function shellFiles() {
  return readdirSync(work, { recursive: true }).filter((path) => path.endsWith('.sh'));
}

function bashAccepts(path) {
  return spawnSync('bash', ['-n', join(work, path)], { stdio: 'ignore' }).status === 0;
}

/** The exit code tells of findings, which are looked at in the report. */
function run(args) {
  try {
    return execFileSync(process.execPath, [program, ...args], { cwd: work, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (/^\s+at /m.test(error.stderr)) failures.push(error.stderr);
    return error.stdout;
  }
}
