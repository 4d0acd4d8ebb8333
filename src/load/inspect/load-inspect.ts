import type { Deployment, Network, Service } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import { loadRun } from '../run/load-run.ts';
import type { EngineDefaults } from './engine-defaults.ts';
import { ShapeError, type Fields } from './fields.ts';
import type { Inspected, InspectError } from './read-inspected.ts';
import { runText } from './run-text.ts';

/** A container as the command line that would make it once more. */
export interface Command {
  /** As the report calls the text: the container's name. */
  readonly file: string;
  readonly text: string;
  readonly notCarried: readonly string[];
  readonly container: Inspected;
}

export type CommandsRead = { readonly ok: true; readonly commands: readonly Command[] } | { readonly ok: false; readonly error: InspectError };

/** The command line of each container; names that are there twice are told apart by their ids. */
export function commandsOf(containers: readonly Inspected[], imageOf: (container: Inspected) => Fields | null, defaults: EngineDefaults): CommandsRead {
  const byId = new Map(containers.map(({ id, name }) => [id, name]));
  const taken = new Set<string>();
  try {
    const commands = containers.map((container): Command => {
      const name = container.name === '' ? container.id.slice(0, 12) : container.name;
      const file = taken.has(name) ? `${name} (${container.id.slice(0, 12)})` : name;
      taken.add(file);
      return { file, container, ...runText(container.fields, { image: imageOf(container), defaults, nameOf: (id) => byId.get(id) ?? id }) };
    });
    return { ok: true, commands };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, error: { code: `inspect-shape-${error.expected}`, key: error.path } };
    throw error;
  }
}

export interface InspectInput {
  readonly commands: readonly Command[];
  readonly reader: ProjectReader;
  /** Every container that runs is among them: nobody else speaks to one of them over a network of the user. */
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
