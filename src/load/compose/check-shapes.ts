import type { Problem } from '../../model/deployment.ts';
import type { SourceRange, WordData } from '../../model/source.ts';
import { isUnknown } from '../../ports/spans.ts';
import { composeFile, type Kind, type Shape } from './shapes.ts';
import type { ListValue, MapValue, ScalarValue, Value } from './tree.ts';

/** Everything in a model that is not of the shape that Docker Compose takes. */
export function checkShapes(root: MapValue): Problem[] {
  return [...faultsIn(root, composeFile, { path: [], at: root.at })];
}

interface Place {
  readonly path: readonly string[];
  readonly at: SourceRange;
}

function* faultsIn(value: Value, shape: Shape, place: Place): Generator<Problem> {
  const { kinds, choices } = shape;
  if (kinds !== undefined && !kinds.some((kind) => isOf(value, kind))) {
    yield problem('bad-shape', place, { wanted: kinds.map((kind) => sample[kind]).join(' | ') });
  } else if (choices !== undefined && value.kind === 'scalar' && typeof value.text === 'string' && !choices.includes(value.text)) {
    yield problem('bad-shape', place, { wanted: choices.join(' | ') });
  } else if (value.kind === 'map') yield* faultsInMap(value, shape, place);
  else if (value.kind === 'list') yield* faultsInList(value, shape, place);
}

function* faultsInMap(map: MapValue, { parts, other, needs, each, nameless }: Shape, place: Place): Generator<Problem> {
  if (needs !== undefined && !map.pairs.has(needs)) yield problem('missing-part', place, { key: needs });
  for (const [key, { keyAt, value, node }] of map.pairs) {
    const inner = { path: [...place.path, key], at: keyAt };
    const known = parts !== undefined && Object.hasOwn(parts, key) ? parts[key] : undefined;
    if (known !== undefined) yield* faultsIn(value, known, inner);
    else if (parts !== undefined && !key.startsWith('x-')) yield problem(other ?? 'unknown-part', { ...place, at: keyAt }, { key });
    else if (nameless !== undefined && !isName(key)) {
      if (nameless === 'refused') yield problem('bad-name', { ...place, at: keyAt }, { key });
      // An entry of a list that was merged with a mapping has nothing below it.
    } else if (each !== undefined && node !== null) yield* faultsIn(value, each, inner);
  }
}

function* faultsInList(list: ListValue, { items, unique }: Shape, { path }: Place): Generator<Problem> {
  if (items !== undefined) {
    for (const [index, item] of list.items.entries()) {
      // Most items are as they should be, and have nothing below them: no place is made for those.
      if (item.kind === 'scalar' && items.choices === undefined && (items.kinds === undefined || items.kinds.some((kind) => isOf(item, kind)))) continue;
      yield* faultsIn(item, items, { path: [...path, String(index)], at: item.at });
    }
  }
  if (unique !== true) return;
  const seen = new Set<string>();
  for (const item of list.items) {
    if (item.kind !== 'scalar' || typeof item.text !== 'string') continue;
    const key = `${item.type} ${item.text}`;
    if (seen.has(key)) yield problem('listed-twice', { path, at: item.at }, { text: item.text });
    seen.add(key);
  }
}

function problem(id: string, { path, at }: Place, data: WordData): Problem {
  const service = path[0] === 'services' ? (path[1] ?? null) : null;
  return { id, data: { ...data, path: path.join('.'), ...(service === null ? {} : { service }) }, at, service, stage: 'compose', fatal: false };
}

/** Names of services and other resources. */
function isName(key: string): boolean {
  return /^[a-zA-Z0-9._-]+$/.test(key);
}

/** Each kind as YAML writes it: the same in every language. */
const sample: Readonly<Record<Kind, string>> = {
  null: 'null',
  text: '"…"',
  number: '1, 1.5, …',
  int: '1, 2, …',
  whole: '1, 2, …',
  bool: 'true | false',
  switch: 'true | false',
  list: '[…]',
  map: '{…}',
};

function isOf(value: Value, kind: Kind): boolean {
  if (value.kind !== 'scalar') return value.kind === kind;
  const { type, text } = value;
  switch (kind) {
    case 'null':
    case 'bool':
    case 'int':
      return type === kind;
    case 'text':
      return type === 'string';
    case 'number':
      return type === 'int' || type === 'float';
    case 'whole':
      return isWhole(value);
    case 'switch':
      return type === 'bool' || (type === 'string' && (isUnknown(text) || isSwitch(text)));
    default:
      return false;
  }
}

function isWhole({ type, text }: ScalarValue): boolean {
  if (type === 'string') return isUnknown(text) || /^[-+]?[0-9]+$/.test(text);
  return type === 'int' || (type === 'float' && typeof text === 'string' && Number.isInteger(Number(text.replaceAll('_', ''))));
}

function isSwitch(text: string): boolean {
  return isOn(text) || /^(?:n|no|false|off)$/i.test(text);
}

/** What Compose takes for true, where it takes text for a boolean. */
export function isOn(text: string): boolean {
  return /^(?:y|yes|true|on)$/i.test(text);
}
