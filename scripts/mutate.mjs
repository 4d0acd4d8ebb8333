// npm run mutate: changes rules, lint and fixes in thousands of small ways, one after the other, and says which changes no test notices.
// test/mutation/README.md says how to read it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgements } from '../test/mutation/judgements.mjs';
import { root } from './tryout.mjs';

/** The last line of Stryker that runs on Node 20. It is no dependency of the project: only this command needs its 150 packages. */
const STRYKER = '@stryker-mutator/core@9.6.1';
/** Per cent of the mutants that have to be noticed. */
const LEAST = 80;
const NOTICED = ['Killed', 'Timeout'];
const COUNTED = [...NOTICED, 'Survived', 'NoCoverage'];
const usage = `usage: npm run mutate -- [options]
  --only PATTERNS   only these files, separated by commas (rules/*/check.ts,src/lint.ts,src/fix/**/*.ts)
  --list FILE       where the mutants that nobody noticed are listed, judged by test/mutation/judgements.mjs (default test/mutation/survivors.txt, where all files are asked)
  --jobs N          how many mutants are tried at once (default: one for each core)`;

const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'string' }, jobs: { type: 'string', default: String(availableParallelism()) }, help: { type: 'boolean', short: 'h', default: false } } });
const jobs = Number(values.jobs);
if (values.help) console.log(usage);
else if (!Number.isInteger(jobs) || jobs < 1) {
  console.error(usage);
  process.exitCode = 2;
} else process.exitCode = mutate(values.only?.split(',') ?? ['rules/*/check.ts', 'src/lint.ts', 'src/fix/**/*.ts'], values.list ?? (values.only === undefined ? join(root, 'test/mutation/survivors.txt') : null), jobs);

/** Works on a copy: Stryker writes its mutants into the sources. */
function mutate(patterns, list, jobs) {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'zlm-lint-mutate-')));
  const run = (command, ...args) => execFileSync(command, args, { cwd: work, stdio: ['ignore', 2, 2] });
  process.once('SIGINT', () => rmSync(work, { recursive: true, force: true }));
  try {
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).split('\0').filter(Boolean);
    for (const file of files) cpSync(join(root, file), join(work, file));
    run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error');
    run('npm', 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error', STRYKER);
    writeFileSync(join(work, 'stryker.config.json'), JSON.stringify({
      testRunner: 'one-process',
      plugins: ['./test/mutation/runner.mjs'],
      mutate: [...patterns, '!rules/_template/**'],
      coverageAnalysis: 'perTest',
      reporters: ['json', 'progress-append-only'],
      jsonReporter: { fileName: 'mutation.json' },
      concurrency: jobs,
      timeoutMS: 20_000,
      inPlace: true,
    }));
    run('npx', 'stryker', 'run', 'stryker.config.json');
    return report(JSON.parse(readFileSync(join(work, 'mutation.json'), 'utf8')).files, list);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function report(files, list) {
  const rows = Object.entries(files).map(([file, { mutants, source }]) => ({ file, lines: source.split('\n'), mutants: mutants.filter(({ status }) => COUNTED.includes(status)) })).sort((a, b) => (a.file < b.file ? -1 : 1));
  const score = (mutants) => (mutants.length === 0 ? 100 : (mutants.filter(({ status }) => NOTICED.includes(status)).length / mutants.length) * 100);
  for (const { file, mutants } of rows) console.log(`${score(mutants).toFixed(1).padStart(5)} %  ${String(mutants.length).padStart(5)}  ${file}`);
  const all = rows.flatMap(({ mutants }) => mutants);
  const survivors = rows.flatMap(({ file, lines, mutants }) => mutants.filter(({ status }) => !NOTICED.includes(status)).map((mutant) => surviving(file, lines, mutant)));
  if (list !== null) writeFileSync(list, judged(survivors));
  const total = score(all);
  console.log(`mutate: ${all.length} mutants, ${survivors.length} not noticed, score ${total.toFixed(1)} % (at least ${LEAST})${list === null ? '' : `, listed in ${list}`}`);
  return total >= LEAST ? 0 : 1;
}

/** The survivors below what is to be thought of them, each as `file:line mutator: what stood there → what nobody missed`. */
function judged(survivors) {
  const kindOf = (survivor) => judgements.find(({ fits }) => fits(survivor));
  return judgements.map((kind) => {
    const { name, why } = kind;
    const mine = survivors.filter((survivor) => kindOf(survivor) === kind);
    return [`# ${name}: ${mine.length}`, `# ${why}`, ...mine.map(({ file, line, mutator, before, after }) => `${file}:${line} ${mutator}: ${before} → ${after}`), ''].join('\n');
  }).join('\n');
}

function surviving(file, lines, { location: { start, end }, mutatorName, replacement = '' }) {
  const inLine = (line, from, to) => line.slice(from, to);
  const text = start.line === end.line ? inLine(lines[start.line - 1], start.column - 1, end.column - 1) : `${inLine(lines[start.line - 1], start.column - 1)} …`;
  return { file, line: start.line, mutator: mutatorName, before: short(text), after: short(replacement) };
}

function short(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
