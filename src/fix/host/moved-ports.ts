import type { Service } from '../../model/deployment.ts';
import type { PublishedPort } from '../../model/port.ts';
import { knownMapping } from '../../ports/published.ts';
import { overlaps, widthOf } from '../../ports/spans.ts';
import type { Listener } from '../../zlm/listeners.ts';

/** What has to become of listeners so that clients keep the host ports they use now. */
export interface MovedPorts {
  /** The port that a key of config.ini is to say. */
  readonly values: ReadonlyMap<string, string>;
  /** Mappings to another number that no key can answer. */
  readonly unmoved: readonly PublishedPort[];
}

/**
 * On the host's network a listener is reached by its own number: one that was published on another has to move there.
 * A key that is published on two numbers, or a mapping of several ports, cannot move.
 */
export function movedPorts(service: Service, listeners: readonly Listener[]): MovedPorts {
  const wanted = new Map<string, Set<number>>();
  const asking = new Map<string, PublishedPort[]>();
  const unmoved: PublishedPort[] = [];
  for (const port of service.ports) {
    const known = knownMapping(port);
    if (known === null) continue;
    const { host, container, protocol } = known;
    const reached = listeners.filter((one) => one.protocol === protocol && overlaps(one.span, container));
    if (host.from === container.from) {
      for (const { key, span } of reached) if (widthOf(span) === 1) add(wanted, key, span.from);
      continue;
    }
    const [only, ...others] = reached;
    if (only === undefined) continue;
    if (others.length > 0 || widthOf(only.span) > 1 || widthOf(container) > 1) unmoved.push(port);
    else {
      add(wanted, only.key, host.from);
      asking.set(only.key, [...(asking.get(only.key) ?? []), port]);
    }
  }
  const values = new Map<string, string>();
  for (const [key, ports] of asking) {
    const [number, ...others] = wanted.get(key) ?? [];
    if (number === undefined || others.length > 0) unmoved.push(...ports);
    else values.set(key, String(number));
  }
  return { values, unmoved };
}

function add(wanted: Map<string, Set<number>>, key: string, port: number): void {
  const known = wanted.get(key);
  if (known === undefined) wanted.set(key, new Set([port]));
  else known.add(port);
}
