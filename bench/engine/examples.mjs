import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits, missingFor } from './machine.mjs';
import { measure, summary } from './measure.mjs';
import { predict } from './predict.mjs';
import { readHeldPorts } from './processes.mjs';
import { busyPort } from './scenarios.mjs';
import { start } from './start.mjs';

const root = new URL('../..', import.meta.url).pathname;
const program = join(root, 'dist/zlm-lint.cjs');
const COMPOSE_FILE = 'docker-compose.yml';
/** Pairs beyond what was ever measured: such an example is started fixed only. */
const MOST = 2000;

export const fixes = JSON.parse(readFileSync(join(root, 'examples/examples.json'), 'utf8'));

/** Each example as often as it has a form that starts containers. */
export const examples = Object.entries(fixes).flatMap(([folder, options]) =>
  options.filter((word) => !word.startsWith('-')).map((file, index) => ({ name: index === 0 ? folder : `${folder}/${file}`, folder, file, options })),
);

/** One example before and after its fix, in a copy. `narrow`: with 36 RTP ports, the fewest that ZLMediaKit accepts, so that it is quick. */
export async function measureExample(docker, engine, { name, folder, file, options }, { narrow = false, repeat = 1 }) {
  const copy = mkdtempSync(join(tmpdir(), 'zlm-lint-bench-'));
  try {
    cpSync(join(root, 'examples', folder), copy, { recursive: true, filter: (path) => !path.endsWith('.fixed') });
    if (narrow) narrowRange(copy);
    const before = await state(docker, engine, copy, file, repeat);
    await lint(['--no-backup', ...options], copy);
    const after = await state(docker, engine, copy, file, repeat);
    return { name, ...(narrow ? { rtpPorts: 36 } : {}), options, before, after };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function state(docker, engine, copy, file, repeat) {
  const { ports, pairs } = portsIn(JSON.parse(await lint(['ports', '--format', 'json', file], copy)));
  const predicted = await predict([file], engine, copy);
  const result = { pairs, predicted };
  const busy = busyPort(ports, readHeldPorts());
  const [lacking] = missingFor(pairs * 2, limits());
  if (busy !== null) return { ...result, skipped: `port ${busy} of this host is in use` };
  if (pairs > MOST) return { ...result, skipped: `${pairs} pairs, and nothing above ${MOST} was ever measured` };
  if (lacking !== undefined) return { ...result, skipped: lacking };
  try {
    const runs = [];
    for (let run = 0; run < repeat; run++) runs.push(await measure(docker, engine, file === COMPOSE_FILE ? await byCompose(docker, copy) : byScript(docker, copy, file)));
    return { ...result, runs, summary: summary(runs) };
  } catch (error) {
    return { ...result, error: error.message };
  }
}

/** The ports of the host that are published, and how many pairs that is. */
export function portsIn({ services }) {
  const published = services.filter(({ networkMode }) => networkMode !== 'host').flatMap((service) => service.ports);
  const known = published.filter(({ host }) => typeof host?.from === 'number');
  const ports = new Set(known.flatMap(({ host, protocol }) => Array.from({ length: host.to - host.from + 1 }, (_, index) => `${host.from + index}/${protocol}`)));
  return { ports, pairs: ports.size };
}

function narrowRange(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (statSync(path).isFile()) writeFileSync(path, readFileSync(path, 'utf8').replaceAll('30000-30500', '30000-30035'));
  }
}

const ours = async ({ ask, label }) => (await ask('ps', '-aq', '--filter', `label=${label}`)).split('\n').filter(Boolean);

/** The stand-in in place of every image, and names that nobody else has. */
async function byCompose(docker, copy) {
  const files = [COMPOSE_FILE, 'docker-compose.override.yml'].filter((name) => existsSync(join(copy, name)));
  const compose = (more, ...args) => docker.compose(['-p', docker.run, ...[...files, ...more].flatMap((name) => ['-f', name]), ...args], { cwd: copy });
  const names = (await compose([], 'config', '--services')).split('\n').filter(Boolean);
  const standIn = (name) => ({ image: docker.image, pull_policy: 'never', container_name: `${docker.run}-${name}`, labels: [docker.label], entrypoint: ['sleep', 'infinity'], command: [], healthcheck: { disable: true }, restart: 'no' });
  writeFileSync(join(copy, 'stand-in.json'), JSON.stringify({ services: Object.fromEntries(names.map((name) => [name, standIn(name)])) }));
  const act = (...args) => compose(['stand-in.json'], ...args);
  return {
    start: async () => {
      await act('up', '-d');
      return ours(docker);
    },
    stop: () => act('stop', '-t', '0'),
    remove: () => act('down', '-v', '-t', '0'),
  };
}

/** The script as it is, with a docker in front that puts in the stand-in, and lets it remove nothing. */
function byScript(docker, copy, file) {
  const bin = join(copy, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'docker'), shim, { mode: 0o755 });
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, BENCH_DOCKER: docker.cli, BENCH_RUN: docker.run, BENCH_LABEL: docker.label, BENCH_IMAGE: docker.image, BENCH_FOLDER: copy };
  return {
    start: async () => {
      await start('sh', [file], { cwd: copy, env: { ...env, PATH: `${bin}:${process.env.PATH}` } });
      return ours(docker);
    },
    stop: (ids) => docker.ask('stop', '-t', '0', ...ids),
    remove: async () => {
      const ids = await ours(docker);
      if (ids.length > 0) await docker.ask('rm', '-f', '-v', ...ids);
    },
  };
}

/** A `docker` that knows `run` only: other verbs might touch what is not ours. Names, images and places of the host are replaced. */
export const shim = `#!/bin/sh
[ "$1" = run ] || exit 0
shift
PATH=\${PATH#*:}
count=$# before=
while [ $count -gt 0 ]; do
  word=$1
  shift
  case $before in
    --name) word=$BENCH_RUN-$word ;;
    -v) case $word in /*) word=$BENCH_FOLDER/host$word ;; ./*) word=$PWD/\${word#./} ;; esac ;;
  esac
  before=$word
  case $word in zlmediakit/zlmediakit:*) word=$BENCH_IMAGE ;; --restart=*) word=--restart=no ;; esac
  set -- "$@" "$word"
  count=$((count - 1))
done
exec "$BENCH_DOCKER" run --label "$BENCH_LABEL" "$@"
`;

/** The exit code tells of findings, which are not looked at here. */
async function lint(args, cwd) {
  try {
    return await start(process.execPath, [program, ...args], { cwd });
  } catch (error) {
    if (error.code === 1) return error.stdout;
    throw error;
  }
}
