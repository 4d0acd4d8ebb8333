// node scripts/try-docker.mjs SHARED: builds the image of the Dockerfile with a real Docker Engine and runs it (root, Debian).
// No registry is asked: the base image is made here, of this machine's node and its libraries. The image has to hold what it says and
// no shell, to run without privileges, and to find, explain and fix what the program does here.
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { mountsIn, startOwnEngine, stopOwnEngine } from './start-engine.mjs';
import { manifest, root, run, tryOut } from './tryout.mjs';

const [shared] = process.argv.slice(2);
if (shared === undefined) {
  console.error('usage: node scripts/try-docker.mjs SHARED');
  process.exit(2);
}
const tool = resolve(shared, 'tools/engine');
const [base, image] = ['zlm-lint-base', 'zlm-lint-tried'];
const confined = ['--read-only', '--network', 'none', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
const somebody = 12_345;
const compose = 'docker-compose.yml';
const fixed = readFileSync(join(root, 'examples/safe', `${compose}.fixed`), 'utf8');

await tryOut('try:docker', function* (work) {
  // Not within the directory that is removed: the engine leaves mounts there.
  const place = mkdtempSync(join(tmpdir(), 'zlm-lint-docker-engine-'));
  // Other users have to reach what is mounted.
  chmodSync(work, 0o755);
  let env;
  const docker = (...args) => run('docker', args, { env }).stdout.trim();
  const lint = (dir, words, { mode = 'rw', user = null } = {}) => {
    const { status, stdout, stderr } = spawnSync('docker', ['run', '--rm', ...confined, ...(user === null ? [] : ['--user', `${user}:${user}`]), '-v', `${dir}:/work:${mode}`, image, ...words], { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const context = join(work, 'context');
  const build = (name) => run('docker', ['build', '--build-arg', `NODE_IMAGE=${base}`, '-t', name, context], { env: { ...env, DOCKER_BUILDKIT: '0' } }).stdout;
  const filesIn = (name) => {
    const id = docker('create', name);
    const { stdout } = run('sh', ['-c', 'docker export "$1" | tar -t', 'sh', id], { env });
    docker('rm', id);
    // The engine itself puts /dev, /etc and the like into every container.
    return stdout.split('\n').filter((path) => path !== '' && !/\/$|^(?:\.dockerenv$|dev\/|etc\/)/.test(path)).sort();
  };
  try {
    yield ['a Docker Engine of its own starts', () => {
      ({ env } = startOwnEngine(tool, work, place));
      console.log(`engine ${docker('version', '--format', '{{.Server.Version}}')}`);
    }];
    yield ['the image is built, without BuildKit, of files that only their owner may read', () => {
      run('sh', ['-c', 'tar -C "$1" -c . | docker import - "$2"', 'sh', baseTree(work), base], { env });
      privateCopy(context);
      const said = build(image);
      // The program has 1 MB, the project many.
      match(said, /^Sending build context to Docker daemon +(?:[\d.]+kB|1\.\d+MB)$/m);
      const { Config: config, Size: size } = JSON.parse(docker('image', 'inspect', image))[0];
      console.log(`the image has ${(size / 1e6).toFixed(1)} MB`);
      match(config.User, /^[1-9]\d*:[1-9]\d*$/);
      strictEqual(config.Labels['org.opencontainers.image.version'], manifest.version);
    }];
    yield ['node, its libraries, the program and the pages of its rules are in it, and nothing else', () => {
      const [ours, others] = [true, false].map((wanted) => filesIn(image).filter((path) => path.startsWith('zlm-lint/') === wanted));
      const [code, ...more] = ours.filter((path) => path.endsWith('.cache'));
      match(code, /^zlm-lint\/dist\/program\.[\da-f]{16}\.v\d+\.\d+\.\d+-\w+\.cache$/);
      deepStrictEqual(more, []);
      deepStrictEqual(ours.filter((path) => path !== code), ['LICENSE', 'dist/THIRD_PARTY_LICENSES', 'dist/program.cjs', 'dist/zlm-lint.cjs', ...pagesOfRules()].map((path) => `zlm-lint/${path}`).sort());
      deepStrictEqual(others.filter((path) => !/^usr\/local\/(?:bin\/node|LICENSE)$|\.so(?:\.|$)|^usr\/share\/doc\/[\w-]+\/copyright$/.test(path)), []);
      strictEqual(spawnSync('docker', ['run', '--rm', '--entrypoint', '/bin/sh', image, '-c', 'true'], { env }).status, 127);
    }];
    yield ['the same comes of a git address, where .dockerignore leaves nothing out', () => {
      rmSync(join(context, '.dockerignore'));
      build(`${image}-of-all`);
      deepStrictEqual(filesIn(`${image}-of-all`), filesIn(image));
    }];
    yield ['it finds what is in a directory that it may only read', () => {
      const dir = project(work, 'lint');
      const found = lint(dir, [], { mode: 'ro' });
      strictEqual(found.status, 1, found.stderr);
      match(found.stdout, /no-wide-port-range/);
      deepStrictEqual(lint(dir, ['--version'], { mode: 'ro' }), { status: 0, stdout: `${manifest.version}\n`, stderr: '' });
    }];
    yield ['it explains a rule as the program does here', () => {
      for (const language of ['en', 'zh']) {
        const words = ['explain', 'no-wide-port-range', '--lang', language];
        const { stdout } = run(process.execPath, [join(root, 'dist/zlm-lint.cjs'), ...words], {});
        deepStrictEqual(lint(work, words, { mode: 'ro' }), { status: 0, stdout, stderr: '' });
      }
    }];
    yield ['examples/docker: the commands of the README do what they say', () => {
      const address = manifest.repository.url.replace(/^git\+/, '');
      const [building, linting, fixing] = readFileSync(join(root, 'examples/docker/zlm-lint.sh'), 'utf8').trimEnd().split('\n');
      strictEqual(building, `docker build -t zlm-lint ${address}#v${manifest.version}`);
      docker('tag', image, 'zlm-lint');
      const cwd = project(work, 'as-shown');
      ownedBy(cwd, process.getuid());
      match(run('sh', ['-c', linting], { cwd, env, code: 1 }).stdout, /no-wide-port-range/);
      run('sh', ['-c', fixing], { cwd, env });
      strictEqual(readFileSync(join(cwd, compose), 'utf8'), fixed);
    }];
    yield ['its options are its own, not those of node', () => {
      const { status, stderr } = lint(work, ['--env-file', 'none.env'], { mode: 'ro' });
      deepStrictEqual({ status, told: /^zlm-lint: none\.env/.test(stderr) }, { status: 2, told: true }, stderr);
    }];
    yield ['it fixes what belongs to its user, and keeps a copy', () => {
      const dir = project(work, 'fix');
      const { status, stderr } = lint(dir, ['--fix'], { user: somebody });
      strictEqual(status, 0, stderr);
      strictEqual(readFileSync(join(dir, compose), 'utf8'), fixed);
      strictEqual(statSync(join(dir, compose)).uid, somebody);
      ok(existsSync(join(dir, `${compose}.zlm-lint.bak`)));
    }];
    yield ['it keeps no copy of what git tracks', () => {
      const dir = project(work, 'tracked');
      for (const words of [['init', '-q'], ['-c', 'safe.directory=*', 'add', compose]]) run('git', words, { cwd: dir, env: { PATH: process.env.PATH, HOME: work, GIT_CONFIG_NOSYSTEM: '1' } });
      ownedBy(dir, somebody);
      const { status, stderr } = lint(dir, ['--fix'], { user: somebody });
      strictEqual(status, 0, stderr);
      strictEqual(readFileSync(join(dir, compose), 'utf8'), fixed);
      deepStrictEqual(readdirSync(dir).sort(), ['.git', 'config.ini', compose]);
    }];
    for (const [what, name, given] of [['on a mount that is read only', 'read-only', { mode: 'ro', user: somebody }], ['of files that belong to others', 'of-others', {}]]) {
      yield [`it says in one line that it cannot write, ${what}`, () => {
        const dir = project(work, name);
        const before = readFileSync(join(dir, compose), 'utf8');
        const { status, stderr } = lint(dir, ['--fix'], given);
        strictEqual(status, 2, stderr);
        strictEqual(stderr.match(/^zlm-lint: .*docker-compose\.yml.*$/gm)?.length, 1, stderr);
        ok(!/\n\s+at /.test(stderr), stderr);
        strictEqual(readFileSync(join(dir, compose), 'utf8'), before);
        deepStrictEqual(readdirSync(dir).sort(), ['config.ini', compose]);
      }];
    }
  } finally {
    stopOwnEngine(tool, place);
  }
  yield ['no container, mount, directory or process is left', () => deepStrictEqual([...mountsIn(place), ...(existsSync(place) ? [place] : []), ...processesOf(place)], [])];
});

/** What an image with node has in it, as small as it can be, and a shell, which must not come along. */
function baseTree(work) {
  const tree = join(work, 'base');
  const node = realpathSync(process.execPath);
  const libraries = [...run('ldd', [node], {}).stdout.matchAll(/(?:=> |^\s)(\/\S+) \(0x/gm)].map(([, path]) => path);
  const shell = run('sh', ['-c', 'command -v busybox'], {}).stdout.trim();
  for (const [from, to] of [[node, '/usr/bin/node'], [shell, '/bin/sh'], ...libraries.map((path) => [path, path])]) {
    mkdirSync(dirname(join(tree, to)), { recursive: true });
    copyFileSync(from, join(tree, to));
  }
  return tree;
}

/** A copy of the project as a strict umask leaves it. */
function privateCopy(context) {
  cpSync(root, context, { recursive: true, filter: (path) => !['node_modules', '.git'].includes(basename(path)) });
  for (const name of readdirSync(context, { recursive: true })) chmodSync(join(context, name), statSync(join(context, name)).isDirectory() ? 0o700 : 0o600);
}

function pagesOfRules() {
  const rules = readdirSync(join(root, 'rules')).filter((name) => !name.startsWith('_') && existsSync(join(root, 'rules', name, 'rule.json')));
  return rules.flatMap((rule) => [`rules/${rule}/README.md`, `rules/${rule}/README.zh.md`]);
}

/** An example without its fixed form, which belongs to somebody. */
function project(work, name) {
  const dir = join(work, name);
  cpSync(join(root, 'examples/safe'), dir, { recursive: true, filter: (path) => !path.endsWith('.fixed') });
  ownedBy(dir, somebody);
  return dir;
}

function ownedBy(dir, user) {
  for (const path of [dir, ...readdirSync(dir, { recursive: true }).map((name) => join(dir, name))]) chownSync(path, user, user);
}

/** The processes that were told of a directory: those of its engine are. */
function processesOf(directory) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return pids.map(commandOf).filter((command) => command.includes(directory));
}

function commandOf(pid) {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
