import type { Document, Node, Pair as YamlPair, YAMLMap, YAMLSeq } from 'yaml';
import type { RestRow } from '../../model/deployment.ts';
import type { Located, Origin, SourceRange, Unknown } from '../../model/source.ts';
import type { Piece, Substitution } from '../interpolate.ts';
import { shown } from '../port-spec.ts';

/** A YAML value as Compose sees it: aliases, merge keys and variables are resolved, and each value knows where it was written. */
export type Value = MapValue | ListValue | ScalarValue;

interface Placed {
  /** From the first to the last character of the value itself; comments and line ends after it are not part of it. */
  readonly at: SourceRange;
  /** Reached through an alias or a merge key. */
  readonly derived: boolean;
  /** Nodes that a walker of this value visits. */
  readonly size: number;
  /** `!reset` takes what earlier files say away, `!override` puts this value in its place. */
  readonly tag: 'reset' | 'override' | null;
}

export interface MapValue extends Placed {
  readonly kind: 'map';
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly node: YAMLMap | null;
  /** Where aliases of this map are looked up; `null` for what several files say together. */
  readonly document: Document.Parsed | null;
  /** What was merged into this, the base first; itself when it stands in one place. */
  readonly parts: readonly MapValue[];
  /** What the services say that this one extends. */
  readonly lent?: readonly MapValue[];
}

export interface ListValue extends Placed {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly node: YAMLSeq | null;
  /** Where each item stands among the node's items: `!reset` has taken some away. */
  readonly positions: readonly number[];
  /** The lists that were appended to each other; itself when it stands in one place. */
  readonly parts: readonly ListValue[];
}

export interface PlacedSubstitution extends Substitution {
  readonly valueAt: SourceRange | null;
}

export interface ScalarValue extends Placed {
  readonly kind: 'scalar';
  readonly type: 'string' | 'int' | 'float' | 'bool' | 'null' | 'timestamp';
  readonly text: string | Unknown;
  /** What the text was put together from; `null` where it stands as it is written. */
  readonly pieces: readonly Piece[] | null;
  /** A variable or `$$` stands in the text. */
  readonly interpolated: boolean;
  /** The variables that were looked up, with offsets in the text before they were filled in, and where a file says their value. */
  readonly substitutions: readonly PlacedSubstitution[];
  readonly node: Node | null;
}

export interface Pair {
  readonly key: string;
  readonly keyAt: SourceRange;
  readonly value: Value;
  /** Came in through `<<`. */
  readonly merged: boolean;
  readonly node: YamlPair<Node, Node | null> | null;
}

export function originOf(value: Value): Origin {
  return value.derived || (value.kind === 'scalar' && value.interpolated) ? 'derived' : 'written';
}

export function entry(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'map' ? value.pairs.get(key)?.value : undefined;
}

/** The scalar's text; `undefined` for null, maps and lists. */
export function textOf(value: Value | undefined): Located<string | Unknown> | undefined {
  if (value?.kind !== 'scalar' || value.type === 'null') return undefined;
  return { value: value.text, at: value.at, origin: originOf(value) };
}

/** What the scalar's text was put together from. */
export function piecesOf({ pieces, text }: ScalarValue): readonly Piece[] {
  return pieces ?? [typeof text === 'string' ? { text } : text];
}

export function* scalarsIn(value: Value): Generator<ScalarValue> {
  if (value.kind === 'scalar') yield value;
  else if (value.kind === 'list') for (const item of value.items) yield* scalarsIn(item);
  else for (const pair of value.pairs.values()) yield* scalarsIn(pair.value);
}

/** The value as text that is equal when Compose would load the same, whatever the style it is written in. */
export function canonical(value: Value): string {
  if (value.kind === 'scalar') return JSON.stringify([value.type, value.text]);
  if (value.kind === 'list') return `[${value.items.map(canonical).join(',')}]`;
  return canonicalPairs(value, () => true);
}

/** A row for each value below the mapping; lists of these keys are sets, as far as the engine is concerned. */
export function rowsOf(map: MapValue, keep: (key: string) => boolean): RestRow[] {
  const rows: RestRow[] = [];
  for (const [key, pair] of map.pairs) if (keep(key)) rows.push(...(key === 'extra_hosts' ? hostRows(pair.value) : valueRows(pair.value, key, key === 'volumes')));
  return rows;
}

/** `extra_hosts` as a list and as a map say the same. */
function hostRows(value: Value): RestRow[] {
  if (value.kind !== 'map') return valueRows(value, 'extra_hosts', true);
  return [...value.pairs.values()].flatMap((pair) => (pair.value.kind === 'scalar' ? [{ path: 'extra_hosts[]', value: JSON.stringify(`${pair.key}:${shown(pair.value.text)}`) }] : valueRows(pair.value, `extra_hosts.${pair.key}`, true)));
}

function valueRows(value: Value, path: string, unordered: boolean): RestRow[] {
  if (value.kind === 'scalar') return [{ path, value: value.type === 'string' ? JSON.stringify(value.text) : canonical(value) }];
  if (value.kind === 'list') return value.items.length === 0 ? [{ path, value: '[]' }] : value.items.flatMap((item, index) => valueRows(item, `${path}[${unordered ? '' : index}]`, false));
  return value.pairs.size === 0 ? [{ path, value: '{}' }] : [...value.pairs.values()].flatMap((pair) => valueRows(pair.value, `${path}.${pair.key}`, false));
}

export function canonicalPairs(map: MapValue, keep: (key: string) => boolean): string {
  const rows = [...map.pairs].filter(([key]) => keep(key)).map(([key, pair]) => `${JSON.stringify(key)}:${canonical(pair.value)}`);
  return `{${rows.sort().join(',')}}`;
}
