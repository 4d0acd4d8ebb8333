// node scripts/try-docker.mjs SHARED: builds the image of the Dockerfile with a real Docker Engine and runs it (root, Debian).
// No registry is asked: the base image is made here, of this machine's node and its libraries. The image has to hold what it says and
// no shell, to run without privileges, and to find, explain and fix what the program does here.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { mountsIn, startOwnEngine, stopOwnEngine } from './start-engine.mjs';

const [shared] = process.argv.slice(2);
if (shared === undefined) {
  console.error('usage: node scripts/try-docker.mjs SHARED');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const tool = resolve(shared, 'tools/engine');
const work = mkdtempSync(join(tmpdir(), 'zlm-lint-image-'));
// Not within the directory that is removed: the engine leaves mounts there.
const place = mkdtempSync(join(tmpdir(), 'zlm-lint-image-engine-'));
// Other users have to reach what is mounted.
chmodSync(work, 0o755);

const [base, image] = ['zlm-lint-base', 'zlm-lint-tried'];
const confined = ['--read-only', '--network', 'none', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
const somebody = 12_345;
const compose = 'docker-compose.yml';

const { env } = startOwnEngine(tool, work, place);
const failures = [];
let checks = 0;
try {
  console.log(`engine ${docker('version', '--format', '{{.Server.Version}}')}`);
  makeBase();
  build();
  theImage();
  lints();
  fixes();
  refuses();
} catch (error) {
  failures.push(error.stack ?? String(error));
} finally {
  stopOwnEngine(tool, place);
  rmSync(work, { recursive: true, force: true });
}
check('no mount is left', mountsIn(place), []);
check('no directory is left', [work, place].filter((path) => existsSync(path)), []);
check('no process is left', processesOf(place), []);
for (const failure of failures) console.error(`FAILED: ${failure}`);
console.log(`docker: ${checks} checks, ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** What an image with node has in it, as small as it can be, and a shell, which must not come along. */
function makeBase() {
  const tree = join(work, 'base');
  const node = realFile(process.execPath);
  const said = execFileSync('ldd', [node], { encoding: 'utf8' });
  const libraries = [...said.matchAll(/(?:=> |^\s)(\/\S+) \(0x/gm)].map(([, path]) => path);
  const shell = execFileSync('/bin/sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
  for (const [from, to] of [[node, '/usr/bin/node'], [shell, '/bin/sh'], ...libraries.map((path) => [path, path])]) {
    mkdirSync(dirname(join(tree, to)), { recursive: true });
    copyFileSync(from, join(tree, to));
  }
  execFileSync('/bin/sh', ['-c', 'tar -C "$1" -c . | docker import - "$2"', 'sh', tree, base], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** From a copy of the project that only its owner may read, as a strict umask leaves it. */
function build() {
  const context = join(work, 'context');
  cpSync(root, context, { recursive: true, filter: (path) => !['node_modules', '.git'].includes(basename(path)) });
  for (const name of readdirSync(context, { recursive: true })) chmodSync(join(context, name), statSync(join(context, name)).isDirectory() ? 0o700 : 0o600);
  const { status, stdout, stderr } = spawnSync('docker', ['build', '--build-arg', `NODE_IMAGE=${base}`, '-t', image, context], { env: { ...env, DOCKER_BUILDKIT: '0' }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker build: ${stdout}${stderr}`);
}

function theImage() {
  const { Config: config, Size: size } = JSON.parse(docker('image', 'inspect', image))[0];
  console.log(`the image has ${(size / 1e6).toFixed(1)} MB`);
  check('user', /^[1-9]\d*:[1-9]\d*$/.test(config.User), true);
  check('version of the label', config.Labels['org.opencontainers.image.version'], version);
  const id = docker('create', image);
  const listed = execFileSync('/bin/sh', ['-c', 'docker export "$1" | tar -t', 'sh', id], { env, encoding: 'utf8' });
  docker('rm', id);
  // The engine itself puts /dev, /etc and the like into every container.
  const files = listed.split('\n').filter((path) => path !== '' && !path.endsWith('/') && !/^(?:\.dockerenv$|dev\/|etc\/)/.test(path));
  const ours = files.filter((path) => path.startsWith('zlm-lint/')).sort();
  const pages = readdirSync(join(root, 'rules')).filter((rule) => !rule.startsWith('_') && existsSync(join(root, 'rules', rule, 'README.md')));
  check('what of zlm-lint is in it', ours, ['LICENSE', 'dist/LICENSES.txt', 'dist/zlm-lint.cjs', ...pages.flatMap((rule) => [`rules/${rule}/README.md`, `rules/${rule}/README.zh.md`])].map((path) => `zlm-lint/${path}`).sort());
  const others = files.filter((path) => !path.startsWith('zlm-lint/') && !/^usr\/local\/bin\/node$|\.so(?:\.|$)|^usr\/local\/LICENSE$|^usr\/share\/doc\/[\w-]+\/copyright$/.test(path));
  check('what else is in it', others, []);
}

function lints() {
  const dir = project('lint', 'safe');
  chmodSync(dir, 0o755);
  const said = lint(dir, [], 'ro');
  check('findings: exit code', said.status, 1);
  check('findings: the rule', said.stdout.includes('no-wide-port-range'), true);
  check('--version', outcome(lint(dir, ['--version'], 'ro')), { status: 0, stdout: `${version}\n`, stderr: '' });
  for (const language of ['en', 'zh']) {
    const words = ['explain', 'no-wide-port-range', '--lang', language];
    const page = execFileSync(process.execPath, [join(root, 'dist/zlm-lint.cjs'), ...words], { encoding: 'utf8' });
    check(`explain: ${language}`, outcome(lint(dir, words, 'ro')), { status: 0, stdout: page, stderr: '' });
  }
  const { status, stderr } = lint(dir, ['--env-file', 'none.env'], 'ro');
  check('--env-file is the program\'s', { status, ours: stderr.startsWith('zlm-lint: none.env') }, { status: 2, ours: true });
  check('no shell', spawnSync('docker', ['run', '--rm', '--entrypoint', '/bin/sh', image, '-c', 'true'], { env }).status, 127);
}

function fixes() {
  const stored = readFileSync(join(root, 'examples/safe', `${compose}.fixed`), 'utf8');
  const dir = project('fix', 'safe');
  ownedBy(dir, somebody);
  const written = lint(dir, ['--fix'], 'rw', `${somebody}:${somebody}`);
  check('fix', { ...outcome(written), stdout: '', stderr: '' }, { status: 0, stdout: '', stderr: '' });
  check('fix: what is written', readFileSync(join(dir, compose), 'utf8'), stored);
  check('fix: whose it is', statSync(join(dir, compose)).uid, somebody);
  check('fix: the copy', readdirSync(dir).includes(`${compose}.zlm-lint.bak`), true);

  const repository = project('tracked', 'safe');
  for (const words of [['init', '-q'], ['add', compose]]) execFileSync('git', words, { cwd: repository, env: { PATH: process.env.PATH, HOME: work, GIT_CONFIG_NOSYSTEM: '1' } });
  ownedBy(repository, somebody);
  check('tracked by git: exit code', lint(repository, ['--fix'], 'rw', `${somebody}:${somebody}`).status, 0);
  check('tracked by git: what is written', readFileSync(join(repository, compose), 'utf8'), stored);
  check('tracked by git: no copy', readdirSync(repository).filter((name) => name.endsWith('.bak')), []);
}

/** Each is one line and exit code 2, and the file stays as it was. */
function refuses() {
  const dir = project('refused', 'safe');
  const before = readFileSync(join(dir, compose), 'utf8');
  chmodSync(dir, 0o755);
  ownedBy(dir, somebody);
  for (const [what, mode, user] of [['a mount that is read only', 'ro', `${somebody}:${somebody}`], ['files of another user', 'rw', null]]) {
    const { status, stderr } = lint(dir, ['--fix'], mode, user);
    const errors = stderr.split('\n').filter((line) => line.startsWith('zlm-lint: '));
    check(`${what}: ${stderr}`, { status, errors: errors.length, named: errors[0]?.includes(compose), trace: /\n\s+at /.test(stderr) }, { status: 2, errors: 1, named: true, trace: false });
    check(`${what}: the file`, readFileSync(join(dir, compose), 'utf8'), before);
    check(`${what}: nothing beside it`, readdirSync(dir).sort(), ['config.ini', compose].sort());
  }
}

/** An example without its fixed form. */
function project(name, example) {
  const dir = join(work, name);
  cpSync(join(root, 'examples', example), dir, { recursive: true, filter: (path) => !path.endsWith('.fixed') });
  return dir;
}

function ownedBy(dir, user) {
  for (const path of [dir, ...readdirSync(dir, { recursive: true }).map((name) => join(dir, name))]) chownSync(path, user, user);
}

function lint(dir, words, mode, user = null) {
  return spawnSync('docker', ['run', '--rm', ...confined, ...(user === null ? [] : ['--user', user]), '-v', `${dir}:/work:${mode}`, image, ...words], { env, encoding: 'utf8' });
}

function outcome({ status, stdout, stderr }) {
  return { status, stdout, stderr };
}

function docker(...args) {
  return execFileSync('docker', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function check(what, found, expected) {
  checks++;
  if (!isDeepStrictEqual(found, expected)) failures.push(`${what}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

function realFile(path) {
  return execFileSync('readlink', ['-f', path], { encoding: 'utf8' }).trim();
}

/** The processes that were told of a directory: those of an engine are. */
function processesOf(directory) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return pids.filter((pid) => commandOf(pid).includes(directory));
}

function commandOf(pid) {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
  } catch {
    return '';
  }
}
