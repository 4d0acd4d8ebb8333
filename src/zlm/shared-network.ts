import type { Deployment, Service } from '../model/deployment.ts';
import { networkModeOf } from '../ports/network-mode.ts';
import { isUnknown } from '../ports/spans.ts';

/** Whose network a service runs in, and who else does. */
export interface SharedNetwork {
  /** The service whose mode and published ports hold for it: itself, or the one it shares. */
  readonly owner: Service;
  /** Other services that run there, or may. */
  readonly others: readonly Service[];
}

/** `null` when the network is that of a container that is not at hand, or when it is not known whose it is. */
export function sharedNetworkOf(service: Service, { services }: Deployment): SharedNetwork | null {
  let owner = service;
  for (let steps = 0; ; steps++) {
    const mode = networkModeOf(owner);
    if (mode === undefined || steps > services.length) return null;
    if (mode === null || !/^(?:service|container):/.test(mode)) break;
    const next = services.find((other) => isNamedBy(mode, other));
    if (next === undefined) return null;
    owner = next;
  }
  return { owner, others: services.filter((other) => other !== service && mayShare(other, owner, services)) };
}

function isNamedBy(mode: string, { name, containerName }: Service): boolean {
  const of = mode.slice(mode.indexOf(':') + 1);
  return mode.startsWith('service:') ? name === of : containerName?.value === of;
}

function mayShare(other: Service, owner: Service, services: readonly Service[]): boolean {
  if (other === owner) return true;
  const mode = networkModeOf(other);
  if (mode === undefined) return true;
  if (mode === null || !/^(?:service|container):/.test(mode)) return false;
  if (isNamedBy(mode, owner)) return true;
  const next = services.find((one) => isNamedBy(mode, one));
  // A name that Compose gives, or one behind a variable.
  if (next === undefined) return owner.containerName === null || isUnknown(owner.containerName.value);
  return next !== other && networkModeOf(next) !== null && isNamedBy(networkModeOf(next) ?? '', owner);
}
