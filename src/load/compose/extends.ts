import { isUnknown } from '../../ports/spans.ts';
import type { Environment } from '../interpolate.ts';
import { directoryOf, isRemote, joinPath } from '../paths.ts';
import { mergeMaps, mergeValues, untagged } from './merge.ts';
import type { ProjectFiles } from './project-files.ts';
import { entry, textOf, type MapValue, type Pair, type Value } from './tree.ts';
import { checkPorts } from './valid-project.ts';

/** Services that are written in one file. */
interface Place {
  /** As the reader calls the file. */
  readonly path: string;
  readonly directory: string;
  readonly services: MapValue;
  readonly done: Map<string, Extended>;
}

interface Extended {
  readonly value: Value;
  /** What it extends and is not at hand; `null` when all of it is. */
  readonly missing: string | null;
}

interface Link {
  readonly name: string;
  readonly place: Place;
}

type Base = Link | { readonly missing: string };

/** Resolves `extends` of documents whose variables are the same, through chains and other files. */
export class Extender {
  private readonly others = new Map<string, Place | string>();

  /** `incomplete`: services whose base is not at hand, so it is not known what they are made of. */
  constructor(
    private readonly files: ProjectFiles,
    private readonly environment: Environment,
    private readonly incomplete: Map<string, string>,
  ) {}

  apply(root: MapValue, path: string, directory: string): MapValue {
    const services = root.pairs.get('services');
    if (services?.value.kind !== 'map' || ![...services.value.pairs.values()].some(({ value }) => referenceOf(value) !== undefined)) return root;
    const place: Place = { path, directory, services: services.value, done: new Map() };
    const pairs = new Map<string, Pair>();
    for (const [name, pair] of services.value.pairs) {
      const { value, missing } = this.extended({ name, place });
      pairs.set(name, { ...pair, value });
      if (missing !== null) this.incomplete.set(name, missing);
    }
    const value: MapValue = { ...services.value, pairs };
    return { ...root, pairs: new Map(root.pairs).set('services', { ...services, value }) };
  }

  /** The service with its bases below it: down the chain to the last base or one that is known, and up again. */
  private extended(first: Link): Extended {
    const chain: Link[] = [];
    const indices = new Map<string, number>();
    let base: Base | null = first;
    let below: Extended | null = null;
    while (base !== null && 'place' in base) {
      const key = `${this.files.real(base.place.path)}\n${base.name}`;
      const circle = indices.get(key);
      below = circle === undefined ? (base.place.done.get(base.name) ?? null) : this.cut(chain.splice(circle));
      if (below !== null) break;
      indices.set(key, chain.length);
      chain.push(base);
      base = this.baseOf(base);
    }
    let result = below ?? { value: valueOf(first), missing: base !== null && 'missing' in base ? base.missing : null };
    for (const link of chain.reverse()) {
      const value = valueOf(link);
      result = { value: below === null ? without(value) : lent(result.value, value, link.name), missing: result.missing };
      below = result;
      link.place.done.set(link.name, result);
    }
    return result;
  }

  /** A circle has no last base: none of its services gets anything from the others. */
  private cut(circle: readonly Link[]): Extended | null {
    const results = circle.map((link): Extended => {
      const value = valueOf(link);
      const result = { value: without(value), missing: link.name };
      if (link.place.path === circle[0]?.place.path) this.files.report('extends-cycle', (referenceOf(value) ?? value).at, { service: link.name });
      link.place.done.set(link.name, result);
      return result;
    });
    return results[0] ?? null;
  }

  /** What the service extends; `null` when that is nothing. */
  private baseOf(link: Link): Base | null {
    const { name, place } = link;
    const reference = referenceOf(valueOf(link));
    if (reference === undefined) return null;
    const service = textOf(reference.kind === 'map' ? entry(reference, 'service') : reference)?.value;
    const file = entry(reference, 'file');
    const path = textOf(file)?.value;
    if (service === undefined || (file?.kind === 'scalar' ? !['string', 'null'].includes(file.type) : file !== undefined)) {
      this.files.report('extends-wrong-kind', reference.at, { service: name });
      return { missing: name };
    }
    if (isUnknown(path)) this.files.leave('unread.unknown', path.unknown, reference.at);
    if (isUnknown(path) || isUnknown(service)) return { missing: isUnknown(path) ? path.unknown : (service as { unknown: string }).unknown };
    const target = path === undefined ? place : this.other(path, place.directory, reference);
    if (typeof target === 'string') return { missing: target };
    if (target.services.pairs.get(service)?.value.kind === 'map') return { name: service, place: target };
    this.files.report('extends-missing', reference.at, { service: name, base: service });
    return { missing: service };
  }

  /** The services of another file, or its name when they are not at hand; its own `include` does not count. */
  private other(written: string, from: string, reference: Value): Place | string {
    if (isRemote(written)) {
      this.files.leave('unread.remote', written, reference.at);
      return written;
    }
    const path = joinPath(from, written);
    const known = this.others.get(path) ?? this.read(path, reference);
    this.others.set(path, known);
    return known;
  }

  private read(path: string, reference: Value): Place | string {
    const read = this.files.text(path);
    if (!('text' in read)) {
      if (read.why === 'outside') this.files.leave('unread.outside', path, reference.at);
      else this.files.report('extends-unreadable', reference.at, { path: this.files.input.shown(path) }, true);
      return path;
    }
    const directory = directoryOf(path);
    const [first, ...rest] = this.files.documents(path, read.text, this.environment, directory);
    const root = rest.reduce<MapValue | undefined>((merged, next) => (merged === undefined ? next : mergeMaps(merged, next, [])), first);
    const services = entry(root, 'services');
    this.files.add(...checkPorts(services, this.files.soundPorts));
    if (services?.kind === 'map') return { path, directory, services, done: new Map() };
    this.files.report('extends-unreadable', reference.at, { path: this.files.input.shown(path) }, true);
    return path;
  }
}

function valueOf({ name, place }: Link): Value {
  return (place.services.pairs.get(name) as Pair).value;
}

/** `!reset` takes the reference away before it counts. */
function referenceOf(value: Value): Value | undefined {
  const reference = entry(value, 'extends');
  return reference?.tag === 'reset' ? undefined : reference;
}

function lent(base: Value, value: Value, name: string): Value {
  const resolved = untagged(base);
  if (resolved.kind !== 'map' || value.kind !== 'map') return without(value);
  const merged = mergeValues(resolved, value, ['services', name], true);
  if (merged.kind !== 'map' || merged === value) return without(merged);
  return without({ ...merged, parts: value.parts, lent: [resolved, ...(value.lent ?? [])] });
}

function without(value: Value): Value {
  if (value.kind !== 'map' || referenceOf(value) === undefined) return value;
  const pairs = new Map(value.pairs);
  pairs.delete('extends');
  return { ...value, pairs };
}
