import type { PortSpan, PublishedPort } from '../../model/port.ts';
import { mappingText } from '../../ports/published.ts';
import type { Located, Origin, SourceRange, Unknown, WordData } from '../../model/source.ts';
import { readPortSpec, type PortSpecResult } from '../port-spec.ts';
import { entry, textOf, type ListValue, type MapValue, type ScalarValue, type Value } from './tree.ts';

export type Complain = (id: string, at: SourceRange, data?: WordData) => void;

/** Which entry of which sequence a published port was written as. */
export interface PortSource {
  readonly list: ListValue;
  readonly index: number;
}

export interface PortsRead {
  readonly ports: readonly PublishedPort[];
  readonly sources: ReadonlyMap<PublishedPort, PortSource>;
}

/** Reads `ports:`; what Compose or the engine would refuse is complained about and left out. */
export function readPorts(value: Value, complain: Complain): PortsRead {
  const sources = new Map<PublishedPort, PortSource>();
  if (value.kind !== 'list') {
    complain('ports-not-a-list', value.at);
    return { ports: [], sources };
  }
  value.items.forEach((item, index) => {
    const port = item.kind === 'map' ? readLong(item, complain) : readShort(item, complain);
    if (port !== null) sources.set(port, { list: value, index });
  });
  return { ports: [...sources.keys()], sources };
}

function readShort(item: ListValue | ScalarValue, complain: Complain): PublishedPort | null {
  if (item.kind === 'list' || (item.type !== 'string' && item.type !== 'int')) {
    complain('bad-port-type', item.at, { text: item.kind === 'list' ? '[…]' : shown(item.text) });
    return null;
  }
  const spec = readPortSpec(item.pieces);
  if (!spec.ok) {
    complain(`bad-port-${spec.code}`, item.at, { text: shown(item.text), ...spec.data });
    return null;
  }
  const text = shown(item.text);
  return published(spec, item, { variable: item.interpolated, mode: null, text, protocolWritten: text.includes('/') });
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
  if (publishedValue !== undefined && publishedText === undefined) {
    complain('bad-port-type', publishedValue.at, { text: 'null' });
    return null;
  }
  const container = longSpan(targetText.value, false, targetText.at, complain);
  const host = publishedText === undefined || publishedText.value === '' ? null : longSpan(publishedText.value, true, publishedText.at, complain);
  if (container === 'bad' || host === 'bad') return null;
  const variable = [...item.pairs.values()].some(({ value }) => value.kind === 'scalar' && value.interpolated);
  const protocol = textOf(entry(item, 'protocol'))?.value ?? 'tcp';
  const hostIp = textOf(entry(item, 'host_ip'))?.value ?? '';
  const mode = textOf(entry(item, 'mode'))?.value;
  const spec = { ok: true, hostIp, host, container, protocol } as const;
  const written = { variable, mode: typeof mode === 'string' ? mode : null, text: longText(spec), protocolWritten: item.pairs.has('protocol') };
  return published(spec, item, written);
}

const longKeys = new Set(['name', 'mode', 'host_ip', 'target', 'published', 'protocol', 'app_protocol']);

/** Docker Compose hands `published` on to the engine unchecked, which refuses what is not a port or a range. */
function longSpan(text: string | Unknown, range: boolean, at: SourceRange, complain: Complain): PortSpan | Unknown | 'bad' {
  if (typeof text !== 'string') return text;
  const match = (range ? /^(\d+)(?:-(\d+))?$/ : /^(\d+)$/).exec(text);
  if (match === null) {
    complain('bad-port-bad-port', at, { text, part: text });
    return 'bad';
  }
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  if (to > 65535 || from > 65535 || (!range && from === 0)) {
    complain('bad-port-out-of-range', at, { text, part: text });
    return 'bad';
  }
  if (to < from) {
    complain('bad-port-reversed', at, { text, part: text });
    return 'bad';
  }
  return { from, to };
}

interface Written {
  readonly variable: boolean;
  readonly mode: string | null;
  readonly text: string;
  readonly protocolWritten: boolean;
}

function published(spec: Extract<PortSpecResult, { ok: true }>, { at, derived }: Value, { variable, mode, text, protocolWritten }: Written): PublishedPort {
  const origin: Origin = derived || variable ? 'derived' : 'written';
  const located = <T>(value: T, written = true): Located<T> => ({ value, at, origin: written ? origin : 'implied' });
  return {
    at,
    origin,
    variable,
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
