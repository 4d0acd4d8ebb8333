import { textFile } from '../../src/load/mounts.ts';
import type { Deployment, Mount, MountedFiles, Service, Text } from '../../src/model/deployment.ts';
import type { PublishedPort } from '../../src/model/port.ts';
import type { Located, SourceRange } from '../../src/model/source.ts';

export const place: SourceRange = { file: 'docker-compose.yml', start: 0, end: 0 };

export function located<T>(value: T, at: SourceRange = place): Located<T> {
  return { value, at, origin: 'written' };
}

export interface ServiceParts {
  readonly name?: string | null;
  readonly at?: SourceRange;
  readonly extent?: SourceRange;
  readonly image?: Text;
  /** A Dockerfile's text, or paths alone. */
  readonly build?: { readonly context?: Text; readonly dockerfile?: Text; readonly text?: string };
  readonly command?: readonly Text[];
  readonly entrypoint?: readonly Text[];
  readonly containerName?: Text;
  readonly hostname?: Text;
  readonly aliases?: readonly Text[];
  readonly volumes?: readonly Mount[];
  readonly environment?: readonly (readonly [name: string, value: Text])[];
  /** Container ports: `80`, `30000-30500/udp`. */
  readonly ports?: readonly string[];
  readonly mentions?: readonly Text[];
}

/** A service with the given parts and nothing else. */
export function makeService(parts: ServiceParts): Service {
  const optional = (value: Text | undefined): Located<Text> | null => (value === undefined ? null : located(value));
  const { build } = parts;
  return {
    name: parts.name === undefined ? 'media' : parts.name,
    label: parts.name ?? 'media',
    at: parts.at ?? place,
    extent: parts.extent ?? place,
    image: optional(parts.image),
    build: build === undefined ? null : { context: optional(build.context), dockerfile: optional(build.dockerfile), dockerfileText: build.text ?? null, files: () => ({ known: true, files: [] }) },
    command: (parts.command ?? []).map((word) => located(word)),
    entrypoint: (parts.entrypoint ?? []).map((word) => located(word)),
    containerName: optional(parts.containerName),
    hostname: optional(parts.hostname),
    user: null,
    environment: (parts.environment ?? []).map(([name, value]) => ({ name, value: located(value) })),
    unseenEnvironment: null,
    labels: [],
    links: [],
    externalLinks: [],
    extraHosts: [],
    volumes: parts.volumes ?? [],
    networkMode: null,
    networks: parts.aliases === undefined ? [] : [{ name: 'default', at: place, aliases: parts.aliases.map((alias) => located(alias)), staticAddress: null }],
    networksAt: null,
    ports: (parts.ports ?? []).map(publish),
    portsAt: null,
    expose: [],
    refusedPorts: [],
    disabled: false,
    publishAll: null,
    invocation: null,
    replicas: null,
    settings: [],
    mentions: (parts.mentions ?? []).map((text) => located(text)),
    zlm: null,
    rest: () => [],
  };
}

/** A deployment of these services and nothing else. */
export function makeDeployment(services: readonly Service[]): Deployment {
  const empty: Omit<Deployment, 'services'> = {
    form: 'compose', file: place.file, files: [place.file], options: [], texts: new Map(), secrets: [], networks: [], problems: [], unread: [], comments: [], rest: () => '', newFile: () => null, plan: () => ({ edits: [] }),
  };
  return { ...empty, services };
}

function publish(text: string): PublishedPort {
  const [numbers = '', protocol = 'tcp'] = text.split('/');
  const [from = '', to = from] = numbers.split('-');
  const span = { from: Number(from), to: Number(to) };
  return { at: place, origin: 'written', text, hostIp: located(''), host: located(span), container: located(span), protocol: located(protocol), mode: null, variable: false, numeric: false };
}

/** A bind mount of a file with this text. */
export function mountFile(target: Text, text: string, path = './mounted'): Mount {
  return mountOf(target, { known: true, files: [textFile(path, typeof target === 'string' ? target : target.unknown, text)] });
}

/** A bind mount of a directory; the keys are names of files in it. */
export function mountDirectory(target: string, files: Readonly<Record<string, string>>, unread: readonly string[] = []): Mount {
  const place = (name: string): { path: string; target: string } => ({ path: `./dir/${name}`, target: `${target.replace(/\/$/, '')}/${name}` });
  return mountOf(target, { known: true, unread: unread.map(place), files: Object.entries(files).map(([name, text]) => textFile(`./dir/${name}`, `${target.replace(/\/$/, '')}/${name}`, text)) });
}

/** A bind mount of something that is not at hand. */
export function mountUnseen(target: Text, why: 'missing' | 'outside' | 'unreadable' = 'missing', path = './mounted'): Mount {
  return mountOf(target, { known: false, why, path });
}

export function mountVolume(target: string): Mount {
  return { ...mountUnseen(target, 'outside', 'data'), kind: 'volume', source: 'data' };
}

function mountOf(target: Text, files: MountedFiles): Mount {
  return { at: place, kind: 'bind', source: './mounted', target, readOnly: false, files: () => files };
}
