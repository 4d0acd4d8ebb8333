import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { PortSpan } from '../../src/model/port.ts';
import { networkModeOf } from '../../src/ports/network-mode.ts';
import { knownMapping, type KnownMapping } from '../../src/ports/published.ts';
import { isUnknown, overlaps } from '../../src/ports/spans.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { listenersOf, usedRtpPorts, type Listener } from '../../src/zlm/listeners.ts';
import { rtpRangeOf } from '../../src/zlm/rtp-range.ts';

export const RTP_RANGE = 'rtp_proxy.port_range';

/** Ports of the host behind which ZLMediaKit listens. `hostIp`: `''` for all addresses. */
export interface Reach {
  readonly hostIp: string;
  readonly host: PortSpan;
  readonly inner: PortSpan;
  readonly protocol: string;
  readonly key: string;
  readonly oneToOne: boolean;
}

/** Who takes a connection: a listener of ZLMediaKit by its key, anybody else by the port in the container. */
export interface Answer {
  readonly service: string;
  readonly role: string;
}

/** What a name or an address means to a service. */
export type Destination =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'own'; readonly service: Service }
  /** The machine itself; `address` is the one that is used, `null` for one that is not loopback. */
  | { readonly kind: 'machine'; readonly address: string | null }
  | { readonly kind: 'elsewhere'; readonly address: string };

/** These two take no `listen_ip`. Source: ZLMediaKit server/main.cpp:463-467. */
const ON_ALL_ADDRESSES = /^rtc\.(?:signaling|ice)/;

/** An address that only the machine itself, or the container itself, reaches. */
export function isLoopback(address: string): boolean {
  return /^127\.|^::1$/.test(address);
}

/** Who can reach whom in one deployment. */
export class Network {
  constructor(readonly deployment: Deployment) {}

  service(label: string): Service | undefined {
    return this.deployment.services.find((one) => one.label === label);
  }

  /** The service in whose network another runs: itself, unless it shares. `null` when nobody here has it. */
  owner(service: Service): Service | null {
    let current = service;
    for (let hops = 0; hops < 10; hops++) {
      const [, kind, name] = /^(service|container):(.*)$/.exec(networkModeOf(current) ?? '') ?? [];
      if (kind === undefined) return current;
      const next = this.deployment.services.find((one) => (kind === 'service' ? one.name : one.containerName?.value) === name);
      if (next === undefined) return null;
      current = next;
    }
    return null;
  }

  isOnHost(service: Service): boolean {
    const owner = this.owner(service);
    return owner !== null && networkModeOf(owner) === 'host';
  }

  /** All services in one network namespace. */
  private together(owner: Service): Service[] {
    return this.deployment.services.filter((one) => this.owner(one) === owner);
  }

  /** What ZLMediaKit listens on, with the range that its controller pushes in place of its own. */
  listeners(service: Service): readonly Listener[] {
    const found = listenersOf(service);
    const own = found.known ? found.listeners : found.assumed;
    const pushed = rtpRangeOf(service, this.deployment);
    if (!pushed.known) return own;
    const used = usedRtpPorts(pushed.range);
    return own.flatMap((one) => (one.key !== RTP_RANGE ? [one] : used === null ? [] : [{ ...one, span: used }]));
  }

  mappings(service: Service): KnownMapping[] {
    const mode = networkModeOf(service);
    if (mode === 'host' || mode === 'none' || this.owner(service) !== service) return [];
    return service.ports.flatMap((port) => knownMapping(port) ?? []).map((one) => ({ ...one, hostIp: isEverywhere(one.hostIp) ? '' : one.hostIp }));
  }

  /** From outside the machine's containers: over published ports, or directly in host mode. */
  reaches(service: Service): Reach[] {
    const owner = this.owner(service);
    if (owner === null) return [];
    const listeners = this.listeners(service);
    if (networkModeOf(owner) === 'host') {
      const address = listenAddress(service);
      return listeners.map(({ key, span, protocol, oneToOne }) => ({ hostIp: ON_ALL_ADDRESSES.test(key) ? '' : address, host: span, inner: span, protocol, key, oneToOne }));
    }
    return this.mappings(owner).flatMap(({ hostIp, host, container, protocol }) =>
      listeners.flatMap(({ key, span, protocol: own, oneToOne }): Reach[] => {
        if (own !== protocol || !overlaps(span, container)) return [];
        const inner = { from: Math.max(span.from, container.from), to: Math.min(span.to, container.to) };
        const shift = host.from - container.from;
        return [{ hostIp, host: { from: inner.from + shift, to: inner.to + shift }, inner, protocol, key, oneToOne }];
      }),
    );
  }

  /** Who listens on a port inside a network namespace. */
  inside(service: Service, port: number, protocol: string): Answer | null {
    const owner = this.owner(service) ?? service;
    const members = this.together(owner);
    for (const member of members) {
      if (member.zlm === null) continue;
      const listener = this.listeners(member).find(({ span, protocol: own }) => own === protocol && span.from <= port && port <= span.to);
      if (listener !== undefined) return { service: member.label, role: `${listener.key}/${protocol}` };
    }
    const other = members.find(({ zlm }) => zlm === null || zlm.bundled);
    return other === undefined ? null : { service: other.label, role: `${port}/${protocol}` };
  }

  /** Who answers on a port of the machine; `address` is `null` for one that is not loopback. */
  onMachine(address: string | null, port: number, protocol: string): Answer | null {
    let stranger: Answer | null = null;
    for (const service of this.deployment.services) {
      if (this.owner(service) !== service) continue;
      for (const { hostIp, host, container, protocol: own } of this.mappings(service)) {
        if (own !== protocol || port < host.from || port > host.to || !takes(hostIp, address)) continue;
        return this.inside(service, container.from + port - host.from, protocol);
      }
    }
    for (const service of this.deployment.services) {
      if (!this.isOnHost(service)) continue;
      if (service.zlm === null || service.zlm.bundled) stranger ??= { service: service.label, role: `${port}/${protocol}` };
      if (service.zlm === null) continue;
      const reach = this.reaches(service).find((one) => one.protocol === protocol && one.host.from <= port && port <= one.host.to && takes(one.hostIp, address));
      if (reach !== undefined) return { service: service.label, role: `${reach.key}/${protocol}` };
    }
    return stranger;
  }

  /** What a host means to a service; `null` when it does not resolve. */
  destination(from: Service, host: string): Destination | null {
    const given = extraHost(from, host);
    if (given !== null) return given === 'host-gateway' ? { kind: 'machine', address: null } : this.address(from, given);
    if (host === 'localhost') return this.address(from, '127.0.0.1');
    if (isAddress(host)) return this.address(from, host);
    const owner = this.owner(from);
    if (owner === null || networkModeOf(owner) === 'host') return null;
    const known = this.deployment.services.find((one) => this.namesFor(owner, one).some((name) => name.toLowerCase() === host.toLowerCase()));
    return known === undefined ? null : { kind: 'service', service: known };
  }

  private address(from: Service, address: string): Destination {
    const host = this.isOnHost(from);
    if (isLoopback(address)) return host ? { kind: 'machine', address } : { kind: 'own', service: from };
    const fixed = this.deployment.services.find(({ networks }) => networks.some(({ staticAddress }) => staticAddress?.value === address));
    return fixed === undefined ? { kind: 'elsewhere', address } : { kind: 'service', service: fixed };
  }

  /** The names by which `from` finds `to` on a network that both are in. */
  private namesFor(from: Service, to: Service): string[] {
    const shared = to.networks.filter(({ name }) => from.networks.some((one) => one.name === name));
    if (shared.length === 0) return [];
    const names = [to.name, to.containerName?.value, ...shared.flatMap(({ aliases }) => aliases.map(({ value }) => value))];
    const linked = from.links.flatMap(({ value }) => (typeof value === 'string' && value.split(':')[0] === to.name ? (value.split(':')[1] ?? []) : []));
    return [...names, ...linked].filter((name): name is string => typeof name === 'string');
  }

  /** Who answers at a destination. */
  answer(destination: Destination, port: number, protocol: string): Answer | null {
    if (destination.kind === 'elsewhere') return null;
    if (destination.kind === 'machine') return this.onMachine(destination.address, port, protocol);
    if (destination.kind === 'service' && this.isOnHost(destination.service)) return null;
    return this.inside(destination.service, port, protocol);
  }

  /** Whether some port of a service may answer at a destination, when it is not known which one is meant. */
  mayAnswer(destination: Destination, label: string): boolean {
    if (destination.kind === 'elsewhere') return false;
    if (destination.kind !== 'machine') return destination.service.label === label;
    const service = this.service(label);
    if (service === undefined) return false;
    return this.isOnHost(service) || this.mappings(this.owner(service) ?? service).some(({ hostIp }) => takes(hostIp, destination.address));
  }

  /** Host ports that the services want for themselves; the TURN pool is opened on demand. */
  *claims(): Generator<Claim> {
    for (const service of this.deployment.services) {
      if (service.disabled) continue;
      for (const { hostIp, host, protocol } of this.mappings(service)) yield { who: service.label, what: 'published', hostIp, host, protocol };
      if (service.zlm === null || !this.isOnHost(service)) continue;
      for (const { hostIp, host, protocol, key } of this.reaches(service)) {
        if (key !== 'rtc.port_range') yield { who: service.label, what: key, hostIp, host, protocol };
        // The port behind it has to be free when ZLMediaKit starts. Source: ZLMediaKit src/Rtp/RtpServer.cpp:153.
        if (key === 'rtp_proxy.port' && protocol === 'udp') yield { who: service.label, what: 'rtp_proxy.port + 1', hostIp, host: { from: host.from + 1, to: host.to + 1 }, protocol };
      }
    }
  }
}

export interface Claim {
  readonly who: string;
  readonly what: string;
  readonly hostIp: string;
  readonly host: PortSpan;
  readonly protocol: string;
}

/** What is bound to one address meets what is bound to the other. */
export function meets(one: string, other: string): boolean {
  return one === '' || other === '' || one === other;
}

function takes(hostIp: string, address: string | null): boolean {
  return hostIp === '' || (address !== null && hostIp === address);
}

function isEverywhere(hostIp: string): boolean {
  return hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::';
}

export function isAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

function listenAddress(service: Service): string {
  const config = effectiveConfig(service);
  const written = config.known && config.kind === 'mounted' ? (config.ini.get('general', 'listen_ip')?.value ?? '') : '';
  return isEverywhere(written) ? '' : written;
}

function extraHost({ extraHosts }: Service, host: string): string | null {
  for (const { value } of extraHosts) {
    if (isUnknown(value)) continue;
    const [, name, address] = /^([^:=]+)[:=](.*)$/.exec(value) ?? [];
    if (name?.toLowerCase() === host.toLowerCase()) return address ?? '';
  }
  return null;
}
