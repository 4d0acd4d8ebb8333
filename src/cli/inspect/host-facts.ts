import type { HugePages } from '../../cost/model.ts';
import { isRecord } from '../../load/inspect/fields.ts';
import { textOf, type HostFiles } from './host-files.ts';

/** kB; `reclaimable` are buffers and caches, which come back when they are needed. */
export interface HostMemory {
  readonly total: number;
  readonly available: number;
  readonly reclaimable: number;
}

export function readMemory(files: HostFiles): HostMemory | null {
  const text = textOf(files, '/proc/meminfo') ?? '';
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return field('MemTotal') === 0 ? null : { total: field('MemTotal'), available: field('MemAvailable'), reclaimable: field('Buffers') + field('Cached') + field('SReclaimable') - field('Shmem') };
}

export function readHugePages(files: HostFiles): HugePages | null {
  const [, mode = ''] = /\[(\w+)\]/.exec(textOf(files, '/sys/kernel/mm/transparent_hugepage/enabled') ?? '') ?? [];
  return mode === 'always' || mode === 'madvise' || mode === 'never' ? mode : null;
}

/** The engine listens on IPv6, too, where it can listen on ::1. Source: moby libnetwork/netutils IsV6Listenable. */
export function readIpv6(files: HostFiles): boolean {
  return /^0{31}1 /m.test(textOf(files, '/proc/net/if_inet6') ?? '') && textOf(files, '/proc/sys/net/ipv6/conf/all/disable_ipv6')?.trim() !== '1';
}

/** Whether the kernel of this place is the one that the engine says it runs on. */
export function isSameHost(files: HostFiles, { name, kernel, memory }: { readonly name: string; readonly kernel: string; readonly memory: number }): boolean {
  const said = (path: string): string => textOf(files, `/proc/sys/kernel/${path}`)?.trim() ?? '';
  return said('hostname') === name && said('osrelease') === kernel && (readMemory(files)?.total ?? 0) * 1024 === memory;
}

/** What an engine was told of its userland-proxy: on its command line, otherwise in its daemon.json. */
export function saidOfProxy(words: readonly string[], files: HostFiles, pid: number): boolean | null {
  const flag = words.findLast((word) => /^--userland-proxy(?:=|$)/.test(word));
  if (flag !== undefined) return !/=(?:0|f|false)$/i.test(flag);
  const named = valueOf(words, '--config-file');
  const text = textOf(files, named === null ? '/etc/docker/daemon.json' : `/proc/${pid}/root${named}`);
  try {
    const json: unknown = JSON.parse(text ?? '');
    const said = isRecord(json) ? json['userland-proxy'] : null;
    return typeof said === 'boolean' ? said : null;
  } catch {
    return null;
  }
}

function valueOf(words: readonly string[], flag: string): string | null {
  const index = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = words[index];
  return word === undefined ? null : word === flag ? (words[index + 1] ?? null) : word.slice(flag.length + 1);
}
