import type { Deployment, Network, Problem } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { Located, Remark, SourceRange, WordData } from '../../model/source.ts';
import { readDotenv } from '../dotenv.ts';
import type { Environment } from '../interpolate.ts';
import { commentsIn, parseYaml } from './parse.ts';
import { planChange } from './plan.ts';
import { readService, type ServiceRead } from './read-service.ts';
import { resolveDocument } from './resolve.ts';
import { canonicalPairs, entry, textOf, type MapValue, type Value } from './tree.ts';

export interface ComposeInput {
  readonly file: string;
  readonly text: string;
  /** Reads what lies beside the file; paths are relative to the file's directory. */
  readonly reader: ProjectReader;
}

/** Loads one Compose file as a deployment; what is wrong in it becomes problems, never an exception. */
export function loadCompose({ file, text, reader }: ComposeInput): Deployment {
  const problems: Problem[] = [];
  const parsed = parseYaml(file, text);
  problems.push(...parsed.problems);
  const reads: ServiceRead[] = [];
  const networks: Network[] = [];
  const roots: MapValue[] = [];
  const environment = projectEnvironment(reader);
  for (const document of parsed.documents) {
    const resolved = resolveDocument(document, file, text, environment);
    problems.push(...resolved.problems);
    const root = resolved.root;
    if (root === null) continue;
    if (root.kind !== 'map') {
      if (root.kind === 'scalar' && root.type === 'null') continue;
      problems.push({ id: 'not-a-mapping', data: {}, at: root.at, service: null, fatal: true });
      continue;
    }
    roots.push(root);
    readServices(root, reader, reads, problems);
    networks.push(...readNetworkDefinitions(root));
  }
  const services = reads.map(({ service }) => service);
  const own = new Map(reads.map((read) => [read.service, read]));
  let comments: readonly Located<string>[] | undefined;
  const source = { text, comments: () => (comments ??= commentsIn(file, text)) };
  return {
    form: 'compose',
    file,
    texts: new Map([[file, text]]),
    services,
    networks,
    problems,
    unread: [...overrideBeside(file, reader), ...roots.flatMap(included)],
    comments: text.includes('zlm-lint') && parsed.problems.length === 0 ? source.comments() : [],
    rest: () => roots.map((root) => canonicalPairs(root, (key) => key !== 'services')).join('\n'),
    plan: (change) => planChange(change, own.get(change.service), source),
  };
}

/** Compose adds the first of these to a file that it found by its default name. */
const overrides = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

function overrideBeside(file: string, reader: ProjectReader): Remark[] {
  if (!/(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(file)) return [];
  const path = overrides.find((name) => reader.kind(name) === 'file');
  return path === undefined ? [] : [{ id: 'unread.override', data: { path }, at: null }];
}

function included(root: MapValue): Remark[] {
  const pair = root.pairs.get('include');
  return pair === undefined ? [] : [{ id: 'unread.include', at: pair.keyAt }];
}

function readServices(root: MapValue, reader: ProjectReader, reads: ServiceRead[], problems: Problem[]): void {
  const services = entry(root, 'services');
  if (services === undefined) return;
  if (services.kind !== 'map') {
    problems.push({ id: 'services-not-a-mapping', data: {}, at: services.at, service: null, fatal: true });
    return;
  }
  for (const pair of services.pairs.values()) {
    const complain = (id: string, at: SourceRange, data: WordData = {}): void => {
      problems.push({ id, data: { ...data, service: pair.key }, at, service: pair.key, fatal: false });
    };
    if (pair.value.kind !== 'map') {
      problems.push({ id: 'service-not-a-mapping', data: { service: pair.key }, at: pair.keyAt, service: pair.key, fatal: true });
      continue;
    }
    reads.push(readService(pair, pair.value, { root, directory: '.', reader, complain }));
  }
}

function readNetworkDefinitions(root: MapValue): Network[] {
  const networks = entry(root, 'networks');
  if (networks?.kind !== 'map') return [];
  return [...networks.pairs.values()].map((pair) => ({ name: pair.key, external: isExternal(entry(pair.value, 'external')), settings: networkSettings(pair.value), at: pair.keyAt }));
}

/** What keeps a network from being the plain bridge that a move to the host is compared with. */
function networkSettings(value: Value): string[] {
  const driver = textOf(entry(value, 'driver'))?.value;
  const internal = textOf(entry(value, 'internal'))?.value;
  const options = entry(value, 'driver_opts');
  return [
    ...(internal === undefined || internal === 'false' ? [] : ['internal']),
    ...(driver === undefined || driver === 'bridge' || driver === 'default' ? [] : ['driver']),
    ...(options?.kind === 'map' && options.pairs.size > 0 ? ['driver_opts'] : []),
  ];
}

function isExternal(value: Value | undefined): boolean {
  if (value === undefined) return false;
  return value.kind === 'map' || textOf(value)?.value !== 'false';
}

/** Variables come from the `.env` beside the file alone: a linter gives the same answer on every machine. */
function projectEnvironment(reader: ProjectReader): Environment {
  const read = reader.read('.env');
  const values = read.ok ? readDotenv(read.text).values : new Map<string, string>();
  return { get: (name) => values.get(name), complete: false };
}
