import type { Environment } from '../interpolate.ts';
import { isUnknown } from '../../ports/spans.ts';
import { directoryOf, joinPath } from '../paths.ts';
import { mergeMaps, mergeValues, untagged } from './merge.ts';
import type { ProjectFiles } from './project-files.ts';
import { entry, textOf, type MapValue, type Pair, type Value } from './tree.ts';

interface Place {
  /** The file that the services are written in, as the reader calls it. */
  readonly path: string;
  readonly directory: string;
  readonly services: MapValue;
}

/** Resolves `extends` of one document's services, through chains and other files. */
export class Extender {
  /** Services whose base is not at hand: what they are made of is not known. */
  readonly incomplete = new Map<string, string>();
  private readonly others = new Map<string, Place | null>();
  private notAtHand: string | null = null;

  constructor(
    private readonly files: ProjectFiles,
    private readonly environment: Environment,
  ) {}

  apply(root: MapValue, path: string, directory: string): MapValue {
    const services = root.pairs.get('services');
    if (services?.value.kind !== 'map' || ![...services.value.pairs.values()].some(({ value }) => entry(value, 'extends') !== undefined)) return root;
    const place: Place = { path, directory, services: services.value };
    const pairs = new Map<string, Pair>();
    for (const [name, pair] of services.value.pairs) {
      this.notAtHand = null;
      pairs.set(name, { ...pair, value: this.extended(name, pair.value, place, []) });
      if (this.notAtHand !== null) this.incomplete.set(name, this.notAtHand);
    }
    const value: MapValue = { ...services.value, pairs };
    return { ...root, pairs: new Map(root.pairs).set('services', { ...services, value }) };
  }

  /** The service with its base below it; `chain` holds what is being extended already. */
  private extended(name: string, value: Value, place: Place, chain: readonly string[]): Value {
    const reference = entry(value, 'extends');
    if (reference === undefined || value.kind !== 'map') return value;
    const key = `${place.path}\n${name}`;
    if (chain.includes(key) || chain.length > 100) {
      this.files.report('extends-cycle', reference.at, { service: name });
      return without(value);
    }
    const service = (textOf(entry(reference, 'service')) ?? textOf(reference))?.value;
    const file = textOf(entry(reference, 'file'))?.value;
    if (typeof service !== 'string' || (file !== undefined && typeof file !== 'string')) {
      this.notAtHand = isUnknown(service) ? service.unknown : isUnknown(file) ? file.unknown : '';
      return without(value);
    }
    const target = file === undefined ? place : this.other(joinPath(place.directory, file), reference);
    if (target === null) return without(value);
    const base = target.services.pairs.get(service);
    if (base === undefined || base.value.kind !== 'map') {
      this.files.report('extends-missing', reference.at, { service: name, base: service });
      return without(value);
    }
    const resolved = untagged(this.extended(service, base.value, target, [...chain, key]));
    if (resolved.kind !== 'map') return without(value);
    const lent: MapValue = { ...resolved, parts: resolved.parts.map((part) => ({ ...part, borrowed: true })) };
    const merged = mergeValues(lent, value, ['services', name], true);
    return merged.kind === 'map' ? without(merged) : merged;
  }

  /** The services of another file; its own `include` does not count. */
  private other(path: string, reference: Value): Place | null {
    const known = this.others.get(path);
    if (known !== undefined) return known;
    this.others.set(path, null);
    const read = this.files.text(path);
    if (!('text' in read)) {
      if (read.why === 'outside') {
        this.notAtHand = path;
        this.files.unread.push({ id: 'unread.outside', data: { path }, at: reference.at });
      } else this.files.report('extends-unreadable', reference.at, { path: this.files.input.shown(path) }, true);
      return null;
    }
    const directory = directoryOf(path);
    const [first, ...rest] = this.files.documents(path, read.text, this.environment, directory);
    const root = rest.reduce<MapValue | undefined>((merged, next) => (merged === undefined ? next : mergeMaps(merged, next, [])), first);
    const services = entry(root, 'services');
    const place = services?.kind === 'map' ? { path, directory, services } : null;
    if (place === null) this.files.report('extends-unreadable', reference.at, { path: this.files.input.shown(path) }, true);
    this.others.set(path, place);
    return place;
  }
}

function without(value: MapValue): MapValue {
  const pairs = new Map(value.pairs);
  pairs.delete('extends');
  return { ...value, pairs };
}
