// What Docker Compose makes of projects: asked of the real one, or looked up among the answers that it gave before.
import { createHash } from 'node:crypto';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What Compose adds to a file of a default name; with -f it has to be named. */
const overrides = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

/** The keys of a service that a fix may change. */
const compared = ['ports', 'network_mode', 'networks', 'extra_hosts', 'volumes'];

/** The Docker Compose that `tools/get-docker` of a shared folder brings; it prints assignments of a shell. */
export function composeFrom(shared) {
  return execFileSync('bash', ['-c', 'eval "$("$1/tools/get-docker")" && printf %s "$DOCKER_COMPOSE"', 'bash', shared], { encoding: 'utf8' });
}

/** Asks Docker Compose; `env` is all of the environment that it sees. */
export function realCompose(program, env) {
  const given = new Map();
  return {
    /** `{ answer }` or `{ error }` for the project of this file; its name is left out, which comes from the folder. */
    async ask(folder, path) {
      const cwd = join(folder, dirname(path));
      const override = /^(?:docker-)?compose\.ya?ml$/.test(basename(path)) ? overrides.find((name) => existsSync(join(cwd, name))) : undefined;
      const args = ['--project-name', 'compared', '--profile', '*', ...[basename(path), ...(override === undefined ? [] : [override])].flatMap((name) => ['-f', name]), 'config', '--format', 'json', '--no-path-resolution', '--no-env-resolution'];
      const { stdout, stderr, code } = await start(program, args, { cwd, env });
      const answer = code === 0 ? digest(JSON.parse(stdout)) : null;
      given.set(keyOf(cwd, basename(path)), answer);
      return answer === null ? { error: stderr.trim().split('\n').at(-1) } : { answer };
    },
    /** Writes down the answers to the projects that `kept` names. */
    store(file, kept) {
      const rows = [...given].filter(([key]) => kept.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
      writeFileSync(file, `{\n${rows.map(([key, answer]) => `${JSON.stringify(key)}: ${JSON.stringify(answer)}`).join(',\n')}\n}\n`);
    },
  };
}

/** Looks up what the real one said of the same bytes. */
export function storedCompose(file) {
  const answers = JSON.parse(readFileSync(file, 'utf8'));
  return {
    async ask(folder, path) {
      const answer = answers[keyOf(join(folder, dirname(path)), basename(path))];
      if (answer === undefined) throw new Error(`no stored answer of Docker Compose for ${path}: run npm run oracle -- SHARED --store`);
      return answer === null ? { error: 'rejected' } : { answer };
    },
  };
}

/** The project by its bytes. */
export function keyOf(directory, main) {
  const hash = createHash('sha256').update(main);
  for (const name of readdirSync(directory, { recursive: true }).sort()) {
    if (statSync(join(directory, name)).isFile()) hash.update(`\0${name}\0`).update(readFileSync(join(directory, name)));
  }
  return hash.digest('hex').slice(0, 24);
}

/** What is compared of a project: networking in full, of everything else whether it is the same. */
function digest({ services = {}, networks = {}, ...rest }) {
  return {
    services: Object.fromEntries(Object.entries(services).map(([name, service]) => [name, serviceDigest(service)])),
    networks: Object.fromEntries(Object.entries(networks).map(([name, value]) => [name, fingerprint(value)])),
    rest: fingerprint(rest),
  };
}

function serviceDigest(service) {
  const { network_mode: mode = null, networks = null, ports } = service;
  const rows = (ports ?? []).map(({ host_ip: ip = '', published = '', target, protocol }) => ({ ip, published, target, protocol }));
  return {
    mode,
    networks: networks === null ? null : Object.fromEntries(Object.entries(networks).map(([name, value]) => [name, fingerprint(value)])),
    ports: ports === undefined ? null : compact(rows),
    hosts: (service.extra_hosts ?? []).map((entry) => entry.replace('=', ':')).sort(),
    volumes: (service.volumes ?? []).map(({ source = '', target }) => `${source}:${target}`).sort(),
    rest: fingerprint(Object.fromEntries(Object.entries(service).filter(([key]) => !compared.includes(key)))),
  };
}

/** Rows of `compact`, or mappings as zlm-lint writes them, as the single ports they are made of. */
export function singles(rows) {
  return new Set(
    rows.flatMap((row) => {
      const [ip, host, container, protocol] = row.includes('|') ? row.split('|') : wordsOf(row);
      const [from, to] = rangeOf(container);
      const [first] = rangeOf(host);
      return Array.from({ length: to - from + 1 }, (_, index) => `${ip}|${Number.isNaN(first) ? host : first + index}|${from + index}|${protocol}`);
    }),
  );
}

function rangeOf(text) {
  const [from, to = from] = text.split('-');
  return [text === '' ? NaN : Number(from), Number(to)];
}

/** `[address:][host:]container[/protocol]`. */
function wordsOf(text) {
  const [, ip = '', host = '', container, protocol = 'tcp'] = /^(?:(\[[^\]]*\]|[^:]*):)??(?:([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(text) ?? [];
  return [ip.replace(/^\[|\]$/g, ''), host, container, protocol];
}

function fingerprint(value) {
  return createHash('sha256').update(JSON.stringify(ordered(value))).digest('hex').slice(0, 12);
}

function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, ordered(value[key])]));
}

/** Single ports as the ranges they make up, each once: `address|host ports|container ports|protocol`. */
export function compact(rows) {
  const lanes = new Map();
  for (const { ip, published, target, protocol } of rows) {
    const single = /^\d+$/.test(String(published));
    const lane = JSON.stringify([ip, protocol, single ? Number(published) - target : published]);
    if (!lanes.has(lane)) lanes.set(lane, new Set());
    lanes.get(lane).add(target);
  }
  return [...lanes].flatMap(([lane, targets]) => {
    const [ip, protocol, host] = JSON.parse(lane);
    const span = (from, to) => (from === to ? String(from) : `${from}-${to}`);
    return spansOf(targets).map(([from, to]) => `${ip}|${typeof host === 'number' ? span(from + host, to + host) : host}|${span(from, to)}|${protocol}`);
  }).sort();
}

function spansOf(numbers) {
  const spans = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans;
}

export function start(command, args, options) {
  return new Promise((resolve) => {
    execFile(command, args, { encoding: 'utf8', maxBuffer: 1 << 29, ...options }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: error === null ? 0 : error.code });
    });
  });
}

/** Each item, as many at a time as there are cores. */
export async function inTurns(items, act) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
