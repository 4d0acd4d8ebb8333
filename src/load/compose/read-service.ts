import type { Build, MountedFiles, NamedValue, NetworkAttachment, Service, Setting, Text } from '../../model/deployment.ts';
import type { Located, SourceRange, Unknown } from '../../model/source.ts';
import type { Contents } from '../contents.ts';
import { joinPath } from '../paths.ts';
import { filesAt } from '../mounts.ts';
import { readEnvironment, type EnvironmentFiles } from './read-environment.ts';
import { readMounts } from './read-mounts.ts';
import { shown } from '../port-spec.ts';
import { readPorts, type Complain, type PortSource } from './read-ports.ts';
import { entry, originOf, rowsOf, scalarsIn, textOf, type MapValue, type Pair, type Value } from './tree.ts';
import type { PublishedPort } from '../../model/port.ts';

export interface ServiceRead {
  readonly service: Service;
  readonly pair: Pair;
  readonly map: MapValue;
  readonly ports: ReadonlyMap<PublishedPort, PortSource>;
}

export interface ServiceContext {
  readonly root: Value;
  readonly directory: (file: string) => string;
  /** What the service extends and is not at hand. */
  readonly incomplete: string | null;
  readonly contents: Contents;
  readonly environmentFiles: EnvironmentFiles;
  readonly complain: Complain;
  /** Active profiles; `*` stands for all. */
  readonly profiles: ReadonlySet<string>;
}

/** Reads one entry of `services:`; the value must be a map. */
export function readService(pair: Pair, map: MapValue, context: ServiceContext): ServiceRead {
  const name = pair.key;
  const portsPair = map.pairs.get('ports');
  const read = portsPair === undefined ? { ports: [], refused: [], sources: new Map<PublishedPort, PortSource>() } : readPorts(portsPair.value, context.complain);
  const mode = textOf(entry(map, 'network_mode')) ?? null;
  const written = readNetworks(map);
  const disabled = isDisabled(map, context.profiles);
  const variables = readEnvironment(map, namedValues(entry(map, 'environment'), true), context, disabled ? () => undefined : context.complain);
  const service: Service = {
    name,
    label: name,
    at: pair.keyAt,
    extent: { file: pair.keyAt.file, start: pair.keyAt.start, end: Math.max(pair.keyAt.end, map.derived ? 0 : map.at.end) },
    image: textOf(entry(map, 'image')) ?? null,
    build: readBuild(entry(map, 'build'), context),
    command: words(entry(map, 'command')),
    entrypoint: words(entry(map, 'entrypoint')),
    containerName: textOf(entry(map, 'container_name')) ?? null,
    hostname: textOf(entry(map, 'hostname')) ?? null,
    user: textOf(entry(map, 'user')) ?? null,
    environment: variables.environment,
    unseenEnvironment: variables.unseen[0] ?? null,
    labels: namedValues(entry(map, 'labels')),
    links: words(entry(map, 'links')),
    externalLinks: words(entry(map, 'external_links')),
    extraHosts: words(entry(map, 'extra_hosts'), true),
    volumes: readMounts(map, context.root, context.directory, context.contents),
    networkMode: mode,
    networks: written.length > 0 || mode !== null ? written : [implicitNetwork(pair.keyAt)],
    networksAt: written.length > 0 ? keyOf(map, 'networks') : null,
    ports: read.ports,
    refusedPorts: read.refused,
    publishAll: null,
    invocation: null,
    disabled,
    portsAt: keyOf(map, 'ports'),
    expose: words(entry(map, 'expose')).map(({ value }) => shown(value)),
    replicas: readReplicas(map),
    settings: readSettings(map, context),
    mentions: [...mentionsIn(map), ...variables.unseen],
    zlm: null,
    rest: () => rowsOf(map, (key) => !modelled.has(key)),
  };
  return { service, pair, map, ports: read.sources };
}

const modelled = new Set(['ports', 'network_mode', 'networks']);

/** Keys whose values are paths, images or settings of the engine: they cannot address another container. */
const silentKeys = new Set([
  'image', 'build', 'ports', 'expose', 'volumes', 'networks', 'network_mode', 'container_name', 'hostname', 'domainname',
  'depends_on', 'profiles', 'restart', 'environment', 'labels', 'command', 'entrypoint', 'links', 'external_links', 'extra_hosts',
  'env_file', 'configs', 'secrets', 'extends', 'pull_policy', 'platform', 'cap_add', 'cap_drop', 'user', 'working_dir', 'sysctls',
]);

/** A service with profiles is started when one of them is active. */
function isDisabled(map: MapValue, active: ReadonlySet<string>): boolean {
  const profiles = words(entry(map, 'profiles')).map(({ value }) => shown(value));
  return profiles.length > 0 && !active.has('*') && !profiles.some((profile) => active.has(profile));
}

function keyOf(map: MapValue, key: string): Located<null> | null {
  const pair = map.pairs.get(key);
  if (pair === undefined) return null;
  return { value: null, at: pair.keyAt, origin: pair.merged || map.derived ? 'derived' : 'written' };
}

function words(value: Value | undefined, asPairs = false): Located<Text>[] {
  if (value === undefined) return [];
  if (value.kind === 'map') {
    return [...value.pairs.values()].flatMap((pair) => {
      const text = textOf(pair.value);
      return text === undefined ? [] : [{ ...text, value: asPairs ? withKey(pair.key, text.value) : text.value }];
    });
  }
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => textOf(item) ?? []);
}

function withKey(key: string, value: Text): Text {
  return typeof value === 'string' ? `${key}:${value}` : { unknown: `${key}:${value.unknown}` };
}

/** `environment` and `labels`, as a map or as a list of `NAME=value`; a variable without a value has the one of whoever runs Compose. */
function namedValues(value: Value | undefined, inherit = false): NamedValue[] {
  if (value?.kind === 'map') {
    return [...value.pairs.values()].map((pair) => ({
      name: pair.key,
      value: textOf(pair.value) ?? { value: inherit ? { unknown: pair.key } : '', at: pair.keyAt, origin: originOf(pair.value) },
    }));
  }
  if (value?.kind !== 'list') return [];
  return words(value).map((item) => {
    const text = shown(item.value);
    const equals = text.indexOf('=');
    if (equals < 0) return { name: text, value: { ...item, value: inherit ? { unknown: text } : '' } };
    const rest = text.slice(equals + 1);
    return { name: text.slice(0, equals), value: { ...item, value: typeof item.value === 'string' ? rest : { unknown: rest } } };
  });
}

function readNetworks(map: MapValue): NetworkAttachment[] {
  const value = entry(map, 'networks');
  if (value?.kind === 'list') {
    return words(value).map(({ value: name, at }) => ({ name: shown(name), at, aliases: [], staticAddress: null }));
  }
  if (value?.kind !== 'map') return [];
  return [...value.pairs.values()].map((pair) => ({
    name: pair.key,
    at: pair.keyAt,
    aliases: words(entry(pair.value, 'aliases')),
    staticAddress: ['ipv4_address', 'ipv6_address', 'mac_address', 'link_local_ips'].flatMap((key) => words(entry(pair.value, key)))[0] ?? null,
  }));
}

/** Compose joins a service that names no network and no network mode to the project's default network. */
function implicitNetwork(at: SourceRange): NetworkAttachment {
  return { name: 'default', at, aliases: [], staticAddress: null };
}

function readBuild(value: Value | undefined, { directory, contents }: ServiceContext): Build | null {
  if (value === undefined) return null;
  const context = value.kind === 'map' ? (textOf(entry(value, 'context')) ?? null) : (textOf(value) ?? null);
  const dockerfile = value.kind === 'map' ? (textOf(entry(value, 'dockerfile')) ?? null) : null;
  const inline = textOf(entry(value, 'dockerfile_inline'))?.value;
  const base = context?.value ?? '.';
  let known: MountedFiles | undefined;
  const read = (): MountedFiles => (typeof base === 'string' ? filesAt(joinPath(directory(value.at.file), base), '/', contents) : { known: false, why: 'outside', path: base.unknown });
  const files = (): MountedFiles => (known ??= read());
  if (typeof inline === 'string') return { context, dockerfile, dockerfileText: inline, files };
  const name = dockerfile?.value ?? 'Dockerfile';
  if (typeof base !== 'string' || typeof name !== 'string' || /^[a-z+]+:\/\/|^git@/.test(base)) return { context, dockerfile, dockerfileText: null, files };
  const text = contents.reader.read(joinPath(joinPath(directory(value.at.file), base), name));
  return { context, dockerfile, dockerfileText: text.ok ? text.text : null, files };
}

function readReplicas(map: MapValue): Service['replicas'] {
  const found = textOf(entry(entry(map, 'deploy'), 'replicas')) ?? textOf(entry(map, 'scale'));
  if (found === undefined) return null;
  const number: number | Unknown = typeof found.value === 'string' ? Number(found.value) : found.value;
  return { ...found, value: number };
}

/** The keys of `deploy` that only Swarm acts on; `resources`, `restart_policy` and `replicas` also work without it. */
const swarmKeys = ['mode', 'placement', 'update_config', 'rollback_config', 'endpoint_mode', 'labels'];

function readSettings(map: MapValue, { incomplete }: ServiceContext): Setting[] {
  const settings: Setting[] = [];
  const deploy = entry(map, 'deploy');
  if (deploy?.kind === 'map') {
    for (const key of swarmKeys) {
      const pair = deploy.pairs.get(key);
      if (pair !== undefined) settings.push({ name: `deploy.${key}`, value: textOf(pair.value)?.value ?? '', at: pair.keyAt });
    }
  }
  const sysctls = entry(map, 'sysctls');
  if (sysctls?.kind === 'map') for (const pair of sysctls.pairs.values()) settings.push({ name: 'sysctls', value: pair.key, at: pair.keyAt });
  if (sysctls?.kind === 'list') for (const { value, at } of words(sysctls)) settings.push({ name: 'sysctls', value, at });
  for (const { value, at } of words(entry(map, 'cap_drop'))) settings.push({ name: 'cap_drop', value, at });
  const mac = map.pairs.get('mac_address');
  if (mac !== undefined) settings.push({ name: 'mac_address', value: textOf(mac.value)?.value ?? '', at: mac.keyAt });
  if (incomplete !== null) settings.push({ name: 'extends', value: incomplete, at: map.at });
  return settings;
}

function mentionsIn(map: MapValue): Located<Text>[] {
  const found: Located<Text>[] = [];
  for (const [key, pair] of map.pairs) {
    if (silentKeys.has(key) || key.startsWith('x-')) continue;
    for (const scalar of scalarsIn(pair.value)) if (scalar.type === 'string') found.push({ value: scalar.text, at: scalar.at, origin: originOf(scalar) });
  }
  const args = entry(entry(map, 'build'), 'args');
  return [...found, ...words(args)];
}
