import { isRecord } from '../../load/inspect/fields.ts';
import type { EngineDefaults } from '../../load/inspect/engine-defaults.ts';
import { readImages, readInspected, type Inspected, type InspectError, type OddContainer } from '../../load/inspect/read-inspected.ts';
import { commandLine, reasonIn, type Docker, type DockerAnswer, type DockerError } from './docker.ts';

/** What the engine says of itself. */
export interface EngineAnswer {
  readonly name: 'linux' | 'desktop' | 'rootless' | 'podman';
  /** `28.5.2`; `null` where it does not say. */
  readonly version: string | null;
  /** The command `docker` runs on Linux, so that the engine may be here. */
  readonly linuxClient: boolean;
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
  /** Run, and cannot be read, or were asked for. */
  readonly odd: readonly OddContainer[];
  /** Ran, and went away while they were looked at. */
  readonly vanished: readonly Listed[];
  /** Those of all containers, running or not. */
  readonly names: ReadonlySet<string>;
}

/** A container as `docker ps` lists it. */
export interface Listed {
  readonly id: string;
  readonly image: string;
  readonly name: string;
}

export type EngineRead = { readonly ok: true; readonly read: ContainersRead } | { readonly ok: false; readonly error: DockerError | InspectError };

/** So many names fit into one command line. */
const TOGETHER = 200;
const JSON_FORM = ['--format', '{{json .}}'];
const LISTED = ['--no-trunc', '--format', '{{.ID}} {{.Image}} {{.Names}}'];

/** Asks the engine for the containers of these names, or for all that run; the others are there to be seen beside them. */
export async function readEngine(docker: Docker, names: readonly string[]): Promise<EngineRead> {
  const questions = [['version', ...JSON_FORM], ['info', ...JSON_FORM], ['ps', ...LISTED], ['ps', '-a', ...LISTED]] as const;
  const answers = await Promise.all(questions.map((words) => docker.ask(...words)));
  const stdout: string[] = [];
  for (const [index, answered] of answers.entries()) {
    const error = wrongWith(answered, commandLine(docker.program, questions[index] ?? []), index < 2);
    if (error !== null) return { ok: false, error };
    stdout.push('code' in answered ? '' : answered.stdout);
  }
  const [version = '', info = '', ps = '', all = ''] = stdout;
  const running = listed(ps);
  const asked = await inspectAll(docker, [...names]);
  if (!asked.ok) return asked;
  const known = new Set([...asked.containers, ...asked.odd].map(({ id }) => id));
  const others = await inspectAll(docker, running.map(({ id }) => id).filter((id) => !known.has(id)));
  if (!others.ok) return others;
  const containers = distinct([...asked.containers, ...others.containers]);
  const odd = [...asked.odd, ...others.odd];
  const images = [...new Set(containers.flatMap(({ imageId, image }) => [imageId, image]))].filter((image) => /^[\w]/.test(image));
  const inspected = images.length === 0 ? null : await docker.ask('image', 'inspect', '--', ...images);
  const there = new Set([...containers, ...odd].map(({ id }) => id));
  return {
    ok: true,
    read: {
      engine: engineIn(jsonOf(version), jsonOf(info), containers),
      containers,
      imageOf: readImages(inspected === null || 'code' in inspected ? '' : inspected.stdout),
      asked: names.length === 0 ? null : known,
      missing: names.filter((name) => ![...asked.containers, ...asked.odd].some((one) => one.name === name || one.id.startsWith(name))),
      odd,
      vanished: running.filter(({ id }) => !there.has(id)),
      // Aliases of links stand beside the name, with the other container's name before them.
      names: new Set(listed(all).flatMap(({ name }) => name.split(','))),
    },
  };
}

/** Why an answer cannot be used; some have to be JSON, the others a list. */
function wrongWith(answered: DockerAnswer | DockerError, command: string, json: boolean): DockerError | null {
  if ('code' in answered) return answered;
  if (!answered.ok) return { code: 'docker-failed', reason: reasonIn(answered.stderr) };
  const readable = json ? Object.keys(jsonOf(answered.stdout)).length > 0 : answered.stdout.split('\n').every((line) => line.trim() === '' || LISTED_LINE.test(line));
  return readable ? null : { code: 'docker-unreadable', command };
}

const LISTED_LINE = /^([0-9a-f]{12,64}) (\S*) (\S+)\s*$/;

function listed(stdout: string): Listed[] {
  return stdout.split('\n').flatMap((line): Listed[] => {
    const [, id = '', image = '', name = ''] = LISTED_LINE.exec(line) ?? [];
    return id === '' ? [] : [{ id, image, name }];
  });
}

function distinct(containers: readonly Inspected[]): Inspected[] {
  return [...new Map(containers.map((container) => [container.id, container])).values()];
}

type Inspections = { readonly ok: true; readonly containers: readonly Inspected[]; readonly odd: readonly OddContainer[] };

async function inspectAll(docker: Docker, names: readonly string[]): Promise<Inspections | { readonly ok: false; readonly error: DockerError | InspectError }> {
  const containers: Inspected[] = [];
  const odd: OddContainer[] = [];
  for (let from = 0; from < names.length; from += TOGETHER) {
    const answered = await docker.ask('inspect', '--type', 'container', '--', ...names.slice(from, from + TOGETHER));
    if ('code' in answered) return { ok: false, error: answered };
    // What is not there is told on stderr, the others all the same on stdout.
    if (!/\S/.test(answered.stdout) || /^\s*\[\s*\]\s*$/.test(answered.stdout)) continue;
    const read = readInspected(answered.stdout);
    if (!read.ok) return { ok: false, error: read.error };
    containers.push(...read.containers);
    odd.push(...read.odd);
  }
  return { ok: true, containers, odd };
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
    linuxClient: /^(?:linux)?$/.test(text(record(version['Client'])['Os'])),
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
