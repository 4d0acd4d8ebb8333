import type { Problem } from '../../model/deployment.ts';
import type { PortSpan, PublishedPort } from '../../model/port.ts';
import { mappingText } from '../../ports/published.ts';
import type { Located, Origin, SourceRange, Unknown, WordData } from '../../model/source.ts';
import { isUnknown } from '../../ports/spans.ts';
import { isIpAddress, readPortSpec, shown, type PortSpecResult } from '../port-spec.ts';
import { entry, piecesOf, textOf, type ListValue, type MapValue, type ScalarValue, type Value } from './tree.ts';

export type Complain = (id: string, at: SourceRange, data?: WordData, stage?: Problem['stage']) => void;

/** Which entry of which sequence a published port was written as. */
export interface PortSource {
  readonly list: ListValue;
  readonly index: number;
}

export interface PortsRead {
  readonly ports: readonly PublishedPort[];
  /** Entries that Compose passes on and the engine refuses. */
  readonly refused: readonly PublishedPort[];
  readonly sources: ReadonlyMap<PublishedPort, PortSource>;
}

/** Reads `ports:`; what Compose or the engine would refuse is complained about and left out. */
export function readPorts(value: Value, complain: Complain): PortsRead {
  const sources = new Map<PublishedPort, PortSource>();
  if (value.kind !== 'list') return { ports: [], refused: [], sources };
  for (const list of value.parts) {
    readEntries(list, complain).forEach((port, index) => {
      if (port !== null) sources.set(port, { list, index: list.positions[index] ?? index });
    });
  }
  const ports = [...sources.keys()];
  return { ports: ports.filter((port) => !isRefused(port)), refused: ports.filter(isRefused), sources };
}

/** The entries of a list that stands in one place; `null` for those of which Compose or the engine would refuse more than a number. */
export function readEntries({ items }: ListValue, complain: Complain): (PublishedPort | null)[] {
  return items.map((item) => (item.kind === 'map' ? readLong(item, complain) : readShort(item, complain)));
}

/** Numbers that are no ports; Compose does not look at them in the long syntax. */
function isRefused({ host, container }: PublishedPort): boolean {
  return [host?.value, container.value].some((span) => span !== undefined && !isUnknown(span) && (span.to > LAST_PORT || span.to < span.from || (span === container.value && span.from === 0)));
}

const LAST_PORT = 65535;

function readShort(item: ListValue | ScalarValue, complain: Complain): PublishedPort | null {
  if (item.kind === 'list' || (item.type !== 'string' && item.type !== 'int')) {
    complain('bad-port-type', item.at, { text: item.kind === 'list' ? '[…]' : item.type === 'null' ? 'null' : shown(item.text) });
    return null;
  }
  const spec = readPortSpec(piecesOf(item));
  if (!spec.ok) {
    complain(`bad-port-${spec.code}`, item.at, { text: shown(item.text), ...spec.data });
    return null;
  }
  const text = shown(item.text);
  return published(spec, item, { variable: item.interpolated, numeric: false, mode: null, text, protocolWritten: text.includes('/') });
}

/** The long syntax: one target, and a `published` that may be a range of which the engine picks one port. */
function readLong(item: MapValue, complain: Complain): PublishedPort | null {
  const target = entry(item, 'target');
  if (target === undefined || (target.kind === 'scalar' && target.type === 'null')) {
    complain('port-without-target', item.at);
    return null;
  }
  const publishedValue = entry(item, 'published');
  const container = longSpan(target, false, complain);
  const host = publishedValue === undefined || textOf(publishedValue)?.value === '' ? null : longSpan(publishedValue, true, complain);
  if (container === 'bad' || host === 'bad') return null;
  const variable = [...item.pairs.values()].some(({ value }) => value.kind === 'scalar' && value.interpolated);
  const protocol = textOf(entry(item, 'protocol'))?.value ?? 'tcp';
  const address = entry(item, 'host_ip');
  const hostIp = textOf(address)?.value ?? '';
  if (address?.kind === 'scalar' && address.type === 'string' && typeof hostIp === 'string' && !isIpAddress(hostIp)) {
    complain('bad-port-bad-ip', address.at, { text: hostIp, part: hostIp });
    return null;
  }
  if (typeof protocol === 'string' && !['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) complain('protocol-not-started', item.at, { text: protocol }, 'engine');
  const mode = textOf(entry(item, 'mode'))?.value;
  const spec = { ok: true, hostIp, host, container, protocol } as const;
  const numeric = publishedValue?.kind === 'scalar' && publishedValue.type === 'int';
  const written = { variable, numeric, mode: typeof mode === 'string' ? mode : null, text: longText(spec), protocolWritten: item.pairs.has('protocol') };
  return published(spec, item, written);
}

/** Docker Compose hands `published` on to the engine unchecked, which refuses what is not a port or a range. */
function longSpan(value: Value, range: boolean, complain: Complain): PortSpan | Unknown | 'bad' {
  const { at } = value;
  const text = numberText(value, range);
  if (text === null) {
    complain('bad-port-type', at, { text: value.kind !== 'scalar' || value.type === 'null' ? 'null' : shown(value.text) });
    return 'bad';
  }
  if (typeof text !== 'string') return text;
  const match = (range ? /^(\d+)(?:-(\d+))?$/ : /^\+?(\d+)$/).exec(text);
  if (match === null) {
    complain('bad-port-bad-port', at, { text, part: text }, range ? 'engine' : 'compose');
    return 'bad';
  }
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  if (!range && from === 0) complain('port-without-target', at, {}, 'engine');
  else if (to > LAST_PORT || from > LAST_PORT) complain('bad-port-out-of-range', at, { text, part: text }, isBeyond(value, range) ? 'compose' : 'engine');
  else if (to < from) complain('bad-port-reversed', at, { text, part: text }, 'engine');
  return { from, to };
}

/** A number as text. Go reads 080 and 1e2 as fractions that are whole, which only the `target` may be; `null` for what is no number. */
function numberText(value: Value, range: boolean): string | Unknown | null {
  if (value.kind !== 'scalar') return null;
  if (value.type === 'string' || value.type === 'int') return value.text;
  const number = value.type === 'float' && typeof value.text === 'string' ? Number(value.text.replaceAll('_', '')) : NaN;
  return Number.isInteger(number) && !range ? String(number + 0) : null;
}

/** More than Go has room for where Compose puts it. */
function isBeyond(value: Value, range: boolean): boolean {
  if (value.kind !== 'scalar' || typeof value.text !== 'string' || (value.type === 'int') !== range) return false;
  return value.type !== 'float' && BigInt(value.text) > LARGEST;
}

const LARGEST = 2n ** 63n - 1n;

interface Written {
  readonly variable: boolean;
  readonly numeric: boolean;
  readonly mode: string | null;
  readonly text: string;
  readonly protocolWritten: boolean;
}

function published(spec: Extract<PortSpecResult, { ok: true }>, { at, derived }: Value, { variable, numeric, mode, text, protocolWritten }: Written): PublishedPort {
  const origin: Origin = derived || variable ? 'derived' : 'written';
  const located = <T>(value: T, written = true): Located<T> => ({ value, at, origin: written ? origin : 'implied' });
  return {
    at,
    origin,
    variable,
    numeric,
    text,
    hostIp: located(spec.hostIp, spec.hostIp !== ''),
    host: spec.host === null ? null : located(spec.host),
    container: located(spec.container),
    protocol: located(spec.protocol, protocolWritten),
    mode,
  };
}

function longText({ hostIp, host, container, protocol }: Extract<PortSpecResult, { ok: true }>): string {
  if (typeof hostIp === 'string' && typeof protocol === 'string' && host !== null && 'from' in host && 'from' in container) {
    return mappingText({ hostIp, host, container, protocol });
  }
  const suffix = protocol === 'tcp' ? '' : `/${shown(protocol)}`;
  return `${host === null ? '' : `${spanText(host)}:`}${spanText(container)}${suffix}`;
}

function spanText(span: PortSpan | Unknown): string {
  if ('unknown' in span) return span.unknown;
  return span.from === span.to ? String(span.from) : `${span.from}-${span.to}`;
}
