import { existsSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import type { ProjectReader } from '../model/reader.ts';
import { loadProject } from '../load/compose/load-compose.ts';
import type { ProjectInput } from '../load/compose/project-files.ts';
import { EnvFiles } from './env-files.ts';
import { defaultComposeFile, findComposeFiles } from './find-files.ts';
import { projectReader } from './project-reader.ts';
import { readStdin, readTextFile, type ReadError } from './read-text.ts';

/** One deployment to look at: Compose files that belong together. */
export interface Project {
  /** The main file, as the report calls it. */
  readonly path: string;
  readonly input: ProjectInput;
  /** Where a path of the report lies; `null` for standard input. */
  readonly locate: (shown: string) => string | null;
  readonly named: boolean;
  /** The main file is what came through standard input. */
  readonly stdin: boolean;
}

export type ProjectError = ReadError | { readonly path: string; readonly code: 'no-files' | 'no-default' };

export interface ProjectOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly maxBytes: number;
  readonly stdinFilename: string | null;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** `-f`: these are merged into one project. */
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
  readonly projectDirectory: string | null;
  readonly processEnv: boolean;
  readonly allowOutside: boolean;
}

/** The projects that were asked for: by `-f`, by files and directories, through `-`, or the one of the current directory. */
export async function readProjects(paths: readonly string[], options: ProjectOptions): Promise<{ projects: Project[]; errors: ProjectError[] }> {
  const finder = new ProjectFinder(options);
  if (finder.errors.length > 0) return { projects: [], errors: finder.errors };
  if (options.files.length > 0) await finder.together(options.files);
  else if (paths.length === 0) await finder.here();
  for (const path of new Set(paths)) {
    if (path === '-') await finder.stdin();
    else if (isDirectory(resolve(options.cwd, path))) finder.directory(path);
    else finder.file(path, true);
  }
  return { projects: [...finder.projects.values()], errors: finder.errors };
}

/** `found`: from the current directory, as `docker compose` finds a project when no file is named. */
interface How {
  readonly named: boolean;
  readonly found: boolean;
}

const overrideNames = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];
const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** How far up a file's own base is looked for, when no repository ends the search before. */
const MOST_LEVELS = 8;

class ProjectFinder {
  /** By the real path of the main file: a project is looked at once. */
  readonly projects = new Map<string, Project>();
  readonly errors: ProjectError[] = [];
  /** How the user wrote a path. */
  private readonly written = new Map<string, string>();
  private readonly env: EnvFiles;

  constructor(private readonly options: ProjectOptions) {
    this.env = new EnvFiles(options);
    this.errors.push(...this.env.errors);
    for (const { path, absolute } of this.env.absolute) this.call(absolute, path);
  }

  /** The project of the current directory: `COMPOSE_FILE`, otherwise a default name here or further up. */
  async here(): Promise<void> {
    const files = this.env.composeFile();
    if (files !== null) return this.together(files, true);
    for (let directory = this.env.start; ; directory = dirname(directory)) {
      const found = defaultComposeFile(directory);
      if (found !== null) return this.file(resolve(directory, found), true, true);
      if (dirname(directory) === directory) break;
    }
    this.errors.push({ path: '.', code: 'no-default' });
  }

  /** Several files as one project, merged in this order. */
  async together(paths: readonly string[], found = false): Promise<void> {
    const { cwd, maxBytes, projectDirectory, stdin } = this.options;
    const texts = new Map<string, string>();
    const [main = '-'] = paths;
    const directory = resolve(cwd, projectDirectory ?? (main === '-' ? '.' : dirname(resolve(cwd, main))));
    for (const path of paths) {
      const read = path === '-' ? await readStdin(maxBytes, stdin) : readTextFile(resolve(cwd, path), { maxBytes });
      if (!read.ok) {
        this.errors.push({ ...read.error, path });
        return;
      }
      texts.set(path, read.file.text);
      if (path !== '-') this.call(resolve(cwd, path), path);
    }
    this.add(paths.map((path) => (path === '-' ? path : resolve(cwd, path))), directory, texts, { named: true, found });
  }

  async stdin(): Promise<void> {
    const { cwd, maxBytes, stdin, stdinFilename } = this.options;
    const read = await readStdin(maxBytes, stdin);
    const path = stdinFilename ?? '-';
    if (!read.ok) {
      this.errors.push({ ...read.error, path });
      return;
    }
    if (path !== '-') this.call(resolve(cwd, path), path);
    const directory = path === '-' ? cwd : dirname(resolve(cwd, path));
    const file = path === '-' ? path : resolve(cwd, path);
    this.projects.set('-', { ...this.project([file], directory, new Map([[path, read.file.text]]), { named: true, found: false }), stdin: true });
  }

  directory(path: string): void {
    const { cwd, maxBytes } = this.options;
    const found = findComposeFiles(resolve(cwd, path), { maxBytes });
    for (const error of found.errors) this.errors.push({ ...error, path: this.shown(error.path) });
    if (found.files.length === 0 && found.errors.length === 0) this.errors.push({ path, code: 'no-files' });
    for (const file of found.files) this.file(file, false);
  }

  /** A file in the project that it belongs to: its base, the one that includes or extends it, otherwise its own. */
  file(path: string, named: boolean, found = false): void {
    const { cwd, maxBytes } = this.options;
    const absolute = resolve(cwd, path);
    if (named && path !== absolute) this.call(absolute, path);
    const read = readTextFile(absolute, { maxBytes });
    if (!read.ok) {
      this.errors.push({ ...read.error, path: named ? path : this.shown(absolute) });
      return;
    }
    const owner = this.owner(absolute);
    if (owner !== null && owner !== absolute && readTextFile(owner, { maxBytes }).ok) return this.withOverride(owner, { named, found });
    this.withOverride(absolute, { named, found });
  }

  /** A file of a default name with the override beside it; any other alone. */
  private withOverride(file: string, how: How): void {
    const override = defaultNames.includes(basename(file)) ? overrideNames.map((name) => resolve(dirname(file), name)).find(isFile) : undefined;
    const files = override === undefined ? [file] : [file, override];
    const texts = new Map<string, string>();
    for (const one of files) {
      const read = readTextFile(one, { maxBytes: this.options.maxBytes });
      if (read.ok) texts.set(this.shown(one), read.file.text);
      else this.errors.push({ ...read.error, path: this.shown(one) });
    }
    const { cwd, projectDirectory } = this.options;
    this.add(files, projectDirectory === null ? dirname(file) : resolve(cwd, projectDirectory), texts, how);
  }

  /** The default file whose project reads this one: beside an override, or further up for what is included or extended. */
  private owner(file: string): string | null {
    const directory = dirname(file);
    const beside = defaultComposeFile(directory);
    if (overrideNames.includes(basename(file))) return beside === null ? null : resolve(directory, beside);
    const real = realPath(file);
    for (let level = directory, steps = 0; steps < MOST_LEVELS; level = dirname(level), steps++) {
      const found = defaultComposeFile(level);
      const base = found === null ? null : resolve(level, found);
      if (base !== null && base !== file && this.reads(base, real)) return base;
      if (existsSync(resolve(level, '.git')) || dirname(level) === level) break;
    }
    return null;
  }

  private reads(base: string, real: string): boolean {
    const read = readTextFile(base, { maxBytes: this.options.maxBytes });
    if (!read.ok || !/\b(?:include|extends)\b/.test(read.file.text)) return false;
    const project = this.project([base], dirname(base), new Map([[this.shown(base), read.file.text]]), { named: false, found: false });
    return [...loadProject(project.input).texts.keys()].some((shown) => {
      const path = project.locate(shown);
      return path !== null && realPath(path) === real;
    });
  }

  private add(files: readonly string[], directory: string, texts: ReadonlyMap<string, string>, how: How): void {
    const key = files.map(realPath).join('\n');
    const known = this.projects.get(key);
    if (known === undefined) this.projects.set(key, this.project(files, directory, texts, how));
    else if (how.named && !known.named) this.projects.set(key, { ...known, named: true });
  }

  private project(files: readonly string[], directory: string, texts: ReadonlyMap<string, string>, { named, found }: How): Project {
    const { cwd, env, profiles, processEnv } = this.options;
    const inside = (path: string): string => (path === '-' ? path : relative(directory, path) || '.');
    const absolute = (path: string): string => (path === '-' ? path : resolve(directory, path));
    const locations = new Map(files.map((file) => [this.shown(file), file]));
    const shown = (path: string): string => {
      const name = this.shown(absolute(path));
      if (path !== '-') locations.set(name, absolute(path));
      return name;
    };
    const envFiles = this.env.of(directory, found);
    return {
      path: this.shown(files[0] ?? '-'),
      named,
      stdin: files[0] === '-',
      locate: (name) => (name === '-' ? null : (locations.get(name) ?? resolve(cwd, name))),
      input: {
        files: files.map(inside),
        texts: new Map([...this.env.texts, ...texts]),
        reader: this.reader(directory),
        shown,
        environment: processEnv ? new Map(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))) : null,
        envFiles,
        profiles,
        directory: '.',
        options: this.composeOptions(),
      },
    };
  }

  private composeOptions(): string[] {
    const { envFiles, profiles, projectDirectory } = this.options;
    return [
      ...envFiles.flatMap((path) => ['--env-file', path]),
      ...profiles.flatMap((name) => ['--profile', name]),
      ...(projectDirectory === null ? [] : ['--project-directory', projectDirectory]),
    ];
  }

  private reader(directory: string): ProjectReader {
    const { maxBytes, allowOutside } = this.options;
    if (!allowOutside) return projectReader(directory, { maxBytes });
    const reader = projectReader('/', { maxBytes });
    return {
      read: (path) => reader.read(resolve(directory, path)),
      kind: (path) => reader.kind(resolve(directory, path)),
      list: (path) => reader.list(resolve(directory, path)),
    };
  }

  /** The first way in which the user wrote a path is its name in the report. */
  private call(absolute: string, path: string): void {
    if (!this.written.has(absolute)) this.written.set(absolute, path);
  }

  private shown(path: string): string {
    return path === '-' ? path : (this.written.get(path) ?? shownPath(path, this.options.cwd));
  }
}

/** A path as a person in the current directory would write it. */
export function shownPath(path: string, cwd: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

function isDirectory(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** What lies at a path; whoever reads it says why nothing does. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
