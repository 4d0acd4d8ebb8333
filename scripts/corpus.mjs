// node scripts/corpus.mjs CORPUS [--copies N] [--seed N] [--docker SHARED]: lints and fixes every Compose file of a corpus in a copy,
// with each way of fixing; and N more copies, each changed at a few places, the same ones for the same seed.
// Fails on a crash, on a second fix that changes anything, on a finding in a file without ZLMediaKit, on a lost comment, on a line end
// of another kind; and on a file that the Docker Compose of SHARED/tools/get-docker takes before a fix and not after it.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled } from '../fuzz/build.mjs';
import { composeFrom, inTurns, realCompose, start } from './oracle/answers.mjs';
import { makeWritable } from './writable.mjs';

const { values: asked, positionals: [corpus] } = parseArgs({ allowPositionals: true, options: { copies: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' }, docker: { type: 'string' } } });
if (corpus === undefined || !/^\d+$/.test(asked.copies) || !/^\d+$/.test(asked.seed)) {
  console.error('usage: node scripts/corpus.mjs CORPUS [--copies N] [--seed N] [--docker SHARED]');
  process.exit(2);
}
const { commentsOf, lineEndsOf, writeCopies } = await import(pathToFileURL(await bundled('copies')).href);
const program = new URL('../dist/zlm-lint.cjs', import.meta.url).pathname;
/** As many files as one process is given. */
const TOGETHER = 200;
const ways = [[], ['--unsafe-fixes'], ['--strategy', 'host', '--unsafe-fixes'], ['--strategy', 'minimal'], ['--engine', 'desktop', '--unsafe-fixes']];
const records = readFileSync(join(corpus, 'manifest.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const own = records.filter(({ kind, file }) => kind !== 'run' && !file.endsWith('.md'));
const failures = [];
const totals = { crashes: 0, 'second run changes': 0, 'comments lost': 0, 'line ends changed': 0, 'not valid any more': 0, other: 0 };
const counts = {};

const work = mkdtempSync(join(tmpdir(), 'zlm-lint-corpus-'));
try {
  const original = join(work, 'original');
  for (const part of new Set(own.map(({ dir }) => dir))) cpSync(join(corpus, part), join(original, part), { recursive: true });
  const copies = writeCopies(resolve(corpus), own.filter(({ zlm = [] }) => zlm.length > 0), original, { count: Number(asked.copies), seed: Number(asked.seed) });
  makeWritable(original);
  const files = [...own, ...copies].map((entry) => ({ ...entry, path: join(entry.dir, entry.file) }));
  const compose = asked.docker === undefined ? null : valid(original);
  for (const options of ways) await fixAll(files, options, original, compose);
  console.table(counts);
  console.log(`${own.length} files and ${copies.length} changed copies, fixed in ${ways.length} ways${compose === null ? '' : `; of ${compose.asked} that a fix changes Docker Compose takes ${compose.taken}`}:`);
  console.log(Object.entries(totals).map(([what, count]) => `${what} ${count}`).join(', '));
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const failure of failures.slice(0, 40)) console.error(failure);
console.log(failures.length === 0 ? 'corpus: no failures' : `corpus: ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function fixAll(files, options, original, compose) {
  const name = options.join(' ') || 'safe fixes only';
  const copy = mkdtempSync(join(work, 'fixed-'));
  cpSync(original, copy, { recursive: true });
  const paths = files.map(({ path }) => path);
  const first = await run(copy, ['--fix', '--no-backup', ...options], paths);
  const once = new Map(paths.map((path) => [path, readFileSync(join(copy, path))]));
  const count = (counts[name] = { files: paths.length, changed: 0, fixes: 0, left: 0 });
  const changed = [];
  for (const entry of files) {
    const { path, file } = entry;
    const fail = (what, why) => {
      totals[what]++;
      failures.push(`${name}: ${path}: ${why}`);
    };
    const report = first.files.find((one) => one.path === path);
    if (report === undefined) {
      if (!first.errors.some((error) => error.path === path)) fail('crashes', 'neither a report nor an error');
      continue;
    }
    count.fixes += report.fixed;
    count.left += report.findings.length;
    const [before, after] = [readFileSync(join(original, path)), once.get(path)];
    if (hasFindingsWithoutZlm(entry, before, report)) fail('other', 'findings without ZLMediaKit');
    if (after.equals(before)) continue;
    count.changed++;
    changed.push({ ...entry, fail });
    const [was, is] = [before, after].map((bytes) => bytes.toString(isUtf16(before) ? 'utf16le' : 'utf8'));
    // A comment that silences nothing is taken away by its own rule.
    for (const comment of commentsOf(file, was)) if (!is.includes(comment) && !comment.includes('zlm-lint-')) fail('comments lost', `comment lost: ${comment}`);
    if (lineEndsOf(was).length > 0 && lineEndsOf(is).some((end) => !lineEndsOf(was).includes(end))) fail('line ends changed', 'line ends changed');
  }
  if (compose !== null) await inTurns(changed, (entry) => compose.check(copy, entry));
  await run(copy, ['--fix', '--no-backup', ...options], paths);
  for (const path of paths) {
    if (readFileSync(join(copy, path)).equals(once.get(path))) continue;
    totals['second run changes']++;
    failures.push(`${name}: ${path}: a second fix changes it again`);
  }
  rmSync(copy, { recursive: true, force: true });
}

/** Of a copy nobody knows what it holds. */
function hasFindingsWithoutZlm({ kind, zlm = [], notes = [] }, before, { findings }) {
  if (kind === undefined || kind === 'compose' || zlm.length > 0) return false;
  // Docker Compose reads UTF-16, the reader that the manifest was made with does not.
  if (isUtf16(before)) return false;
  const strange = findings.filter(({ rule }) => rule !== 'valid-compose');
  const broken = notes.some((note) => note.startsWith('yaml-error')) || kind === 'general';
  return strange.length > 0 || (!broken && findings.length > 0);
}

function isUtf16(bytes) {
  return bytes.subarray(0, 2).toString('hex') === 'fffe';
}

/** Asks Docker Compose, of each original once. */
function valid(original) {
  const docker = realCompose(composeFrom(asked.docker), { PATH: '/usr/bin:/bin', HOME: work, LC_ALL: 'C' });
  const known = new Map();
  return {
    asked: 0,
    taken: 0,
    async check(copy, { path: file, fail }) {
      if (!known.has(file)) {
        const { answer } = await docker.ask(original, file);
        known.set(file, answer !== undefined);
        this.asked++;
        if (answer !== undefined) this.taken++;
      }
      if (!known.get(file)) return;
      const { error } = await docker.ask(copy, file);
      if (error !== undefined) fail('not valid any more', `Docker Compose takes it no more: ${error}`);
    },
  };
}

async function run(cwd, args, paths) {
  const together = { files: [], errors: [] };
  const groups = Array.from({ length: Math.ceil(paths.length / TOGETHER) }, (_, index) => paths.slice(index * TOGETHER, (index + 1) * TOGETHER));
  await inTurns(groups, async (group) => {
    const { stdout, stderr, code } = await start(process.execPath, [program, '--format', 'json', ...args, ...group], { cwd });
    if (/^\s+at /m.test(stderr) || ![0, 1, 2].includes(code)) {
      console.error(stderr);
      totals.crashes++;
      failures.push(`crash: zlm-lint ${[...args, ...group].join(' ').slice(0, 100)}…`);
    }
    const { files, errors } = JSON.parse(stdout || '{"files":[],"errors":[]}');
    together.files.push(...files);
    together.errors.push(...errors);
  });
  return together;
}
