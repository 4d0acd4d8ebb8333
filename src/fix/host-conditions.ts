import type { Deployment, Service } from '../model/deployment.ts';
import type { PublishedPort } from '../model/port.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import { endpointTexts, without, type Endpoints } from '../ports/endpoints.ts';
import { networkModeOf } from '../ports/network-mode.ts';
import { isPool } from '../ports/published.ts';
import { isUnknown, overlaps, widthOf } from '../ports/spans.ts';
import { listenersOf, type Listener, type ZlmListeners } from '../zlm/listeners.ts';
import { nameRemarks, unseenRemarks } from './host-names.ts';

/**
 * Why the files do not prove that whoever reached the service over the bridge still does on the host's network.
 * Nothing yielded: the move is safe on a rootful Linux engine.
 */
export function* hostConditions(service: Service, deployment: Deployment): Generator<Remark> {
  const siblings = deployment.services.filter((other) => other !== service);
  const listeners = listenersOf(service);
  if (service.zlm?.bundled === true) yield { id: 'host.bundled', at: service.image?.at ?? service.at };
  yield* portRemarks(service.ports);
  yield* nameRemarks(service, siblings);
  yield* collisionRemarks(siblings, listenersIn(listeners));
  yield* settingRemarks(service, listenersIn(listeners));
  yield* networkRemarks(service, siblings, deployment);
  yield* listenerRemarks(service, listeners);
  yield* unseenRemarks(service, siblings);
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

function mountAt(service: Service, path: string | null): SourceRange {
  const mount = service.volumes.find(({ target }) => typeof target === 'string' && path !== null && (path === target || path.startsWith(`${target.replace(/\/$/, '')}/`)));
  return mount?.at ?? service.image?.at ?? service.at;
}

function* collisionRemarks(siblings: readonly Service[], listeners: readonly Listener[]): Generator<Remark> {
  for (const sibling of siblings) {
    const taken = new Set<string>();
    let at: SourceRange | null = null;
    for (const { protocol, span, at: place } of hostPortsOf(sibling)) {
      const hits = listeners.filter((listener) => listener.protocol === protocol && overlaps(listener.span, span));
      if (hits.length === 0) continue;
      at ??= place;
      for (const text of endpointTexts([{ span, protocol }])) taken.add(text);
    }
    if (at !== null) yield { id: 'host.port-taken', data: { service: sibling.name ?? '', ports: [...taken] }, at };
    const unknown = networkModeOf(sibling) === 'host' ? undefined : sibling.ports.find(({ host }) => host !== null && isUnknown(host.value));
    if (unknown !== undefined) yield { id: 'host.port-unknown', data: { service: sibling.name ?? '', entry: unknown.text }, at: unknown.at };
  }
}

/** Host ports that a sibling holds: what it publishes, or what its own ZLMediaKit listens on in host mode. */
function hostPortsOf(sibling: Service): (Endpoints & { at: SourceRange })[] {
  if (networkModeOf(sibling) === 'host') {
    return sibling.zlm === null ? [] : listenersIn(listenersOf(sibling)).map(({ span, protocol }) => ({ span, protocol, at: sibling.at }));
  }
  return sibling.ports.flatMap(({ host, protocol, at }) => {
    if (host === null || isUnknown(host.value) || isUnknown(protocol.value)) return [];
    return [{ span: host.value, protocol: protocol.value.toLowerCase(), at }];
  });
}

function* settingRemarks(service: Service, listeners: readonly Listener[]): Generator<Remark> {
  const { links, externalLinks, replicas, user, settings } = service;
  const link = links[0] ?? externalLinks[0];
  if (link !== undefined) yield { id: 'host.links', at: link.at };
  if (replicas !== null && !(typeof replicas.value === 'number' && replicas.value <= 1)) yield { id: 'host.replicas', at: replicas.at };
  const low = listeners.filter(({ span }) => span.from < 1024);
  if (user !== null && !isRoot(user.value) && low.length > 0) {
    yield { id: 'host.user', data: { user: isUnknown(user.value) ? user.value.unknown : user.value, ports: endpointTexts(low) }, at: user.at };
  }
  const swarm = settings.filter(({ name }) => name.startsWith('deploy.'));
  if (swarm[0] !== undefined) yield { id: 'host.swarm', data: { keys: swarm.map(({ name }) => name) }, at: swarm[0].at };
  const sysctl = settings.find(({ name, value }) => name === 'sysctls' && (isUnknown(value) || value.startsWith('net.')));
  if (sysctl !== undefined) yield { id: 'host.sysctls', data: { name: isUnknown(sysctl.value) ? sysctl.value.unknown : (sysctl.value.split('=')[0] ?? '') }, at: sysctl.at };
  const others: Readonly<Record<string, string>> = { cap_drop: 'host.cap-drop', mac_address: 'host.static-address', extends: 'host.extends' };
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

function* networkRemarks(service: Service, siblings: readonly Service[], deployment: Deployment): Generator<Remark> {
  for (const attachment of service.networks) {
    const { staticAddress, name, at } = attachment;
    if (staticAddress !== null) {
      yield { id: 'host.static-address', data: { address: isUnknown(staticAddress.value) ? staticAddress.value.unknown : staticAddress.value }, at: staticAddress.at };
    }
    if (deployment.networks.some((network) => network.name === name && network.external)) yield { id: 'host.external-network', data: { network: name }, at };
  }
  const containerName = service.containerName?.value;
  for (const sibling of siblings) {
    const mode = networkModeOf(sibling);
    if (mode === undefined) {
      yield { id: 'host.unknown-mode', data: { service: sibling.name ?? '' }, at: sibling.networkMode?.at ?? sibling.at };
    } else if (mode === `service:${service.name ?? ''}` || (typeof containerName === 'string' && mode === `container:${containerName}`)) {
      yield { id: 'host.shared-network', data: { service: sibling.name ?? '', mode }, at: sibling.networkMode?.at ?? sibling.at };
    }
  }
}
