import type { Node, YAMLSeq } from 'yaml';
import { isMap, isScalar } from 'yaml';
import type { Edit, PortChange } from '../../model/deployment.ts';
import type { PortMapping, PublishedPort } from '../../model/port.ts';
import { mappingText } from '../../ports/published.ts';
import { blockOfLines } from '../lines-of.ts';
import { Refused, type PartText } from './part-text.ts';
import { planEntries } from './plan-entries.ts';
import type { ServiceRead } from './read-service.ts';
import { contentEnd, dashOf } from './resolve.ts';

/** Edits that let one entry of `ports:` say what several said: the first is rewritten, the others go; new ones come last, and a list does not end up empty. */
export function planPorts(changes: readonly PortChange[], read: ServiceRead, parts: readonly PartText[]): Edit[] {
  const added = changes.flatMap(({ from, into }) => (from.length === 0 && into !== null ? [mappingText(into)] : []));
  const dropped = changes.flatMap(({ from, into }) => (into === null ? from : [])).map((port) => placeOf(port, read, parts));
  return [...dropAll(dropped), ...changes.flatMap((change) => (change.into === null || change.from.length === 0 ? [] : planMerge(change.from, change.into, read, parts))), ...planEntries('ports', added, parts)];
}

/** Entries that go without anything in their place; of a list in one line those that stand together go as one. */
function dropAll(places: readonly Place[]): Edit[] {
  return [...new Set(places.map(({ seq }) => seq))].flatMap((seq) => {
    const own = places.filter((place) => place.seq === seq).sort((a, b) => a.index - b.index);
    const [first] = own;
    if (first === undefined) return [];
    if (own.length === seq.items.length) throw new Refused({ id: 'refused.last-port', at: first.service.range(seq.range?.[0] ?? 0, seq.range?.[1] ?? 0) });
    return removeAll(own, seq);
  });
}

function removeAll(places: readonly Place[], seq: YAMLSeq): Edit[] {
  return seq.flow === true ? dropFlow(places, seq) : places.map(remove);
}

/** The first of what stays keeps no comma before it. */
function dropFlow(places: readonly Place[], seq: YAMLSeq): Edit[] {
  const gone = new Set(places.map(({ index }) => index));
  const kept = (seq.items as Node[]).findIndex((_, index) => !gone.has(index));
  return places.map(({ index, node, service }) => {
    const item = (at: number): Node => seq.items[at] as Node;
    const at = index < kept ? service.range(node.range?.[0] ?? 0, item(index + 1).range?.[0] ?? 0) : service.range(contentEnd(item(index - 1), service.text), contentEnd(node, service.text));
    if (service.commentIn(at.start, at.end)) throw new Refused({ id: 'refused.comment', at });
    return { at, text: '' };
  });
}

function planMerge(from: readonly PublishedPort[], into: PortMapping, read: ServiceRead, parts: readonly PartText[]): Edit[] {
  const places = from.map((port) => placeOf(port, read, parts)).sort((a, b) => a.index - b.index);
  const [first, ...others] = places;
  if (first === undefined) return [];
  const elsewhere = others.find(({ seq }) => seq !== first.seq);
  if (elsewhere !== undefined) throw new Refused({ id: 'refused.two-lists', at: elsewhere.service.range(elsewhere.node.range?.[0] ?? 0, elsewhere.node.range?.[1] ?? 0) });
  return [rewrite(first, mappingText(into)), ...removeAll(others, first.seq)];
}

/** What the short syntax can say of a mapping. */
const shortKeys = new Set(['target', 'published', 'protocol', 'host_ip', 'mode']);

interface Place {
  readonly service: PartText;
  readonly seq: YAMLSeq;
  readonly index: number;
  readonly node: Node;
}

function placeOf(port: PublishedPort, read: ServiceRead, parts: readonly PartText[]): Place {
  const source = read.ports.get(port);
  const list = source?.list.node ?? null;
  const file = source?.list.at.file;
  const service = parts.find((part) => list !== null && part.file === file && part.own('ports')?.value === list);
  const node = source?.list.node?.items[source.index] as Node | undefined;
  if (source === undefined || node === undefined || list === null || service === undefined) {
    throw new Refused({ id: 'refused.shared-ports', at: port.at });
  }
  if (!isScalar(node) && isMap(node) && node.items.some(({ key }) => !shortKeys.has(String(key)))) throw new Refused({ id: 'refused.long-syntax', at: port.at });
  if (port.origin === 'derived') throw new Refused({ id: 'refused.variable', data: { text: port.text }, at: port.at });
  if ((node as { anchor?: string }).anchor !== undefined) throw new Refused({ id: 'refused.anchor', data: { key: 'ports' }, at: port.at });
  return { service, seq: list, index: source.index, node };
}

function rewrite({ node, service }: Place, spec: string): Edit {
  const start = node.range?.[0] ?? 0;
  const end = contentEnd(node, service.text);
  if (isScalar(node)) {
    const quote = node.type === 'QUOTE_SINGLE' ? "'" : '"';
    return { at: service.range(start, end), text: quote + spec + quote };
  }
  if (service.commentIn(start, end)) throw new Refused({ id: 'refused.comment', at: service.range(start, end) });
  return { at: service.range(start, end), text: `"${spec}"` };
}

/** A comment behind a removed entry stays, on a line of its own. */
function remove({ seq, index, node, service }: Place): Edit {
  const end = contentEnd(node, service.text);
  const dash = dashOf(seq, index) ?? node.range?.[0] ?? 0;
  const block = blockOfLines(service.text, dash, end);
  if (block === null || service.commentIn(node.range?.[0] ?? 0, end)) throw new Refused({ id: 'refused.layout', at: service.range(dash, end) });
  const behind = service.text.slice(end, block.end).trimStart();
  if (behind.startsWith('#')) return { at: service.range(block.start, block.end), text: block.indent + behind };
  return { at: service.range(block.start, block.end), text: '' };
}
