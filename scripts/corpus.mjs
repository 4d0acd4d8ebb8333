// node scripts/corpus.mjs CORPUS: lints and fixes every Compose file of a corpus in a copy, with each way of fixing.
// Fails on a crash, on a second fix that changes anything, on a finding in a file without ZLMediaKit, and on a lost comment.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const corpus = process.argv[2];
if (corpus === undefined) {
  console.error('usage: node scripts/corpus.mjs CORPUS');
  process.exit(2);
}
const program = new URL('../dist/zlm-lint.cjs', import.meta.url).pathname;
const records = readFileSync(join(corpus, 'manifest.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const compose = records.filter(({ kind, file }) => kind !== 'run' && !file.endsWith('.md'));
const failures = [];
const counts = {};

for (const options of [[], ['--unsafe-fixes'], ['--strategy', 'host', '--unsafe-fixes'], ['--strategy', 'minimal'], ['--engine', 'desktop', '--unsafe-fixes']]) {
  const copy = mkdtempSync(join(tmpdir(), 'zlm-lint-corpus-'));
  try {
    for (const part of new Set(compose.map(({ dir }) => dir))) cpSync(join(corpus, part), join(copy, part), { recursive: true });
    makeWritable(copy);
    const paths = compose.map(({ dir, file }) => join(dir, file));
    const before = new Map(paths.map((path) => [path, readFileSync(join(copy, path))]));
    const first = run(copy, ['--fix', '--no-backup', ...options, ...paths]);
    const once = new Map(paths.map((path) => [path, readFileSync(join(copy, path))]));
    run(copy, ['--fix', '--no-backup', ...options, ...paths]);
    const name = options.join(' ') || 'safe fixes only';
    const count = (counts[name] = { files: paths.length, changed: 0, fixes: 0, left: 0 });
    for (const { dir, file, kind, zlm = [], notes = [] } of compose) {
      const path = join(dir, file);
      const report = first.files.find((one) => one.path === path);
      const fail = (why) => failures.push(`${name}: ${path}: ${why}`);
      if (!readFileSync(join(copy, path)).equals(once.get(path))) fail('a second fix changes it again');
      if (report === undefined) {
        if (!first.errors.some((error) => error.path === path)) fail('neither a report nor an error');
        continue;
      }
      if (!once.get(path).equals(before.get(path))) count.changed++;
      count.fixes += report.fixed;
      count.left += report.findings.length;
      // Docker Compose reads UTF-16, the reader that the manifest was made with does not.
      const utf16 = before.get(path).subarray(0, 2).toString('hex') === 'fffe';
      const strange = report.findings.filter(({ rule }) => rule !== 'valid-compose');
      const broken = notes.some((note) => note.startsWith('yaml-error')) || kind === 'general';
      if (kind !== 'compose' && zlm.length === 0 && !utf16 && (strange.length > 0 || (!broken && report.findings.length > 0))) fail('findings without ZLMediaKit');
      for (const comment of before.get(path).toString('utf8').match(/#[^\r\n]*/g) ?? []) {
        if (!once.get(path).includes(comment)) fail(`comment lost: ${comment}`);
      }
      if (before.get(path).includes('\r\n') !== once.get(path).includes('\r\n')) fail('line ends changed');
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
console.table(counts);
for (const failure of failures.slice(0, 40)) console.error(failure);
console.log(failures.length === 0 ? 'corpus: no failures' : `corpus: ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

function run(cwd, args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, '--format', 'json', ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (/^\s+at /m.test(stderr) || ![0, 1, 2].includes(status)) {
    console.error(stderr);
    failures.push(`crash: zlm-lint ${args.join(' ').slice(0, 100)}…`);
  }
  return JSON.parse(stdout || '{"files":[],"errors":[]}');
}

function makeWritable(path) {
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(path, entry.name));
    else chmodSync(join(path, entry.name), 0o644);
  }
}
