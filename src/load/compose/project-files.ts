import type { Node } from 'yaml';
import type { Problem } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { Located, Remark, SourceRange, WordData } from '../../model/source.ts';
import { readDotenv } from '../dotenv.ts';
import type { Environment } from '../interpolate.ts';
import { commentsIn, parseYaml } from './parse.ts';
import { resolveDocument } from './resolve.ts';
import type { MapValue } from './tree.ts';

export interface ProjectInput {
  /** The Compose files in the order they are merged, as the reader calls them. */
  readonly files: readonly string[];
  /** Texts that stand in place of what lies on disk: standard input, and what a fix has made of a file. By the name the report uses. */
  readonly texts: ReadonlyMap<string, string>;
  readonly reader: ProjectReader;
  /** What the report calls a path of the reader. */
  readonly shown: (path: string) => string;
  /** The process environment, when it counts; without it a variable that no file sets is not known. */
  readonly environment: ReadonlyMap<string, string> | null;
  /** Instead of the `.env` beside the first file. */
  readonly envFiles: readonly string[] | null;
  readonly profiles: readonly string[];
  /** What was said beside the files, as words of `docker compose`. */
  readonly options: readonly string[];
  /** The project directory, as the reader calls it. */
  readonly directory: string;
}

export interface SourceText {
  readonly text: string;
  readonly comments: () => readonly Located<string>[];
}

/** The files of a project: each is read and parsed once, and what is wrong in any of them is collected here. */
export class ProjectFiles {
  readonly problems: Problem[] = [];
  /** What belongs to the project and was not read. */
  readonly unread: Remark[] = [];
  /** By the name the report uses. */
  readonly sources = new Map<string, SourceText>();
  /** The directory that relative paths written in a file start from. */
  readonly directories = new Map<string, string>();

  constructor(readonly input: ProjectInput) {}

  report(id: string, at: SourceRange, data: WordData = {}, fatal = false): void {
    this.problems.push({ id, data, at, service: null, stage: 'compose', fatal });
  }

  /** The text of a file, or why it is not to be had. */
  text(path: string): { readonly text: string } | { readonly why: 'missing' | 'outside' | 'unreadable' } {
    const known = this.input.texts.get(this.input.shown(path));
    if (known !== undefined) return { text: known };
    const read = this.input.reader.read(path);
    return read.ok ? { text: read.text } : { why: read.why };
  }

  /** The documents of a Compose file as mappings; `directory` is what its relative paths start from. */
  documents(path: string, text: string, environment: Environment, directory: string): MapValue[] {
    const file = this.input.shown(path);
    let comments: readonly Located<string>[] | undefined;
    this.sources.set(file, { text, comments: () => (comments ??= commentsIn(file, text)) });
    if (!this.directories.has(file)) this.directories.set(file, directory);
    const parsed = parseYaml(file, text);
    this.problems.push(...parsed.problems);
    const several = parsed.documents.length > 1;
    const anchors = new Map<string, Node>();
    return parsed.documents.flatMap((document) => {
      const { root, problems } = resolveDocument(document, file, text, environment, anchors);
      this.problems.push(...problems);
      if (root?.kind === 'map') return [root];
      const empty = root === null || (root.kind === 'scalar' && root.type === 'null');
      if (problems.length === 0 && (!empty || several)) this.report('not-a-mapping', root?.at ?? { file, start: 0, end: 0 }, {}, true);
      return [];
    });
  }

  /** The variables of the project: the process environment first, then `--env-file` or the `.env` of the project directory. */
  environment(): Environment {
    const { environment, envFiles, directory } = this.input;
    const own = this.variables(envFiles ?? [`${directory}/.env`], (name) => environment?.get(name));
    return {
      get: (name) => environment?.get(name) ?? own.values.get(name),
      placeOf: (name) => (environment?.has(name) === true ? undefined : own.places.get(name)),
      complete: environment !== null,
    };
  }

  /** An included project sees its parent's variables first; its own `.env` or `env_file` adds what is missing. */
  includedEnvironment(parent: Environment, envFiles: readonly string[]): Environment {
    const own = this.variables(envFiles, (name) => parent.get(name));
    return {
      get: (name) => parent.get(name) ?? own.values.get(name),
      placeOf: (name) => (parent.get(name) === undefined ? own.places.get(name) : parent.placeOf?.(name)),
      complete: parent.complete,
    };
  }

  private variables(paths: readonly string[], lookup: (name: string) => string | undefined): Variables {
    const values = new Map<string, string>();
    const places = new Map<string, SourceRange>();
    for (const path of paths) {
      const read = this.text(path);
      const file = this.input.shown(path);
      if (!('text' in read)) {
        if (read.why === 'unreadable') this.report('env-unreadable', { file, start: 0, end: 0 }, { path: file });
        continue;
      }
      const dotenv = readDotenv(read.text, (other) => lookup(other) ?? values.get(other));
      const [error] = dotenv.errors;
      this.sources.set(file, { text: read.text, comments: () => [] });
      if (error !== undefined) this.report('bad-env', { file, start: error.offset, end: error.offset }, { path: file });
      for (const [name, value] of dotenv.values) {
        values.set(name, value);
        const place = dotenv.places.get(name);
        if (place === undefined) places.delete(name);
        else places.set(name, { file, ...place });
      }
    }
    return { values, places };
  }
}

interface Variables {
  readonly values: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, SourceRange>;
}
