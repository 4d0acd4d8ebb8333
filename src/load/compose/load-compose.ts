import type { Deployment, Network } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { Contents } from '../contents.ts';
import type { Environment } from '../interpolate.ts';
import { isOn } from './check-shapes.ts';
import { Environments } from './environments.ts';
import { Extender } from './extends.ts';
import { applyIncludes, type IncludeContext, type Inclusion } from './include.ts';
import { mergeMaps, withoutResets } from './merge.ts';
import { isSecretName } from '../../text/secret-names.ts';
import { joinPath } from '../paths.ts';
import { plannerOf } from './plan.ts';
import { ProjectFiles, type ProjectInput } from './project-files.ts';
import type { Complain } from './read-ports.ts';
import type { EnvironmentFiles } from './read-environment.ts';
import { readService, type ServiceRead } from './read-service.ts';
import { canonicalPairs, entry, textOf, type MapValue, type Pair, type Value } from './tree.ts';
import { checkLayer, checkProject } from './valid-project.ts';

/** Loads one Compose project as a deployment; what is wrong in it becomes problems, never an exception. */
export function loadProject(input: ProjectInput): Deployment {
  const files = new ProjectFiles(input);
  const [main = ''] = input.files;
  const environments = new Environments(files);
  const environment = environments.project();
  const texts = new Map<string, string>();
  const loader = new Loader(files, environments, new Set(input.profiles.length > 0 ? input.profiles : (environment.get('COMPOSE_PROFILES') ?? '').split(',').map((name) => name.trim())), (file, text) => void (texts.has(file) || texts.set(file, text)));
  const root = loader.load({ paths: input.files, environment, directory: input.directory, stack: [] });
  const reads = root === null ? [] : loader.services(root);
  if (root !== null) files.add(...checkProject(root, reads));
  if (files.problems.length === 0 && isEmpty(root) && files.sources.has(input.shown(main))) files.report('empty-project', { file: input.shown(main), start: 0, end: 0 }, {}, true);
  for (const [file, { text }] of files.sources) texts.set(file, text);
  // Where a text is no YAML, nobody knows what of it is a comment.
  const broken = new Set(files.problems.filter(({ id }) => id === 'yaml-syntax').map(({ at }) => at.file));
  const comments = [...files.sources].flatMap(([file, source]) => (/zlm-lint/i.test(source.text) && !broken.has(file) ? source.comments() : []));
  return {
    form: 'compose',
    file: input.shown(main),
    files: input.files.map((path) => input.shown(path)),
    options: input.options,
    texts,
    secrets: [...(input.environment ?? [])].flatMap(([name, value]) => (isSecretName(name) ? value : [])),
    services: reads.map(({ service }) => service),
    networks: root === null ? [] : readNetworkDefinitions(root),
    problems: files.problems,
    unread: files.unread,
    comments,
    rest: () => (root === null ? '' : canonicalPairs(root, (key) => key !== 'services')),
    newFile: (name, service) => {
      const directory = files.directories.get(service.at.file);
      const path = joinPath(directory ?? '.', name);
      return directory === undefined || files.reader.kind(path) !== 'missing' ? null : { file: input.shown(path), source: `./${name}` };
    },
    plan: plannerOf(reads, files.sources),
  };
}

export interface ComposeInput {
  readonly file: string;
  readonly text: string;
  /** Reads what lies beside the file; paths are relative to the file's directory. */
  readonly reader: ProjectReader;
}

/** Loads one Compose file as a project of its own. */
export function loadCompose({ file, text, reader }: ComposeInput): Deployment {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const prefix = file.slice(0, file.length - name.length);
  return loadProject({
    files: [name],
    texts: new Map([[file, text]]),
    reader,
    shown: (path) => (path.startsWith('/') ? path : prefix + path),
    environment: null,
    envFiles: null,
    profiles: [],
    directory: '.',
    options: [],
  });
}

class Loader {
  private readonly incomplete = new Map<string, string>();
  private readonly extenders = new Map<Environment, Extender>();
  private readonly models = new Map<Environment, Map<string, MapValue | null>>();
  private readonly contents: Contents;
  private readonly environmentFiles: EnvironmentFiles = new Map();

  constructor(
    private readonly files: ProjectFiles,
    private readonly environments: Environments,
    private readonly profiles: ReadonlySet<string>,
    keep: Contents['keep'],
  ) {
    this.contents = { reader: files.reader, shown: files.input.shown, keep };
  }

  /** The files merged in order, each with what it includes and extends; the same files with the same variables are one model. */
  load(inclusion: Inclusion): MapValue | null {
    const { paths, environment, directory } = inclusion;
    const models = this.models.get(environment) ?? new Map<string, MapValue | null>();
    this.models.set(environment, models);
    const key = [directory, ...paths].join('\n');
    const known = models.get(key);
    if (known !== undefined) return known;
    const model = this.merged(inclusion);
    models.set(key, model);
    return model;
  }

  private merged({ paths, environment, directory, stack }: Inclusion): MapValue | null {
    let model: MapValue | null = null;
    const extender = this.extenders.get(environment) ?? new Extender(this.files, environment, this.incomplete);
    this.extenders.set(environment, extender);
    for (const path of paths) {
      const read = this.files.text(path);
      if (!('text' in read)) {
        if (read.why === 'outside') this.files.leave('unread.outside', path, null);
        continue;
      }
      const context: IncludeContext = {
        files: this.files,
        environments: this.environments,
        environment,
        directory,
        stack: [...stack, this.files.real(path)],
        load: (inclusion) => this.load(inclusion),
      };
      for (const document of this.files.documents(path, read.text, environment, directory)) {
        const complete = extender.apply(applyIncludes(document, context), path, directory);
        if (model !== null) this.files.add(...checkLayer(model, this.files.soundPorts));
        model = model === null ? withoutResets(complete) : mergeMaps(model, complete, []);
      }
    }
    if (model !== null && stack.length > 0) this.files.add(...checkLayer(model, this.files.soundPorts));
    return model;
  }

  services(root: MapValue): ServiceRead[] {
    const services = entry(root, 'services');
    if (services === undefined) return [];
    if (services.kind !== 'map') {
      this.files.report('services-not-a-mapping', services.at, {}, true);
      return [];
    }
    const reads = [...services.pairs.values()].flatMap((pair) => this.service(pair, root) ?? []);
    // An empty mode means none where no service joins a network, and nothing where one does (measured: Compose 2.40.3, engine 28.5).
    const joins = reads.some(({ service }) => !service.disabled && service.networks.length > 0);
    return reads.map((read) => (read.service.networkMode?.value === '' && (joins || read.service.networks.length > 0) ? { ...read, service: { ...read.service, networkMode: null } } : read));
  }

  private service(pair: Pair, root: MapValue): ServiceRead | null {
    const complain: Complain = (id, at, data = {}, stage = 'compose') => {
      this.files.add({ id, data: { ...data, service: pair.key }, at, service: pair.key, stage, fatal: false });
    };
    if (pair.value.kind !== 'map') {
      this.files.add({ id: 'service-not-a-mapping', data: { service: pair.key }, at: pair.keyAt, service: pair.key, stage: 'compose', fatal: true });
      return null;
    }
    const directory = (file: string): string => this.files.directories.get(file) ?? '.';
    return readService(pair, pair.value, { root, directory, contents: this.contents, environmentFiles: this.environmentFiles, complain, incomplete: this.incomplete.get(pair.key) ?? null, profiles: this.profiles });
  }
}

/** Of its `version` Compose takes no notice. */
function isEmpty(root: MapValue | null): boolean {
  return root === null || [...root.pairs.keys()].every((key) => key === 'version');
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
  const text = textOf(value)?.value;
  return typeof text !== 'string' || isOn(text);
}

