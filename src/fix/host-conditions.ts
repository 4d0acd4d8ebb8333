import type { Service } from '../model/deployment.ts';
import type { PublishedPort } from '../model/port.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import { endpointTexts, without, type Endpoints } from '../ports/endpoints.ts';
import { isPool } from '../ports/published.ts';
import { isUnknown, widthOf } from '../ports/spans.ts';
import { collisionsAmong, hostPortsOf, listening, probedPorts } from '../zlm/host-ports.ts';
import { listenersOf, type Listener, type ZlmListeners } from '../zlm/listeners.ts';
import { nameRemarks, unseenRemarks } from './host-names.ts';
import type { HeldPort, Surroundings } from '../zlm/surroundings.ts';

/**
 * Why the files do not prove that whoever reached the service over the bridge still does on the host's network.
 * Nothing yielded: the move is safe on a rootful Linux engine.
 */
export function* hostConditions(service: Service, surroundings: Surroundings): Generator<Remark> {
  const listeners = listenersOf(service);
  if (service.zlm?.bundled === true) yield { id: 'host.bundled', at: service.image?.at ?? service.at };
  yield* portRemarks(service.ports);
  yield* nameRemarks(service, surroundings);
  yield* collisionRemarks(service, surroundings, listenersIn(listeners));
  yield* settingRemarks(service, listenersIn(listeners));
  yield* networkRemarks(service, surroundings);
  yield* listenerRemarks(service, listeners);
  yield* surroundings.deployment.unread;
  yield* unseenRemarks(service, surroundings);
}

export function listenersIn(listeners: ZlmListeners): readonly Listener[] {
  return listeners.known ? listeners.listeners : listeners.assumed;
}

/** The container ports that are published, as far as they are known. */
export function publishedEndpoints(service: Service): Endpoints[] {
  return service.ports.flatMap(({ container, protocol }) => {
    if (isUnknown(container.value) || isUnknown(protocol.value)) return [];
    return [{ span: container.value, protocol: protocol.value.toLowerCase() }];
  });
}

function* portRemarks(ports: readonly PublishedPort[]): Generator<Remark> {
  const kinds = new Map<string, PublishedPort[]>();
  for (const port of ports) {
    const kind = portRemark(port);
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
  if (hostIp.value !== '') return 'host.bound-address';
  return host.value.from === container.value.from ? null : 'host.shifted-port';
}

function* listenerRemarks(service: Service, listeners: ZlmListeners): Generator<Remark> {
  if (!listeners.known) yield { ...listeners.why, at: mountAt(service, listeners.path) };
  const opened = newlyReachable(service, listeners);
  if (opened.length > 0) yield { id: 'host.new-listeners', data: { listeners: endpointTexts(opened) }, at: service.portsAt?.at ?? service.at };
}

/** ZLMediaKit's listeners that nothing published: on the host's network they can be reached. */
export function newlyReachable(service: Service, listeners: ZlmListeners): Endpoints[] {
  return without(listenersIn(listeners), publishedEndpoints(service));
}

/** The mount that the path in the project belongs to. */
function mountAt(service: Service, path: string | null): SourceRange {
  const mount = service.volumes.find(({ source, files }) => {
    const read = files();
    return path !== null && (source === path || (read.known ? read.files.some((file) => file.path === path) : read.path === path));
  });
  return mount?.at ?? service.image?.at ?? service.at;
}

/** A service that certainly holds a port which this one would open on the host's network: one of the two could not start. */
export function certainCollision(service: Service, surroundings: Surroundings): Remark | null {
  const { deployment } = surroundings;
  if (deployment.form !== 'compose' || service.disabled) return null;
  const own = listening(service).filter(({ how }) => how === 'listens');
  const siblings = new Set(own.flatMap((port) => [...surroundings.portsMeeting(port, service)].map((held) => held.service)));
  for (const sibling of siblings) {
    const held = sibling.disabled ? [] : hostPortsOf(sibling, deployment).filter(({ how }) => how !== 'since');
    const meeting = collisionsAmong([...own, ...held], deployment).find(({ first, second }) => first !== second)?.meetings ?? [];
    const [first] = meeting;
    if (first !== undefined) return { id: 'host.port-taken', data: { service: sibling.label, ports: endpointTexts(meeting) }, at: (first.a.service === sibling ? first.a : first.b).at };
  }
  return null;
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
    yield { id: 'host.port-taken', data: { service: sibling.label, ports: endpointTexts(held) }, at: first?.at ?? sibling.at };
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
