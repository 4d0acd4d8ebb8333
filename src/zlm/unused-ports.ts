import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import configKeys from '../../rules/_facts/config-keys.json' with { type: 'json' };
import type { Deployment, Service } from '../model/deployment.ts';
import type { PortSpan, PublishedPort } from '../model/port.ts';
import { isDiscarded } from '../ports/network-mode.ts';
import { isUnknown, overlaps, union, widthOf } from '../ports/spans.ts';
import { misplacedConfig } from './config-mistakes.ts';
import { readPort } from './config-values.ts';
import { controllersOf } from './controller.ts';
import { effectiveConfig } from './effective-config.ts';
import { configPathOf, holdsMore, isRolling, isUpstream } from './image-name.ts';
import { listenersOf, type Listener } from './listeners.ts';
import { commandWords, startsOnlyMediaServer } from './media-server-command.ts';
import { rtpRangeOf } from './rtp-range.ts';
import { sharedNetworkOf } from './shared-network.ts';

/** An entry of one container port on which nothing in the container listens. */
export type UnusedPort = { readonly port: PublishedPort; readonly number: number } & (
  /** ZLMediaKit has the number in the other protocol only. */
  | { readonly kind: 'other-protocol'; readonly listener: Listener }
  /** The port of a listener that the config switches off. */
  | { readonly kind: 'off'; readonly key: string }
  /** The port that a listener has by default; here it has another one, which nothing publishes. */
  | { readonly kind: 'moved'; readonly listener: Listener }
  /** It ends in the number of a listener: `8443` for 443. */
  | { readonly kind: 'typo'; readonly listener: Listener }
  | { readonly kind: 'nothing' }
);

/** From here on a program may have ZLMediaKit open any port by the API. */
const STREAM_PORTS = 10_000;

/** The published ports of a service on which surely nothing listens; none where other programs may, or the config is not known. */
export function unusedPorts(service: Service, deployment: Deployment): UnusedPort[] {
  const listeners = listenersOf(service);
  if (!listeners.known || !isAlone(service, deployment) || !hasKnownDefaults(service)) return [];
  const streams = streamPorts(service, deployment);
  const isPublished = publishedAmong(listeners.listeners, service.ports);
  const udp = union(service.ports.flatMap(({ container, protocol }) => (isUnknown(container.value) || isUnknown(protocol.value) || protocol.value.toLowerCase() !== 'udp' ? [] : [container.value])));
  return service.ports.flatMap((port): UnusedPort[] => {
    const { container, protocol } = port;
    if (isUnknown(container.value) || isUnknown(protocol.value) || widthOf(container.value) !== 1) return [];
    const span = container.value;
    const lane = protocol.value.toLowerCase();
    if ((lane !== 'tcp' && lane !== 'udp') || listeners.listeners.some((one) => one.protocol === lane && overlaps(one.span, span))) return [];
    const found = kindOf({ port, number: span.from }, lane, listeners.listeners, isPublished);
    const mayBeStream = streams === null ? span.from >= STREAM_PORTS : streams.some((range) => overlaps(range, span));
    // A single port over both protocols is what one opens for RTP by the API.
    if (found?.kind === 'nothing' && udp.some((one) => overlaps(one, span))) return [];
    return found !== null && (!mayBeStream || found.kind === 'other-protocol' || found.kind === 'off' || found.kind === 'moved') ? [found] : [];
  });
}

/** Only MediaServer runs in the container and in its network, from an image that is known. */
function isAlone(service: Service, deployment: Deployment): boolean {
  const { zlm, image, build } = service;
  if (zlm === null || zlm.bundled || build !== null || image === null || !(isUpstream(image.value) || configPathOf(image.value) !== null)) return false;
  if (isDiscarded(service) || holdsMore(image.value) || !startsOnlyMediaServer(commandWords(service)) || controllersOf(deployment).some(({ rtp }) => rtp.kind === 'own-ports')) return false;
  const shared = sharedNetworkOf(service, deployment);
  return shared !== null && shared.owner === service && shared.others.length === 0;
}

/** A shipped config.ini is known as of today only, and is not what somebody wants who mounts another one elsewhere. */
function hasKnownDefaults(service: Service): boolean {
  const config = effectiveConfig(service);
  return config.known && (config.kind === 'mounted' || (service.image !== null && isRolling(service.image.value) && misplacedConfig(service) === null));
}

/** Where streams may come in or go out without a listener of their own; `null` when nobody can tell. */
function streamPorts(service: Service, deployment: Deployment): readonly PortSpan[] | null {
  const range = rtpRangeOf(service, deployment);
  if (!range.known || controllersOf(deployment).length > 0) return null;
  return [range.range, { from: STREAM_PORTS, to: STREAM_PORTS + 1 }];
}

function kindOf(entry: { port: PublishedPort; number: number }, lane: string, listeners: readonly Listener[], isPublished: (listener: Listener) => boolean): UnusedPort | null {
  const { number } = entry;
  const keys = keysWith(number, lane);
  const moved = listeners.find((one) => keys.includes(one.key) && one.protocol === lane && !isPublished(one));
  if (moved !== undefined) return { ...entry, kind: 'moved', listener: moved };
  const other = listeners.find(({ protocol, span, onDemand }) => !onDemand && protocol !== lane && span.from === number);
  if (other !== undefined) return { ...entry, kind: 'other-protocol', listener: other };
  const off = keys.find((key) => !listeners.some((one) => one.key === key && one.protocol === lane));
  if (off !== undefined) return { ...entry, kind: 'off', key: off };
  if (lane !== 'tcp') return null;
  const similar = listeners.filter(({ protocol, oneToOne, span }) => protocol === lane && !oneToOne && String(number).endsWith(String(span.from)));
  const [listener] = similar.sort((a, b) => Number(isPublished(a)) - Number(isPublished(b)) || b.span.from - a.span.from);
  if (listener !== undefined) return { ...entry, kind: 'typo', listener };
  return number >= STREAM_PORTS ? null : { ...entry, kind: 'nothing' };
}

function publishedAmong(listeners: readonly Listener[], ports: readonly PublishedPort[]): (listener: Listener) => boolean {
  const published = new Set(listeners.filter(({ span, protocol }) => ports.some((one) => reaches(one, span, protocol))));
  return (listener) => published.has(listener);
}

/** In doubt an entry reaches the ports. */
function reaches({ container, protocol }: PublishedPort, span: PortSpan, lane: string): boolean {
  if (isUnknown(container.value) || isUnknown(protocol.value)) return true;
  return protocol.value.toLowerCase() === lane && overlaps(container.value, span);
}

/** Keys of single listeners that have or had the port; that for RTP is left out, as a controller may set it. */
function keysWith(number: number, lane: string): string[] {
  const formerly = configKeys.habits.ports.filter(({ port }) => port === number && lane === 'tcp').map(({ key }) => key);
  const own = facts.listeners.filter(({ key, protocols, onDemand, shipped, compiled }) => {
    return !onDemand && key !== 'rtp_proxy.port' && protocols.includes(lane) && [shipped, compiled].some((value) => readPort(value) === number);
  });
  return [...own.map(({ key }) => key), ...formerly];
}
