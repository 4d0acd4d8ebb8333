import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Kilobytes of kernel stack of one thread on 64-bit Linux. */
const STACK = 16;

/** What /proc says, or '' of a process that has ended meanwhile. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The number behind `key:` in status, smaps_rollup or meminfo; kilobytes where there is a unit. */
export function numberOf(text, key) {
  return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

/** What a docker-proxy forwards, from its command line; `null` for any other process. */
export function readProxy(cmdline) {
  const [program = '', ...args] = cmdline.split('\0');
  if (!/(?:^|\/)docker-proxy[^/]*$/.test(program)) return null;
  const of = (name) => args[args.indexOf(name) + 1] ?? '';
  return { protocol: of('-proto'), hostIp: of('-host-ip'), hostPort: Number(of('-host-port')), containerIp: of('-container-ip') };
}

function* processes() {
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) yield Number(name);
}

/** The docker-proxy processes that this engine started for these addresses: other engines use the same addresses. */
export function proxiesOf(enginePid, addresses) {
  const found = [];
  for (const pid of processes()) {
    const proxy = readProxy(read(`/proc/${pid}/cmdline`));
    if (proxy === null || !addresses.has(proxy.containerIp)) continue;
    if (numberOf(read(`/proc/${pid}/status`), 'PPid') === enginePid) found.push({ pid, ...proxy });
  }
  return found;
}

/** Kilobytes and threads of these processes together. */
export function memoryOf(pids) {
  const sum = { pss: 0, rss: 0, kernel: 0, threads: 0 };
  for (const pid of pids) {
    const status = read(`/proc/${pid}/status`);
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    const threads = numberOf(status, 'Threads');
    sum.pss += numberOf(rollup, 'Pss');
    sum.rss += numberOf(rollup, 'Rss');
    sum.kernel += threads * STACK + numberOf(status, 'VmPTE');
    sum.threads += threads;
  }
  return sum;
}

/** A process and all below it. */
export function familyOf(pid) {
  const children = new Map();
  for (const one of processes()) {
    const parent = numberOf(read(`/proc/${one}/status`), 'PPid');
    children.set(parent, [...(children.get(parent) ?? []), one]);
  }
  const family = [pid];
  for (const one of family) family.push(...(children.get(one) ?? []));
  return family;
}

/** Who listens on a socket of the file system. A systemd that opened it for the engine is not meant. */
export function listenerOf(path) {
  const inodes = new Set(socketInodes(read('/proc/net/unix'), path));
  for (const pid of processes()) {
    if (pid === 1 || inodes.size === 0) continue;
    if (filesOf(pid).some((file) => inodes.has(file))) return pid;
  }
  return null;
}

/** What the open files of a process are; a busy one closes some meanwhile. */
function filesOf(pid) {
  const ending = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return ending(() => readdirSync(`/proc/${pid}/fd`), []).map((name) => ending(() => readlinkSync(`/proc/${pid}/fd/${name}`), ''));
}

/** The listening sockets of this path, as /proc/PID/fd names them. */
export function socketInodes(text, path) {
  const rows = text.split('\n').map((line) => line.trim().split(/\s+/));
  // 00010000: it accepts connections.
  return rows.filter((row) => row[7] === path && row[3] === '00010000').map((row) => `socket:[${row[6]}]`);
}

/** Ports that something holds: tcp that listens, any udp. From /proc/net/{tcp,udp}, each with its twin of IPv6. */
export function heldPorts(tcp, udp) {
  const held = new Map();
  for (const [protocol, text] of [['tcp', tcp], ['udp', udp]]) {
    for (const line of text.split('\n')) {
      const [, local, , state] = line.trim().split(/\s+/);
      if (!/^[0-9A-F]+:[0-9A-F]{4}$/.test(local ?? '') || (protocol === 'tcp' && state !== '0A')) continue;
      const port = parseInt(local.split(':')[1], 16);
      held.set(`${port}/${protocol}`, port);
    }
  }
  return held;
}

export function readHeldPorts() {
  return heldPorts(read('/proc/net/tcp') + read('/proc/net/tcp6'), read('/proc/net/udp') + read('/proc/net/udp6'));
}

/** Seconds of all processors that were not idle, from /proc/stat. */
export function busySeconds(text = read('/proc/stat')) {
  const [user, nice, system, , , irq, softirq, steal = 0] = text.split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) / 100;
}

/** Seconds of processor time that one process has used. */
export function processSeconds(pid) {
  const [user = 0, system = 0] = read(`/proc/${pid}/stat`).replace(/^.*\)/s, '').trim().split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}
