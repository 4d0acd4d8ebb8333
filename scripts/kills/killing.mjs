// A project that is fixed by a process that is killed, and what has to hold of it then and after `zlm-lint recover`.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/zlm-lint.cjs');
const killAt = join(root, 'scripts/kills/kill-at.cjs');
export const JOURNAL = '.zlm-lint-journal.json';
const COPY = /\.zlm-lint-[\da-f-]{36}\.tmp$/;
const BACKUP = '.zlm-lint.bak';
const MODE = 0o640;

/** How the program is started so that it dies: `node` arguments before it, variables, and another program in front of it. */
export const ways = {
  call: (number, { isTorn = false, only = '' } = {}) => ({ node: ['--require', killAt], env: { KILL_AT: String(number), KILL_TORN: isTorn ? '1' : '0', KILL_ONLY: only }, before: [] }),
  systemCall: (number, name) => ({ node: [], env: {}, before: ['strace', '-o', '/dev/null', '-e', `trace=${name}`, '-e', `inject=${name}:signal=KILL:when=${number}`] }),
  none: { node: [], env: {}, before: [] },
};

/** A fresh directory with the files of a project. */
export function startProject(work, { files }) {
  const dir = mkdtempSync(join(work, 'kill-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
    chmodSync(join(dir, name), MODE);
  }
  return dir;
}

/** Runs the program; `whileRunning` may kill it. */
export async function runIn(dir, words, { node, env, before } = ways.none, whileRunning = () => {}) {
  const [command, ...args] = [...before, process.execPath, ...node, '--', program, ...words];
  const child = spawn(command, args, { cwd: dir, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (out.stdout += data));
  child.stderr.on('data', (data) => (out.stderr += data));
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => resolve({ code, signal })));
  void whileRunning(child, dir);
  const { code, signal } = await ended;
  return { ...out, code, isKilled: signal === 'SIGKILL' };
}

/** The texts that a fix makes when nobody disturbs it. @throws when it does not change what it has to */
export async function fixedTexts(work, project) {
  const dir = startProject(work, project);
  await runIn(dir, project.words);
  const texts = textsOf(dir, project);
  const changed = Object.keys(texts).filter((name) => texts[name] !== project.files[name]);
  if (changed.sort().join() !== [...project.changed].sort().join()) throw new Error(`changed: ${changed.join(', ')}`);
  return texts;
}

function textsOf(dir, { files, changed }) {
  const names = new Set([...Object.keys(files), ...changed]);
  return Object.fromEntries([...names].filter((name) => existsSync(join(dir, name))).map((name) => [name, readFileSync(join(dir, name), 'utf8')]));
}

function namesIn(dir) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => lstatSync(join(dir, name)).isFile());
}

function isSame(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => one[name] === other[name]);
}

/** `old`, `new` or `mixed`. @throws where a file is neither old nor new, another one is touched, or nothing tells of what is not done */
export function stateOf(dir, project, fixed) {
  const texts = textsOf(dir, project);
  for (const name of new Set([...Object.keys(project.files), ...project.changed])) {
    if (texts[name] !== project.files[name] && texts[name] !== fixed[name]) throw new Error(`${name} is neither old nor new: ${JSON.stringify(texts[name])}`);
    if (texts[name] !== undefined && (lstatSync(join(dir, name)).mode & 0o777) !== MODE) throw new Error(`${name} has another mode`);
  }
  const state = isSame(texts, project.files) ? 'old' : isSame(texts, fixed) ? 'new' : 'mixed';
  const names = namesIn(dir);
  const left = names.filter((name) => COPY.test(name) || (state === 'old' && name.endsWith(BACKUP)));
  for (const name of [...left, ...(state === 'mixed' ? project.changed : [])]) {
    const journal = join(dirname(name), JOURNAL);
    if (!names.includes(journal)) throw new Error(`no journal tells of ${name}; there are ${names.join(', ')}`);
    JSON.parse(readFileSync(join(dir, journal), 'utf8'));
  }
  const known = new Set([...Object.keys(project.files), ...project.changed]);
  const strange = names.filter((name) => !known.has(name) && !COPY.test(name) && !known.has(name.replace(BACKUP, '')) && !name.endsWith(JOURNAL));
  if (strange.length > 0) throw new Error(`strange files: ${strange.join(', ')}`);
  return { state, isTold: names.some((name) => name.endsWith(JOURNAL)) };
}

/** After a kill: the next runs tell, and recovering, killed at `killRecovery` once, leaves all old or all new and nothing else. */
export async function recovered(dir, project, fixed, { undo = false, killRecovery = null } = {}) {
  const { state, isTold } = stateOf(dir, project, fixed);
  if (isTold) {
    const lint = await runIn(dir, ['--lang', 'en', '.']);
    if (!/zlm-lint recover|is writing here/.test(lint.stderr)) throw new Error(`lint says nothing of the journal: ${lint.stderr}`);
  }
  const words = ['recover', '--lang', 'en', ...(undo ? ['--undo'] : [])];
  if (killRecovery !== null) {
    await runIn(dir, words, ways.call(killRecovery));
    stateOf(dir, project, fixed);
  }
  let recovery = await runIn(dir, words);
  // What has come to its end is no longer undone.
  if (undo && recovery.code === 2 && stateOf(dir, project, fixed).state === 'new') recovery = await runIn(dir, words.slice(0, -1));
  if (recovery.code !== 0) throw new Error(`recover: exit code ${recovery.code}: ${recovery.stderr}`);
  const after = stateOf(dir, project, fixed);
  if (after.state === 'mixed' || after.isTold) throw new Error(`recover left ${after.state}, ${namesIn(dir).join(', ')}`);
  const left = namesIn(dir).filter((name) => COPY.test(name) || (after.state === 'old' && name.endsWith(BACKUP)));
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
  for (const name of after.state === 'old' ? [] : Object.keys(project.files).filter((one) => project.changed.includes(one))) {
    if (readFileSync(join(dir, name + BACKUP), 'utf8') !== project.files[name]) throw new Error(`${name}: the copy is not the old text`);
  }
  return { from: state, to: after.state, isTold };
}
