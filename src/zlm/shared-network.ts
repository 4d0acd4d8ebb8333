import type { Deployment, Service } from '../model/deployment.ts';
import { isShared, networkModeOf } from '../ports/network-mode.ts';
import { isUnknown } from '../ports/spans.ts';

/** Whose network a service runs in, and who else does. */
export interface SharedNetwork {
  /** The service whose mode and published ports hold for it: itself, or the one it shares. */
  readonly owner: Service;
  /** Other services that run there, or may. */
  readonly others: readonly Service[];
}

interface Networks {
  readonly owners: ReadonlyMap<Service, Service | null>;
  readonly members: ReadonlyMap<Service | null, readonly Service[]>;
}

const known = new WeakMap<Deployment, Networks>();

/** The service in whose network a service runs; `null` when that is a container that is not at hand, or when it is not known whose it is. */
export function networkOwnerOf(service: Service, deployment: Deployment): Service | null {
  return networksOf(deployment).owners.get(service) ?? null;
}

/** The same with everybody else who runs there. */
export function sharedNetworkOf(service: Service, deployment: Deployment): SharedNetwork | null {
  const networks = networksOf(deployment);
  const owner = networks.owners.get(service) ?? null;
  if (owner === null) return null;
  const members = [...(networks.members.get(owner) ?? []), ...(networks.members.get(null) ?? []).filter((other) => mayJoin(other, owner))];
  return { owner, others: members.filter((other) => other !== service) };
}

function networksOf(deployment: Deployment): Networks {
  const networks = known.get(deployment) ?? readNetworks(deployment);
  known.set(deployment, networks);
  return networks;
}

function readNetworks({ services }: Deployment): Networks {
  const byMode = new Map<string, Service>();
  for (const service of services) {
    if (service.name !== null) byMode.set(`service:${service.name}`, service);
    if (typeof service.containerName?.value === 'string') byMode.set(`container:${service.containerName.value}`, service);
  }
  const owners = new Map<Service, Service | null>();
  const members = new Map<Service | null, Service[]>();
  for (const service of services) {
    const owner = ownerOf(service, byMode, owners);
    const others = members.get(owner);
    if (others === undefined) members.set(owner, [service]);
    else others.push(service);
  }
  return { owners, members };
}

/** Follows the modes to their end, and remembers it for every service on the way. */
function ownerOf(service: Service, byMode: ReadonlyMap<string, Service>, owners: Map<Service, Service | null>): Service | null {
  const way: Service[] = [];
  let owner: Service | null = service;
  while (owner !== null && isShared(owner) && !owners.has(owner)) {
    way.push(owner);
    owners.set(owner, null);
    owner = byMode.get(networkModeOf(owner) ?? '') ?? null;
  }
  if (owner !== null) {
    const end: Service | null = owners.has(owner) ? (owners.get(owner) ?? null) : networkModeOf(owner) === undefined ? null : owner;
    owners.set(owner, end);
    owner = end;
  }
  for (const one of way) owners.set(one, owner);
  return owner;
}

/** Of a service whose network is not known: a mode behind a variable may be any, a container may have the name that Compose gives. */
function mayJoin(other: Service, owner: Service): boolean {
  if (networkModeOf(other) === undefined) return true;
  return networkModeOf(other)?.startsWith('container:') === true && (owner.containerName === null || isUnknown(owner.containerName.value));
}
