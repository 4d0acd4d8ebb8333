import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installed, isFound, manifest, mayInstall, root, run } from '../../scripts/tryout.mjs';
import { DCLINT, installDclint } from '../../scripts/dclint.mjs';
import { BadRequest } from '../engine/arguments.mjs';
import { findProgram } from '../engine/needs.mjs';

const node = process.execPath;
const published = join(root, manifest.bin['zlm-lint']);
/** Where the programs of the report end without complaint: nothing found, or something. */
const LINTED = [0, 1];

/** What everything is measured against: the start of Node and nothing else. */
export const bare = { name: 'node', label: 'node -e 0', argv: () => [node, '-e', '0'], exits: () => [0] };

const argumentsFor = ({ kind, path }) => (kind === 'version' ? ['--version'] : [path]);

/** The file of `--program`. */
export function givenProgram(path) {
  const file = resolve(path);
  if (!existsSync(file)) throw new BadRequest(`--program takes a file, and there is no ${file}`);
  return file;
}

/** zlm-lint as `file`, or the one that npm installs. */
export function zlmLint(file = published) {
  return { name: 'zlm-lint', label: 'zlm-lint', argv: (input) => [node, '--', file, ...argumentsFor(input)], exits: ({ exit }) => [exit], speaks: true };
}

/** The first lines of the program: env starts Node for npm, and a shell where dist is run as it lies. What they cost is the difference. */
const byFirstLine = ['npm.cjs', 'zlm-lint.cjs'].map((file) => ({
  name: file,
  label: `dist/${file}`,
  argv: (input) => (input.name === 'small' ? [join(root, 'dist', file), input.path] : null),
  exits: ({ exit }) => [exit],
  speaks: true,
}));

export const own = [zlmLint(), ...byFirstLine];

const kinds = (table) => (input) => table[input.kind]?.(input) ?? null;

/**
 * The peers that this machine has or may install, each with its version. `skipped` says in a line each what is not there.
 * Each reads what it can read: Docker Compose one project, ShellCheck scripts.
 */
export function findPeers(work, { compose, say }) {
  const [peers, skipped] = [[], []];
  const add = (name, file, version, table) => peers.push({ name, label: name, version: /\d+\.\d+[\w.+~-]*/.exec(version)?.[0] ?? version.trim(), argv: kinds(table(file)), exits: () => LINTED });

  for (const [name, table] of [['yamllint', yamllint], ['shellcheck', shellcheck]]) {
    if (!isFound(name) && !mayInstall()) {
      skipped.push(`${name} is missing: apt-get install ${name}`);
      continue;
    }
    for (const [what, step] of installed(name)) {
      say(what);
      step();
    }
    const { stdout } = run(name, ['--version'], {});
    add(name, findProgram(name), stdout, table);
  }
  try {
    add('dclint', installDclint(work), DCLINT, dclint);
  } catch (error) {
    skipped.push(`dclint could not be installed: ${error.message.split('\n')[0]}`);
  }
  if (compose === null) skipped.push('docker compose is left out: --shared DIR names a folder with tools/get-docker');
  else add('docker-compose', compose, run(compose, ['version'], {}).stdout, dockerCompose);
  return { peers, skipped };
}

const yamllint = (file) => ({ version: () => [file, '--version'], file: ({ path }) => [file, path], directory: ({ path }) => [file, path] });
const shellcheck = (file) => ({ version: () => [file, '--version'], script: ({ path }) => [file, path] });
const dclint = (file) => ({ version: () => [node, file, '--version'], file: ({ path }) => [node, file, path], directory: ({ path }) => [node, file, '-r', path] });
const dockerCompose = (file) => ({ version: () => [file, 'version'], file: ({ path }) => [file, '-f', path, 'config', '-q'] });

/** The Docker Compose that `tools/get-docker` of a shared folder brings; it prints assignments of a shell. */
export function composeOf(shared) {
  const tool = join(shared, 'tools/get-docker');
  if (!existsSync(tool)) throw new BadRequest(`--shared names a folder with tools/get-docker, and there is no ${tool}`);
  const { stdout } = run(tool, [], {});
  const [, file] = /^DOCKER_COMPOSE='(.*)'$/m.exec(stdout) ?? [];
  if (file === undefined) throw new Error(`${shared}/tools/get-docker names no DOCKER_COMPOSE`);
  return file;
}
