import { dirname, resolve } from 'node:path';
import type { ProjectReader } from '../model/reader.ts';
import { composeProject } from './compose-project.ts';
import { EnvFiles } from './env-files.ts';
import { findFiles } from './find-files.ts';
import { formOf } from './form.ts';
import { gitIgnores } from './git-ignores.ts';
import { isDirectory, shownPath } from './path-kinds.ts';
import type { Project, ProjectError, ProjectOptions } from './project.ts';
import { projectReader } from './project-reader.ts';
import { readStdin } from './read-text.ts';
import { lineOf, RunProjects, type RunPlace } from './run-project.ts';
import { isOverrideName, SeenFiles } from './seen-files.ts';
import { isSilent } from './silent-project.ts';

export interface ProjectsRead {
  readonly projects: readonly Project[];
  readonly errors: readonly ProjectError[];
  /** All that was named is to be left out. */
  readonly allIgnored?: boolean;
}

/** The command line that was given as arguments, as the project `-`. */
export async function readWords(words: readonly string[], options: ProjectOptions): Promise<ProjectsRead> {
  const runs = new RunProjects();
  const locate = (shown: string): string | null => (shown === '-' ? null : resolve(options.cwd, shown));
  const project = runs.project('-', `${lineOf(words)}\n`, { reader: projectReader(options.cwd, options), shown: (path) => path, locate }, { named: true, here: true });
  await runs.ready();
  return { projects: [{ ...project, stdin: true }], errors: [] };
}

/** The projects that were asked for: by `-f`, by files and directories, through `-`, or the one of the current directory. */
export async function readProjects(paths: readonly string[], options: ProjectOptions): Promise<ProjectsRead> {
  const finder = new ProjectFinder(options);
  if (finder.errors.length > 0) return { projects: [], errors: finder.errors };
  if (options.files.length > 0) await finder.together(options.files, null);
  else if (paths.length === 0) await finder.here();
  const asked = [...new Set(paths)].map((path) => ({ path, directory: path !== '-' && path !== '' && isDirectory(resolve(options.cwd, path)) }));
  const kept = asked.filter(({ path, directory }) => path === '-' || options.ignored?.(resolve(options.cwd, path), directory) !== true);
  if (kept.some(({ directory }) => directory)) {
    const { readPatterns } = await import('../config/patterns.ts');
    finder.gitIgnores = (directory) => gitIgnores(directory, readPatterns);
  }
  for (const { path, directory } of kept) {
    if (path === '') finder.errors.push({ path: "''", code: 'no-path' });
    else if (path === '-') await finder.stdin();
    else if (directory) finder.directory(path);
    else finder.file(path, true);
  }
  await finder.runs.ready();
  const projects = [...finder.projects.values()];
  const errors = options.allowNoFiles === true ? finder.errors.filter(({ code }) => code !== 'no-files' && code !== 'no-default') : finder.errors;
  return { projects, errors, allIgnored: finder.ignoredHere || (asked.length > 0 && kept.length === 0 && options.files.length === 0) };
}

/** `found`: from the current directory, as `docker compose` finds a project when no file is named. */
interface How {
  readonly named: boolean;
  readonly found: boolean;
  readonly silent?: boolean;
}

/** How far up a file's own base is looked for, when no repository ends the search before. */
const MOST_LEVELS = 8;

class ProjectFinder {
  /** By the real path of the main file: a project is looked at once. */
  readonly projects = new Map<string, Project>();
  readonly errors: ProjectError[] = [];
  readonly runs = new RunProjects();
  gitIgnores: (directory: string) => NonNullable<ProjectOptions['ignored']> = () => () => false;
  /** The project of the current directory is to be left out. */
  ignoredHere = false;
  /** How the user wrote a path. */
  private readonly written = new Map<string, string>();
  private readonly env: EnvFiles;
  private readonly seen: SeenFiles;
  /** By the files of a project, the real paths of what it reads. */
  private readonly readBy = new Map<string, ReadonlySet<string>>();

  constructor(private readonly options: ProjectOptions) {
    this.seen = new SeenFiles(options);
    this.env = new EnvFiles(options, this.seen.placesIn);
    this.errors.push(...this.env.errors);
    for (const { path, absolute } of this.env.absolute) this.call(absolute, path);
  }

  /** The project of the current directory: `COMPOSE_FILE`, otherwise a default name here or further up. */
  async here(): Promise<void> {
    const asked = this.env.composeFile();
    if (asked !== null) return this.together(asked.files, asked.named ? null : this.env.start, true);
    for (let directory = this.env.start; ; directory = dirname(directory)) {
      const found = this.seen.defaultIn(directory);
      if (found !== null) {
        this.ignoredHere = this.options.ignored?.(resolve(directory, found), false) === true;
        if (!this.ignoredHere) this.file(resolve(directory, found), true, true);
        return;
      }
      if (dirname(directory) === directory) break;
    }
    this.errors.push({ path: '.', code: 'no-default' });
  }

  /** Several files as one project, merged in this order; they lie in `inside`, unless the user named them. */
  async together(paths: readonly string[], inside: string | null, found = false): Promise<void> {
    const { cwd, maxBytes, projectDirectory, stdin } = this.options;
    const texts = new Map<string, string>();
    const [main = '-'] = paths;
    const directory = resolve(cwd, projectDirectory ?? (main === '-' ? '.' : dirname(resolve(cwd, main))));
    for (const path of paths) {
      if (inside === null) this.seen.given.add(resolve(cwd, path));
      const read = path === '-' ? await readStdin(maxBytes, stdin) : this.seen.read(resolve(cwd, path), inside ?? directory);
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
    const [directory, file] = path === '-' ? [cwd, path] : [dirname(resolve(cwd, path)), resolve(cwd, path)];
    if (formOf(path, read.file.text) === 'docker-run') {
      this.projects.set('-', { ...this.runs.project(path, read.file.text, this.runPlace(directory, null), { named: true, here: false }), stdin: true });
      return;
    }
    const project = this.project([file], directory, new Map([[path, read.file.text]]), { named: true, found: false });
    // Of what comes through standard input only the text itself is given back.
    this.projects.set('-', { ...project, stdin: true, load: (texts) => ({ ...project.load(texts), newFile: () => null }) });
  }

  directory(path: string): void {
    const { cwd, maxBytes } = this.options;
    const byGit = this.gitIgnores(resolve(cwd, path));
    const leave = (one: string, directory: boolean): boolean => this.options.ignored?.(one, directory) === true || byGit(one, directory);
    const found = findFiles(resolve(cwd, path), { maxBytes, include: this.options.include, leave });
    for (const error of found.errors) this.errors.push({ ...error, path: this.shown(error.path) });
    if (found.files.length === 0 && found.errors.length === 0) this.errors.push({ path, code: 'no-files' });
    for (const file of found.files) {
      this.seen.given.add(file);
      this.file(file, false);
    }
  }

  /** A file in the project that it belongs to: its base, the one that includes or extends it, otherwise its own. */
  file(path: string, named: boolean, found = false): void {
    const absolute = resolve(this.options.cwd, path);
    if (named && !found) this.seen.given.add(absolute);
    if (named) this.call(absolute, path);
    const read = this.seen.read(absolute);
    if (!read.ok) {
      this.errors.push({ ...read.error, path: named ? path : this.shown(absolute) });
      return;
    }
    if (formOf(absolute, read.file.text) === 'docker-run') return this.commandLines(absolute, read.file.text, named);
    const owner = this.owner(absolute);
    const base = owner === null ? null : this.seen.read(owner[0] ?? absolute);
    this.merged(owner !== null && base !== null && (base.ok || base.error.code === 'outside') ? owner : this.seen.withOverride(absolute), { named, found });
  }

  private merged(files: readonly string[], how: How): void {
    const texts = new Map<string, string>();
    for (const one of files) {
      const read = this.seen.read(one);
      if (read.ok) texts.set(this.shown(one), read.file.text);
      else if (read.error.code !== 'outside') this.errors.push({ ...read.error, path: this.shown(one) });
    }
    const { cwd, projectDirectory: given } = this.options;
    const directory = given === null ? dirname(files[0] ?? cwd) : resolve(cwd, given);
    const silent = !how.named && texts.size === files.length && !this.env.hasAny(directory) && isSilent(texts.values());
    this.add(files, directory, texts, { ...how, silent });
  }

  /** The files of the project that reads this one: its base beside an override, those of `COMPOSE_FILE`, or further up what includes or extends it. */
  private owner(file: string): readonly string[] | null {
    const directory = dirname(file);
    const beside = this.seen.defaultIn(directory);
    if (isOverrideName(file)) return beside === null ? null : this.seen.withOverride(resolve(directory, beside));
    const real = this.seen.real(file);
    for (let level = directory, steps = 0; steps < MOST_LEVELS; level = dirname(level), steps++) {
      const listed = this.env.composeFileOf(level);
      if (listed.length > 1 && listed.some((path) => this.seen.real(path) === real)) return listed;
      const found = this.seen.defaultIn(level);
      const files = found === null ? [file] : this.seen.withOverride(resolve(level, found));
      if (files[0] !== file && this.reads(files, real)) return files;
      if (this.seen.isRepository(level) || dirname(level) === level) break;
    }
    return null;
  }

  private reads(files: readonly string[], real: string): boolean {
    const key = files.join('\n');
    if (!this.readBy.has(key)) this.readBy.set(key, this.filesReadBy(files));
    return this.readBy.get(key)?.has(real) === true;
  }

  /** The real paths of what these read beside themselves, when they say that they do. */
  private filesReadBy(files: readonly string[]): ReadonlySet<string> {
    const texts = new Map(files.flatMap((file): [string, string][] => {
      const read = this.seen.read(file);
      return read.ok ? [[this.shown(file), read.file.text]] : [];
    }));
    if (![...texts.values()].some((text) => /\b(?:include|extends)\b/.test(text))) return new Set();
    const project = this.project(files, dirname(files[0] ?? ''), texts, { named: false, found: false });
    return new Set([...project.load(project.texts).texts.keys()].flatMap((shown) => {
      const path = project.locate(shown);
      return path === null ? [] : this.seen.real(path);
    }));
  }

  private commandLines(file: string, text: string, named: boolean): void {
    const key = this.seen.real(file);
    const known = this.projects.get(key);
    this.projects.set(key, this.runs.project(this.shown(file), text, this.runPlace(dirname(file), file), { named: named || known?.named === true, here: false }));
  }

  /** `file`: where the text with the command lines lies; `null` for standard input. */
  private runPlace(directory: string, file: string | null): RunPlace {
    const locate = (shown: string): string | null => (shown === '-' ? null : file !== null && shown === this.shown(file) ? file : resolve(this.options.cwd, shown));
    return { reader: this.reader(directory), shown: (path) => this.shown(resolve(directory, path)), locate };
  }

  private add(files: readonly string[], directory: string, texts: ReadonlyMap<string, string>, how: How): void {
    const key = files.map(this.seen.real).join('\n');
    const known = this.projects.get(key);
    if (known === undefined) this.projects.set(key, this.project(files, directory, texts, how));
    else if (how.named && !known.named) this.projects.set(key, { ...known, named: true });
  }

  private project(files: readonly string[], directory: string, texts: ReadonlyMap<string, string>, { named, found, silent = false }: How): Project {
    const envFiles = this.env.of(directory, found);
    const known = new Map([...this.env.texts, ...texts]);
    return { ...composeProject({ files, directory, texts: known, envFiles, named }, this.options, this.reader(directory), (path) => this.shown(path)), silent };
  }

  private readonly reader = (directory: string): ProjectReader => projectReader(directory, this.options, this.seen.places);

  /** The first way in which the user wrote a path is its name in the report. */
  private call(absolute: string, path: string): void {
    if (path !== absolute && !this.written.has(absolute)) this.written.set(absolute, path);
  }

  private shown(path: string): string {
    return path === '-' ? path : (this.written.get(path) ?? shownPath(path, this.options.cwd));
  }
}
