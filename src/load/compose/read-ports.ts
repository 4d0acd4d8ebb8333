import type { PortSpan, PublishedPort } from '../../model/port.ts';
import { mappingText } from '../../ports/published.ts';
import type { Located, Origin, SourceRange, Unknown, WordData } from '../../model/source.ts';
import { isUnknown } from '../../ports/spans.ts';
import { isIpAddress, readPortSpec, type PortSpecResult } from '../port-spec.ts';
import { entry, textOf, type ListValue, type MapValue, type ScalarValue, type Value } from './tree.ts';

export type Complain = (id: string, at: SourceRange, data?: WordData, stage?: 'compose' | 'engine') => void;

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
  if (value.kind !== 'list') {
    complain('ports-not-a-list', value.at);
    return { ports: [], refused: [], sources };
  }
  for (const list of value.parts) {
    list.items.forEach((item, index) => {
      const port = item.kind === 'map' ? readLong(item, complain) : readShort(item, complain);
      if (port !== null) sources.set(port, { list, index: list.positions[index] ?? index });
    });
  }
  const ports = [...sources.keys()];
  return { ports: ports.filter((port) => !isRefused(port)), refused: ports.filter(isRefused), sources };
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
  const spec = readPortSpec(item.pieces);
  if (!spec.ok) {
    complain(`bad-port-${spec.code}`, item.at, { text: shown(item.text), ...spec.data });
    return null;
  }
  const text = shown(item.text);
  return published(spec, item, { variable: item.interpolated, numeric: false, mode: null, text, protocolWritten: text.includes('/') });
}

/** The long syntax: one target, and a `published` that may be a range of which the engine picks one port. */
function readLong(item: MapValue, complain: Complain): PublishedPort | null {
  for (const [key, pair] of item.pairs) {
    if (!longKeys.has(key) && !key.startsWith('x-')) complain('unknown-port-key', pair.keyAt, { key });
  }
  const target = entry(item, 'target');
  const targetText = textOf(target);
  if (target === undefined || targetText === undefined) {
    complain('port-without-target', item.at);
    return null;
  }
  const publishedValue = entry(item, 'published');
  const publishedText = textOf(publishedValue);
  for (const value of [target, publishedValue]) {
    if (value === undefined || (value.kind === 'scalar' && (value.type === 'string' || value.type === 'int'))) continue;
    complain('bad-port-type', value.at, { text: value.kind === 'scalar' && value.type !== 'null' ? shown(value.text) : 'null' });
    return null;
  }
  const container = longSpan(targetText.value, false, targetText.at, complain);
  const host = publishedText === undefined || publishedText.value === '' ? null : longSpan(publishedText.value, true, publishedText.at, complain);
  if (container === 'bad' || host === 'bad') return null;
  const variable = [...item.pairs.values()].some(({ value }) => value.kind === 'scalar' && value.interpolated);
  const protocol = textOf(entry(item, 'protocol'))?.value ?? 'tcp';
  const hostIpText = textOf(entry(item, 'host_ip'));
  const hostIp = hostIpText?.value ?? '';
  if (hostIpText !== undefined && typeof hostIp === 'string' && !isIpAddress(hostIp)) {
    complain('bad-port-bad-ip', hostIpText.at, { text: hostIp, part: hostIp });
    return null;
  }
  if (typeof protocol === 'string' && !['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) complain('protocol-not-started', item.at, { text: protocol }, 'engine');
  const mode = textOf(entry(item, 'mode'))?.value;
  const spec = { ok: true, hostIp, host, container, protocol } as const;
  const numeric = publishedValue?.kind === 'scalar' && publishedValue.type === 'int';
  const written = { variable, numeric, mode: typeof mode === 'string' ? mode : null, text: longText(spec), protocolWritten: item.pairs.has('protocol') };
  return published(spec, item, written);
}

const longKeys = new Set(['name', 'mode', 'host_ip', 'target', 'published', 'protocol', 'app_protocol']);

/** Docker Compose hands `published` on to the engine unchecked, which refuses what is not a port or a range. */
function longSpan(text: string | Unknown, range: boolean, at: SourceRange, complain: Complain): PortSpan | Unknown | 'bad' {
  if (typeof text !== 'string') return text;
  const match = (range ? /^(\d+)(?:-(\d+))?$/ : /^(\d+)$/).exec(text);
  if (match === null) {
    complain('bad-port-bad-port', at, { text, part: text }, range ? 'engine' : 'compose');
    return 'bad';
  }
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  if (!range && from === 0) {
    complain('port-without-target', at);
    return 'bad';
  }
  if (to > LAST_PORT || from > LAST_PORT) complain('bad-port-out-of-range', at, { text, part: text }, 'engine');
  else if (to < from) complain('bad-port-reversed', at, { text, part: text }, 'engine');
  return { from, to };
}

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

export function shown(text: string | Unknown): string {
  return typeof text === 'string' ? text : text.unknown;
}
