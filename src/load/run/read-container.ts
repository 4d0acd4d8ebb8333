import type { Mount, NamedValue, NetworkAttachment, RestRow, Service, Setting, Text } from '../../model/deployment.ts';
import type { Located, SourceRange, WordData } from '../../model/source.ts';
import type { PublishedPort } from '../../model/port.ts';
import { mount, shortMount, type DirectoryOf } from '../mounts.ts';
import type { Contents } from '../contents.ts';
import { shown } from '../port-spec.ts';
import type { FoundInvocation } from './find-invocations.ts';
import type { Flag } from './flags.ts';
import { readEnvFiles } from './read-environment.ts';
import { readExpose } from './read-expose.ts';
import { readPublish, unknownPort } from './read-publish.ts';
import type { RunWord } from './run-word.ts';

export type Refuse = (id: string, at: SourceRange, data?: WordData, stage?: 'compose' | 'engine') => void;

export interface ContainerContext {
  readonly contents: Contents;
  /** What relative paths start from: known only for a command line that is run here. */
  readonly directory: DirectoryOf;
  readonly refuse: Refuse;
  /** Hides what the file calls a secret. */
  readonly hide: (text: string) => string;
  /** What may create several such containers; only one of them can have a name that is the same each time. */
  readonly repeatedBy: SourceRange | null;
}

/** A container that a command line creates, with the flag of each published port. */
export interface ContainerRead {
  readonly service: Service;
  readonly found: FoundInvocation;
  readonly ports: ReadonlyMap<PublishedPort, Flag>;
  /** Why its text is not edited. */
  readonly doubt: { readonly id: string; readonly at: SourceRange } | null;
}

/** The engine's own networks: `--network` with one of these is a network mode, any other name a network of the user. */
const modes = new Set(['host', 'none', 'bridge', 'default']);

export function readContainer(found: FoundInvocation, context: ContainerContext): ContainerRead {
  const { read, tool, verb, at, head } = found;
  const flags = new Map<string, Flag[]>();
  for (const flag of read.flags) {
    const known = flags.get(flag.name);
    if (known === undefined) flags.set(flag.name, [flag]);
    else known.push(flag);
  }
  const all = (name: string): readonly Flag[] => flags.get(name) ?? [];
  const last = (name: string): Located<Text> | null => located(all(name).at(-1));
  const ports = new Map(all('publish').flatMap((flag) => readPublish(flag, tool, context.refuse).map((port): [PublishedPort, Flag] => [port, flag])));
  const maybe = (...names: string[]): RunWord[] => read.loose.filter(({ flags: known }) => known === null || known.some((flag) => names.includes(flag))).map(({ word }) => word);
  const [otherNetwork] = maybe('network');
  const loose = maybe('publish', 'publish-all').map((word) => unknownPort(word.at, word.written ?? shown(word.value)));
  const network = readNetwork(all('network'), context.refuse);
  const mode = network.mode ?? (otherNetwork === undefined || network.joined.length > 0 ? null : unknownText(otherNetwork));
  const publishAll = all('publish-all').filter(({ value }) => value === null || /^(?:1|t|true)$/i.test(shown(value)));
  const name = last('name');
  const image = read.image === null ? null : textOf(read.image);
  const called = name ?? (image !== null && shown(image.value) !== '' ? image : null);
  // A variable may have brought a secret into it.
  const label = called === null ? `${tool} ${verb}` : called.origin === 'written' ? shown(called.value) : context.hide(shown(called.value));
  const variables = readEnvFiles(all('env-file'), all('env').map(namedValue), context.directory, context.contents);
  checkClient(flags, context.refuse);
  checkEngine(flags, network.joined.length > 0 ? 'user' : (mode?.value ?? 'bridge'), context.refuse);
  const service: Service = {
    name: typeof name?.value === 'string' ? name.value : null,
    label,
    at: head,
    extent: at,
    image,
    build: null,
    command: read.args.map(textOf),
    entrypoint: all('entrypoint').slice(-1).map((flag) => located(flag)).filter((text) => text !== null),
    containerName: name,
    hostname: last('hostname'),
    user: last('user'),
    environment: variables.environment,
    unseenEnvironment: variables.unseen[0] ?? null,
    labels: all('label').map(namedValue),
    links: all('link').map(value),
    externalLinks: [],
    extraHosts: all('add-host').map(value),
    volumes: mountsOf(all('volume'), all('mount'), context),
    networkMode: mode,
    networks: withAliases(network.joined, all('network-alias'), [...all('ip'), ...all('ip6'), ...all('link-local-ip')]),
    networksAt: network.joined[0] === undefined ? null : { value: null, at: network.joined[0].at, origin: 'written' },
    ports: [...ports.keys(), ...loose],
    portsAt: placeOf(all('publish')[0]?.at ?? loose[0]?.at ?? null),
    refusedPorts: [],
    publishAll: placeOf(publishAll[0]?.at ?? null),
    invocation: { tool, verb, args: read.args.map(({ value: word }) => word), network: network.given ?? mode?.value ?? null, publishAll: publishAll.length > 0 },
    disabled: false,
    expose: all('expose').flatMap((flag) => readExpose(flag, context.refuse)),
    replicas: context.repeatedBy === null || typeof name?.value === 'string' ? null : { value: { unknown: '' }, at: context.repeatedBy, origin: 'derived' },
    settings: settingsOf(all),
    mentions: [...mentionsOf(read.flags), ...variables.unseen],
    zlm: null,
    rest: () => restOf(found),
  };
  const [unsure] = read.loose;
  return { service, found, ports, doubt: unsure === undefined ? null : { id: 'refused.loose', at: unsure.word.at } };
}

interface NetworkRead {
  readonly given: Text | null;
  readonly mode: Located<Text> | null;
  readonly joined: readonly NetworkAttachment[];
}

/** `--network`: the engine's own, or one or several of the user's. Source: docker/cli opts.go parseNetworkOpts. */
function readNetwork(flags: readonly Flag[], refuse: Refuse): NetworkRead {
  const read = flags.map((flag) => ({ flag, ...networkOf(flag) }));
  const [first] = read;
  if (first === undefined) return { given: null, mode: null, joined: [] };
  const own = read.filter(({ name }) => typeof name === 'string' && (modes.has(name) || name.startsWith('container:')));
  const names = read.map(({ name }) => shown(name));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  const at = flags.at(-1)?.at ?? first.flag.at;
  if (twice !== undefined) refuse('network-twice', at, { network: twice });
  else if (own.length > 0 && read.length > 1) refuse('network-mixed', at, { networks: names });
  if (own[0] !== undefined || typeof first.name !== 'string') {
    const mode = own[0] ?? first;
    return { given: first.name, mode: { value: mode.name, at: mode.flag.valueAt, origin: mode.flag.valueEditable ? 'written' : 'derived' }, joined: [] };
  }
  const joined = read.map(({ flag, name, aliases, address }): NetworkAttachment => ({ name: shown(name), at: flag.at, aliases, staticAddress: address }));
  return { given: first.name, mode: null, joined };
}

/** A network's name, or `name=…,alias=…,ip=…`. */
function networkOf(flag: Flag): { name: Text; aliases: Located<Text>[]; address: Located<Text> | null } {
  const text = flag.value ?? '';
  if (typeof text !== 'string' || !/(?:^|,)name=/.test(text)) return { name: text, aliases: [], address: null };
  const fields = text.split(',').map((field) => field.split('=') as [string, string | undefined]);
  const of = (...keys: string[]): Located<Text>[] => fields.filter(([key]) => keys.includes(key)).map(([, field = '']) => ({ value: field, at: flag.valueAt, origin: 'derived' }));
  return { name: shown(of('name')[0]?.value ?? ''), aliases: of('alias'), address: of('ip', 'ip6', 'mac-address', 'link-local-ip')[0] ?? null };
}

function withAliases(joined: readonly NetworkAttachment[], aliases: readonly Flag[], addresses: readonly Flag[]): NetworkAttachment[] {
  return joined.map((network, index) => (index > 0 ? network : { ...network, aliases: [...network.aliases, ...aliases.map(value)], staticAddress: network.staticAddress ?? located(addresses[0]) }));
}

/** What the client refuses before it asks the engine. Source: docker/cli opts.go. */
function checkClient(flags: ReadonlyMap<string, readonly Flag[]>, refuse: Refuse): void {
  const restart = flags.get('restart')?.at(-1);
  const rm = flags.get('rm')?.at(-1);
  if (restart === undefined || rm === undefined || /^(?:|no)$/.test(shown(restart.value ?? '')) || /^(?:0|f|false)$/i.test(shown(rm.value ?? ''))) return;
  refuse('conflicting-flags', restart.at, { one: '--rm', other: '--restart' });
}

/** What the engine refuses at create. Source: moby daemon/internal/runconfig/hostconfig.go. */
function checkEngine(flags: ReadonlyMap<string, readonly Flag[]>, mode: Text | null, refuse: Refuse): void {
  if (typeof mode !== 'string') return;
  if (mode === 'user') return;
  const [alias] = flags.get('network-alias') ?? [];
  if (alias !== undefined) refuse('alias-without-network', alias.at);
  const ofUsers = ['ip', 'ip6', 'link-local-ip'];
  const refused = mode.startsWith('container:') ? ['publish', 'publish-all', 'expose', 'hostname', 'dns', 'add-host', 'link'] : mode === 'host' ? ['link'] : [];
  for (const name of [...refused, ...ofUsers]) {
    const [flag] = flags.get(name) ?? [];
    if (flag !== undefined) refuse('refused-in-mode', flag.at, { flag: `--${name}`, mode }, 'engine');
  }
}

function located(flag: Flag | undefined): Located<Text> | null {
  return flag === undefined || flag.value === null ? null : value(flag);
}

function value(flag: Flag): Located<Text> {
  return { value: flag.value ?? '', at: flag.valueAt, origin: flag.valueEditable ? 'written' : 'derived' };
}

function textOf(word: RunWord): Located<Text> {
  return { value: word.value, at: word.at, origin: word.editable ? 'written' : 'derived' };
}

function unknownText(word: RunWord): Located<Text> {
  return { value: { unknown: word.written ?? shown(word.value) }, at: word.at, origin: 'derived' };
}

function placeOf(at: SourceRange | null): Located<null> | null {
  return at === null ? null : { value: null, at, origin: 'written' };
}

function namedValue(flag: Flag): NamedValue {
  const text = shown(flag.value ?? '');
  const equals = text.indexOf('=');
  const rest = equals < 0 ? '' : text.slice(equals + 1);
  const known = typeof flag.value === 'string' || !/[$`%]/.test(rest);
  return { name: equals < 0 ? text : text.slice(0, equals), value: { ...value(flag), value: known && equals >= 0 ? rest : { unknown: rest === '' ? text : rest } } };
}

function mountsOf(volumes: readonly Flag[], mounts: readonly Flag[], { directory, contents }: ContainerContext): Mount[] {
  const long = mounts.map((flag) => {
    const fields = new Map(shown(flag.value ?? '').split(',').map((field): [string, string] => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]));
    const of = (...keys: string[]): string | null => keys.map((key) => fields.get(key)).find((field) => field !== undefined) ?? null;
    const source = of('source', 'src');
    const kind = of('type') === 'bind' ? 'bind' : of('type') === 'tmpfs' ? 'other' : 'volume';
    const readOnly = ['readonly', 'ro'].some((key) => fields.has(key) && fields.get(key) !== 'false');
    return mount(flag.valueAt, kind, source?.includes('$') === true ? { unknown: source } : source, of('target', 'destination', 'dst') ?? '', readOnly, directory, contents);
  });
  return [...volumes.map((flag) => shortMount(flag.valueAt, flag.value ?? '', directory, contents)), ...long];
}

/** Settings that decide whether host networking can work, under the names that Compose has for them. */
function settingsOf(all: (name: string) => readonly Flag[]): Setting[] {
  const named: readonly (readonly [string, string])[] = [['sysctl', 'sysctls'], ['cap-drop', 'cap_drop'], ['mac-address', 'mac_address'], ['pod', 'pod']];
  return named.flatMap(([flag, name]) => all(flag).map((one): Setting => ({ name, value: one.value ?? '', at: one.at })));
}

/** Flags whose values are read already, or cannot address another container. */
const silent = new Set([
  'publish', 'expose', 'network', 'name', 'env', 'label', 'link', 'add-host', 'volume', 'mount', 'entrypoint', 'hostname', 'user', 'env-file', 'restart',
  'platform', 'pull', 'workdir', 'memory', 'cpus', 'cpu-shares', 'cpuset-cpus', 'log-driver', 'log-opt', 'ulimit', 'shm-size', 'cap-add', 'cap-drop', 'device',
  'gpus', 'runtime', 'ip', 'ip6', 'network-alias', 'mac-address', 'sysctl', 'detach-keys', 'cidfile', 'stop-signal', 'stop-timeout', 'tmpfs', 'security-opt', 'pod',
]);

function mentionsOf(flags: readonly Flag[]): Located<Text>[] {
  return flags.filter(({ name, value: text }) => text !== null && !silent.has(name)).map(value);
}

const ofItsNetwork = new Set(['publish', 'publish-all', 'network', 'network-alias', 'ip', 'ip6', 'link-local-ip']);

/** Everything but the network and the ports, in rows that can be compared. */
function restOf({ tool, verb, read }: FoundInvocation): RestRow[] {
  const row = (path: string, text: Text | null): RestRow => ({ path, value: JSON.stringify(text) });
  const kept = read.flags.filter(({ name }) => !ofItsNetwork.has(name));
  const flags = kept.map(({ name, value: text }) => row(name === 'add-host' ? 'extra_hosts[]' : name === 'volume' ? 'volumes[]' : `--${name}`, text));
  return [row('tool', `${tool} ${verb}`), ...flags, row('image', read.image?.value ?? null), ...read.args.map(({ value: text }, index) => row(`args[${index}]`, text))];
}
