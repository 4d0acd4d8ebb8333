import type { Deployment, Service } from '../model/deployment.ts';
import type { PortSpan, PublishedPort } from '../model/port.ts';
import type { Endpoints } from '../ports/endpoints.ts';
import { isDiscarded } from '../ports/network-mode.ts';
import { isPool } from '../ports/published.ts';
import { isUnknown, overlaps, subtract, union, widthOf } from '../ports/spans.ts';
import { usedRtpPorts, type Listener } from './listeners.ts';
import { sharedNetworkOf } from './shared-network.ts';

/** A published entry of which at least the container's side is known. */
export interface Entry extends Endpoints {
  readonly port: PublishedPort;
  /** `free`: the engine picks a port. `null`: not known. */
  readonly host: PortSpan | 'free' | null;
}

/** What is published of the network that a service runs in. */
export interface PublishedPorts {
  /** The service that publishes: itself, or the one whose network it shares. */
  readonly owner: Service;
  readonly entries: readonly Entry[];
  /** No entry hides which container ports it publishes. */
  readonly complete: boolean;
  /** Nothing but this service listens in the network. */
  readonly alone: boolean;
}

/** `null` where nothing is published for a service (host network) or where it is not known who publishes. */
export function publishedPortsOf(service: Service, deployment: Deployment): PublishedPorts | null {
  const network = sharedNetworkOf(service, deployment);
  if (network === null || isDiscarded(network.owner)) return null;
  const { owner, others } = network;
  const entries = owner.ports.flatMap((port): Entry[] => {
    const { host, container, protocol } = port;
    if (isUnknown(container.value) || isUnknown(protocol.value)) return [];
    return [{ port, span: container.value, protocol: protocol.value.toLowerCase(), host: host === null ? 'free' : isUnknown(host.value) ? null : host.value }];
  });
  return { owner, entries, complete: entries.length === owner.ports.length && owner.publishAll === null, alone: others.length === 0 && service.zlm?.bundled === false };
}

/** Whether an entry leads to the container on other numbers than its own; `false` where that is not known. */
export function isMoved({ port, span, host }: Entry): boolean {
  if (host === null) return false;
  if (host === 'free' || host.from === 0) return true;
  return isPool(port) ? !overlaps(host, span) : host.from !== span.from;
}

/** Entries that publish some of the ports on other numbers, unless all of them are published on their own as well. */
export function movedEntries({ entries }: Pick<PublishedPorts, 'entries'>, { span, protocol }: Endpoints): readonly Entry[] {
  const leading = entries.filter((entry) => entry.protocol === protocol && overlaps(entry.span, span));
  const without = subtract(span, leading.filter((entry) => !isMoved(entry)).map((entry) => entry.span));
  return leading.filter((entry) => isMoved(entry) && without.some((left) => overlaps(left, entry.span)));
}

/** How the ports of an RTP range are published. */
export interface PublishedRtp {
  /** Entries that bring ports of the range to the container, on whatever number of the host. */
  readonly entries: readonly Entry[];
  /** One port for one other port, the ends of a range: a colon for a dash. */
  readonly colons: readonly Entry[];
  /** On other numbers than those that peers are told. */
  readonly moved: readonly Entry[];
  /** What of the range no entry publishes, by protocol; both protocols when nothing is published. */
  readonly missing: readonly Endpoints[];
}

/** Entries for a fixed listener do not count, even where its port lies in the range. */
export function publishedRtp(configured: PortSpan, { entries }: Pick<PublishedPorts, 'entries'>, listeners: readonly Listener[]): PublishedRtp {
  const used = usedRtpPorts(configured) ?? configured;
  const isListener = (span: PortSpan): boolean => listeners.some((listener) => !listener.onDemand && overlaps(listener.span, span));
  const within = (port: number): boolean => configured.from <= port && port <= configured.to;
  const candidates = entries.filter(({ span }) => widthOf(span) > 1 || !isListener(span));
  const colons = new Set(candidates.filter(({ span, host }) => host !== null && host !== 'free' && widthOf(host) === 1 && widthOf(span) === 1 && host.from < span.from && within(host.from) && within(span.from)));
  const leading = candidates.filter((entry) => !colons.has(entry) && overlaps(entry.span, used));
  const beside = candidates.filter(({ span, host }) => host !== null && host !== 'free' && !overlaps(span, used) && widthOf(host) >= RANGE && overlaps(host, used) && !isListener(span));
  const moved = [...PROTOCOLS.flatMap((protocol) => movedEntries({ entries: leading }, { span: used, protocol })), ...beside];
  const missing = PROTOCOLS.flatMap((protocol) => subtract(used, leading.filter((entry) => entry.protocol === protocol).map(({ span }) => span)).map((span) => ({ span, protocol })));
  return { entries: leading, colons: [...colons], moved, missing };
}

const PROTOCOLS = ['tcp', 'udp'] as const;

/** Fewer ports than this side by side are single ports that somebody chose. */
export const RANGE = 10;

/** How many ports the entries publish, whatever the protocol. */
export function widthOfAll(entries: readonly Entry[]): number {
  return union(entries.map(({ span }) => span)).reduce((sum, span) => sum + widthOf(span), 0);
}

/** How many pairs lose their RTP port, the even one, in the protocol that loses most. */
export function unreachablePairs(missing: readonly Endpoints[]): number {
  return Math.max(0, ...PROTOCOLS.map((protocol) => missing.filter((one) => one.protocol === protocol).reduce((sum, { span }) => sum + Math.floor(span.to / 2) - Math.ceil(span.from / 2) + 1, 0)));
}
