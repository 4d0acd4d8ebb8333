import { setTimeout as wait } from 'node:timers/promises';
import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { Holds, InspectedEngine, Leftovers, Unmeasured } from '../../report/inspect-run.ts';
import { answer } from './docker.ts';
import type { EngineAnswer } from './engine.ts';
import { isSameHost, readHugePages, readIpv6, readMemory, saidOfProxy, type HostMemory } from './host-facts.ts';
import { textOf, type HostFiles } from './host-files.ts';
import { isOrphan, measure, pidsIn, readProcesses, type Processes, type ProxyProcess } from './processes.ts';

/** What only the host itself can tell. */
export interface HostRead {
  readonly facts: InspectedEngine;
  /** The engine runs on this host: its files may be read. */
  readonly local: boolean;
  readonly memory: HostMemory | null;
  /** By the id of a container; empty where processes are not seen. */
  readonly measured: ReadonlyMap<string, Holds>;
  /** Why nothing was measured. */
  readonly unmeasured: Exclude<Unmeasured, 'stopped'> | null;
  readonly leftovers: Leftovers | null;
}

/** Looks at the host around an engine; nothing of another host is taken for it. */
export async function readHost(engine: EngineAnswer, containers: readonly Inspected[], env: NodeJS.ProcessEnv, files: HostFiles): Promise<HostRead> {
  const { name, version } = engine;
  const local = isSameHost(files, engine.host) && areHere(containers, files);
  const own = { name, version, userlandProxy: null, firewall: engine.firewall?.startsWith('nftables') === true ? 'nftables' : null, hugePages: null, ipv6: null } as const;
  if (!local) return { facts: own, local, memory: null, measured: new Map(), unmeasured: name !== 'linux' ? 'engine' : engine.linuxClient && hasNoProc(files) ? 'no-proc' : 'elsewhere', leftovers: null };
  const facts: InspectedEngine = { ...own, firewall: own.firewall ?? (await iptablesKind(env)), hugePages: readHugePages(files), ipv6: readIpv6(files) };
  const memory = readMemory(files);
  const processes = readProcesses(files);
  if (name !== 'linux' || processes === null) return { facts, local, memory, measured: new Map(), unmeasured: name === 'linux' ? 'hidden' : 'engine', leftovers: null };
  const owned = proxiesOf(containers, processes.proxies);
  const engines = new Set([...owned.values()].flat().map(({ parent }) => parent));
  const measured = new Map(containers.filter(({ running }) => running).map(({ id }) => [id, measure(owned.get(id) ?? [], files)]));
  return { facts: { ...facts, userlandProxy: userlandProxyOf(containers, owned, processes, files) }, local, memory, measured, unmeasured: null, leftovers: await leftoversOf(owned, processes, engines, files) };
}

/** Where containers run, at least one of their first processes is to be seen, in a cgroup that bears its id. */
function areHere(containers: readonly Inspected[], files: HostFiles): boolean {
  const running = containers.filter(({ running, pid }) => running && pid > 0);
  return running.length === 0 || running.some(({ id, pid }) => id !== '' && textOf(files, `/proc/${pid}/cgroup`)?.includes(id) === true);
}

/** Each process belongs to the container whose address and port it leads to, from a port of the host that the engine says it published. */
function proxiesOf(containers: readonly Inspected[], proxies: readonly ProxyProcess[]): Map<string, ProxyProcess[]> {
  const owners = new Map<string, string>();
  for (const { id, addresses, published } of containers.filter(({ running }) => running)) {
    for (const address of addresses) for (const { container, protocol, host } of published) owners.set(`${address} ${container} ${protocol} ${host}`, id);
  }
  const owned = new Map<string, ProxyProcess[]>();
  for (const proxy of proxies) {
    const id = owners.get(`${proxy.containerIp} ${proxy.containerPort} ${proxy.protocol} ${proxy.hostPort}`);
    if (id === undefined) continue;
    const known = owned.get(id);
    if (known === undefined) owned.set(id, [proxy]);
    else known.push(proxy);
  }
  return owned;
}

function userlandProxyOf(containers: readonly Inspected[], owned: ReadonlyMap<string, readonly ProxyProcess[]>, { engines }: Processes, files: HostFiles): boolean | null {
  if (owned.size > 0) return true;
  if (containers.some(({ running, published, addresses }) => running && published.length > 0 && addresses.length > 0)) return false;
  const [only, another] = [...engines];
  if (only === undefined || another !== undefined) return null;
  return saidOfProxy(only[1], files, only[0]) ?? true;
}

/** An engine that takes thousands of ports away needs more than this for a few of them. */
const MOMENT = 500;

/** What belongs to none of the containers; what goes away in a moment belongs to one that starts or stops. */
async function leftoversOf(owned: ReadonlyMap<string, readonly ProxyProcess[]>, processes: Processes, own: ReadonlySet<number>, files: HostFiles): Promise<Leftovers> {
  const known = new Set([...owned.values()].flat());
  const left = processes.proxies.filter((proxy) => !known.has(proxy));
  const dead = left.filter((proxy) => !own.has(proxy.parent) && isOrphan(proxy, processes, files));
  const lost = await lasting(left.filter(({ parent }) => own.has(parent)), files);
  return { dead: measure(dead, files), pids: dead.map(({ pid }) => pid), lost: measure(lost, files), others: left.length - dead.length - lost.length };
}

/** Those that are still there when nothing was added to or taken from them; otherwise the engine is at work on them. */
async function lasting(proxies: readonly ProxyProcess[], files: HostFiles): Promise<readonly ProxyProcess[]> {
  if (proxies.length === 0) return proxies;
  const parents = new Set(proxies.map(({ parent }) => parent));
  const pidsNow = (): Set<number> => new Set(readProcesses(files)?.proxies.flatMap(({ pid, parent }) => (parents.has(parent) ? [pid] : [])) ?? []);
  const before = pidsNow();
  await wait(MOMENT);
  const after = pidsNow();
  return before.size === after.size && proxies.every(({ pid }) => after.has(pid)) ? proxies : [];
}

function hasNoProc(files: HostFiles): boolean {
  return pidsIn(files).length === 0 && textOf(files, '/proc/sys/kernel/hostname') === null;
}

async function iptablesKind(env: NodeJS.ProcessEnv): Promise<InspectedEngine['firewall']> {
  for (const program of ['iptables', '/usr/sbin/iptables', '/sbin/iptables']) {
    const answered = await answer(program, ['--version'], { env, seconds: 10 });
    if ('code' in answered || !answered.ok) continue;
    return answered.stdout.includes('nf_tables') ? 'iptables-nft' : 'iptables-legacy';
  }
  return null;
}
