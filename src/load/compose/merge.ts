import { joined, type Piece } from '../interpolate.ts';
import { piecesOf, type ListValue, type MapValue, type Pair, type ScalarValue, type Value } from './tree.ts';

/**
 * What two files say together, as Docker Compose merges them: maps by key, lists appended, the rest replaced.
 * Source: compose-go override/merge.go. `path` leads to the value; a service stands at `services`, its name.
 */
export function mergeValues(base: Value, over: Value, path: readonly string[], keepResets = false): Value {
  if (base === over) return base;
  const own = keepResets ? over : withoutResets(over);
  if (over.tag === 'override' || (over.tag === 'reset' && over.kind !== 'scalar')) return own;
  if (over.kind === 'scalar' && over.type === 'null') return base;
  const kind = howToMerge(path);
  if (kind === 'replace') return own;
  if (kind === 'pairs') return mergeMaps(asPairs(base), asPairs(over), path, keepResets);
  if (kind === 'names') return mergeMaps(asNames(base), asNames(over), path, keepResets);
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, path, keepResets);
  if (base.kind === 'list' && over.kind === 'list') return appendLists(base, over);
  if (kind === 'list') return appendLists(asList(base), asList(over));
  return own;
}

type How = 'replace' | 'pairs' | 'names' | 'list' | 'deep';

/** Keys of a service that are merged in a way of their own. */
const ofService: Readonly<Record<string, How>> = {
  command: 'replace',
  entrypoint: 'replace',
  environment: 'pairs',
  labels: 'pairs',
  annotations: 'pairs',
  sysctls: 'pairs',
  networks: 'names',
  depends_on: 'names',
  dns: 'list',
  dns_opt: 'list',
  dns_search: 'list',
  env_file: 'list',
  label_file: 'list',
  tmpfs: 'list',
};

function howToMerge(path: readonly string[]): How {
  if (path[0] !== 'services') return 'deep';
  if (path.length === 3) return ofService[path[2] ?? ''] ?? 'deep';
  const inner = path.slice(2).join('.');
  if (inner === 'healthcheck.test') return 'replace';
  return inner === 'build.args' || inner === 'build.labels' || inner === 'deploy.labels' ? 'pairs' : 'deep';
}

/** `keepResets`: what `!reset` marks stays marked, because more is still to be merged below it. */
export function mergeMaps(base: MapValue, over: MapValue, path: readonly string[], keepResets = false): MapValue {
  const pairs = new Map<string, Pair>();
  for (const [key, pair] of base.pairs) {
    const later = over.pairs.get(key);
    if (later === undefined) pairs.set(key, pair);
    else if (later.value.tag !== 'reset') pairs.set(key, mergePairs(pair, later, [...path, key], keepResets));
    else if (keepResets) pairs.set(key, later);
  }
  for (const [key, pair] of (keepResets ? over : withoutResets(over)).pairs) if (!base.pairs.has(key)) pairs.set(key, pair);
  const parts = together(base.parts, over.parts);
  const lent = together(base.lent ?? [], over.lent ?? []);
  return { kind: 'map', at: base.at, derived: base.derived && over.derived, pairs, node: null, document: null, size: base.size + over.size, tag: base.tag, parts, lent };
}

/** What two files include, both of them bring: it counts once. */
function together<T>(base: readonly T[], over: readonly T[]): readonly T[] {
  const known = new Set(base);
  const added = over.filter((one) => !known.has(one));
  return added.length === 0 ? base : [...base, ...added];
}

/** As `together`, in the later place: of ports that say the same the last one counts. */
function latest<T>(base: readonly T[], over: readonly T[]): readonly T[] {
  const again = new Set(over);
  return [...base.filter((one) => !again.has(one)), ...over];
}

function mergePairs(base: Pair, over: Pair, path: readonly string[], keepResets: boolean): Pair {
  const value = mergeValues(base.value, over.value, path, keepResets);
  const kept = value === base.value || value.kind !== 'scalar';
  return { ...(kept && value !== over.value ? base : over), value };
}

function appendLists(base: ListValue, over: ListValue): ListValue {
  if (over.items.length === 0) return base;
  if (base.items.length === 0 && base.tag === null) return { ...over, tag: null };
  return {
    kind: 'list',
    at: base.at,
    derived: base.derived && over.derived,
    items: latest(base.items, over.items),
    positions: [],
    node: null,
    size: base.size + over.size,
    tag: base.tag,
    parts: latest(base.parts, over.parts),
  };
}

function asList(value: Value): ListValue {
  if (value.kind === 'list') return value;
  const list = { kind: 'list', at: value.at, derived: value.derived, items: [value], positions: [0], node: null, size: value.size + 1, tag: value.tag } as const;
  return { ...list, parts: [{ ...list, parts: [] }] };
}

/** `NAME=value` entries as the map they stand for. */
function asPairs(value: Value): MapValue {
  return asMap(value, (item) => {
    const [first = { text: '' }, ...rest] = piecesOf(item);
    const text = 'text' in first ? first.text : '';
    const equals = text.indexOf('=');
    if (equals < 0) return [text, null];
    const pieces: Piece[] = [{ text: text.slice(equals + 1) }, ...rest];
    return [text.slice(0, equals), { ...item, pieces, text: joined(pieces) }];
  });
}

/** A list of names as the map that it stands for. */
function asNames(value: Value): MapValue {
  return asMap(value, (item) => [typeof item.text === 'string' ? item.text : item.text.unknown, null]);
}

function asMap(value: Value, split: (item: ScalarValue) => [string, ScalarValue | null]): MapValue {
  if (value.kind === 'map') return value;
  const pairs = new Map<string, Pair>();
  for (const item of value.kind === 'list' ? value.items : [value]) {
    if (item.kind !== 'scalar') continue;
    const [key, inner] = split(item);
    const nothing: ScalarValue = { ...item, type: 'null', text: '', pieces: null, interpolated: false, substitutions: [] };
    pairs.set(key, { key, keyAt: item.at, value: inner ?? nothing, merged: false, node: null });
  }
  const map = { kind: 'map', at: value.at, derived: value.derived, pairs, node: null, document: null, size: value.size, tag: value.tag } as const;
  return { ...map, parts: [{ ...map, parts: [] }] };
}

/** The value without what `!reset` marks in it: it has nothing more to take away. */
export function withoutResets<T extends Value>(value: T): T {
  return withoutTags(value, (inner) => inner) as T;
}

/** The value as a service lends it: its tags are about what lies below itself. */
export function untagged<T extends Value>(value: T): T {
  return withoutTags(value, (inner) => (inner.tag === null ? inner : { ...inner, tag: null })) as T;
}

function withoutTags(value: Value, also: (value: Value) => Value): Value {
  if (value.kind !== 'map') return also(value);
  const pairs = new Map<string, Pair>();
  let changed = false;
  for (const [key, pair] of value.pairs) {
    if (pair.value.tag === 'reset') {
      changed = true;
      continue;
    }
    const inner = withoutTags(pair.value, also);
    changed ||= inner !== pair.value;
    pairs.set(key, inner === pair.value ? pair : { ...pair, value: inner });
  }
  return also(changed ? { ...value, pairs } : value);
}
