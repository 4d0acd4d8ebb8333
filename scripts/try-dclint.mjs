// node scripts/try-dclint.mjs: fetches dclint into a temporary folder and runs it on examples/other-linters. What docs/other-linters.md says of
// it has to hold: what it objects to without the comment, that the comment ends that for one service alone, and where the comment may stand.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLINT, installDclint } from './dclint.mjs';

const UNBOUND = 'no-unbound-port-interfaces';
const COMMENT = `# dclint disable-line ${UNBOUND}`;

const examples = new URL('../examples/other-linters/', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-dclint-'));
const failures = [];
let held = 0;
try {
  const dclint = installDclint(work);
  const mapped = read('mapped');
  const bare = replaceOnce(mapped, ` ${COMMENT}`, '');
  const above = replaceOnce(bare, /^( *)# kics-scan ignore-line$/m, `$1${COMMENT}`);
  const web = { web: [UNBOUND] };
  const both = { ...web, zlm: bare.slice(bare.indexOf('  zlm:')).match(/^ +- '\d/gm).map(() => UNBOUND) };

  expect('without the comment each port of zlm is one finding, and no rule has another', lint(dclint, bare), both);
  expect('with it zlm has none, and web still has', lint(dclint, mapped), web);
  expect('the comment may stand above the key', lint(dclint, above), web);
  expect('there it outlives dclint --fix', lint(dclint, fixed(dclint, doubleQuoted(above))), web);
  expect('behind the key dclint --fix moves it, and it works no more', lint(dclint, fixed(dclint, doubleQuoted(mapped))), both);
  expect('one address in front is enough for it, too', lint(dclint, bare.replace(/(?<=- ')(?=\d+(?:-\d+)?:)/g, '192.168.1.10:')), {});
  expect('it does not object to the network of the host', lint(dclint, read('host')), web);
  console.log(`${DCLINT}: ${held} statements hold, ${failures.length} failures`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function read(folder) {
  return readFileSync(join(examples, folder, 'docker-compose.yml'), 'utf8');
}

/** A replacement that has to happen: otherwise the example says no more what is tried here. */
function replaceOnce(text, what, by) {
  const after = text.replace(what, by);
  if (after === text) throw new Error(`nothing to replace: ${what}`);
  return after;
}

/** dclint wants single quotes, so that its --fix has something to write. */
function doubleQuoted(text) {
  return text.replaceAll("'", '"');
}

/** The rules that found something, by service; what belongs to no service stands under the name of the file. */
function lint(dclint, text) {
  const { status, stdout, stderr } = run(dclint, text, ['--formatter', 'json']);
  if (status !== 0 && status !== 1) throw new Error(`dclint exits with ${status}: ${stderr}`);
  const [{ messages }] = JSON.parse(stdout);
  const found = {};
  for (const { rule, data } of messages) (found[data?.serviceName ?? 'docker-compose.yml'] ??= []).push(rule);
  return found;
}

function fixed(dclint, text) {
  run(dclint, text, ['--fix']);
  const after = readFileSync(join(work, 'project/docker-compose.yml'), 'utf8');
  if (after === text) throw new Error('dclint --fix changed nothing');
  return after;
}

/** In a folder of its own, as a user has it; without a configuration anywhere. */
function run(dclint, text, options) {
  const project = join(work, 'project');
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'docker-compose.yml'), text);
  return spawnSync(process.execPath, [dclint, 'docker-compose.yml', ...options], { cwd: project, encoding: 'utf8' });
}

function expect(statement, found, wanted) {
  if (JSON.stringify(found) === JSON.stringify(wanted)) held++;
  else failures.push(`${statement}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
}
