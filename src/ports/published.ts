import type { PortMapping, PortSpan, PublishedPort } from '../model/port.ts';
import { isUnknown, PortSet, spanText, union, widthOf } from './spans.ts';

/** A published port of which everything is known and whose host ports stand one for one for its container ports. */
export interface KnownMapping extends PortMapping {
  readonly port: PublishedPort;
}

/** `null` when something is unknown, the host port is left to the engine, or the host span is a pool for one container port. */
export function knownMapping(port: PublishedPort): KnownMapping | null {
  const { hostIp, host, container, protocol } = port;
  if (host === null || isUnknown(hostIp.value) || isUnknown(host.value) || isUnknown(container.value) || isUnknown(protocol.value)) return null;
  if (host.value.from === 0 || widthOf(host.value) !== widthOf(container.value)) return null;
  return { port, hostIp: hostIp.value, host: host.value, container: container.value, protocol: protocol.value.toLowerCase() };
}

/** A host span for one container port: the engine binds one port of it. */
export function isPool(port: PublishedPort): boolean {
  const { host, container } = port;
  return host !== null && !isUnknown(host.value) && !isUnknown(container.value) && widthOf(host.value) > widthOf(container.value);
}

export interface PairCount {
  /** Ports times protocols that the engine sets up, each counted once. */
  readonly pairs: number;
  /** Pairs bound to an address of one family: one docker-proxy each instead of two. */
  readonly oneFamily: number;
  /** Those of them bound to an IPv6 address, and to one in 127.0.0.0/8. */
  readonly ipv6: number;
  readonly loopback: number;
  /** Those on an address that is not known, which may be of one family. */
  readonly anywhere: number;
  /** Some mapping's width is unknown: there are at least this many. */
  readonly atLeast: boolean;
}

/** Counts port-protocol pairs; Docker Compose sets up a mapping that is listed twice once. */
export function countPairs(ports: readonly PublishedPort[]): PairCount {
  const found = counted.get(ports) ?? count(ports);
  counted.set(ports, found);
  return found;
}

/** Rules, fixes and reports ask again and again. */
const counted = new WeakMap<readonly PublishedPort[], PairCount>();

function count(ports: readonly PublishedPort[]): PairCount {
  const lanes = new Map<string, { spans: PortSpan[]; hostIp: string }>();
  const count = { pairs: 0, oneFamily: 0, ipv6: 0, loopback: 0, anywhere: 0, atLeast: false };
  const add = (width: number, hostIp: string | null): void => {
    count.pairs += width;
    if (hostIp === null) {
      count.anywhere += width;
      return;
    }
    if (isOneFamily(hostIp)) count.oneFamily += width;
    if (hostIp.includes(':')) count.ipv6 += width;
    if (hostIp.startsWith('127.')) count.loopback += width;
  };
  for (const port of ports) {
    const known = knownMapping(port);
    if (known !== null) {
      const lane = laneOf(known);
      const entry = lanes.get(lane);
      if (entry === undefined) lanes.set(lane, { spans: [known.host], hostIp: known.hostIp });
      else entry.spans.push(known.host);
      continue;
    }
    const width = widthOfUnknown(port);
    if (width === null) count.atLeast = true;
    else add(width, isUnknown(port.hostIp.value) ? null : port.hostIp.value);
  }
  for (const { spans, hostIp } of lanes.values()) add(union(spans).reduce((sum, span) => sum + widthOf(span), 0), hostIp);
  return count;
}

function widthOfUnknown(port: PublishedPort): number | null {
  if (!isUnknown(port.container.value)) return widthOf(port.container.value);
  return port.host === null || isUnknown(port.host.value) ? null : widthOf(port.host.value);
}

/** Any given address is of one family, `0.0.0.0` and `::` included; without one the engine binds both. */
export function isOneFamily(hostIp: string): boolean {
  return hostIp !== '';
}

/** Mappings that can be said together: same address, same protocol, same shift between host and container. */
function laneOf({ hostIp, host, container, protocol }: PortMapping): string {
  return `${hostIp} ${protocol} ${container.from - host.from}`;
}

export interface MappingGroup {
  readonly members: readonly KnownMapping[];
  readonly into: PortMapping;
}

/** Groups of two or more mappings that touch or overlap, so that one mapping would say the same; a variable may be set to another port. */
export function mergeableGroups(ports: readonly PublishedPort[]): MappingGroup[] {
  const lanes = new Map<string, KnownMapping[]>();
  for (const port of ports) {
    const known = knownMapping(port);
    if (known === null || port.variable || port.mode === 'host') continue;
    // What is written in two files cannot become one entry.
    const key = `${port.at.file} ${laneOf(known)}`;
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, [known]);
    else lane.push(known);
  }
  const groups: MappingGroup[] = [];
  for (const lane of lanes.values()) {
    const sorted = lane.sort((a, b) => a.host.from - b.host.from || a.host.to - b.host.to);
    let members: KnownMapping[] = [];
    let end = -1;
    const close = (): void => {
      const first = members[0];
      if (first !== undefined && members.length > 1) groups.push({ members: inFileOrder(members), into: spanning(first, end) });
      members = [];
    };
    for (const mapping of sorted) {
      if (members.length > 0 && mapping.host.from > end + 1) close();
      end = members.length === 0 ? mapping.host.to : Math.max(end, mapping.host.to);
      members.push(mapping);
    }
    close();
  }
  return groups.sort((a, b) => firstAt(a) - firstAt(b));
}

function spanning(first: KnownMapping, end: number): PortMapping {
  const shift = first.container.from - first.host.from;
  return {
    hostIp: first.hostIp,
    protocol: first.protocol,
    host: { from: first.host.from, to: end },
    container: { from: first.container.from, to: end + shift },
  };
}

function inFileOrder(members: readonly KnownMapping[]): KnownMapping[] {
  return [...members].sort((a, b) => a.port.at.start - b.port.at.start);
}

function firstAt(group: MappingGroup): number {
  return group.members[0]?.port.at.start ?? 0;
}

/** `8080:80`, `[::1]:30000-30500:30000-30500/udp`: the mapping as Docker's short syntax writes it. */
export function mappingText({ hostIp, host, container, protocol }: PortMapping): string {
  const address = hostIp === '' ? '' : hostIp.includes(':') ? `[${hostIp}]:` : `${hostIp}:`;
  return `${address}${spanText(host)}:${spanText(container)}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

/** The ports as text that is equal when the engine would set up the same, however they are written. */
export function canonicalPorts(ports: readonly PublishedPort[]): string {
  const lanes = new Map<string, PortSpan[]>();
  const others: string[] = [];
  for (const port of ports) {
    const known = knownMapping(port);
    if (known === null) {
      const { hostIp, host, container, protocol } = port;
      others.push(JSON.stringify([hostIp.value, host?.value ?? null, container.value, protocol.value, port.mode]));
      continue;
    }
    const lane = `${laneOf(known)} ${port.mode ?? 'ingress'}`;
    const spans = lanes.get(lane);
    if (spans === undefined) lanes.set(lane, [known.host]);
    else spans.push(known.host);
  }
  const rows = [...lanes].map(([lane, spans]) => `${lane} ${union(spans).map(spanText).join(',')}`);
  return [...rows.sort(), ...others.sort()].join('\n');
}

/** The entries as Docker Compose sets them up: of what is said twice the last counts, as in its merge. */
export function effectivePorts(ports: readonly PublishedPort[]): PublishedPort[] {
  const covered = new Map<string, PortSet>();
  const backwards = [...ports].reverse().map((port) => {
    const { hostIp, host, container, protocol } = port;
    if (isUnknown(hostIp.value) || isUnknown(container.value) || isUnknown(protocol.value) || isUnknown(host?.value)) return [port];
    const shift = host === null ? 'free' : isPool(port) ? spanText(host.value) : String(container.value.from - host.value.from);
    const key = `${hostIp.value === '0.0.0.0' ? '' : hostIp.value} ${protocol.value.toLowerCase()} ${shift} ${port.numeric}`;
    const known = covered.get(key) ?? new PortSet();
    covered.set(key, known);
    return known.add(container.value).map((span) => (widthOf(span) === widthOf(container.value as PortSpan) ? port : part(port, span)));
  });
  return backwards.reverse().flat();
}

function part(port: PublishedPort, span: PortSpan): PublishedPort {
  const { host, container } = port;
  if (host === null || isUnknown(host.value) || isUnknown(container.value)) return { ...port, container: { ...container, value: span } };
  const shift = host.value.from - container.value.from;
  return { ...port, container: { ...container, value: span }, host: { ...host, value: { from: span.from + shift, to: span.to + shift } } };
}
