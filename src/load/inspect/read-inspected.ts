import { jsonReason } from '../../text/json-reason.ts';
import { Fields, isRecord, ShapeError, type Expected } from './fields.ts';
import { readPort } from './publish-flags.ts';
import { isPodman, nameIn } from './run-text.ts';

/** A container as `docker inspect` or `podman inspect` describes it. */
export interface Inspected {
  readonly id: string;
  readonly name: string;
  /** As it was asked for. */
  readonly image: string;
  /** The id of the image that runs. */
  readonly imageId: string;
  readonly running: boolean;
  /** `running`, `exited`, `created`… */
  readonly status: string;
  /** Its first process, as the host numbers it; 0 when it does not run. */
  readonly pid: number;
  readonly tool: 'docker' | 'podman';
  readonly labels: ReadonlyMap<string, string>;
  readonly networkMode: string;
  readonly autoRemove: boolean;
  /** As `--restart` takes it. */
  readonly restart: string;
  /** Ids or names of the containers whose namespaces it is in. */
  readonly shares: readonly string[];
  /** Its own addresses on the networks it has joined. */
  readonly addresses: readonly string[];
  /** The networks it has joined, by name. */
  readonly networks: readonly string[];
  /** Ports of the host that lead to it now. */
  readonly published: readonly LivePort[];
  readonly fields: Fields;
}

export interface LivePort {
  readonly hostIp: string;
  readonly host: number;
  readonly container: number;
  readonly protocol: string;
}

export type InspectError =
  | { readonly code: 'inspect-not-json'; readonly reason: string }
  /** `what`: an image, a network, a volume, or something else. */
  | { readonly code: 'inspect-image' | 'inspect-network' | 'inspect-volume' | 'inspect-other' | 'inspect-empty' }
  | { readonly code: `inspect-shape-${Expected}`; readonly key: string };

/** One that is not as `docker inspect` prints it, by what can be read of it all the same. */
export interface OddContainer {
  readonly id: string;
  /** Empty where it is no container at all. */
  readonly name: string;
  readonly image: string;
  readonly error: InspectError;
}

export type InspectRead = { readonly ok: true; readonly containers: readonly Inspected[]; readonly odd: readonly OddContainer[] } | { readonly ok: false; readonly error: InspectError };

/** What `docker inspect` printed: a list of containers, or one of them as `--format '{{json .}}'` prints it. An odd one does not hide the others. */
export function readInspected(text: string): InspectRead {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return failed({ code: 'inspect-not-json', reason: jsonReason(error) });
  }
  const list = Array.isArray(json) ? (json as readonly unknown[]) : [json];
  if (list.length === 0) return failed({ code: 'inspect-empty' });
  const containers: Inspected[] = [];
  const odd: OddContainer[] = [];
  for (const value of list) {
    const other = otherThing(value);
    const read = other === null ? orOdd(value, () => inspected(Fields.of(value, ''))) : { odd: { id: '', name: '', image: '', error: { code: other } } };
    if ('odd' in read) odd.push(read.odd);
    else containers.push(read.read);
  }
  return { ok: true, containers, odd };
}

/** What comes of reading a container, or in which way it is odd. */
export function orOdd<Read>(value: unknown, read: () => Read): { readonly read: Read } | { readonly odd: OddContainer } {
  try {
    return { read: read() };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const container = isRecord(value) ? value : {};
    const config = isRecord(container['Config']) ? container['Config'] : {};
    const [id, name, image] = [container['Id'], container['Name'], config['Image']].map((text) => (typeof text === 'string' ? text : ''));
    return { odd: { id: id ?? '', name: (name ?? '').replace(/^\//, ''), image: image ?? '', error: { code: `inspect-shape-${error.expected}`, key: error.path } } };
  }
}

/** The `Config` of each image, by its id and by its names; what is no image is left out. */
export function readImages(text: string): ReadonlyMap<string, { readonly id: string; readonly config: Fields }> {
  const images = new Map<string, { id: string; config: Fields }>();
  const json = parsed(text);
  for (const value of Array.isArray(json) ? (json as readonly unknown[]) : []) {
    if (!isRecord(value) || typeof value['Id'] !== 'string' || !isRecord(value['Config'])) continue;
    const image = { id: value['Id'], config: Fields.of(value['Config'], 'Config') };
    const names = [value['RepoTags'], value['RepoDigests']].flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []));
    for (const name of [image.id, ...names]) if (typeof name === 'string') images.set(name, image);
  }
  return images;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function failed(error: InspectError): InspectRead {
  return { ok: false, error };
}

/** What is inspected as often as containers are. */
function otherThing(value: unknown): 'inspect-image' | 'inspect-network' | 'inspect-volume' | 'inspect-other' | null {
  if (!isRecord(value)) return 'inspect-other';
  if (isRecord(value['HostConfig']) && isRecord(value['Config'])) return null;
  if ('RepoTags' in value || 'RootFS' in value) return 'inspect-image';
  if ('IPAM' in value || 'subnets' in value) return 'inspect-network';
  return 'Mountpoint' in value ? 'inspect-volume' : 'inspect-other';
}

function inspected(fields: Fields): Inspected {
  const state = fields.part('State');
  const config = fields.part('Config');
  const host = fields.part('HostConfig');
  const settings = fields.part('NetworkSettings');
  const networks = settings.partMap('Networks').map(([, network]) => network);
  const running = state.flag('Running');
  const policy = host.part('RestartPolicy');
  const most = policy.number('MaximumRetryCount');
  return {
    id: fields.text('Id'),
    name: nameIn(fields),
    image: config.text('Image'),
    imageId: fields.text('Image'),
    running,
    status: state.text('Status') || (running ? 'running' : 'exited'),
    pid: state.number('Pid'),
    tool: isPodman(fields) ? 'podman' : 'docker',
    labels: new Map(config.textMap('Labels')),
    networkMode: host.text('NetworkMode'),
    autoRemove: host.flag('AutoRemove'),
    restart: policy.text('Name') + (most > 0 ? `:${most}` : ''),
    shares: ['NetworkMode', 'PidMode', 'IpcMode'].flatMap((key) => /^container:(.+)$/.exec(host.text(key))?.[1] ?? []),
    networks: settings.keys('Networks'),
    addresses: [...networks, settings].flatMap((network) => [network.text('IPAddress'), network.text('GlobalIPv6Address')]).filter((address) => address !== ''),
    published: settings.partLists('Ports').flatMap(([key, bindings]) => livePorts(key, bindings)),
    fields,
  };
}

function livePorts(key: string, bindings: readonly Fields[]): LivePort[] {
  const port = readPort(key);
  return bindings.flatMap((binding) => {
    const host = Number(binding.text('HostPort'));
    return port === null || host === 0 || Number.isNaN(host) ? [] : [{ hostIp: binding.text('HostIp'), host, container: port.port, protocol: port.protocol }];
  });
}
