import type { Deployment } from '../model/deployment.ts';
import { isOnHost } from '../zlm/host-ports.ts';
import { heldPortsOf, surroundingsOf } from '../zlm/surroundings.ts';

/** A service that wants host ports of another and did not before, as two that are moved to the host's network at once; `null` when there is none. */
export function newCollision(before: Deployment, after: Deployment): string | null {
  const known = new Set(collisions(before));
  return collisions(after).find((pair) => !known.has(pair)) ?? null;
}

function collisions(deployment: Deployment): string[] {
  const surroundings = surroundingsOf(deployment);
  return deployment.services.flatMap((service) => {
    if (service.disabled || isOnHost(service, deployment) !== true) return [];
    const others = heldPortsOf(service, deployment).flatMap((own) => [...surroundings.portsMeeting(own, service)].flatMap((held) => (held.service.disabled ? [] : held.service.label)));
    return [...new Set(others)].map((other) => [service.label, other].sort().join(', '));
  });
}
