import { basename } from 'node:path';
import type { Holds } from '../../report/inspect-run.ts';
import { textOf, type HostFiles } from './host-files.ts';

/** A docker-proxy process: it hands what comes to a port of the host on to a container. */
export interface ProxyProcess {
  readonly pid: number;
  readonly parent: number;
  readonly threads: number;
  /** kB of page tables. */
  readonly pageTables: number;
  readonly hostPort: number;
  readonly containerIp: string;
  readonly containerPort: number;
  readonly protocol: string;
}

export interface Processes {
  readonly proxies: readonly ProxyProcess[];
  /** The engines: `dockerd`, with its command line. */
  readonly engines: ReadonlyMap<number, readonly string[]>;
}

/** Every docker-proxy of this host; `null` where there is no /proc, or where it hides what others run. Processes may go away meanwhile. */
export function readProcesses(files: HostFiles): Processes | null {
  const pids = pidsIn(files);
  // With hidepid a user sees his own only, and the first process is somebody else's.
  if (!pids.includes('1') || wordsOf(files, '1') === null) return null;
  const proxies: ProxyProcess[] = [];
  const engines = new Map<number, readonly string[]>();
  for (const pid of pids) {
    const words = wordsOf(files, pid) ?? [];
    const program = basename(words[0] ?? '');
    if (program === 'dockerd') engines.set(Number(pid), words);
    const proxy = program === 'docker-proxy' ? proxyOf(Number(pid), words, textOf(files, `/proc/${pid}/status`)) : null;
    if (proxy !== null) proxies.push(proxy);
  }
  return { proxies, engines };
}

export function pidsIn(files: HostFiles): string[] {
  return files.names('/proc').filter((name) => /^\d+$/.test(name));
}

function proxyOf(pid: number, words: readonly string[], status: string | null): ProxyProcess | null {
  const flag = (name: string): string => words[words.indexOf(name) + 1] ?? '';
  if (!words.includes('-container-ip') || !words.includes('-host-port') || status === null) return null;
  return {
    pid,
    parent: fieldIn(status, 'PPid'),
    threads: fieldIn(status, 'Threads'),
    pageTables: fieldIn(status, 'VmPTE'),
    hostPort: Number(flag('-host-port')),
    containerIp: flag('-container-ip'),
    containerPort: Number(flag('-container-port')),
    protocol: flag('-proto'),
  };
}

function fieldIn(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

/** No chain of parents is longer. */
const MOST_PARENTS = 64;

/** Its engine is gone, and what takes over orphans has taken it over. A rootless engine starts it through another program and is no parent, but lives. */
export function isOrphan({ parent }: ProxyProcess, { engines }: Processes, files: HostFiles): boolean {
  const adopted = parent === 1 || /^(?:systemd|init)$/.test(basename(wordsOf(files, String(parent))?.[0] ?? ''));
  let pid = parent;
  for (let steps = 0; pid > 0 && steps < MOST_PARENTS; steps++) {
    if (engines.has(pid)) return false;
    pid = fieldIn(textOf(files, `/proc/${pid}/status`) ?? '', 'PPid');
  }
  return adopted;
}

/** A kernel stack on every machine that Docker runs on. */
const STACK = 16;

/** Takes the system 20 microseconds for each; what has gone away meanwhile holds nothing. */
export function measure(proxies: readonly ProxyProcess[], files: HostFiles): Holds {
  let own = 0;
  let unknown: Holds['unknown'] = null;
  for (const { pid } of proxies) {
    const rollup = files.read(`/proc/${pid}/smaps_rollup`);
    if (typeof rollup === 'string') own += fieldIn(rollup, 'Pss');
    else if (rollup !== null) unknown = 'root';
    else if (isThere(pid, files)) unknown = 'kernel';
    if (unknown !== null) break;
  }
  const sum = (value: (proxy: ProxyProcess) => number): number => proxies.reduce((total, proxy) => total + value(proxy), 0);
  const threads = sum((proxy) => proxy.threads);
  return { processes: proxies.length, threads, own: unknown === null ? own : null, unknown, kernel: STACK * threads + sum((proxy) => proxy.pageTables) };
}

/** It still runs; what has ended and is not yet collected holds nothing. */
function isThere(pid: number, files: HostFiles): boolean {
  const status = textOf(files, `/proc/${pid}/status`);
  return status !== null && !/^State:\s*[ZX]/m.test(status);
}

function wordsOf(files: HostFiles, pid: string): string[] | null {
  return textOf(files, `/proc/${pid}/cmdline`)?.split('\0') ?? null;
}
