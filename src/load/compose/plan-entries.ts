import { isMap, isPair, isScalar, isSeq, type Node, type Pair as YamlPair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Edit } from '../../model/deployment.ts';
import { lineStartAt } from '../../text/lines.ts';
import { Refused, type PartText } from './part-text.ts';
import { contentEnd, dashOf } from './resolve.ts';

/** Adds entries at the end of a list of the service, which is written anew where there is none. */
export function planEntries(key: string, entries: readonly string[], parts: readonly PartText[]): Edit[] {
  if (entries.length === 0) return [];
  const holder = parts.findLast((part) => part.own(key) !== undefined) ?? parts[0];
  if (holder === undefined) return [];
  holder.refuseIfShared(key);
  const pair = holder.own(key);
  if (pair === undefined) return [holder.newList(key, entries.map(quoted))];
  const { value } = pair;
  const at = holder.range(pair.key.range?.[0] ?? 0, pair.key.range?.[1] ?? 0);
  if (value === null || (value as { anchor?: string }).anchor !== undefined) throw new Refused({ id: 'refused.layout', at });
  if (isSeq(value) && value.items.length > 0) return [value.flow === true ? behind(value, entries.map(quoted).map((entry) => `, ${entry}`).join(''), holder) : below(value, entries.map((entry) => `- ${quoted(entry)}`), holder)];
  if (isMap(value) && value.items.length > 0 && key === 'extra_hosts') {
    const pairs = entries.map((entry) => `${quotedKey(entry.slice(0, entry.indexOf(':')), value)}: ${quoted(entry.slice(entry.indexOf(':') + 1))}`);
    return [value.flow === true ? behind(value, pairs.map((one) => `, ${one}`).join(''), holder) : below(value, pairs, holder)];
  }
  throw new Refused({ id: 'refused.layout', at });
}

function quoted(entry: string): string {
  return `"${entry}"`;
}

function quotedKey(name: string, map: YAMLMap): string {
  const first = map.items[0]?.key;
  return isScalar(first) && first.type === 'QUOTE_DOUBLE' ? `"${name}"` : name;
}

/** On the line of a flow collection, behind its last item. */
function behind(collection: YAMLSeq | YAMLMap, text: string, part: PartText): Edit {
  const last = collection.items.at(-1) as Node | YamlPair<Node, Node | null>;
  const end = contentEnd(isPair(last) ? (last.value ?? last.key) : last, part.text);
  return { at: part.range(end, end), text };
}

/** On lines of their own, indented as the first item is. */
function below(collection: YAMLSeq | YAMLMap, rows: readonly string[], part: PartText): Edit {
  const first = startOf(collection);
  const indent = part.text.slice(lineStartAt(part.text, first), first);
  return part.append(collection, indent, part.range(first, contentEnd(collection, part.text)), rows);
}

/** Where the first item begins, its dash included. */
function startOf(collection: YAMLSeq | YAMLMap): number {
  const first = collection.items[0] as Node | YamlPair<Node, Node | null>;
  return dashOf(collection, 0) ?? (isPair(first) ? first.key : first).range?.[0] ?? 0;
}
