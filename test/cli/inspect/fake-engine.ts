import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostFiles } from '../../../src/cli/inspect/host-files.ts';

/** What one engine answers, and what its host shows of it. */
export interface FakeEngine {
  /** A folder of `engines/`: what a real engine printed. */
  readonly recorded: 'docker-28' | 'docker-20';
  /** Changes to what it says of itself. */
  readonly info?: object;
  readonly version?: object;
  /** In place of the recorded ones. */
  readonly containers?: readonly Json[];
  /** `ps` lists these, too, and nobody can inspect them. */
  readonly gone?: readonly { readonly name: string; readonly image: string }[];
  /** Names that only `ps -a` lists. */
  readonly stopped?: readonly string[];
  /** In place of the recorded ones. */
  readonly images?: readonly Json[];
  /** docker-proxy processes are there, two for each port on every address; `false`: the engine starts none. */
  readonly proxies?: boolean;
  readonly hugePages?: string;
  readonly kernel?: string;
  /** More docker-proxy processes; `parent`: 1, or the program that is given for it. */
  readonly strays?: readonly { readonly parent: number; readonly program?: string; readonly grandparent?: number; readonly path?: string }[];
}

export type Json = Record<string, unknown>;

export interface FakeWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly hostFiles: HostFiles;
  /** The words of every call of docker. */
  readonly calls: () => string[];
}

const recordings = join(import.meta.dirname, 'engines');

export function recorded(engine: FakeEngine['recorded'], name: string): Json {
  return JSON.parse(readFileSync(join(recordings, engine, `${name}.json`), 'utf8')) as Json;
}

const ENGINE = 900;

/** A command `docker` below `directory` that answers as a real engine did, and what the host of such an engine says. */
export function fakeEngine(directory: string, engine: FakeEngine): FakeWorld {
  const answers = join(directory, 'engine');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const info = { ...recorded(engine.recorded, 'info'), ...engine.info };
  const containers = engine.containers ?? ['zlm', 'other'].map((name) => recorded(engine.recorded, name));
  write('engine/info.json', JSON.stringify(info));
  write('engine/version.json', JSON.stringify({ ...recorded(engine.recorded, 'version'), ...engine.version }));
  write('engine/images.json', engine.images === undefined ? readFileSync(join(recordings, engine.recorded, 'images.json'), 'utf8') : JSON.stringify(engine.images));
  const list = (some: readonly Json[]): string => some.map((one) => `${String(one['Id'])} ${imageOf(one)} ${nameOf(one)}\n`).join('');
  write('engine/ps.txt', list(containers.filter(isRunning)) + (engine.gone ?? []).map(({ name, image }) => `${'0'.repeat(64)} ${image} ${name}\n`).join(''));
  write('engine/ps-all.txt', list(containers) + (engine.stopped ?? []).map((name) => `${'1'.repeat(64)} busybox ${name}\n`).join(''));
  for (const one of containers) for (const name of [String(one['Id']), String(one['Id']).slice(0, 12), nameOf(one)]) write(`engine/containers/${name}`, JSON.stringify(one));
  mkdirSync(answers, { recursive: true });
  writeFileSync(join(answers, 'docker'), DOCKER, { mode: 0o755 });
  writeFileSync(join(answers, 'iptables'), '#!/bin/sh\necho "iptables v1.8.9 (nf_tables)"\n', { mode: 0o755 });
  const files = hostOf(info, engine);
  if (engine.proxies !== false) addProxies(files, containers.filter(isRunning), engine);
  for (const one of containers.filter(isRunning)) files.set(`/proc/${pidOf(one)}/cgroup`, `0::/system.slice/docker-${String(one['Id'])}.scope\n`);
  return {
    env: { PATH: `${answers}:/usr/bin:/bin` },
    hostFiles: filesIn(files),
    calls: () => (existsSync(join(answers, 'calls')) ? readFileSync(join(answers, 'calls'), 'utf8').trimEnd().split('\n') : []),
  };
}

function filesIn(files: ReadonlyMap<string, string>): HostFiles {
  const pids = new Set([...files.keys()].map((path) => path.split('/')[2] ?? ''));
  return { read: (path) => files.get(path) ?? null, names: () => [...pids] };
}

const DOCKER = `#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/calls"
case "$1 $2" in
"version "*) cat "$here/version.json" ;;
"info "*) cat "$here/info.json" ;;
"ps -a") cat "$here/ps-all.txt" ;;
"ps "*) cat "$here/ps.txt" ;;
"image inspect") cat "$here/images.json" ;;
"inspect --type")
  shift 4
  code=0 sep='['
  for name in "$@"; do
    if [ -f "$here/containers/$name" ]; then printf '%s' "$sep"; cat "$here/containers/$name"; sep=','
    else echo "Error response from daemon: No such container: $name" >&2; code=1; fi
  done
  [ "$sep" = '[' ] && printf '['
  echo ']'
  exit $code ;;
*) echo "unexpected: $*" >&2; exit 125 ;;
esac
`;

function hostOf(info: Json, { hugePages = 'always [madvise] never', kernel, strays = [] }: FakeEngine): Map<string, string> {
  return new Map([
    ['/proc/sys/kernel/hostname', `${String(info['Name'])}\n`],
    ['/proc/sys/kernel/osrelease', `${kernel ?? String(info['KernelVersion'])}\n`],
    ['/proc/sys/net/ipv6/conf/all/disable_ipv6', '0\n'],
    ['/proc/net/if_inet6', '00000000000000000000000000000001 01 80 10 80       lo\n'],
    ['/proc/meminfo', `MemTotal:       ${Number(info['MemTotal']) / 1024} kB\nMemAvailable:   14680064 kB\nBuffers:          262144 kB\nCached:          6291456 kB\nShmem:            131072 kB\nSReclaimable:     524288 kB\n`],
    ['/sys/kernel/mm/transparent_hugepage/enabled', `${hugePages}\n`],
    ['/proc/1/cmdline', '/sbin/init\0'],
    [`/proc/${ENGINE}/cmdline`, '/usr/bin/dockerd\0-H\0fd://\0'],
    // A kernel thread, and a process that is gone by the time it is looked at.
    ['/proc/2/cmdline', ''],
    ['/proc/3/comm', 'gone\n'],
    ...strays.flatMap(({ parent, program, grandparent = 1 }): [string, string][] => (program === undefined ? [] : [[`/proc/${parent}/cmdline`, `${program}\0`], [`/proc/${parent}/status`, `PPid:\t${grandparent}\n`]])),
  ]);
}

/** kB that one docker-proxy of this engine held where it was measured. */
export const pssOf = { 'docker-28': 1310, 'docker-20': 773 } as const;

function addProxies(files: Map<string, string>, containers: readonly Json[], { recorded, strays = [] }: FakeEngine): void {
  let pid = 10_000;
  const proxy = (words: readonly string[], parent: number, path = '/usr/bin/docker-proxy'): void => {
    files.set(`/proc/${pid}/cmdline`, `${[path, ...words].join('\0')}\0`);
    files.set(`/proc/${pid}/status`, `Name:\tdocker-proxy\nPPid:\t${parent}\nVmPTE:\t     100 kB\nThreads:\t7\n`);
    files.set(`/proc/${pid}/smaps_rollup`, `Rss:                3300 kB\nPss:                ${pssOf[recorded]} kB\n`);
    pid++;
  };
  for (const container of containers) {
    const settings = container['NetworkSettings'] as { Ports?: Record<string, { HostIp: string; HostPort: string }[] | null>; Networks: Record<string, { IPAddress: string }> };
    const [address = { IPAddress: '' }] = Object.values(settings.Networks);
    for (const [port, bindings] of Object.entries(settings.Ports ?? {})) {
      const [number = '', protocol = ''] = port.split('/');
      for (const { HostIp, HostPort } of bindings ?? []) proxy(['-proto', protocol, '-host-ip', HostIp, '-host-port', HostPort, '-container-ip', address.IPAddress, '-container-port', number], ENGINE);
    }
  }
  for (const [index, { parent, path }] of strays.entries()) proxy(['-proto', 'udp', '-host-ip', '0.0.0.0', '-host-port', String(100 + index), '-container-ip', '172.17.0.99', '-container-port', '100'], parent, path);
}

function isRunning(container: Json): boolean {
  return (container['State'] as { Running: boolean }).Running;
}

function pidOf(container: Json): number {
  return (container['State'] as { Pid: number }).Pid;
}

function imageOf(container: Json): string {
  return (container['Config'] as { Image: string }).Image;
}

function nameOf(container: Json): string {
  return String(container['Name']).replace(/^\//, '');
}

/** A container as another: `change` goes over its JSON as text, so that a path or a name changes everywhere. */
export function changed(container: Json, change: (text: string) => string): Json {
  return JSON.parse(change(JSON.stringify(container))) as Json;
}
