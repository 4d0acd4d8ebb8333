import { resolve } from 'node:path';
import { usualDefaults, type EngineDefaults } from '../../load/inspect/engine-defaults.ts';
import type { Fields } from '../../load/inspect/fields.ts';
import { readInspected, type Inspected, type InspectError } from '../../load/inspect/read-inspected.ts';
import { readStdin, readTextFile, type ReadError } from '../read-text.ts';
import type { Terminal } from '../terminal.ts';
import { Docker, type DockerError } from './docker.ts';
import { readEngine } from './engine.ts';
import { readHost, type HostRead } from './running.ts';
import { hostFiles as realFiles } from './host-files.ts';

/** What there is to look at, and beside what. */
export interface Source {
  readonly containers: readonly Inspected[];
  /** Ids of those that were asked for; `null`: all that run ZLMediaKit. */
  readonly asked: ReadonlySet<string> | null;
  readonly imageOf: (container: Inspected) => Fields | null;
  /** The image that its name means now is another one. */
  readonly isMoved: (container: Inspected) => boolean;
  readonly defaults: EngineDefaults;
  /** `null` for what came from a file. */
  readonly host: HostRead | null;
}

export interface SourceProblem {
  /** What it is about: a file, a container; `null` for the engine. */
  readonly path: string | null;
  readonly error: ReadError | DockerError | InspectError | { readonly code: 'no-such-container' | 'container-gone' | 'inspect-mixed' | 'no-container-name' };
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
  for (const path of new Set(paths)) {
    const read = path === '-' ? await readStdin(maxBytes, stdin) : readTextFile(resolve(cwd, path), { maxBytes });
    const inspected = read.ok ? readInspected(read.file.text) : read;
    if (inspected.ok) containers.push(...inspected.containers);
    else problems.push({ path, error: inspected.error });
  }
  if (containers.length === 0) return { source: null, problems };
  return { source: { containers, asked: new Set(containers.map(({ id }) => id)), imageOf: () => null, isMoved: () => false, defaults: usualDefaults, host: null }, problems };
}

/** As Docker writes the names of containers; what begins with a dash would be an option. */
const NAME = /^[A-Za-z0-9][\w.-]*$/;

async function fromEngine(names: readonly string[], { env, hostFiles = realFiles }: Terminal): Promise<SourceRead> {
  const wrong = names.filter((name) => !NAME.test(name));
  if (wrong.length > 0) return { source: null, problems: wrong.map((path) => ({ path, error: { code: 'no-container-name' } })) };
  const answered = await readEngine(new Docker(env), [...new Set(names)]);
  if (!answered.ok) return { source: null, problems: [{ path: null, error: answered.error }] };
  const { engine, containers, imageOf, asked, missing, vanished } = answered.read;
  const problems: SourceProblem[] = [
    ...missing.map((path): SourceProblem => ({ path, error: { code: 'no-such-container' } })),
    ...vanished.map((path): SourceProblem => ({ path, error: { code: 'container-gone' } })),
  ];
  if (asked !== null && asked.size === 0) return { source: null, problems };
  const host = await readHost(engine, containers, env, hostFiles);
  const source: Source = {
    containers,
    asked,
    imageOf: ({ imageId }) => imageOf.get(imageId)?.config ?? null,
    isMoved: ({ image, imageId }) => {
      const named = imageOf.get(image);
      return named !== undefined && imageId !== '' && named.id !== imageId;
    },
    defaults: engine.defaults,
    host,
  };
  return { source, problems };
}
