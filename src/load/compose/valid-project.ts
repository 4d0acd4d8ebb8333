import type { Problem } from '../../model/deployment.ts';
import type { SourceRange, WordData } from '../../model/source.ts';
import { checkShapes, isOn } from './check-shapes.ts';
import { circles, dependenciesOf, type Dependency } from './dependencies.ts';
import { readEntries } from './read-ports.ts';
import type { ServiceRead } from './read-service.ts';
import { entry, textOf, type ListValue, type MapValue, type Value } from './tree.ts';

/** What Docker Compose refuses about the shape of services and what they refer to; of a service that no active profile starts, only the shape. */
export function checkProject(root: MapValue, reads: readonly ServiceRead[]): Problem[] {
  const problems: Problem[] = [...checkShapes(root)];
  const report = (id: string, at: SourceRange, service: string | null = null, data: WordData = {}, stage: Problem['stage'] = 'compose'): void => {
    problems.push({ id, data: service === null ? data : { ...data, service }, at, service, stage, fatal: false });
  };
  const names = new Set(reads.map(({ pair }) => pair.key));
  const enabled = new Set(reads.filter(({ service }) => !service.disabled).map(({ pair }) => pair.key));
  const networks = new Set(mapKeys(entry(root, 'networks')));
  const started = reads.filter(({ service }) => !service.disabled);
  const dependencies = new Map(started.map(({ pair, map }) => [pair.key, dependenciesOf(map)]));
  for (const { service, dependency } of circles(dependencies)) report('depends-on-itself', dependency.at, service);
  for (const read of started) {
    const { pair, map } = read;
    const name = pair.key;
    checkNetworks(map, name, networks, report);
    checkMode(map, name, report);
    checkEngineNetworks(map, name, root, report);
    checkReferences(dependencies.get(name) ?? [], name, { names, enabled }, report);
    checkImage(map, read, name, report);
    checkReplicas(read, name, report);
  }
  return problems;
}

/** What Docker Compose refuses of a model before the next is merged on top, which may hide it; `sound` as in `checkPorts`. */
export function checkLayer(root: MapValue, sound: Set<ListValue>): Problem[] {
  return [...checkShapes(root), ...checkPorts(entry(root, 'services'), sound)];
}

/** What it refuses of services that another file's service extends. `sound` holds the lists in which nothing was wrong: a later layer has them too. */
export function checkPorts(services: Value | undefined, sound: Set<ListValue>): Problem[] {
  const problems: Problem[] = [];
  if (services?.kind !== 'map') return problems;
  for (const { key: service, value } of services.pairs.values()) {
    const ports = entry(value, 'ports');
    if (ports?.kind !== 'list') continue;
    for (const list of ports.parts) {
      if (sound.has(list)) continue;
      const before = problems.length;
      readEntries(list, (id, at, data = {}, stage = 'compose') => stage === 'compose' && problems.push({ id, data: { ...data, service }, at, service, stage, fatal: false }));
      if (problems.length === before) sound.add(list);
    }
  }
  return problems;
}

type ReportTo = (id: string, at: SourceRange, service?: string | null, data?: WordData, stage?: Problem['stage']) => void;

/** What a container that shares another's network may not have: the engine refuses to create it. Source: moby runconfig/hostconfig.go. */
const ofItsOwnNetwork = ['ports', 'expose', 'hostname', 'dns', 'extra_hosts', 'links'];

/** The engine's own networks, under whatever name Compose has them: since Docker 25 it gives no alias on those and refuses. */
function checkEngineNetworks(map: MapValue, name: string, root: MapValue, report: ReportTo): void {
  const networks = map.pairs.get('networks');
  if (networks === undefined) return;
  const { value, keyAt } = networks;
  for (const network of networkNames(value)) {
    const definition = entry(entry(root, 'networks'), network);
    const external = textOf(entry(definition, 'external'))?.value;
    const own = textOf(entry(definition, 'name'))?.value ?? network;
    if (typeof external === 'string' && isOn(external) && typeof own === 'string' && ['host', 'bridge', 'none'].includes(own)) report('engine-network', keyAt, name, { network: own }, 'engine');
  }
}

/** What the engine refuses at create, although Compose accepts it. */
function checkMode(map: MapValue, name: string, report: ReportTo): void {
  const mode = textOf(entry(map, 'network_mode'))?.value;
  if (typeof mode !== 'string') return;
  const refused = /^(?:service|container):/.test(mode) ? ofItsOwnNetwork : mode === 'host' ? ['links'] : [];
  for (const key of refused) {
    const pair = map.pairs.get(key);
    const empty = pair?.value.kind === 'list' && pair.value.items.length === 0;
    if (pair !== undefined && !empty) report('refused-in-mode', pair.keyAt, name, { key, mode }, 'engine');
  }
}

function checkNetworks(map: MapValue, name: string, defined: ReadonlySet<string>, report: ReportTo): void {
  const networks = map.pairs.get('networks');
  if (networks === undefined) return;
  for (const network of networkNames(networks.value)) {
    if (network !== 'default' && !defined.has(network)) report('unknown-network', networks.keyAt, name, { network });
  }
}

function checkReferences(dependencies: readonly Dependency[], name: string, { names, enabled }: Services, report: ReportTo): void {
  const known = enabled.has(name) ? enabled : names;
  const told = new Set<string>();
  for (const { other, at, optional } of dependencies) {
    if ((optional ? names : known).has(other) || told.has(other)) continue;
    told.add(other);
    report('unknown-service', at, name, { other });
  }
}

interface Services {
  readonly names: ReadonlySet<string>;
  readonly enabled: ReadonlySet<string>;
}

/** A service needs something to run; what is not known may be it. */
function checkImage(map: MapValue, { service }: ServiceRead, name: string, report: ReportTo): void {
  const unseen = service.settings.some((setting) => setting.name === 'extends');
  const image = service.image?.value;
  if (unseen || map.pairs.has('build') || map.pairs.has('provider') || (image !== undefined && image !== '')) return;
  report('no-image', service.at, name);
}

function checkReplicas({ service, map }: ServiceRead, name: string, report: ReportTo): void {
  const { replicas, containerName } = service;
  const counts = [entry(entry(map, 'deploy'), 'replicas'), entry(map, 'scale')].map((count) => textOf(count)?.value);
  const [wanted, scale] = counts.map((count) => (typeof count === 'string' ? Number(count) : null));
  if (wanted != null && scale != null && wanted !== scale) report('scale-and-replicas', map.pairs.get('scale')?.keyAt ?? service.at, name, { scale, replicas: wanted });
  if (containerName !== null && replicas !== null && typeof replicas.value === 'number' && replicas.value > 1) report('named-replicas', containerName.at, name);
}

/** The networks that a service names, as far as they are known. */
function networkNames(value: Value): string[] {
  if (value.kind !== 'list') return mapKeys(value);
  return value.items.map((item) => textOf(item)?.value).filter((name) => typeof name === 'string');
}

function mapKeys(value: Value | undefined): string[] {
  return value?.kind === 'map' ? [...value.pairs.keys()] : [];
}
