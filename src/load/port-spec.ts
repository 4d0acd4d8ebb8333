import type { PortSpan } from '../model/port.ts';
import type { Unknown, WordData } from '../model/source.ts';
import { joined, type Piece } from './interpolate.ts';

/** One published port in the short syntax, before it has a place. */
export interface PortSpec {
  /** `''` when no host address is given. */
  readonly hostIp: string | Unknown;
  /** `null`: the engine picks a free port; so it does for port 0. */
  readonly host: PortSpan | Unknown | null;
  readonly container: PortSpan | Unknown;
  /** In lower case. */
  readonly protocol: string | Unknown;
}

export type PortSpecErrorCode =
  | 'empty'
  | 'bad-ip'
  | 'bad-port'
  | 'out-of-range'
  | 'reversed'
  | 'length'
  | 'bad-protocol'
  | 'no-container';

/** `data` holds `text`, the whole mapping, and `part`, what is wrong in it; for `length` also `host` and `container`. */
export type PortSpecResult =
  | ({ readonly ok: true } & PortSpec)
  | { readonly ok: false; readonly code: PortSpecErrorCode; readonly data: WordData };

type Pieces = readonly Piece[];
type SpanResult = { readonly span: PortSpan | Unknown } | { readonly code: PortSpecErrorCode; readonly part: string };

const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);
const LAST_PORT = 65535;

/** The short port syntax of Compose and `docker run -p`, as Docker Compose 5.5 reads it. */
export function readPortSpec(spec: Pieces | string): PortSpecResult {
  const pieces: Pieces = typeof spec === 'string' ? [{ text: spec }] : spec;
  const text = written(pieces);
  const fail = (code: PortSpecErrorCode, part: string, more: WordData = {}): PortSpecResult => {
    return { ok: false, code, data: { text, part, ...more } };
  };
  if (text === '') return fail('empty', '');

  const segments = split(pieces, ':');
  const [target = [], ...protocolParts] = split(segments.at(-1) ?? [], '/');
  if (written(target) === '') return fail('no-container', text);

  const protocol = readProtocol(joined(join(protocolParts, '/')));
  if (protocol === null) return fail('bad-protocol', written(join(protocolParts, '/')));

  const hostIp = readHostIp(joined(join(segments.slice(0, -2), ':')));
  if (hostIp === null) return fail('bad-ip', badAddress(written(join(segments.slice(0, -2), ':')), text));

  const container = readSpan(joined(target));
  if ('code' in container) return fail(container.code, container.part);
  if ('from' in container.span && container.span.from === 0) return fail('no-container', text);

  const hostText = joined(segments.at(-2) ?? []);
  const host = hostText === '' ? { span: null } : readSpan(hostText);
  if ('code' in host) return fail(host.code, host.part);

  const spans = { host: host.span, container: container.span };
  if (segments.length === 1 && 'unknown' in spans.container) {
    const all = spans.container;
    // A variable that stands alone may hold a whole mapping, so nothing beside it is known either.
    const alone = target.every((piece) => 'unknown' in piece);
    const bare = alone && protocolParts.length === 0;
    return { ok: true, hostIp: alone ? all : '', host: all, container: all, protocol: bare ? all : protocol };
  }
  if (!fits(spans.host, spans.container)) {
    return fail('length', text, { host: written(segments.at(-2) ?? []), container: written(target) });
  }
  return { ok: true, hostIp, ...spans, protocol };
}

/** Whether Go reads the text as an address: no name, zone, mask, short form or leading zero. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

/** A host range for one container port is a pool; otherwise both have the same length. */
function fits(host: PortSpan | Unknown | null, container: PortSpan | Unknown): boolean {
  if (host === null || 'unknown' in host || 'unknown' in container) return true;
  const width = container.to - container.from;
  return width === 0 || width === host.to - host.from;
}

function readProtocol(text: string | Unknown): string | Unknown | null {
  if (typeof text !== 'string') return text;
  const protocol = text === '' ? 'tcp' : text.toLowerCase();
  return PROTOCOLS.has(protocol) ? protocol : null;
}

function readHostIp(text: string | Unknown): string | Unknown | null {
  if (typeof text !== 'string') return { unknown: withoutBrackets(text.unknown) ?? text.unknown };
  if (text === '') return '';
  const address = text.startsWith('[') ? withoutBrackets(text) : text;
  if (address === null) return null;
  // Docker takes `[]` for no address at all.
  return address === '' || isIpAddress(address) ? address : null;
}

function withoutBrackets(text: string): string | null {
  return /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? null;
}

/** A bracketed address cut at the wrong colon, as in `[::1]:80`, is shown with what follows it. */
function badAddress(address: string, text: string): string {
  return address.startsWith('[') && !address.includes(']') ? text : address;
}

function readSpan(text: string | Unknown): SpanResult {
  if (typeof text !== 'string') return { span: text };
  const dash = text.indexOf('-');
  const first = dash < 0 ? text : text.slice(0, dash);
  const last = dash < 0 ? text : text.slice(dash + 1);
  if (!/^[0-9]+$/.test(first) || !/^[0-9]+$/.test(last)) return { code: 'bad-port', part: text };
  const beyond = [first, last].find((port) => Number(port) > LAST_PORT);
  if (beyond !== undefined) return { code: 'out-of-range', part: beyond };
  const span = { from: Number(first), to: Number(last) };
  return span.to < span.from ? { code: 'reversed', part: text } : { span };
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const endsInIpv4 = isIpv4(last) && text.endsWith(last);
  const plain = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (endsInIpv4 ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}


function written(pieces: Pieces): string {
  const text = joined(pieces);
  return typeof text === 'string' ? text : text.unknown;
}

/** The stretches between separators; a separator inside an unknown piece does not count, it is not known. */
function split(pieces: Pieces, separator: string): Pieces[] {
  let current: Piece[] = [];
  const segments: Pieces[] = [current];
  for (const piece of pieces) {
    if (!('text' in piece)) {
      current.push(piece);
      continue;
    }
    piece.text.split(separator).forEach((text, index) => {
      if (index > 0) {
        current = [];
        segments.push(current);
      }
      if (text !== '') current.push({ text });
    });
  }
  return segments;
}

function join(segments: readonly Pieces[], separator: string): Pieces {
  return segments.flatMap((segment, index) => (index === 0 ? segment : [{ text: separator }, ...segment]));
}

/** A text as it is written, known or not. */
export function shown(text: string | Unknown): string {
  return typeof text === 'string' ? text : text.unknown;
}
