import type { Deployment } from '../model/deployment.ts';
import { networkModeOf } from '../ports/network-mode.ts';
import { listenersOf } from '../zlm/listeners.ts';
import { surroundingsOf } from '../zlm/surroundings.ts';

/** A service that wants host ports of another and did not before, as two that are moved to the host's network at once; `null` when there is none. */
export function newCollision(before: Deployment, after: Deployment): string | null {
  const known = new Set(collisions(before));
  return collisions(after).find((pair) => !known.has(pair)) ?? null;
}

function collisions(deployment: Deployment): string[] {
  const surroundings = surroundingsOf(deployment);
  return deployment.services.flatMap((service) => {
    if (service.zlm === null || service.disabled || networkModeOf(service) !== 'host') return [];
    const listeners = listenersOf(service);
    const own = listeners.known ? listeners.listeners : listeners.assumed;
    const others = own.flatMap((listener) => [...surroundings.portsMeeting(listener, service)].flatMap((held) => (held.service.disabled ? [] : held.service.label)));
    return [...new Set(others)].map((other) => [service.label, other].sort().join(', '));
  });
}
