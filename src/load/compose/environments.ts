import type { SourceRange } from '../../model/source.ts';
import { commentsInLines } from '../comments.ts';
import { readDotenv } from '../dotenv.ts';
import type { Environment } from '../interpolate.ts';
import { reportVariable } from './report-variable.ts';
import { joinPath } from '../paths.ts';
import type { ProjectFiles } from './project-files.ts';
import { withProjectName } from './project-name.ts';

/** A file that says variables. */
export interface EnvFile {
  readonly path: string;
  /** What it is read for; `null` for the project itself. */
  readonly at: SourceRange | null;
  /** It is named there, so Compose refuses the project without it. */
  readonly named: boolean;
}

/** The variables of a project and of what it includes. */
export class Environments {
  private readonly known = new Map<Environment, Map<string, Environment>>();

  constructor(private readonly files: ProjectFiles) {}

  /** The process environment first, then `--env-file` or the `.env` of the project directory. */
  project(): Environment {
    const { environment, envFiles, directory } = this.files.input;
    const outer: Environment = { get: (name) => environment?.get(name), complete: environment !== null };
    return withProjectName(this.below(outer, (envFiles ?? [joinPath(directory, '.env')]).map((path) => ({ path, at: null, named: false }))), this.files);
  }

  /** An included project sees its parent's variables first; its own `.env` or `env_file` adds what is missing. One for the same files. */
  included(parent: Environment, envFiles: readonly EnvFile[], hidden = false): Environment {
    const key = [hidden, ...envFiles.map(({ path, named }) => `${named} ${path}`)].join('\n');
    const siblings = this.known.get(parent) ?? new Map<string, Environment>();
    this.known.set(parent, siblings);
    const environment = siblings.get(key) ?? this.below(parent, envFiles, hidden);
    siblings.set(key, environment);
    return environment;
  }

  private below(parent: Environment, envFiles: readonly EnvFile[], hidden = false): Environment {
    const own = this.variables(envFiles, parent, hidden);
    return {
      get: (name) => parent.get(name) ?? (parent.hidden === true ? undefined : own.values.get(name)),
      placeOf: (name) => (parent.get(name) === undefined ? own.places.get(name) : parent.placeOf?.(name)),
      complete: parent.complete,
      hidden: parent.hidden === true || own.hidden,
    };
  }

  /** What the files say together, the last first; a file that is not at hand may say anything that no later one does. */
  private variables(envFiles: readonly EnvFile[], parent: Environment, hidden: boolean): Variables {
    const values = new Map<string, string>();
    const places = new Map<string, SourceRange>();
    let unseen = hidden;
    for (const envFile of envFiles) {
      const text = this.text(envFile);
      if (text === 'outside') {
        unseen = true;
        values.clear();
      }
      if (typeof text === 'string') continue;
      const dotenv = readDotenv(text.text, (name) => parent.get(name) ?? values.get(name), unseen || parent.hidden === true);
      const [error] = dotenv.errors;
      if (error !== undefined) {
        const { cause } = error;
        const at = { file: text.file, start: error.offset, end: error.offset };
        if (cause === undefined) this.files.report('bad-env', at, { path: text.file });
        else reportVariable(cause, (id, data) => this.files.report(id, at, data));
      }
      for (const name of dotenv.unknown) values.delete(name);
      for (const [name, value] of dotenv.values) {
        values.set(name, value);
        const place = dotenv.places.get(name);
        if (place === undefined) places.delete(name);
        else places.set(name, { file: text.file, ...place });
      }
    }
    return { values, places, hidden: unseen };
  }

  /** Compose takes a file of variables as bytes: a comment in another encoding does no harm. */
  private read(path: string): ReturnType<ProjectFiles['text']> {
    const read = this.files.text(path);
    if ('text' in read || read.why !== 'unreadable') return read;
    const loose = this.files.reader.readLoosely?.(path);
    return loose?.ok === true ? { text: loose.text } : read;
  }

  /** The text of a file; where there is none, that is told when it matters. */
  private text({ path, at, named }: EnvFile): { readonly text: string; readonly file: string } | 'none' | 'outside' {
    const file = this.files.input.shown(path);
    const read = this.read(path);
    if ('text' in read) {
      this.files.sources.set(file, { text: read.text, comments: () => commentsInLines(file, read.text) });
      return { text: read.text, file };
    }
    if (read.why === 'outside') {
      this.files.leave('unread.outside', path, at);
      return 'outside';
    }
    if (named && at !== null) this.files.report('include-env-unreadable', at, { path: file });
    else if (read.why === 'unreadable') this.files.report('env-unreadable', { file, start: 0, end: 0 }, { path: file });
    return 'none';
  }
}

interface Variables {
  readonly values: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, SourceRange>;
  readonly hidden: boolean;
}
