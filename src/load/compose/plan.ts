import type { Edit, Planned, ServiceChange } from '../../model/deployment.ts';
import { PartText, Refused } from './part-text.ts';
import { planEntries } from './plan-entries.ts';
import { planPorts } from './plan-ports.ts';
import type { SourceText } from './project-files.ts';
import type { ServiceRead } from './read-service.ts';

/** What turns a fix's wishes of a service into text edits of its files, or says why the text cannot be edited for that. */
export function plannerOf(reads: readonly ServiceRead[], sources: ReadonlyMap<string, SourceText>): (change: ServiceChange) => Planned {
  const own = new Map(reads.map((read) => [read.service, read]));
  const known = new Map<ServiceRead, readonly PartText[]>();
  const partsFor = (read: ServiceRead): readonly PartText[] => {
    const parts = known.get(read) ?? partsOf(read, sources);
    known.set(read, parts);
    return parts;
  };
  return (change) => planChange(change, own.get(change.service), partsFor, sources);
}

function planChange(change: ServiceChange, read: ServiceRead | undefined, partsFor: (read: ServiceRead) => readonly PartText[], sources: ReadonlyMap<string, SourceText>): Planned {
  if (read === undefined) return { refused: { id: 'refused.no-source', at: null } };
  try {
    const parts = partsFor(read);
    const lists = ([['extra_hosts', change.extraHosts], ['volumes', change.volumes]] as const).map(([key, entries = []]) => ({ edits: planEntries(key, entries, parts), isNew: parts.every((part) => part.own(key) === undefined) }));
    // What belongs to a list at the end of the service comes before the keys that are written below it.
    const edits = lists.filter(({ isNew }) => !isNew).flatMap((list) => list.edits);
    if (Array.isArray(change.ports)) edits.push(...planPorts(change.ports, read, parts));
    const removals = [change.ports === 'remove' ? 'ports' : null, change.networks === 'remove' ? 'networks' : null].filter((key) => key !== null);
    const networkMode = change.networkMode ?? null;
    if (removals.length > 0 || networkMode !== null) edits.push(...rewriteParts(parts, read, removals, networkMode));
    edits.push(...lists.filter(({ isNew }) => isNew).flatMap((list) => list.edits));
    const files = [...new Set(edits.map(({ at }) => at.file))];
    return { edits: files.flatMap((file) => keepFinalLine(edits.filter(({ at }) => at.file === file), sources.get(file)?.text ?? '')) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.remark };
    throw error;
  }
}

/** What the service itself says, file by file; not what it extends. A file that is read twice is edited once. */
function partsOf(read: ServiceRead, sources: ReadonlyMap<string, SourceText>): PartText[] {
  const places = new Map(read.map.parts.map((part) => [`${part.at.start} ${part.at.file}`, part]));
  return [...places.values()]
    .map((part) => {
      const source = sources.get(part.at.file);
      if (source === undefined || part.derived || part.node === null || part.document === null) throw new Refused({ id: 'refused.alias', at: read.pair.keyAt });
      return new PartText(part, part.node, part.document, source);
    });
}

/** Takes keys out of every part and sets `network_mode` in one: where it is written, otherwise in the first. */
function rewriteParts(parts: readonly PartText[], read: ServiceRead, removals: readonly string[], mode: string | null): Edit[] {
  const lent = new Set((read.map.lent ?? []).flatMap(({ pairs }) => [...pairs.keys()]));
  const holder = parts.findLast((part) => part.own('network_mode') !== undefined);
  return parts.flatMap((part, index) => {
    const first = index === 0;
    const resets = first ? removals.filter((key) => lent.has(key)) : [];
    const value = mode !== null && (holder === undefined ? first : part === holder) ? mode : null;
    return part.rewrite(removals, resets, value);
  });
}

/** A file without a final newline stays one: the edits at its end take the newline before them instead. */
function keepFinalLine(edits: readonly Edit[], text: string): Edit[] {
  const sorted = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  if (/[\r\n]$/.test(text) || sorted.at(-1)?.at.end !== text.length) return sorted;
  let first = sorted.length - 1;
  while (first > 0 && sorted[first - 1]?.at.end === sorted[first]?.at.start) first--;
  const chain = sorted.slice(first);
  const { file, start } = (chain[0] as Edit).at;
  const replacement = chain.map((edit) => edit.text).join('').replace(/(?:\r\n|\n|\r)$/, '');
  const before = replacement === '' ? (/(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return [...sorted.slice(0, first), { at: { file, start: start - before, end: text.length }, text: replacement }];
}
