import { resolve } from 'node:path';
import { usualDefaults } from '../../load/inspect/engine-defaults.ts';
import { commandsOf, type Command } from '../../load/inspect/load-inspect.ts';
import { readInspected, type Inspected, type InspectError, type OddContainer } from '../../load/inspect/read-inspected.ts';
import { namesZlm, wordsOfImage } from '../../zlm/image-name.ts';
import { readStdin, readTextFile, type ReadError } from '../read-text.ts';
import type { Terminal } from '../terminal.ts';
import { Docker, type DockerError } from './docker.ts';
import { readEngine, type ContainersRead } from './engine.ts';
import { readHost, type HostRead } from './running.ts';
import { hostFiles as realFiles } from './host-files.ts';

/** What there is to look at, and beside what. */
export interface Source {
  readonly commands: readonly Command[];
  /** Ids of those that were asked for; `null`: all that run ZLMediaKit. */
  readonly asked: ReadonlySet<string> | null;
  /** The image that its name means now is another one, or none. */
  readonly isMoved: (container: Inspected) => boolean;
  /** Names that the engine has given away already. */
  readonly names: ReadonlySet<string>;
  /** Every container that runs could be read. */
  readonly whole: boolean;
  /** `null` for what came from a file. */
  readonly host: HostRead | null;
}

export interface SourceProblem {
  /** What it is about: a file, a container; `null` for the engine. */
  readonly path: string | null;
  readonly error: ReadError | DockerError | InspectError | { readonly code: 'no-such-container' | 'container-gone' | 'inspect-mixed' | 'no-container-name' | 'no-proc' };
}

export interface SourceRead {
  readonly source: Source | null;
  readonly problems: readonly SourceProblem[];
}

/** A word is standard input, a file, or a container. */
export function isText(word: string): boolean {
  return word === '-' || word.includes('/') || word.endsWith('.json');
}

export async function readSource(words: readonly string[], maxBytes: number, terminal: Terminal): Promise<SourceRead> {
  const texts = words.filter(isText);
  const [text] = texts;
  const name = words.find((word) => !isText(word));
  if (text === undefined) return fromEngine(words, terminal);
  return name === undefined ? fromTexts(texts, maxBytes, terminal) : { source: null, problems: [{ path: `${text}, ${name}`, error: { code: 'inspect-mixed' } }] };
}

async function fromTexts(paths: readonly string[], maxBytes: number, { cwd, stdin }: Terminal): Promise<SourceRead> {
  const problems: SourceProblem[] = [];
  const containers: Inspected[] = [];
  const origins = new Map<string, string>();
  const tell = (path: string, { name, error }: OddContainer): void => void problems.push({ path: name === '' ? path : `${path}: ${name}`, error });
  for (const path of new Set(paths)) {
    const read = path === '-' ? await readStdin(maxBytes, stdin) : readTextFile(resolve(cwd, path), { maxBytes });
    const inspected = read.ok ? readInspected(read.file.text) : read;
    if (!inspected.ok) {
      problems.push({ path, error: inspected.error });
      continue;
    }
    for (const one of inspected.odd) tell(path, one);
    for (const { id } of inspected.containers) origins.set(id, path);
    containers.push(...inspected.containers);
  }
  const { commands, odd } = commandsOf(containers, () => null, usualDefaults);
  for (const one of odd) tell(origins.get(one.id) ?? '', one);
  if (commands.length === 0) return { source: null, problems };
  return { source: { commands, asked: new Set(containers.map(({ id }) => id)), isMoved: () => false, names: new Set(), whole: false, host: null }, problems };
}

/** As Docker writes the names of containers; what begins with a dash would be an option. */
export const CONTAINER_NAME = /^[A-Za-z0-9][\w.-]*$/;

async function fromEngine(names: readonly string[], { env, hostFiles = realFiles }: Terminal): Promise<SourceRead> {
  const wrong = names.filter((name) => !CONTAINER_NAME.test(name));
  if (wrong.length > 0) return { source: null, problems: wrong.map((path) => ({ path, error: { code: 'no-container-name' } })) };
  const answered = await readEngine(new Docker(env), [...new Set(names)]);
  if (!answered.ok) return { source: null, problems: [{ path: null, error: answered.error }] };
  const { engine, containers, imageOf, asked, missing, vanished, ...read } = answered.read;
  const { commands, odd: unsaid } = commandsOf(containers, ({ imageId }) => imageOf.get(imageId)?.config ?? null, engine.defaults);
  const odd = [...read.odd, ...unsaid];
  // What nobody asked for, and what is another program by its image, is only seen beside the others.
  const matters = ({ id, image }: { readonly id: string; readonly image: string }): boolean => (asked === null ? namesZlm(wordsOfImage(image)) : asked.has(id));
  const problems: SourceProblem[] = [
    ...missing.map((path): SourceProblem => ({ path, error: { code: 'no-such-container' } })),
    ...odd.filter(matters).map(({ name, id, error }): SourceProblem => ({ path: name === '' ? id.slice(0, 12) : name, error })),
    ...vanished.filter(matters).map(({ name }): SourceProblem => ({ path: name, error: { code: 'container-gone' } })),
  ];
  if (asked !== null && !commands.some(({ container }) => asked.has(container.id))) return { source: null, problems };
  const host = await readHost(engine, containers, env, hostFiles);
  if (host.unmeasured === 'no-proc') problems.push({ path: null, error: { code: 'no-proc' } });
  const source: Source = { commands, asked, isMoved: (container) => isMoved(container, imageOf), names: read.names, whole: odd.length === 0 && vanished.length === 0, host };
  return { source, problems };
}

/** An image that is named by its id cannot move; of one that is not at hand nothing is known. */
function isMoved({ image, imageId }: Inspected, imageOf: ContainersRead['imageOf']): boolean {
  if (!imageOf.has(imageId) || imageId.replace(/^sha256:/, '').startsWith(image.replace(/^sha256:/, ''))) return false;
  return imageOf.get(taggedName(image))?.id !== imageId;
}

/** A name as the engine lists it: without the registry that it takes by itself, and with the tag that it takes where there is none. */
function taggedName(image: string): string {
  const name = image.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]*$)/, '');
  const [before = '', digest] = name.split('@');
  if (digest !== undefined) return `${before.replace(/:[^/:]*$/, '')}@${digest}`;
  return /:[^/]*$/.test(name) ? name : `${name}:latest`;
}
