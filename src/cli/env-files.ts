import { relative, resolve } from 'node:path';
import { readDotenv } from '../load/dotenv.ts';
import type { ProjectReader } from '../model/reader.ts';
import type { ProjectOptions } from './project.ts';
import { readTextFile, type ReadError } from './read-text.ts';

/** Which files say the variables of a project: `--env-file`, otherwise `.env` files, as `docker compose` looks for them. */
export class EnvFiles {
  readonly errors: ReadError[] = [];
  /** By the path that the report uses. */
  readonly texts = new Map<string, string>();
  private readonly named: readonly string[];
  /** The `.env` of each directory that was asked for, read once: every file of a search asks for those above it. */
  private readonly dotenvs = new Map<string, string | null>();

  constructor(
    private readonly options: ProjectOptions,
    private readonly placesIn: (directory: string) => ProjectReader,
  ) {
    const { cwd, envFiles, maxBytes } = options;
    this.named = envFiles.length > 0 ? envFiles : split(this.processVariable('COMPOSE_ENV_FILES'), ',');
    for (const path of this.named) {
      const read = readTextFile(resolve(cwd, path), { maxBytes });
      if (read.ok) this.texts.set(path, read.file.text);
      else this.errors.push({ ...read.error, path });
    }
  }

  /** The files that were named, so they may lie anywhere and have to be there. */
  get absolute(): { readonly path: string; readonly absolute: string }[] {
    return this.named.map((path) => ({ path, absolute: resolve(this.options.cwd, path) }));
  }

  /** Where `docker compose` looks for the project when no file is named. */
  get start(): string {
    return resolve(this.options.cwd, this.options.projectDirectory ?? '.');
  }

  /** `COMPOSE_FILE` of the process environment, when it counts, which names them, or of the file that says the variables; `null` when it is not set. */
  composeFile(): { readonly files: readonly string[]; readonly named: boolean } | null {
    const own = this.startVariables();
    const files = composeFilesIn((name) => this.processVariable(name) ?? own.get(name));
    return files.length === 0 ? null : { files, named: this.processVariable('COMPOSE_FILE') !== undefined };
  }

  /** The files that `COMPOSE_FILE` of a directory's own `.env` puts together. */
  composeFileOf(directory: string): string[] {
    const text = this.dotenvOf(directory) ?? '';
    if (!text.includes('COMPOSE_FILE')) return [];
    const { values } = readDotenv(text);
    return composeFilesIn((name) => values.get(name)).map((path) => resolve(directory, path));
  }

  /**
   * The files of a project, of which the last counts, relative to its directory; `null` for the `.env` beside it.
   * For a project that was found from the current directory, the `.env` there comes before the project's own.
   */
  of(directory: string, found: boolean): string[] | null {
    const inside = (path: string): string => relative(directory, path);
    if (this.named.length > 0) return this.absolute.map(({ absolute }) => inside(absolute));
    if (isTrue(this.processVariable('COMPOSE_DISABLE_ENV_FILE') ?? (found ? this.startVariables().get('COMPOSE_DISABLE_ENV_FILE') : undefined))) return [];
    if (!found || this.start === directory) return null;
    const dotenv = this.dotenvOf(this.start);
    if (dotenv !== null) this.texts.set('.env', dotenv);
    return ['.env', inside(resolve(this.start, '.env'))];
  }

  /** Whether a file says variables of a project in this directory. */
  hasAny(directory: string): boolean {
    return this.named.length > 0 || this.dotenvOf(directory) !== null;
  }

  private startVariables(): ReadonlyMap<string, string> {
    const texts = this.named.length > 0 ? [...this.texts.values()] : [this.dotenvOf(this.start) ?? ''];
    return new Map(texts.flatMap((text) => [...readDotenv(text).values]));
  }

  private dotenvOf(directory: string): string | null {
    let text = this.dotenvs.get(directory);
    if (text === undefined) {
      const read = this.placesIn(directory).read('.env');
      this.dotenvs.set(directory, (text = read.ok ? read.text : null));
    }
    return text;
  }

  private processVariable(name: string): string | undefined {
    return this.options.processEnv ? this.options.env[name] : undefined;
  }
}

function composeFilesIn(variable: (name: string) => string | undefined): string[] {
  return split(variable('COMPOSE_FILE'), variable('COMPOSE_PATH_SEPARATOR') ?? ':');
}

function split(value: string | undefined, separator: string): string[] {
  return (value ?? '').split(separator).map((part) => part.trim()).filter((part) => part !== '');
}

function isTrue(value: string | undefined): boolean {
  return /^\s*(?:1|t|true|y|yes)\s*$/i.test(value ?? '');
}
