import { existsSync } from 'node:fs';
import type { Command } from '../../load/inspect/load-inspect.ts';
import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { Words } from '../../model/source.ts';
import type { Remedy } from '../../report/inspect-run.ts';
import type { FileChange } from '../../report/unified-diff.ts';
import type { WorkOptions } from '../options.ts';
import { composeFiles, composeRemedy } from './compose-remedy.ts';
import { composeOf, ruledBy, type ComposeOrigin } from './origin.ts';
import type { HiddenSecrets } from './hidden-secrets.ts';
import { replaceSequence } from './replace.ts';
import { CONTAINER_NAME } from './source.ts';

export interface RemedyContext {
  readonly commands: readonly Command[];
  /** Names that the engine has given away already. */
  readonly names: ReadonlySet<string>;
  /** Its files may be looked for here. */
  readonly local: boolean;
  readonly cwd: string;
  readonly options: WorkOptions;
  /** The fix is not proven safe. */
  readonly unsafe: boolean;
  /** Secrets of the command lines. */
  readonly hidden: HiddenSecrets;
  readonly isZlm: (command: Command) => boolean;
  /** Whether a file is mounted into it. */
  readonly reads: (command: Command, path: string) => boolean;
  /** What to know of the container that takes its place. */
  readonly notesOf: (command: Command) => readonly Words[];
}

export const nothingToDo: Remedy = { origin: null, commands: [], keep: [], back: [], notes: [] };

/** The command lines by which a person gets from a container to its fixed form; words, where no sequence of them is known to be whole and safe. */
export function remedyOf(asked: Command, changes: readonly FileChange[], context: RemedyContext): Remedy {
  const byFile = new Map(context.commands.map((command) => [command.file, command]));
  const replaced = changes.flatMap(({ path, after }) => {
    const command = byFile.get(path);
    return command === undefined ? [] : [{ command, after }];
  });
  replaced.sort((a, b) => Number(b.command === asked) - Number(a.command === asked));
  const files = changes.filter(({ path }) => !byFile.has(path));
  const involved = [asked, ...replaced.map(({ command }) => command).filter((command) => command !== asked)];
  const maker = makerOf(asked.container, context);
  if (maker.how === 'words') return inWords(maker.words);
  const restarted = restartedBy(files, asked, replaced.map(({ command }) => command), context);
  const refusal = refusalOf(involved, restarted, maker, context);
  if (refusal !== null) return inWords(refusal);
  if (maker.how === 'compose') {
    const serviceOf = new Map(context.commands.map(({ file, container }) => [file, composeOf(container)?.service ?? file]));
    return composeRemedy(maker.compose, maker.files, { ...context, services: servicesOf(maker.compose, involved, context), restarted: restarted.map(({ container }) => container), serviceOf });
  }
  const shared = files.map(({ path }) => sharedFile(path, involved, context)).find((words) => words !== null);
  if (shared !== undefined) return inWords(shared);
  const names = new Set([...context.names, ...context.commands.map(({ container }) => container.name)]);
  const shown = (text: string, { container }: Command): string => context.hidden.in(text, container);
  const sequence = replaceSequence(replaced.map(({ command, after }) => ({ container: command.container, before: shown(command.text, command), after: shown(after, command) })), files, { names, restarted: restarted.map(({ container }) => container) });
  if (sequence === null) return inWords({ id: 'inspect.unseen' });
  const notes = replaced.flatMap(({ command }) => [...removed(command.container), ...context.notesOf(command)]);
  if (files.length > 0) notes.push({ id: 'inspect.changes-files', data: { files: files.map(({ path }) => path) } });
  return { origin: maker.origin, ...sequence, commands: [...settersIn(sequence.commands, context.hidden), ...sequence.commands], notes: [...notes, ...secretNotes(sequence, context.hidden)] };
}

/** The lines that read secrets out of containers, where others need them. */
function settersIn(commands: readonly string[], { all }: HiddenSecrets): string[] {
  return all.flatMap(({ variable, read }) => (read !== null && needs(commands, variable) ? [`${variable}=$(${read})`] : []));
}

function needs(commands: readonly string[], variable: string): boolean {
  return commands.some((command) => command.includes(`\${${variable}:?}`));
}

/** What a person has to know of secrets that are not printed. */
function secretNotes({ commands, back }: Pick<Remedy, 'commands' | 'back'>, { all }: HiddenSecrets): Words[] {
  const used = all.filter(({ variable }) => needs([...commands, ...back], variable));
  const asked = used.filter(({ read }) => read === null);
  const names = asked.map(({ variable, of }) => (of === null ? variable : `${variable} (${of})`));
  return [...(used.length > asked.length ? [{ id: 'inspect.secrets-read' }] : []), ...(asked.length > 0 ? [{ id: 'inspect.secrets-asked', data: { names, containers: [...new Set(asked.map(({ container }) => container))] } }] : [])];
}

function inWords(origin: Words): Remedy {
  return { ...nothingToDo, origin };
}

function removed({ name, autoRemove, running }: Inspected): Words[] {
  return autoRemove && running ? [{ id: 'inspect.rm', data: { name } }] : [];
}

/** By what a container is made, and can be made anew. */
type Maker =
  | { readonly how: 'line'; readonly origin: Words | null }
  | { readonly how: 'compose'; readonly compose: ComposeOrigin; readonly files: readonly string[] }
  | { readonly how: 'words'; readonly words: Words };

function makerOf(container: Inspected, { local }: RemedyContext): Maker {
  const ruled = ruledBy(container);
  if (ruled !== null) return { how: 'words', words: ruled };
  const compose = composeOf(container);
  if (compose === null) return { how: 'line', origin: null };
  const { service, project } = compose;
  const files = composeFiles(compose);
  if (files === null) return { how: 'words', words: { id: 'inspect.compose-unknown', data: { service, project } } };
  const gone = local ? files.filter((file) => !existsSync(file)) : [];
  return gone.length > 0 ? { how: 'line', origin: { id: 'inspect.compose-gone', data: { service, project, files: gone } } } : { how: 'compose', compose, files };
}

/** Why these containers cannot be made anew together. */
function refusalOf(involved: readonly Command[], restarted: readonly Command[], maker: Maker, context: RemedyContext): Words | null {
  const others = involved.slice(1).filter(({ container }) => !isSame(makerOf(container, context), maker));
  if (others.length > 0) return { id: 'inspect.sibling', data: { names: others.map(({ file }) => file) } };
  const touched = [...involved, ...restarted];
  const inside = context.commands.filter(({ container: { shares } }) => shares.some((other) => touched.some(({ container: { id, name } }) => other === id || other === name)));
  if (inside.length > 0) return { id: 'inspect.shared', data: { names: inside.map(({ file }) => file) } };
  return touched.every(({ container }) => CONTAINER_NAME.test(container.name)) ? null : { id: 'inspect.unnamed' };
}

/** Those that read a changed file and are not made anew: they have read it as it was. */
function restartedBy(files: readonly FileChange[], asked: Command, replaced: readonly Command[], { commands, reads }: RemedyContext): Command[] {
  return commands.filter((command) => command.container.running && !replaced.includes(command) && files.some(({ path }) => command === asked || reads(command, path)));
}

function isSame(one: Maker, other: Maker): boolean {
  if (one.how === 'compose' && other.how === 'compose') return one.compose.project === other.compose.project && one.files.join() === other.files.join();
  return one.how === 'line' && other.how === 'line';
}

/** Another ZLMediaKit that reads a file which would change for this one. */
function sharedFile(path: string, involved: readonly Command[], { commands, isZlm, reads }: RemedyContext): Words | null {
  const readers = commands.filter((command) => !involved.includes(command) && isZlm(command) && reads(command, path));
  return readers.length === 0 ? null : { id: 'inspect.shared-file', data: { path, names: readers.map(({ file }) => file) } };
}

/** Those that have to change, and all others of the project that run: what the files change of them may be more than is seen here. */
function servicesOf({ project, service }: ComposeOrigin, involved: readonly Command[], { commands }: RemedyContext): string[] {
  const running = commands.filter(({ container }) => container.running && container.labels.get('com.docker.compose.oneoff') !== 'True');
  const siblings = [...involved, ...running].flatMap(({ container }) => composeOf(container) ?? []);
  return [...new Set([service, ...siblings.filter((one) => one.project === project).map((one) => one.service)])];
}
