import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { numberOf } from './processes.mjs';
import { wait } from './start.mjs';

const HUGE_PAGES = '/sys/kernel/mm/transparent_hugepage/enabled';

const read = (path) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

/** `always`, `madvise` or `never`: the word in brackets. A kernel without them is as one with `never`. */
export function hugePagesIn(text) {
  return /\[(\w+)\]/.exec(text ?? '')?.[1] ?? 'never';
}

export const hugePages = () => hugePagesIn(read(HUGE_PAGES));

export function setHugePages(word) {
  const before = hugePages();
  writeFileSync(HUGE_PAGES, word);
  return () => writeFileSync(HUGE_PAGES, before);
}

export function machine() {
  const meminfo = read('/proc/meminfo');
  return {
    kernel: release(),
    system: /^PRETTY_NAME="?([^"\n]*)/m.exec(read('/etc/os-release') ?? '')?.[1] ?? null,
    cpu: cpus()[0]?.model ?? null,
    cores: availableParallelism(),
    memoryMb: Math.round(numberOf(meminfo, 'MemTotal') / 1024),
    hugePages: hugePages(),
    loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
    ephemeralPorts: read('/proc/sys/net/ipv4/ip_local_port_range')?.split(/\s+/).map(Number) ?? null,
  };
}

/** Megabytes of MemAvailable after some rest: the median of five looks. */
export async function settledMemory(rest) {
  await wait(rest);
  const looks = [];
  for (let look = 0; look < 5; look++) {
    looks.push(numberOf(readFileSync('/proc/meminfo', 'utf8'), 'MemAvailable') / 1024);
    await wait(rest / 10);
  }
  return looks.sort((a, b) => a - b)[2];
}

export function limits() {
  return {
    pidMax: Number(read('/proc/sys/kernel/pid_max')),
    threadsMax: Number(read('/proc/sys/kernel/threads-max')),
    /** The second number of `0.10 1/234 5678`. */
    threads: Number(/\/(\d+)/.exec(read('/proc/loadavg') ?? '')?.[1] ?? 0),
    availableMb: numberOf(read('/proc/meminfo'), 'MemAvailable') / 1024,
    hugePages: hugePages(),
  };
}

/** Threads and megabytes of one docker-proxy, generously: more than any that was measured. */
const most = { threads: 8, memory: { always: 7, madvise: 2, never: 2 } };

/** What is missing for so many docker-proxy processes, each with its remedy. */
export function missingFor(processes, { pidMax, threadsMax, threads, availableMb, hugePages }) {
  const needed = processes * most.threads + threads;
  const memory = processes * most.memory[hugePages] + 500;
  const missing = [];
  if (needed > pidMax) missing.push(`${needed} threads, and kernel.pid_max is ${pidMax}: sysctl -w kernel.pid_max=${2 ** Math.ceil(Math.log2(needed))}`);
  if (needed > threadsMax) missing.push(`${needed} threads, and kernel.threads-max is ${threadsMax}: sysctl -w kernel.threads-max=${needed * 2}`);
  if (memory > availableMb) missing.push(`${Math.round(memory)} MB, and ${Math.round(availableMb)} MB are available: a machine with more memory`);
  return missing;
}
