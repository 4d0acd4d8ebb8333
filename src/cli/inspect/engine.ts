import { isRecord } from '../../load/inspect/fields.ts';
import type { EngineDefaults } from '../../load/inspect/engine-defaults.ts';
import { readImages, readInspected, type Inspected, type InspectError } from '../../load/inspect/read-inspected.ts';
import { reasonIn, type Docker, type DockerError } from './docker.ts';

/** What the engine says of itself. */
export interface EngineAnswer {
  readonly name: 'linux' | 'desktop' | 'rootless' | 'podman';
  /** `28.5.2`; `null` where it does not say. */
  readonly version: string | null;
  /** Of the machine that it runs on. */
  readonly host: { readonly name: string; readonly kernel: string; readonly memory: number };
  /** What sets up its rules: `iptables`, `iptables+firewalld`, `nftables`; `null` from an engine that only knows the first. */
  readonly firewall: string | null;
  readonly defaults: EngineDefaults;
}

export interface ContainersRead {
  readonly engine: EngineAnswer;
  /** Those that run, and those that were asked for. */
  readonly containers: readonly Inspected[];
  readonly imageOf: ReturnType<typeof readImages>;
  /** Ids of those that were asked for; `null`: all that run ZLMediaKit. */
  readonly asked: ReadonlySet<string> | null;
  /** Asked for, and not there. */
  readonly missing: readonly string[];
  /** Ran, and went away while they were looked at. */
  readonly vanished: readonly string[];
}

export type EngineRead = { readonly ok: true; readonly read: ContainersRead } | { readonly ok: false; readonly error: DockerError | InspectError };

/** So many names fit into one command line. */
const TOGETHER = 200;

/** Asks the engine for the containers of these names, or for all that run; the others are there to be seen beside them. */
export async function readEngine(docker: Docker, names: readonly string[]): Promise<EngineRead> {
  const [version, info, ps] = await Promise.all([docker.ask('version', '--format', '{{json .}}'), docker.ask('info', '--format', '{{json .}}'), docker.ask('ps', '--no-trunc', '--format', '{{.ID}} {{.Names}}')]);
  for (const answered of [ps, version, info]) if ('code' in answered) return { ok: false, error: answered };
  if ('code' in ps || 'code' in version || 'code' in info) throw new Error('an error was not told');
  if (!ps.ok) return { ok: false, error: { code: 'docker-failed', reason: reasonIn(ps.stderr) } };
  const running = new Map(ps.stdout.split('\n').flatMap((line): [string, string][] => {
    const [id = '', name = ''] = line.trim().split(' ');
    return id === '' ? [] : [[id, name]];
  }));
  const asked = await inspectAll(docker, [...names]);
  if (!asked.ok) return asked;
  const known = new Set(asked.containers.map(({ id }) => id));
  const others = await inspectAll(docker, [...running.keys()].filter((id) => !known.has(id)));
  if (!others.ok) return others;
  const containers = [...asked.containers, ...others.containers];
  const images = [...new Set(containers.flatMap(({ imageId, image }) => [imageId, image]))].filter((image) => /^[\w]/.test(image));
  const inspected = images.length === 0 ? null : await docker.ask('image', 'inspect', '--', ...images);
  const there = new Set(containers.map(({ id }) => id));
  return {
    ok: true,
    read: {
      engine: engineIn(jsonOf(version.stdout), jsonOf(info.stdout), containers),
      containers: distinct(containers),
      imageOf: readImages(inspected === null || 'code' in inspected ? '' : inspected.stdout),
      asked: names.length === 0 ? null : known,
      missing: names.filter((name) => !asked.containers.some((one) => one.name === name || one.id.startsWith(name))),
      vanished: names.length > 0 ? [] : [...running].flatMap(([id, name]) => (there.has(id) ? [] : [name])),
    },
  };
}

function distinct(containers: readonly Inspected[]): Inspected[] {
  return [...new Map(containers.map((container) => [container.id, container])).values()];
}

async function inspectAll(docker: Docker, names: readonly string[]): Promise<{ readonly ok: true; readonly containers: Inspected[] } | { readonly ok: false; readonly error: DockerError | InspectError }> {
  const containers: Inspected[] = [];
  for (let from = 0; from < names.length; from += TOGETHER) {
    const answered = await docker.ask('inspect', '--type', 'container', '--', ...names.slice(from, from + TOGETHER));
    if ('code' in answered) return { ok: false, error: answered };
    // What is not there is told on stderr, the others all the same on stdout.
    if (!/\S/.test(answered.stdout) || /^\s*\[\s*\]\s*$/.test(answered.stdout)) continue;
    const read = readInspected(answered.stdout);
    if (!read.ok) return { ok: false, error: read.error };
    containers.push(...read.containers);
  }
  return { ok: true, containers };
}

function engineIn(version: Json, info: Json, containers: readonly Inspected[]): EngineAnswer {
  const server = record(version['Server']);
  const parts = list(server['Components']).map((part) => text(record(part)['Name']));
  const podman = parts.some((name) => /podman/i.test(name)) || containers.some(({ tool }) => tool === 'podman') || isRecord(info['host']);
  const rootless = list(info['SecurityOptions']).some((option) => /(?:^|,)name=rootless(?:,|$)/.test(text(option)));
  const desktop = /docker desktop/i.test(text(info['OperatingSystem']) + text(record(server['Platform'])['Name']));
  const [found = null] = /^\d+(?:\.\d+){0,2}/.exec(text(server['Version']) || text(info['ServerVersion'])) ?? [];
  const cgroups = text(info['CgroupVersion']);
  const firewall = text(record(info['FirewallBackend'])['Driver']);
  return {
    name: podman ? 'podman' : rootless ? 'rootless' : desktop ? 'desktop' : 'linux',
    version: found,
    host: { name: text(info['Name']), kernel: text(info['KernelVersion']), memory: Number(info['MemTotal'] ?? 0) },
    firewall: firewall === '' ? null : firewall,
    defaults: {
      hostname: text(info['Name']) || null,
      logDriver: text(info['LoggingDriver']) || 'json-file',
      runtime: text(info['DefaultRuntime']) || 'runc',
      cgroupns: cgroups === '1' ? 'host' : cgroups === '2' ? 'private' : null,
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

function jsonOf(printed: string): Json {
  try {
    return record(JSON.parse(printed));
  } catch {
    return {};
  }
}

function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
