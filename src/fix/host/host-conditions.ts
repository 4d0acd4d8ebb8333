import type { Service } from '../../model/deployment.ts';
import type { PublishedPort } from '../../model/port.ts';
import type { Remark, SourceRange } from '../../model/source.ts';
import { endpointTexts, without, type Endpoints } from '../../ports/endpoints.ts';
import { isPool, knownMapping } from '../../ports/published.ts';
import { isUnknown, overlaps, widthOf } from '../../ports/spans.ts';
import { probedPorts } from '../../zlm/host-ports.ts';
import type { Listener } from '../../zlm/listeners.ts';
import { unseenRemarks } from './unseen.ts';
import type { HeldPort, Surroundings } from '../../zlm/surroundings.ts';

/** What the fix itself answers, and so nobody has to judge. */
export interface Answered {
  /** What listens now, and once the fix is made. */
  readonly before: readonly Listener[];
  readonly listeners: readonly Listener[];
  /** Mappings to another number that the fix could not move. */
  readonly unmoved: readonly PublishedPort[];
  /** Why its config.ini cannot be changed, or is not known. */
  readonly config: Remark | null;
  /** Names that the fix could not keep. */
  readonly lost: readonly Remark[];
}

/**
 * Why the files do not prove that whoever reached the service over the bridge still does on the host's network once the fix is made.
 * Nothing yielded: the move is safe on a rootful Linux engine.
 */
export function* hostConditions(service: Service, surroundings: Surroundings, { before, listeners, unmoved, config, lost }: Answered): Generator<Remark> {
  if (service.zlm?.bundled === true) yield { id: 'host.bundled', at: service.image?.at ?? service.at };
  yield* portRemarks(service.ports, unmoved);
  yield* lost;
  const router = service.labels.find(({ name }) => /^(?:traefik|caddy)\b/.test(name));
  if (router !== undefined) yield { id: 'host.labels', data: { label: router.name }, at: router.value.at };
  yield* collisionRemarks(service, surroundings, listeners);
  yield* ownCollisions(service, listeners);
  yield* settingRemarks(service, listeners);
  yield* networkRemarks(service, surroundings);
  if (config !== null) yield config;
  const opened = newlyReachable(service, before, listeners);
  if (opened.length > 0) yield { id: 'host.new-listeners', data: { listeners: endpointTexts(opened) }, at: service.portsAt?.at ?? service.at };
  yield* surroundings.deployment.unread;
  yield* unseenRemarks(service, surroundings);
}

/** With these the deployment is known to break, or breaks by what an image may hold: nobody is asked to judge them, they are told as steps. */
const breaking = new Set([
  'host.shifted-port', 'host.named-by', 'host.names', 'host.names-itself', 'host.linked-by', 'host.own-port', 'host.port-taken', 'host.port-taken-perhaps', 'host.replicas', 'host.user', 'host.sysctls', 'host.static-address', 'host.own-collision',
]);

export function isBreaking({ id }: Remark): boolean {
  return breaking.has(id);
}

/** The host ports that lead to the service today, as far as they are known; where the engine picks them, the container's. */
export function hostEndpoints(service: Service): Endpoints[] {
  return service.ports.flatMap(({ host, container, protocol }) => {
    if (isUnknown(container.value) || isUnknown(protocol.value)) return [];
    const span = host === null || isUnknown(host.value) || host.value.from === 0 || widthOf(host.value) !== widthOf(container.value) ? container.value : host.value;
    return [{ span, protocol: protocol.value.toLowerCase() }];
  });
}

function* portRemarks(ports: readonly PublishedPort[], unmoved: readonly PublishedPort[]): Generator<Remark> {
  const kinds = new Map<string, PublishedPort[]>();
  for (const port of ports) {
    const kind = unmoved.includes(port) ? 'host.shifted-port' : portRemark(port);
    if (kind === null) continue;
    const group = kinds.get(kind);
    if (group === undefined) kinds.set(kind, [port]);
    else group.push(port);
  }
  for (const [id, group] of kinds) {
    yield { id, data: { entries: group.map(({ text }) => text) }, at: (group[0] as PublishedPort).at };
  }
}

/** On the host's network a container port is a host port of the same number, on every address. */
function portRemark(port: PublishedPort): string | null {
  const { hostIp, host, container, protocol } = port;
  if (isUnknown(hostIp.value) || isUnknown(container.value) || isUnknown(protocol.value)) return 'host.unknown-port';
  if (host === null) return 'host.ephemeral-port';
  if (isUnknown(host.value)) return 'host.unknown-port';
  if (host.value.from === 0 && widthOf(host.value) === 1) return 'host.ephemeral-port';
  if (isPool(port)) return 'host.pool';
  return hostIp.value === '' ? null : 'host.bound-address';
}

/** Host ports of listeners that no mapping led to the same listener before: on the host's network they can be reached. */
export function newlyReachable(service: Service, before: readonly Listener[], after: readonly Listener[]): Endpoints[] {
  return after.flatMap((listener) => {
    const same = before.filter(({ key, protocol }) => key === listener.key && protocol === listener.protocol);
    return without([listener], same.flatMap((one) => reachedAt(service, one)));
  });
}

/** Whether some mapping leads to a listener, whatever host port it has. */
export function isReached(service: Service, listener: Listener): boolean {
  return reachedAt(service, listener).length > 0 || service.ports.some(({ container }) => isUnknown(container.value));
}

/** The host ports that lead to a listener today; where the engine picks them, its own. */
function reachedAt({ ports }: Service, { span, protocol }: Listener): Endpoints[] {
  return ports.flatMap((port) => {
    if (isUnknown(port.container.value) || isUnknown(port.protocol.value) || port.protocol.value.toLowerCase() !== protocol) return [];
    const [from, to] = [Math.max(span.from, port.container.value.from), Math.min(span.to, port.container.value.to)];
    if (from > to) return [];
    const known = knownMapping(port);
    const shift = known === null ? 0 : known.host.from - known.container.from;
    return [{ span: { from: from + shift, to: to + shift }, protocol }];
  });
}

/** The mount that the path in the project belongs to. */
export function mountAt(service: Service, path: string | null): SourceRange {
  const mount = service.volumes.find(({ source, files }) => {
    const read = files();
    return path !== null && (source === path || (read.known ? read.files.some((file) => file.path === path) : read.path === path));
  });
  return mount?.at ?? service.image?.at ?? service.at;
}

/** Two listeners of one ZLMediaKit on one port: the second ends it, and one inside the RTP range takes a port from the streams. */
function* ownCollisions({ portsAt, at }: Service, listeners: readonly Listener[]): Generator<Remark> {
  for (const [index, one] of listeners.entries()) {
    const other = listeners.slice(index + 1).find(({ key, protocol, span }) => key !== one.key && protocol === one.protocol && overlaps(span, one.span));
    if (other !== undefined) yield { id: 'host.own-collision', data: { keys: [one.key, other.key], ports: endpointTexts([one]) }, at: portsAt?.at ?? at };
  }
}

/** More services that hold the same ports are not named. */
const MOST_COLLISIONS = 10;

function* collisionRemarks(service: Service, surroundings: Surroundings, listeners: readonly Listener[]): Generator<Remark> {
  const taken = new Map<Service, HeldPort[]>();
  for (const listener of [...listeners, ...probedPorts(listeners)]) {
    for (const held of surroundings.portsMeeting(listener, service)) {
      const known = taken.get(held.service);
      if (known !== undefined) known.push(held);
      else if (taken.size < MOST_COLLISIONS) taken.set(held.service, [held]);
      else break;
    }
  }
  for (const [sibling, held] of taken) {
    const [first] = held.sort((a, b) => a.at.start - b.at.start);
    const id = sibling.disabled ? 'host.port-taken-later' : held.every(({ perhaps }) => perhaps) ? 'host.port-taken-perhaps' : 'host.port-taken';
    yield { id, data: { service: sibling.label, ports: endpointTexts(held) }, at: first?.at ?? sibling.at };
  }
  for (const { sibling, port } of surroundings.unknownPorts) {
    if (sibling !== service) yield { id: 'host.port-unknown', data: { service: sibling.label, entry: port.text }, at: port.at };
  }
}

function* settingRemarks(service: Service, listeners: readonly Listener[]): Generator<Remark> {
  const { replicas, user, settings } = service;
  if (replicas !== null && !(typeof replicas.value === 'number' && replicas.value <= 1)) yield { id: 'host.replicas', at: replicas.at };
  const low = listeners.filter(({ span }) => span.from < 1024);
  if (user !== null && !isRoot(user.value) && low.length > 0) {
    yield { id: 'host.user', data: { user: isUnknown(user.value) ? user.value.unknown : user.value, ports: endpointTexts(low) }, at: user.at };
  }
  const swarm = settings.filter(({ name }) => name.startsWith('deploy.'));
  if (swarm[0] !== undefined) yield { id: 'host.swarm', data: { keys: swarm.map(({ name }) => name) }, at: swarm[0].at };
  const sysctl = settings.find(({ name, value }) => name === 'sysctls' && (isUnknown(value) || value.startsWith('net.')));
  if (sysctl !== undefined) yield { id: 'host.sysctls', data: { name: isUnknown(sysctl.value) ? sysctl.value.unknown : (sysctl.value.split('=')[0] ?? '') }, at: sysctl.at };
  const others: Readonly<Record<string, string>> = { cap_drop: 'host.cap-drop', mac_address: 'host.static-address' };
  const told = new Set<string>();
  for (const { name, at } of settings) {
    const id = others[name];
    if (id === undefined || told.has(id)) continue;
    told.add(id);
    yield { id, data: { address: 'mac_address' }, at };
  }
}

function isRoot(user: string | { unknown: string }): boolean {
  return typeof user === 'string' && /^(?:|0|root)(?::.*)?$/.test(user);
}

function* networkRemarks(service: Service, surroundings: Surroundings): Generator<Remark> {
  for (const { staticAddress, name, at } of service.networks) {
    if (staticAddress !== null) {
      yield { id: 'host.static-address', data: { address: isUnknown(staticAddress.value) ? staticAddress.value.unknown : staticAddress.value }, at: staticAddress.at };
    }
    const settings = surroundings.settingsOf(name);
    if (settings.length > 0) yield { id: 'host.network-settings', data: { network: name, settings }, at };
    if (surroundings.isExternal(name)) yield { id: 'host.external-network', data: { network: name }, at };
  }
  const containerName = service.containerName?.value;
  const shared = [`service:${service.name ?? ''}`, ...(typeof containerName === 'string' ? [`container:${containerName}`] : [])];
  for (const mode of shared) {
    for (const sibling of surroundings.withMode(mode)) {
      yield { id: 'host.shared-network', data: { service: sibling.label, mode }, at: sibling.networkMode?.at ?? sibling.at };
    }
  }
  const unknown = surroundings.withMode(undefined).find((sibling) => sibling !== service);
  if (unknown !== undefined) yield { id: 'host.unknown-mode', data: { service: unknown.label }, at: unknown.networkMode?.at ?? unknown.at };
}
