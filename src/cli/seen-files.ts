import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { defaultComposeFile, defaultNames } from './find-files.ts';
import { isFile } from './path-kinds.ts';
import { Places } from './places.ts';
import { cached, projectReader } from './project-reader.ts';
import type { ProjectError, ProjectOptions } from './project.ts';
import { readTextFile, type TextFile } from './read-text.ts';

const overrideNames = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

/** What lies on disk while projects are looked for. Nothing is written meanwhile, so every question is asked once. */
export class SeenFiles {
  /** What the user asked for may lie anywhere. */
  readonly given = new Set<string>();
  readonly defaultIn = cached(defaultComposeFile);
  readonly isRepository = cached((directory) => existsSync(resolve(directory, '.git')));
  /** A file of a default name with the override beside it; any other alone. */
  readonly withOverride = cached((file): readonly string[] => {
    const override = defaultNames.includes(basename(file)) ? overrideNames.map((name) => resolve(dirname(file), name)).find(isFile) : undefined;
    return override === undefined ? [file] : [file, override];
  });
  private readonly textAt = cached((path) => {
    const read = readTextFile(path, { maxBytes: this.options.maxBytes });
    if (read.ok) this.options.onRead?.(read.file.text.length);
    return read;
  });
  readonly places = new Places();
  readonly placesIn = cached((directory) => projectReader(directory, this.options, this.places));
  /** A path with its symlinks resolved, or as it is. */
  readonly real = cached((path) => this.places.of(path)?.real ?? path);

  constructor(private readonly options: ProjectOptions) {}

  /** A file that was not asked for is read only where it lies inside a directory, its own when nothing else is said. */
  read(path: string, directory = dirname(path)): { readonly ok: true; readonly file: TextFile } | { readonly ok: false; readonly error: ProjectError } {
    if (!this.given.has(path) && this.placesIn(directory).kind(path) === 'outside') return { ok: false, error: { path, code: 'outside' } };
    return this.textAt(path);
  }
}

export function isOverrideName(file: string): boolean {
  return overrideNames.includes(basename(file));
}
