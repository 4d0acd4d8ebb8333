import type { Fields } from './fields.ts';

/** One port that was asked for; `host` is as the engine has it: a number, a range of which it picks one, or `''` where it picks any. */
export interface Binding {
  readonly container: number;
  readonly protocol: string;
  readonly ip: string;
  readonly host: string;
}

/** `80/tcp`, as the engine writes a port. */
export function readPort(text: string): { readonly port: number; readonly protocol: string } | null {
  const [, port = '', protocol = 'tcp'] = /^(\d{1,5})(?:\/(\w+))?$/.exec(text) ?? [];
  return port === '' ? null : { port: Number(port), protocol };
}

export function bindingsIn(ports: readonly (readonly [string, readonly Fields[]])[]): Binding[] {
  return ports.flatMap(([key, bindings]) => {
    const port = readPort(key);
    return port === null ? [] : bindings.map((binding): Binding => ({ container: port.port, protocol: port.protocol, ip: binding.text('HostIp'), host: binding.text('HostPort') }));
  });
}

/** Values of `-p` that ask for the same; neighbours that lead to neighbours over the same protocol and address become a range. */
export function publishValues(bindings: readonly Binding[]): string[] {
  const ranges = new Map<string, { readonly first: Binding; last: number }[]>();
  const order = [...bindings].sort((a, b) => a.container - b.container);
  for (const binding of order) {
    const lane = laneOf(binding);
    const known = ranges.get(lane);
    const open = known?.at(-1);
    if (known === undefined) ranges.set(lane, [{ first: binding, last: binding.container }]);
    else if (open !== undefined && binding.container === open.last + 1 && !isPool(binding)) open.last = binding.container;
    else known.push({ first: binding, last: binding.container });
  }
  const all = [...ranges.values()].flat().sort((a, b) => a.first.container - b.first.container || (a.first.protocol < b.first.protocol ? -1 : 1));
  return all.map(({ first, last }) => publishValue(first, last));
}

/** The ports of `80/tcp`, `81/tcp`… as values of `--expose`. */
export function exposeValues(ports: readonly string[]): string[] {
  const lanes = new Map<string, { readonly from: number; to: number }[]>();
  const known = ports.flatMap((text) => readPort(text) ?? []).sort((a, b) => a.port - b.port);
  for (const { port, protocol } of known) {
    const spans = lanes.get(protocol);
    const open = spans?.at(-1);
    if (spans === undefined) lanes.set(protocol, [{ from: port, to: port }]);
    else if (open?.to === port - 1) open.to = port;
    else spans.push({ from: port, to: port });
  }
  return [...lanes].flatMap(([protocol, spans]) => spans.map(({ from, to }) => spanned(from, to) + suffix(protocol)));
}

function isPool({ host }: Binding): boolean {
  return host.includes('-') || host === '0';
}

/** Bindings of one lane that touch can be said as one range. */
function laneOf({ ip, protocol, host, container }: Binding): string {
  return `${ip} ${protocol} ${/^\d+$/.test(host) && Number(host) !== 0 ? Number(host) - container : `=${host}`}`;
}

function publishValue({ ip, host, container, protocol }: Binding, last: number): string {
  const target = spanned(container, last) + suffix(protocol);
  const address = ip === '' ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`;
  if (host === '') return address === '' ? target : `${address}:${target}`;
  const shift = Number(host) - container;
  return `${address}${last === container ? host : spanned(container + shift, last + shift)}:${target}`;
}

function spanned(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function suffix(protocol: string): string {
  return protocol === 'tcp' ? '' : `/${protocol}`;
}
