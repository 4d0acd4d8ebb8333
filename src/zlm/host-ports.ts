import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import type { Deployment, Service } from '../model/deployment.ts';
import type { PortSpan } from '../model/port.ts';
import type { SourceRange } from '../model/source.ts';
import { networkModeOf } from '../ports/network-mode.ts';
import { effectivePorts, knownMapping } from '../ports/published.ts';
import { controllerPorts } from './controller.ts';
import { effectiveConfig } from './effective-config.ts';
import { splitImage, isUpstream } from './image-name.ts';
import { listenersOf, type Listener } from './listeners.ts';
import { valueAt } from './located-ini.ts';
import { networkOwnerOf } from './shared-network.ts';

/** Ports of the host that a service holds from its start. */
export interface HostPort {
  readonly service: Service;
  readonly span: PortSpan;
  readonly protocol: string;
  /** `''`: every address of the host. */
  readonly ip: string;
  /** `since`: a listener that ZLMediaKit has by default in images from then on. */
  readonly how: 'published' | 'listens' | 'since';
  /** The key that says a listener. */
  readonly key: string | null;
  /** How much higher the container port is than the host's. */
  readonly shift: number;
  readonly at: SourceRange;
}

/** Whether a service runs in the host's network, its own or through another service; `null` when that is not known. */
export function isOnHost(service: Service, deployment: Deployment): boolean | null {
  const owner = networkOwnerOf(service, deployment);
  return owner === null ? null : networkModeOf(owner) === 'host';
}

/** What a service holds of the host, as far as it is known: published ports, or what ZLMediaKit or a controller listens on in the host's network. */
export function hostPortsOf(service: Service, deployment: Deployment): HostPort[] {
  const onHost = isOnHost(service, deployment);
  if (onHost === true) return [...listening(service), ...controllerPorts(service, deployment).map(({ port, protocol, at, key }): HostPort => ({ service, span: { from: port, to: port }, protocol, ip: '', how: 'listens', key, shift: 0, at }))];
  if (onHost === null || networkModeOf(service) === 'none') return [];
  return effectivePorts(service.ports).flatMap((port) => {
    const known = knownMapping(port);
    return known === null ? [] : [{ service, span: known.host, protocol: known.protocol, ip: known.hostIp, how: 'published' as const, key: null, shift: known.container.from - known.host.from, at: port.at }];
  });
}

/** What ZLMediaKit in a service opens at start, as ports of the host. */
export function listening(service: Service): HostPort[] {
  if (service.zlm === null) return [];
  const found = listenersOf(service);
  if (!found.known) return [];
  const ip = listenIp(service);
  return [...found.listeners, ...probedPorts(found.listeners)]
    .filter((listener) => !listener.onDemand && mayListen(listener, service))
    .map(({ key, span, protocol, written }): HostPort => {
      const recent = isRecent(key);
      return { service, span, protocol, ip: recent ? '' : ip, how: recent && written === null ? 'since' : 'listens', key, shift: 0, at: written?.at ?? service.networkMode?.at ?? service.at };
    });
}

/** Listeners of 2025-09-20 that are not written are there in upstream's rolling images; what an older image or that of others has is not known. */
export function mayListen({ key, written }: Listener, { image, build }: Service): boolean {
  if (!isRecent(key) || written !== null) return true;
  return build === null && image !== null && isUpstream(image.value) && splitImage(image.value).digest === null;
}

export function isRecent(key: string): boolean {
  return (facts.listeners.find((fact) => fact.key === key)?.since ?? '') >= '2025';
}

/** `general.listen_ip`, which the listeners of 2025-09-20 do not follow. Source: ZLMediaKit server/main.cpp:332,463-467. */
function listenIp(service: Service): string {
  const config = effectiveConfig(service);
  const ip = config.known && config.kind === 'mounted' ? (valueAt(config, 'general.listen_ip')?.value ?? '') : '';
  return ip === '::' ? '' : ip;
}

/** ZLMediaKit opens the udp port behind `rtp_proxy.port` at start, too, and ends when it cannot. Source: RtpServer.cpp:153. */
export function probedPorts(listeners: readonly Listener[]): Listener[] {
  return listeners
    .filter(({ key, protocol }) => key === 'rtp_proxy.port' && protocol === 'udp')
    .map((listener) => ({ ...listener, span: { from: listener.span.to + 1, to: listener.span.to + 1 } }));
}

/** Whether sockets on these addresses get in each other's way. */
export function sameAddress(a: string, b: string): boolean {
  if (a === b || a === '' || b === '') return true;
  if (a === '0.0.0.0' || b === '0.0.0.0') return !a.includes(':') && !b.includes(':');
  return (a === '::' || b === '::') && a.includes(':') && b.includes(':');
}

/** Ports of the host that two services want, or one service twice. */
export interface Collision {
  /** In the order of the file. */
  readonly first: Service;
  readonly second: Service;
  readonly meetings: readonly Meeting[];
}

export interface Meeting {
  readonly span: PortSpan;
  readonly protocol: string;
  readonly a: HostPort;
  readonly b: HostPort;
}

/** More pairs of services than this are a mistake of another kind. */
const MOST_COLLISIONS = 100;
/** More entries than this that hold one port are not compared, so that time does not grow with their square. */
const MOST_OPEN = 200;

/** Pairs among these ports that get in each other's way, each pair of services once. */
export function collisionsAmong(ports: readonly HostPort[], deployment: Deployment): Collision[] {
  const order = new Map(deployment.services.map((service, index) => [service, index]));
  const rank = ({ service }: HostPort): number => order.get(service) ?? 0;
  const found = new Map<number, { first: Service; second: Service; meetings: Meeting[] }>();
  /** Who is in one of the pairs: once there are enough pairs, nobody else need be compared. */
  const involved = new Set<Service>();
  const sorted = [...ports].sort((a, b) => a.span.from - b.span.from || rank(a) - rank(b));
  let open: HostPort[] = [];
  for (const port of sorted) {
    open = open.filter(({ span }) => span.to >= port.span.from);
    const isCompared = found.size < MOST_COLLISIONS || involved.has(port.service);
    for (const other of isCompared ? open : []) {
      if (other.protocol !== port.protocol || !sameAddress(other.ip, port.ip) || isSameMapping(other, port)) continue;
      const [a, b] = rank(other) <= rank(port) ? [other, port] : [port, other];
      const key = rank(a) * order.size + rank(b);
      let known = found.get(key);
      if (known === undefined) {
        if (found.size >= MOST_COLLISIONS) continue;
        found.set(key, (known = { first: a.service, second: b.service, meetings: [] }));
        involved.add(a.service).add(b.service);
      }
      known.meetings.push({ span: { from: port.span.from, to: Math.min(port.span.to, other.span.to) }, protocol: port.protocol, a, b });
    }
    if (open.length < MOST_OPEN) open.push(port);
  }
  return [...found.values()];
}

/** Of one service: a listener beside another is told by `listenersOf`, an entry that says the same again is set up once. */
function isSameMapping(a: HostPort, b: HostPort): boolean {
  return a.service === b.service && (a.how !== 'published' || b.how !== 'published' || (a.ip === b.ip && a.shift === b.shift));
}
