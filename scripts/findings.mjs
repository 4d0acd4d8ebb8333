// node scripts/findings.mjs CORPUS [--sample N] [--seed S]: what is found in the Compose files and command lines of a corpus, by rule, and
// what becomes of the ZLMediaKit services with each strategy. With --sample it prints N findings at warning or error instead, to be judged
// by eye; the same seed draws the same ones. Fails on a crash, and when a service is left with neither a fix nor a reason.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeWritable } from './writable.mjs';

const { positionals, values } = readArguments();
const [corpus] = positionals;
const [sample, seed] = [number(values.sample), number(values.seed) ?? 1];
if (corpus === undefined || positionals.length > 1 || Number.isNaN(sample) || Number.isNaN(seed)) usage();

const program = new URL('../dist/zlm-lint.cjs', import.meta.url).pathname;
const rules = new URL('../rules/', import.meta.url).pathname;
const fixable = new Set(readdirSync(rules).filter((id) => existsSync(join(rules, id, 'rule.json')) && JSON.parse(readFileSync(join(rules, id, 'rule.json'), 'utf8')).fixable));
const failures = [];
const known = new Map();
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-findings-'));
try {
  const paths = copyCorpus();
  if (paths.length === 0) failures.push(`nothing to read in ${corpus}`);
  else if (sample === undefined) report(paths);
  else printSample(paths);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const failure of failures.slice(0, 40)) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { sample: { type: 'string' }, seed: { type: 'string' } } });
  } catch {
    return usage();
  }
}

function number(text) {
  return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : NaN;
}

function usage() {
  console.error('usage: node scripts/findings.mjs CORPUS [--sample N] [--seed S]');
  process.exit(2);
}

/** The Compose files where they lie in the corpus, and each command line in a file of its own; the paths, below the copy. */
function copyCorpus() {
  const lines = (path) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : []);
  const compose = lines(join(corpus, 'manifest.jsonl')).filter(({ kind, file }) => kind !== 'run' && !file.endsWith('.md'));
  for (const dir of new Set(compose.map(({ dir }) => dir))) cpSync(join(corpus, dir), join(work, dir), { recursive: true });
  const commands = lines(join(corpus, 'run/commands.jsonl')).map(({ id, ext, text }) => {
    const name = ext === 'Makefile' || ext === 'Dockerfile' ? ext : ext === 'issue' ? `${id}.md` : `${id}${ext}`;
    mkdirSync(join(work, 'run', id), { recursive: true });
    writeFileSync(join(work, 'run', id, name), text);
    return join('run', id, name);
  });
  makeWritable(work);
  return [...compose.map(({ dir, file }) => join(dir, file)), ...commands];
}

function report(paths) {
  const services = JSON.parse(run(['ports', '--format', 'json', ...paths]) || '{"services":[]}').services.filter(({ zlm }) => zlm);
  console.log(`${paths.length} files, ${services.length} ZLMediaKit services`);
  const byRule = {};
  for (const { rule, severity } of findingsIn(paths, [])) (byRule[rule] ??= { error: 0, warning: 0, info: 0, files: 0 })[severity]++;
  for (const rule of Object.keys(byRule)) byRule[rule].files = new Set(findingsIn(paths, []).filter((one) => one.rule === rule).map(({ path }) => path)).size;
  console.table(Object.fromEntries(Object.entries(byRule).sort(([a], [b]) => (a < b ? -1 : 1))));
  const byStrategy = {};
  for (const strategy of ['host', 'minimal', 'auto']) {
    for (const unsafe of [false, true]) {
      const name = `${strategy}${unsafe ? ' --unsafe-fixes' : ''}`;
      byStrategy[name] = outcomes(findingsIn(paths, ['--strategy', strategy, ...(unsafe ? ['--unsafe-fixes'] : [])]), services, name);
    }
  }
  console.table(byStrategy);
}

/** How each service comes out that has something to fix at warning or error: as badly as the worst of its findings. */
function outcomes(findings, services, name) {
  const worst = new Map();
  const own = new Set(services.map((service) => `${service.file} ${service.name ?? ''}`));
  for (const finding of findings) {
    if (finding.severity === 'info' || !fixable.has(finding.rule)) continue;
    const key = `${finding.project} ${finding.service ?? ''}`;
    if (!own.has(key)) continue;
    const outcome = finding.fix === null ? (finding.notFixed === null ? 3 : 2) : finding.fix.safety === 'safe' ? 0 : 1;
    if (outcome === 3) failures.push(`${name}: ${finding.path}:${finding.line}: ${finding.rule} has neither a fix nor a reason`);
    worst.set(key, Math.max(worst.get(key) ?? 0, outcome));
  }
  const count = (outcome) => [...worst.values()].filter((one) => one === outcome).length;
  return { safe: count(0), unsafe: count(1), words: count(2), nothing: count(3), 'to fix': worst.size, 'all services': services.length };
}

/** All findings of a run, each with the main file of its project. */
function findingsIn(paths, options) {
  const key = options.join(' ');
  if (!known.has(key)) {
    const { files } = JSON.parse(run(['--format', 'json', ...options, ...paths]) || '{"files":[]}');
    const main = new Set(paths);
    let project = '';
    const all = files.flatMap(({ path, findings }) => {
      if (main.has(path)) project = path;
      return findings.map((finding) => ({ ...finding, path, project }));
    });
    known.set(key, all);
  }
  return known.get(key);
}

function printSample(paths) {
  const findings = findingsIn(paths, []).filter(({ severity }) => severity !== 'info');
  const random = generator(seed);
  for (let i = findings.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [findings[i], findings[j]] = [findings[j], findings[i]];
  }
  const drawn = findings.slice(0, sample);
  for (const [index, { path, line, column, endLine, endColumn, severity, rule, message, service }] of drawn.entries()) {
    console.log(`${index + 1}. ${path}:${line}:${column}  ${severity}  ${rule}  ${service ?? ''}\n   ${message}`);
    console.log(`${frame(readFileSync(join(work, path), 'utf8').split(/\r\n|\r|\n/), { line, column, endLine, endColumn })}\n`);
  }
  console.log(`${drawn.length} of ${findings.length} findings at warning or error, seed ${seed}`);
}

function frame(lines, { line, column, endLine, endColumn }) {
  const digits = String(line + 2).length;
  const rows = [];
  for (let at = Math.max(1, line - 2); at <= Math.min(lines.length, line + 2); at++) {
    rows.push(`   ${at === line ? '>' : ' '} ${String(at).padStart(digits)} | ${lines[at - 1]}`);
    const end = endLine === line ? endColumn : lines[at - 1].length + 1;
    if (at === line) rows.push(`     ${' '.repeat(digits)} | ${' '.repeat(column - 1)}${'^'.repeat(Math.max(1, end - column))}`);
  }
  return rows.join('\n');
}

/** mulberry32: numbers from 0 to 1 that depend on the seed alone. */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function run(args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...args], { cwd: work, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (/^\s+at /m.test(stderr) || ![0, 1, 2].includes(status)) failures.push(`crash: zlm-lint ${args.join(' ').slice(0, 80)}…\n${stderr}`);
  return stdout;
}
