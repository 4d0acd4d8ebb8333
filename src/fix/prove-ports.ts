import type { Deployment } from '../model/deployment.ts';
import type { Endpoints } from '../ports/endpoints.ts';
import { subtract, union } from '../ports/spans.ts';
import { heldPortsOf, surroundingsOf } from '../zlm/surroundings.ts';

/** Two services of which one wants host ports that it did not before, and that the other has or wants as well; `null` when there are none. */
export function newCollision(before: Deployment, after: Deployment): string | null {
  const surroundings = surroundingsOf(after);
  for (const [index, service] of after.services.entries()) {
    const old = before.services[index];
    if (service.disabled || old === undefined) continue;
    for (const fresh of newlyHeld(heldPortsOf(old, before), heldPortsOf(service, after))) {
      for (const held of surroundings.portsMeeting(fresh, service)) {
        if (!held.service.disabled) return [service.label, held.service.label].sort().join(', ');
      }
    }
  }
  return null;
}

function newlyHeld(before: readonly Endpoints[], after: readonly Endpoints[]): Endpoints[] {
  const keyOf = ({ span, protocol }: Endpoints): string => `${protocol} ${span.from}-${span.to}`;
  const had = new Set(before.map(keyOf));
  // Most are held as they were, and there may be thousands of them.
  const others = after.filter((one) => !had.has(keyOf(one)));
  const covered = new Map([...new Set(others.map(({ protocol }) => protocol))].map((protocol) => [protocol, union(before.filter((one) => one.protocol === protocol).map(({ span }) => span))]));
  return others.flatMap(({ span, protocol }) => subtract(span, covered.get(protocol) ?? []).map((part) => ({ span: part, protocol })));
}
