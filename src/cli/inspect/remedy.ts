import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Command } from '../../load/inspect/load-inspect.ts';
import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { Words } from '../../model/source.ts';
import type { Remedy } from '../../report/inspect-run.ts';
import { unifiedDiff, type FileChange } from '../../report/unified-diff.ts';
import { quoted } from '../../text/quoted.ts';

export interface RemedyContext {
  readonly commands: readonly Command[];
  /** Its files may be looked for here. */
  readonly local: boolean;
  /** The fix is not proven safe. */
  readonly unsafe: boolean;
}

export const nothingToDo: Remedy = { origin: null, commands: [], keep: [], back: [], notes: [] };

/** The command lines by which a person gets from a container to its fixed form; the old one stays until the new one has proven itself. */
export function remedyOf(asked: Command, changes: readonly FileChange[], context: RemedyContext): Remedy {
  const { container } = asked;
  const ruled = ruledBy(container);
  if (ruled !== null) return { ...nothingToDo, origin: ruled };
  const compose = composeOf(container);
  const files = compose?.files.map((file) => (isAbsolute(file) ? file : join(compose.directory, file))) ?? [];
  const gone = context.local ? files.filter((file) => !existsSync(file)) : [];
  if (compose !== null && gone.length === 0) return composeRemedy(compose, context);
  const origin: Words | null = compose === null ? null : { id: 'inspect.compose-gone', data: { service: compose.service, project: compose.project, files: gone } };
  const byFile = new Map(context.commands.map((command) => [command.file, command]));
  const steps: Steps = { commands: [], keep: [], back: [], notes: [] };
  for (const change of changes) {
    if (byFile.has(change.path)) continue;
    steps.commands.push(patchOf(change, 'patch'));
    steps.back.push(patchOf(change, 'patch -R'));
  }
  const others = changes.flatMap(({ path, after }) => {
    const command = byFile.get(path);
    return command === undefined || command === asked ? [] : [{ command, after }];
  });
  const own = changes.find(({ path }) => path === asked.file);
  if (own !== undefined) replace(container, own.after, context, steps);
  for (const { command, after } of others) {
    if (composeOf(command.container) === null) replace(command.container, after, context, steps);
    else steps.notes.push({ id: 'inspect.sibling', data: { name: command.file } });
  }
  return { origin, ...steps };
}

interface Steps {
  readonly commands: string[];
  readonly keep: string[];
  readonly back: string[];
  readonly notes: Words[];
}

/** Stopped and put aside under another name, so that its ports are free and nothing of it is lost. */
function replace({ name, id, tool, running, autoRemove, restart }: Inspected, after: string, { commands }: RemedyContext, { commands: steps, keep, back, notes }: Steps): void {
  const called = quoted(name === '' ? id.slice(0, 12) : name);
  if (running) steps.push(`${tool} stop ${called}`);
  if (autoRemove) notes.push({ id: 'inspect.rm' });
  else if (name !== '') {
    const old = quoted(freeName(name, commands));
    // Otherwise the engine would start both when it starts.
    if (restart === 'always') steps.push(`${tool} update --restart=no ${called}`);
    steps.push(`${tool} rename ${called} ${old}`);
    keep.push(`${tool} rm ${old}`);
    back.push(`${tool} rm -f ${called}`, `${tool} rename ${old} ${called}`, ...(restart === 'always' ? [`${tool} update --restart=always ${called}`] : []), ...(running ? [`${tool} start ${called}`] : []));
  }
  steps.push(after);
}

function freeName(name: string, commands: readonly Command[]): string {
  const taken = new Set(commands.map(({ container }) => container.name));
  let free = `${name}-old`;
  for (let number = 2; taken.has(free); number++) free = `${name}-old-${number}`;
  return free;
}

/** A change of a file that is mounted, as a command that a shell runs. */
function patchOf({ path, before, after }: FileChange, command: string): string {
  const diff = unifiedDiff([{ path: path.replace(/^\/+/, ''), before, after }]);
  return `${command} -d / -p1 <<'END'\n${diff}END\n`;
}

/** What would undo every change made to the container itself. */
function ruledBy({ labels }: Inspected): Words | null {
  for (const name of labels.keys()) {
    if (name.startsWith('com.docker.swarm.')) return { id: 'inspect.swarm' };
    if (name.startsWith('io.kubernetes.')) return { id: 'inspect.kubernetes' };
  }
  return null;
}

interface ComposeOrigin {
  readonly project: string;
  readonly service: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
}

function composeOf({ labels }: Inspected): ComposeOrigin | null {
  const label = (name: string): string => labels.get(`com.docker.compose.${name}`) ?? '';
  const listed = (name: string): string[] => label(name).split(',').filter((path) => path !== '');
  if (label('project') === '' || label('service') === '') return null;
  return { project: label('project'), service: label('service'), directory: label('project.working_dir'), files: listed('project.config_files'), envFiles: listed('project.environment_file') };
}

function composeRemedy({ project, service, directory, files, envFiles }: ComposeOrigin, { local, unsafe }: RemedyContext): Remedy {
  const paths = files.map((file) => (directory !== '' && file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : file));
  const env = envFiles.flatMap((file) => ['--env-file', file]);
  const fix = ['zlm-lint', '--fix', ...(unsafe ? ['--unsafe-fixes'] : []), ...env, ...(paths.length === 1 ? paths : paths.flatMap((file) => ['-f', file]))];
  const up = ['docker', 'compose', '-p', project, ...env, ...paths.flatMap((file) => ['-f', file]), 'up', '-d', service];
  const lines = [fix, up].map((words) => words.map(quoted).join(' '));
  const origin: Words = { id: local ? 'inspect.compose' : 'inspect.compose-elsewhere', data: { project, service } };
  return { ...nothingToDo, origin, commands: directory === '' ? lines : [`cd ${quoted(directory)}`, ...lines] };
}
