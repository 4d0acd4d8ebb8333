import { basename, relative, resolve } from 'node:path';
import { loadProject } from '../load/compose/load-compose.ts';
import type { ProjectReader } from '../model/reader.ts';
import { realWith } from './project-reader.ts';
import type { Project, ProjectOptions } from './project.ts';

export interface ComposeFiles {
  /** Absolute paths, or `-`, in the order they are merged. */
  readonly files: readonly string[];
  /** The project directory. */
  readonly directory: string;
  /** By the names the report uses. */
  readonly texts: ReadonlyMap<string, string>;
  readonly envFiles: readonly string[] | null;
  readonly named: boolean;
}

/** Compose files as one project; `call` gives the name that the report uses for an absolute path. */
export function composeProject({ files, directory, texts, envFiles, named }: ComposeFiles, options: ProjectOptions, reader: ProjectReader, call: (path: string) => string): Project {
  const { cwd, env, profiles, processEnv } = options;
  const inside = (path: string): string => (path === '-' ? path : relative(directory, path) || '.');
  const absolute = (path: string): string => (path === '-' ? path : resolve(directory, path));
  const locations = new Map(files.map((file) => [call(file), file]));
  const shown = (path: string): string => {
    const name = call(absolute(path));
    if (path !== '-') locations.set(name, absolute(path));
    return name;
  };
  const input = {
    files: files.map(inside),
    reader,
    shown,
    environment: processEnv ? new Map(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))) : null,
    envFiles,
    profiles,
    directory: '.',
    directoryName: basename(directory),
    options: composeOptions(options),
  };
  const locate = (name: string): string | null => (name === '-' ? null : (locations.get(name) ?? resolve(cwd, name)));
  return {
    path: call(files[0] ?? '-'),
    named,
    stdin: files[0] === '-',
    locate,
    real: realWith(reader, locate),
    texts,
    load: (current) => loadProject({ ...input, texts: current }),
  };
}

function composeOptions({ envFiles, profiles, projectDirectory }: ProjectOptions): string[] {
  return [
    ...envFiles.flatMap((path) => ['--env-file', path]),
    ...profiles.flatMap((name) => ['--profile', name]),
    ...(projectDirectory === null ? [] : ['--project-directory', projectDirectory]),
  ];
}
