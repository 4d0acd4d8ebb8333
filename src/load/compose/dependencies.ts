import type { SourceRange } from '../../model/source.ts';
import { entry, textOf, type MapValue, type Value } from './tree.ts';

export interface Dependency {
  readonly other: string;
  readonly at: SourceRange;
  /** Compose starts the project without it. */
  readonly optional: boolean;
}

/** The services that Compose starts before this one: `depends_on`, and whatever it shares with or links to. */
export function dependenciesOf(map: MapValue): Dependency[] {
  const found: Dependency[] = [];
  const dependsOn = entry(map, 'depends_on');
  if (dependsOn?.kind === 'map') {
    for (const { key, keyAt, value } of dependsOn.pairs.values()) found.push({ other: key, at: keyAt, optional: textOf(entry(value, 'required'))?.value === 'false' });
  }
  const name = (text: string): string => text;
  for (const [key, read] of [['depends_on', name], ['links', linked], ['volumes_from', ofService]] as const) found.push(...listed(entry(map, key), read));
  for (const key of ['network_mode', 'ipc', 'pid', 'uts']) {
    const text = textOf(entry(map, key));
    if (typeof text?.value === 'string' && text.value.startsWith('service:')) found.push({ other: text.value.slice('service:'.length), at: text.at, optional: false });
  }
  return found;
}

function listed(value: Value | undefined, read: (text: string) => string | null): Dependency[] {
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => {
    const text = textOf(item);
    const other = typeof text?.value === 'string' ? read(text.value) : null;
    return text === undefined || other === null ? [] : [{ other, at: text.at, optional: false }];
  });
}

/** A link with more than one colon is, for Compose, the name of a service. */
function linked(text: string): string {
  const [name = text, ...alias] = text.split(':');
  return alias.length > 1 ? text : name;
}

function beforeColon(text: string): string {
  return text.split(':')[0] ?? text;
}

function ofService(text: string): string | null {
  return text.startsWith('container:') ? null : beforeColon(text);
}

/** The first dependency of each circle, with the service it stands at. */
export function circles(services: ReadonlyMap<string, readonly Dependency[]>): { readonly service: string; readonly dependency: Dependency }[] {
  const found: { service: string; dependency: Dependency }[] = [];
  const done = new Set<string>();
  for (const start of services.keys()) {
    if (done.has(start)) continue;
    const open = new Set<string>([start]);
    const path: { service: string; rest: Dependency[] }[] = [{ service: start, rest: [...(services.get(start) ?? [])] }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const dependency = top.rest.shift();
      if (dependency === undefined) {
        open.delete(top.service);
        done.add(top.service);
        path.pop();
      } else if (open.has(dependency.other)) found.push({ service: top.service, dependency });
      else if (!done.has(dependency.other) && services.has(dependency.other)) {
        open.add(dependency.other);
        path.push({ service: dependency.other, rest: [...(services.get(dependency.other) ?? [])] });
      }
    }
  }
  return found;
}
