import { isMap, type Node } from 'yaml';
import type { Problem } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { Located, Remark, SourceRange, WordData } from '../../model/source.ts';
import { readerOver } from '../contents.ts';
import type { Environment } from '../interpolate.ts';
import { commentsInYaml, parseYaml, type ParsedYaml } from './parse.ts';
import { resolveDocument } from './resolve.ts';
import type { ListValue, MapValue } from './tree.ts';

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
  /** What the project directory is called on this machine. */
  readonly directoryName?: string;
}

export interface SourceText {
  readonly text: string;
  readonly comments: () => readonly Located<string>[];
}

/** Compose has no limit; these only keep files that lead to each other over and over from never ending. Real projects stay far below. */
const MOST_AGAIN = 10_000_000;
const AGAIN = 10_000;

/** The files of a project: each is read and parsed once, and what is wrong in any of them is collected here. */
export class ProjectFiles {
  readonly problems: Problem[] = [];
  /** What belongs to the project and was not read. */
  readonly unread: Remark[] = [];
  /** By the name the report uses. */
  readonly sources = new Map<string, SourceText>();
  /** The directory that relative paths written in a file start from. */
  readonly directories = new Map<string, string>();
  /** The lists of ports in which Compose refuses nothing: they come again in each layer that is merged on top. */
  readonly soundPorts = new Set<ListValue>();
  private readonly parsed = new Map<string, ParsedYaml>();
  private readonly told = new Set<string>();
  private again = 0;

  /** What the texts of the input do not say, it reads from disk. */
  readonly reader: ProjectReader;

  constructor(readonly input: ProjectInput) {
    this.reader = readerOver(input.reader, input.texts, input.shown);
  }

  report(id: string, at: SourceRange, data: WordData = {}, fatal = false): void {
    this.add({ id, data, at, service: null, stage: 'compose', fatal });
  }

  /** A file that is read for two services, or twice, has its problems once. */
  add(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      const { id, at, service, data } = problem;
      const key = JSON.stringify([id, at.file, at.start, at.end, service, data]);
      if (!this.told.has(key)) this.problems.push(problem);
      this.told.add(key);
    }
  }

  /** Something is not read; of what would have to be fetched the first stands for all. */
  leave(id: 'unread.outside' | 'unread.remote' | 'unread.unknown', path: string, at: SourceRange | null): void {
    if (!this.unread.some((other) => other.id === id && (id === 'unread.remote' || other.data?.['path'] === path))) this.unread.push({ id, data: { path }, at });
  }

  /** The text of a file, or why it is not to be had. */
  text(path: string): { readonly text: string } | { readonly why: 'missing' | 'outside' | 'unreadable' } {
    const read = this.reader.read(path);
    return read.ok ? { text: read.text } : { why: read.why };
  }

  /** The same for all paths of one file. */
  real(path: string): string {
    return this.reader.real?.(path) ?? path;
  }

  /** The documents of a Compose file as mappings; `directory` is what its relative paths start from. */
  documents(path: string, text: string, environment: Environment, directory: string): MapValue[] {
    const file = this.input.shown(path);
    const parsed = this.parse(file, text);
    if (parsed === null) return [];
    if (!this.directories.has(file)) this.directories.set(file, directory);
    const anchors = new Map<string, Node>();
    return parsed.documents.flatMap((document) => {
      const { root, problems } = resolveDocument(document, file, text, environment, anchors);
      this.add(...problems);
      if (root?.kind === 'map') return [root];
      if (problems.length === 0) this.report('not-a-mapping', root?.at ?? { file, start: 0, end: 0 }, {}, true);
      return [];
    });
  }

  /** `name` of the main files, the last one, before variables are filled in; `null` where none has one, `undefined` where one is not at hand. */
  writtenName(): string | null | undefined {
    let name: string | null = null;
    for (const path of this.input.files) {
      const read = this.text(path);
      if (!('text' in read)) return undefined;
      for (const { contents } of this.parse(this.input.shown(path), read.text)?.documents ?? []) {
        const own = isMap(contents) ? contents.get('name') : null;
        if (typeof own === 'string' && own !== '') name = own;
      }
    }
    return name;
  }

  private parse(file: string, text: string): ParsedYaml | null {
    const known = this.parsed.get(file);
    if (known === undefined) {
      const parsed = parseYaml(file, text);
      let comments: readonly Located<string>[] | undefined;
      this.sources.set(file, { text, comments: () => (comments ??= text.includes('#') ? commentsInYaml(file, text) : []) });
      this.parsed.set(file, parsed);
      this.add(...parsed.problems);
      return parsed;
    }
    this.again += AGAIN + text.length;
    if (this.again <= MOST_AGAIN) return known;
    this.report('read-too-often', { file, start: 0, end: 0 }, { path: file }, true);
    return null;
  }
}
