import type { PublishedPort } from '../../model/port.ts';
import type { Located, SourceRange, Unknown, WordData } from '../../model/source.ts';
import type { Piece } from '../interpolate.ts';
import { readPortSpec, shown, type PortSpec } from '../port-spec.ts';
import { FILL_IN } from '../texts/fill-ins.ts';
import { splitsAtCommas, type Flag, type Tool } from './flags.ts';

export type Refuse = (id: string, at: SourceRange, data: WordData) => void;

/** The ports of one `--publish`; what the tool refuses is complained about and left out. */
export function readPublish(flag: Flag, tool: Tool, refuse: Refuse): PublishedPort[] {
  const value = flag.value ?? '';
  if (typeof value === 'string' && value.includes('=') && tool === 'docker') return [withPlace(readFields(value, flag, refuse), flag, flag.valueAt, value)].flatMap((port) => port ?? []);
  if (typeof value === 'string' && splitsAtCommas(tool, 'publish')) {
    let from = 0;
    return value.split(',').flatMap((part) => {
      const at = flag.valueEditable ? { ...flag.valueAt, start: flag.valueAt.start + from, end: flag.valueAt.start + from + part.length } : flag.valueAt;
      from += part.length + 1;
      return readOne(part, flag, at, refuse);
    });
  }
  return readOne(value, flag, flag.valueAt, refuse);
}

function readOne(value: string | Unknown, flag: Flag, at: SourceRange, refuse: Refuse): PublishedPort[] {
  const spec = readPortSpec(typeof value === 'string' ? value : piecesOf(value.unknown));
  if (!spec.ok) {
    refuse(`bad-port-${spec.code}`, at, { text: shown(value), ...spec.data });
    return [];
  }
  if (typeof spec.hostIp === 'string' && spec.hostIp.includes(':') && !shown(value).includes('[')) {
    refuse('bad-port-bad-ip', at, { text: shown(value), part: spec.hostIp });
    return [];
  }
  return [withPlace(spec, flag, at, shown(value))].flatMap((port) => port ?? []);
}

/**
 * `target=,published=,protocol=`: whatever else is named, host_ip included, the client drops without a word.
 * Source: docker/cli opts/opts.go and opts/swarmopts/port.go, as docker run reads them.
 */
function readFields(text: string, flag: Flag, refuse: Refuse): PortSpec | null {
  const fields = new Map<string, string>();
  for (const field of text.split(',')) {
    const equals = field.indexOf('=');
    if (equals <= 0) {
      refuse('bad-port-field', flag.valueAt, { text, part: field });
      return null;
    }
    fields.set(field.slice(0, equals), field.slice(equals + 1));
  }
  const target = fields.get('target') ?? '';
  const short = `${fields.get('published') ?? ''}:${target}/${fields.get('protocol') ?? 'tcp'}`;
  const spec = readPortSpec(short);
  if (spec.ok) return spec;
  refuse(`bad-port-${spec.code}`, flag.valueAt, { ...spec.data, text });
  return null;
}

function withPlace(spec: PortSpec | null, flag: Flag, at: SourceRange, text: string): PublishedPort | null {
  if (spec === null) return null;
  const known = typeof flag.value === 'string';
  const origin = flag.valueEditable ? 'written' : 'derived';
  const located = <T>(value: T, written = true): Located<T> => ({ value, at, origin: written ? origin : 'implied' });
  return {
    at,
    origin,
    variable: !known,
    numeric: false,
    text,
    hostIp: located(spec.hostIp, spec.hostIp !== ''),
    host: spec.host === null ? null : located(spec.host),
    container: located(spec.container),
    protocol: located(spec.protocol, text.includes('/')),
    mode: null,
  };
}

/** A port that stands for words which are not known. */
export function unknownPort(at: SourceRange, text: string): PublishedPort {
  const unknown: Located<Unknown> = { value: { unknown: text }, at, origin: 'derived' };
  return { at, origin: 'derived', variable: true, numeric: false, text, hostIp: unknown, host: unknown, container: unknown, protocol: unknown, mode: null };
}

const HOLES = new RegExp(`\\$\\{[^}]*\\}|\\$env:\\w+|\\$\\w+|\\$[@*?#$!-]|\\$\\((?:[^()]|\\([^()]*\\))*\\)|\`[^\`]*\`|%[^%\\s]+%|![^!\\s]+!|${FILL_IN}`, 'gu');

/** The text of a word that holds variables or substitutions, in pieces. */
export function piecesOf(raw: string): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of raw.matchAll(HOLES)) {
    if (match.index > last) pieces.push({ text: raw.slice(last, match.index).replace(/["']/g, '') });
    pieces.push({ unknown: match[0] });
    last = match.index + match[0].length;
  }
  if (last < raw.length) pieces.push({ text: raw.slice(last).replace(/["']/g, '') });
  return pieces.some((piece) => 'unknown' in piece) ? pieces.filter((piece) => 'unknown' in piece || piece.text !== '') : [{ unknown: raw }];
}
