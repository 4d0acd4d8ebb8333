import type { Deployment, Network, Service } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import { loadRun } from '../run/load-run.ts';
import type { EngineDefaults } from './engine-defaults.ts';
import type { Fields } from './fields.ts';
import { orOdd, type Inspected, type OddContainer } from './read-inspected.ts';
import { runText } from './run-text.ts';

/** A container as the command line that would make it once more. */
export interface Command {
  /** As the report calls the text: the container's name. */
  readonly file: string;
  readonly text: string;
  readonly notCarried: readonly string[];
  readonly container: Inspected;
}

export interface CommandsRead {
  readonly commands: readonly Command[];
  readonly odd: readonly OddContainer[];
}

/** The command line of each container; names that are there twice are told apart by their ids. */
export function commandsOf(containers: readonly Inspected[], imageOf: (container: Inspected) => Fields | null, defaults: EngineDefaults): CommandsRead {
  const byId = new Map(containers.map(({ id, name }) => [id, name]));
  const taken = new Set<string>();
  const commands: Command[] = [];
  const odd: OddContainer[] = [];
  for (const container of containers) {
    const { id, name, image } = container;
    const short = id.slice(0, 12);
    const read = orOdd({ Id: id, Name: name, Config: { Image: image } }, () => runText(container.fields, { image: imageOf(container), defaults, nameOf: (other) => byId.get(other) ?? other }));
    if ('odd' in read) {
      odd.push(read.odd);
      continue;
    }
    const called = name === '' ? short : name;
    const file = taken.has(called) ? `${called} (${short})` : called;
    taken.add(file);
    commands.push({ file, container, ...read.read });
  }
  return { commands, odd };
}

export interface InspectInput {
  readonly commands: readonly Command[];
  readonly reader: ProjectReader;
  /** Every container that runs is among them, and can be read: nobody else speaks to one of them over a network of the user. */
  readonly whole: boolean;
}

/** One deployment of all command lines; `texts` stand in place of those of the commands and of what lies on disk. */
export function loadInspect({ commands, reader, whole }: InspectInput, texts: ReadonlyMap<string, string>): Deployment {
  const kept = new Map<string, string>();
  const parts = commands.map(({ file, text }) => loadRun({ file, text: texts.get(file) ?? text, texts, reader, shown: (path) => path, directory: () => '/', commandLine: true, kept }));
  const bridges = whole ? bridgesIn(commands) : new Set<string>();
  const networks = new Map<string, Network>(parts.flatMap((part) => part.networks.map((network): [string, Network] => [network.name, { ...network, external: !bridges.has(network.name) }])));
  const partOf = new Map<Service, Deployment>(parts.flatMap((part) => part.services.map((service): [Service, Deployment] => [service, part])));
  return {
    form: 'inspect',
    file: commands[0]?.file ?? '',
    files: commands.map(({ file }) => file),
    options: [],
    texts: kept,
    secrets: [],
    services: parts.flatMap(({ services }) => services),
    networks: [...networks.values()],
    problems: parts.flatMap(({ problems }) => problems),
    unread: [],
    comments: [],
    rest: () => '',
    plan: (change) => partOf.get(change.service)?.plan(change) ?? { refused: { id: 'refused.no-source', at: null } },
    newFile: () => null,
  };
}

/** Ports are published through bridges only: a container with some, and with one network, tells what kind that is. */
function bridgesIn(commands: readonly Command[]): Set<string> {
  return new Set(commands.flatMap(({ container: { networks, published } }) => (published.length > 0 && networks.length === 1 ? networks : [])));
}
