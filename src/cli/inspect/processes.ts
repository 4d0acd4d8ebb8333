import { basename } from 'node:path';
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
  const pids = files.names('/proc').filter((name) => /^\d+$/.test(name));
  // With hidepid a user sees his own only, and the first process is somebody else's.
  if (!pids.includes('1') || wordsOf(files, '1') === null) return null;
  const proxies: ProxyProcess[] = [];
  const engines = new Map<number, readonly string[]>();
  for (const pid of pids) {
    const words = wordsOf(files, pid) ?? [];
    if (basename(words[0] ?? '') === 'dockerd') engines.set(Number(pid), words);
    const proxy = words.includes('-container-ip') ? proxyOf(Number(pid), words, textOf(files, `/proc/${pid}/status`)) : null;
    if (proxy !== null) proxies.push(proxy);
  }
  return { proxies, engines };
}

function proxyOf(pid: number, words: readonly string[], status: string | null): ProxyProcess | null {
  const flag = (name: string): string => words[words.indexOf(name) + 1] ?? '';
  if (!words.includes('-host-port') || status === null) return null;
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return {
    pid,
    parent: field('PPid'),
    threads: field('Threads'),
    pageTables: field('VmPTE'),
    hostPort: Number(flag('-host-port')),
    containerIp: flag('-container-ip'),
    containerPort: Number(flag('-container-port')),
    protocol: flag('-proto'),
  };
}

/** What some processes hold. */
export interface Measured {
  readonly processes: number;
  readonly threads: number;
  /** kB of their own memory, of what they share each its part; `null` where only root may know it. */
  readonly own: number | null;
  /** kB of stacks and page tables inside the kernel. */
  readonly kernel: number;
}

/** A kernel stack on every machine that Docker runs on. */
const STACK = 16;

/** Takes the system 20 microseconds for each; what has gone away meanwhile holds nothing. */
export function measure(proxies: readonly ProxyProcess[], files: HostFiles): Measured {
  let own: number | null = 0;
  for (const { pid } of proxies) {
    const rollup = files.read(`/proc/${pid}/smaps_rollup`);
    if (rollup !== null && typeof rollup !== 'string') {
      own = null;
      break;
    }
    own += Number(/^Pss:\s*(\d+)/m.exec(rollup ?? '')?.[1] ?? 0);
  }
  const sum = (value: (proxy: ProxyProcess) => number): number => proxies.reduce((total, proxy) => total + value(proxy), 0);
  const threads = sum((proxy) => proxy.threads);
  return { processes: proxies.length, threads, own, kernel: STACK * threads + sum((proxy) => proxy.pageTables) };
}

function wordsOf(files: HostFiles, pid: string): string[] | null {
  return textOf(files, `/proc/${pid}/cmdline`)?.split('\0') ?? null;
}
