import type { Node, YAMLSeq } from 'yaml';
import { isMap, isScalar } from 'yaml';
import type { Edit, PortMerge } from '../../model/deployment.ts';
import type { PublishedPort } from '../../model/port.ts';
import { mappingText } from '../../ports/published.ts';
import { blockOfLines } from './lines-of.ts';
import { Refused, type ServiceText } from './plan.ts';
import type { ServiceRead } from './read-service.ts';
import { contentEnd } from './resolve.ts';

/** Edits that let one entry of `ports:` say what several said; the first entry is rewritten, the others go. */
export function planMerges(merges: readonly PortMerge[], read: ServiceRead, service: ServiceText): Edit[] {
  return merges.flatMap((merge) => planMerge(merge, read, service));
}

function planMerge({ from, into }: PortMerge, read: ServiceRead, service: ServiceText): Edit[] {
  const places = from.map((port) => placeOf(port, read, service)).sort((a, b) => a.index - b.index);
  const [first, ...others] = places;
  if (first === undefined) return [];
  return [rewrite(first, mappingText(into), service), ...others.flatMap((place) => remove(place, service))];
}

/** What the short syntax can say of a mapping. */
const shortKeys = new Set(['target', 'published', 'protocol', 'host_ip', 'mode']);

interface Place {
  readonly seq: YAMLSeq;
  readonly index: number;
  readonly node: Node;
}

function placeOf(port: PublishedPort, read: ServiceRead, service: ServiceText): Place {
  const source = read.ports.get(port);
  const pair = service.own('ports');
  const node = source?.list.node?.items[source.index] as Node | undefined;
  if (source === undefined || node === undefined || source.list.node === null || pair?.value !== source.list.node) {
    throw new Refused({ id: 'refused.shared-ports', at: port.at });
  }
  if (!isScalar(node) && isMap(node) && node.items.some(({ key }) => !shortKeys.has(String(key)))) throw new Refused({ id: 'refused.long-syntax', at: port.at });
  if (port.origin === 'derived') throw new Refused({ id: 'refused.variable', data: { text: port.text }, at: port.at });
  if ((node as { anchor?: string }).anchor !== undefined) throw new Refused({ id: 'refused.anchor', data: { key: 'ports' }, at: port.at });
  return { seq: source.list.node, index: source.index, node };
}

function rewrite({ node }: Place, spec: string, service: ServiceText): Edit {
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
function remove(place: Place, service: ServiceText): Edit[] {
  const { seq, index, node } = place;
  const end = contentEnd(node, service.text);
  if (seq.flow === true) {
    const previous = seq.items[index - 1] as Node;
    const start = contentEnd(previous, service.text);
    if (service.commentIn(start, end)) throw new Refused({ id: 'refused.comment', at: service.range(start, end) });
    return [{ at: service.range(start, end), text: '' }];
  }
  const dash = dashOf(seq, index) ?? node.range?.[0] ?? 0;
  const block = blockOfLines(service.text, dash, end);
  if (block === null || service.commentIn(node.range?.[0] ?? 0, end)) throw new Refused({ id: 'refused.layout', at: service.range(dash, end) });
  const behind = service.text.slice(end, block.end).trimStart();
  if (behind.startsWith('#')) return [{ at: service.range(block.start, block.end), text: block.indent + behind }];
  return [{ at: service.range(block.start, block.end), text: '' }];
}

function dashOf(seq: YAMLSeq, index: number): number | undefined {
  const token = seq.srcToken as { items?: { start?: { type: string; offset: number }[] }[] } | undefined;
  return token?.items?.[index]?.start?.find(({ type }) => type === 'seq-item-ind')?.offset;
}
