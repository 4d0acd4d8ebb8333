import type { NamedValue, Text } from '../../model/deployment.ts';
import type { Located } from '../../model/source.ts';
import type { Contents } from '../contents.ts';
import { readDotenv, type Dotenv } from '../dotenv.ts';
import type { DirectoryOf } from '../mounts.ts';
import { joinPath } from '../paths.ts';
import type { Complain } from './read-ports.ts';
import { shown } from '../port-spec.ts';
import { entry, textOf, type MapValue, type Value } from './tree.ts';

export interface EnvironmentRead {
  /** `environment`, then what the files of `env_file` add to it, the last file first. */
  readonly environment: readonly NamedValue[];
  /** Files of `env_file` that are not at hand. */
  readonly unseen: readonly Located<Text>[];
}

/** Files of `env_file` by their paths, `null` where none can be read: many services may name one, and what is wrong with it is told once. */
export type EnvironmentFiles = Map<string, Dotenv | null>;

/** What the files of a project are read with. */
interface Around {
  readonly directory: DirectoryOf;
  readonly contents: Contents;
  readonly environmentFiles: EnvironmentFiles;
}

export function readEnvironment(map: MapValue, written: readonly NamedValue[], around: Around, complain: Complain): EnvironmentRead {
  const value = entry(map, 'env_file');
  const items = value === undefined ? [] : value.kind === 'list' ? value.items : [value];
  const environment = new Map(written.map((one) => [one.name, one]));
  const unseen: Located<Text>[] = [];
  for (const item of [...items].reverse()) {
    const path = textOf(item) ?? textOf(entry(item, 'path'));
    if (path === undefined) continue;
    const values = variablesIn(item, path, around, complain);
    if (values === null) unseen.push({ value: { unknown: shown(path.value) }, at: path.at, origin: 'derived' });
    for (const one of values ?? []) if (!environment.has(one.name)) environment.set(one.name, one);
  }
  return { environment: [...environment.values()], unseen: unseen.reverse() };
}

/** What a file says; `null` when it is not at hand. */
function variablesIn(item: Value, path: Located<Text>, { directory, contents, environmentFiles: files }: Around, complain: Complain): NamedValue[] | null {
  const { reader, shown: shownPath, keep } = contents;
  const base = directory(path.at.file);
  if (typeof path.value !== 'string' || base === null) return null;
  const absolute = joinPath(base, path.value);
  const read = reader.read(absolute);
  const file = shownPath(absolute);
  if (!read.ok) {
    const required = textOf(entry(item, 'required'))?.value;
    if (read.why === 'missing' && required === 'false') return [];
    if (files.has(absolute)) return null;
    if (read.why === 'missing' && (required === undefined || required === 'true')) complain('env-file-missing', path.at, { path: file }, 'absent');
    if (reader.kind(absolute) === 'directory') complain('env-file-is-a-directory', path.at, { path: file });
    files.set(absolute, null);
    return null;
  }
  keep(file, read.text);
  // What a variable inside it stands for, the project's own environment may decide.
  const dotenv = files.get(absolute) ?? readDotenv(read.text, () => undefined, true);
  files.set(absolute, dotenv);
  const { values, places, unknown } = dotenv;
  const names = new Set([...values.keys(), ...unknown]);
  return [...names].map((name) => {
    const place = places.get(name) ?? { start: 0, end: 0 };
    const text = unknown.has(name) ? { unknown: name } : (values.get(name) ?? '');
    return { name, value: { value: text, at: { file, ...place }, origin: read.text.slice(place.start, place.end) === text ? 'written' : 'derived' } };
  });
}
