/**
 * Compose's merge of ports, networks and the network mode as one can say it in a few lines: what the loader has to come to.
 * Knows nothing of files, YAML and places.
 */

export type Tag = 'override' | 'reset' | null;

export interface Port {
  readonly ip: string;
  /** `null`: the engine picks one. Wider than `container`: it picks one of these. */
  readonly host: readonly [number, number] | null;
  readonly container: readonly [number, number];
  readonly protocol: 'tcp' | 'udp';
  /** `numeric`: the long syntax with `published` as a number. */
  readonly form: 'short' | 'long' | 'numeric';
  /** Only the long syntax can say it. */
  readonly mode: 'host' | null;
}

/** What one place says of a service; `null`: not a word. */
export interface Said {
  readonly ports: { readonly tag: Tag; readonly value: readonly Port[] } | null;
  readonly networks: { readonly tag: Tag; readonly value: readonly string[] } | null;
  readonly mode: { readonly tag: Tag; readonly value: string } | null;
  readonly profiles: readonly string[];
}

export const nothingSaid: Said = { ports: null, networks: null, mode: null, profiles: [] };

/** Ports and networks add up, the mode is replaced; `!override` forgets what was said before, `!reset` also what it says itself. */
export function merged(base: Said, over: Said): Said {
  return {
    ports: added(base.ports, over.ports),
    networks: added(base.networks, over.networks),
    mode: over.mode ?? base.mode,
    profiles: [...base.profiles, ...over.profiles],
  };
}

function added<T>(base: { readonly tag: Tag; readonly value: readonly T[] } | null, over: { readonly tag: Tag; readonly value: readonly T[] } | null): { readonly tag: Tag; readonly value: readonly T[] } | null {
  if (over === null) return base;
  if (over.tag === 'reset') return { tag: 'reset', value: [] };
  if (over.tag === 'override' || base === null) return over;
  return { tag: base.tag === 'reset' ? 'override' : base.tag, value: [...base.value, ...over.value] };
}

/** One port of the long syntax. */
export interface Row {
  readonly target: number;
  readonly published?: string | number;
  readonly protocol: string;
  readonly host_ip?: string;
  readonly mode?: string;
}

/** A range is its ports. */
export function expandedPort({ ip, host, container, protocol, form, mode }: Port): Row[] {
  const rest = { protocol, ...(ip === '' ? {} : { host_ip: ip }), ...(mode === null || form === 'short' ? {} : { mode }) };
  const width = container[1] - container[0];
  if (host !== null && host[1] - host[0] > width) return [{ target: container[0], published: `${host[0]}-${host[1]}`, ...rest }];
  return Array.from({ length: width + 1 }, (_, i) => {
    if (host === null) return { target: container[0] + i, ...rest };
    return { target: container[0] + i, published: form === 'numeric' ? host[0] + i : String(host[0] + i), ...rest };
  });
}

/** Of rows that say the same, the last; a number is not the same as text. */
export function rowsOf(rows: readonly Row[]): Row[] {
  const known = new Map<string, Row>();
  for (const row of rows) known.set(JSON.stringify([row.host_ip ?? '0.0.0.0', row.published ?? '', row.target, row.protocol]), row);
  return [...known.values()];
}
