import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { Words } from '../../model/source.ts';
import type { Remedy } from '../../report/inspect-run.ts';
import { quoted } from '../../text/quoted.ts';
import { fixCommand } from '../fix-command.ts';
import type { WorkOptions } from '../options.ts';
import { composeOf, type ComposeOrigin } from './origin.ts';

export interface ComposeContext {
  readonly options: WorkOptions;
  readonly cwd: string;
  /** The files lie on this host. */
  readonly local: boolean;
  readonly unsafe: boolean;
  /** Those that are to be made anew. */
  readonly services: readonly string[];
  /** Those that only have to read a changed file anew. */
  readonly restarted: readonly Inspected[];
  /** The service of a container, by the name of that. */
  readonly serviceOf: ReadonlyMap<string, string>;
}

/** The files as paths that can be found again; `null` where the labels do not tell. */
export function composeFiles({ directory, files }: ComposeOrigin): string[] | null {
  if (files.length === 0 || files.includes('-')) return null;
  if (directory === '' && !files.every(isAbsolute)) return null;
  return files.map((file) => (isAbsolute(file) ? file : join(directory, file)));
}

/** The fix of the files, and what brings it to the containers: the second is not run where the first fails. */
export function composeRemedy(origin: ComposeOrigin, files: readonly string[], { options, cwd, local, unsafe, services, restarted, serviceOf }: ComposeContext): Remedy {
  const { project, service, envFiles } = origin;
  const [first = ''] = files;
  const directory = origin.directory === '' ? dirname(first) : origin.directory;
  const paths = files.map((file) => (file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : file));
  // Compose and zlm-lint both start relative paths from the first file otherwise.
  const elsewhere = dirname(first) === directory ? {} : { projectDirectory: directory };
  const read: WorkOptions = {
    ...options,
    ...elsewhere,
    // The next run starts in another directory, where it may find another configuration.
    given: new Set([...options.given, ...(['strategy', 'streams', 'zlmService'] as const).filter((name) => options.said.has(name))]),
    file: paths.length > 1 ? paths : [],
    envFile: envFiles,
    zlmService: options.zlmService.map((name) => serviceOf.get(name) ?? name),
    // Files that are mounted from anywhere were read here.
    allowOutside: true,
    ...(typeof options.config === 'string' ? { config: resolve(cwd, options.config) } : {}),
  };
  const how = ['--exit-zero', ...(unsafe ? ['--unsafe-fixes'] : [])];
  const fix = fixCommand(paths[0] ?? '', options.strategy === 'auto' ? null : options.strategy, { options: read, argv: [], line: null, how });
  const flags = ['-p', project, ...(elsewhere.projectDirectory === undefined ? [] : ['--project-directory', directory]), ...envFiles.flatMap((file) => ['--env-file', file]), ...paths.flatMap((file) => ['-f', file])];
  const compose = (...words: readonly string[]): string => ['docker', 'compose', ...flags, ...words].map(quoted).join(' ');
  const own = restarted.flatMap((container) => {
    const made = composeOf(container);
    return made?.project === project ? [made.service] : [];
  });
  const others = restarted.filter((container) => composeOf(container)?.project !== project).map(({ name }) => `docker restart ${name}`);
  const run = [compose('up', '-d', '--no-deps', ...services), ...(own.length === 0 ? [] : [compose('restart', ...own)]), ...others];
  const notes: Words[] = [{ id: 'inspect.compose-back' }];
  if (unsafe) notes.unshift({ id: 'inspect.compose-whole' });
  return {
    origin: { id: local ? 'inspect.compose' : 'inspect.compose-elsewhere', data: { project, service } },
    commands: [[`cd ${quoted(directory)}`, fix, ...run].join(' &&\n')],
    keep: [],
    back: [],
    notes,
  };
}
