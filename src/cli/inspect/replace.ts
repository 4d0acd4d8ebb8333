import { existsSync, realpathSync } from 'node:fs';
import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { Remedy } from '../../report/inspect-run.ts';
import { unifiedDiff, type FileChange } from '../../report/unified-diff.ts';
import { quoted } from '../../text/quoted.ts';
import { visible } from '../../text/width.ts';

/** A container and the command line that is to stand in place of its own. */
export interface Replaced {
  readonly container: Inspected;
  readonly before: string;
  readonly after: string;
}

/** One step of a sequence; `input` stands below its line. */
interface Step {
  readonly line: string;
  readonly input?: string;
}

/** A container on its way: the new one waits beside the old one, which is put aside and never removed. */
interface Move extends Replaced {
  readonly name: string;
  /** The old one by its id, which no rename changes. */
  readonly id: string;
  readonly create: string;
  /** Names that are free. */
  readonly fresh: string;
  readonly aside: string;
  /** With `--rm` it is gone once it stops. */
  readonly vanishes: boolean;
}

type Sequence = Pick<Remedy, 'commands' | 'keep' | 'back'>;

/**
 * The sequence that changes files and puts new containers in place of old ones. The new ones are created first, so that a bad line costs
 * no service; where a later step fails, the old ones run again. `restarted`: those that only read a changed file anew.
 * `null` where a line cannot be printed so that it could be copied.
 */
export function replaceSequence(replaced: readonly Replaced[], changes: readonly FileChange[], { names, restarted }: { readonly names: ReadonlySet<string>; readonly restarted: readonly Inspected[] }): Sequence | null {
  const moves = movesOf(replaced, names);
  const files = changes.map(fileSteps);
  if (moves === null) return null;
  const staying = moves.filter(({ vanishes }) => !vanishes);
  const restart = restarted.map(({ name }): Step => ({ line: `docker restart ${name}` }));
  const act = [...files.flatMap(({ change }) => change), ...moves.flatMap(stopSteps), ...moves.flatMap(renameSteps), ...running(moves).map(({ name }) => ({ line: `docker start ${name}` })), ...restart];
  const undo = [
    ...files.map(({ restore }) => restore),
    ...staying.flatMap(({ name, fresh }) => [`docker rename ${name} ${fresh}`, `docker stop ${fresh}`]),
    ...staying.flatMap((move) => [`docker rename ${move.id} ${move.name}`, ...policyBack(move, move.id)]),
    ...running(staying).map(({ id, fresh }) => `docker start ${id} && docker rm ${fresh}`),
    ...moves.filter(({ vanishes }) => vanishes).map((move) => madeAgain(move, move.name, move.fresh)),
    ...restart.map(({ line }) => line),
  ];
  const commands = `${moves.length === 0 ? '{' : chained(moves.map(({ create }) => ({ line: create })), ' && {')}\n${chained(act.map(indented), ' || {')}\n${[...[...undo, 'false'].map((line) => `    ${line}`), '  }', '}'].join('\n')}`;
  const back = chained(backSteps(moves, files.map(({ restore }) => restore), restart), '');
  const keep = [...staying.map(({ aside }) => `docker rm ${aside}`), ...files.map(({ forget }) => forget)];
  return [commands, back].every(isCopyable) ? { commands: [commands], keep, back: [back] } : null;
}

function movesOf(replaced: readonly Replaced[], names: ReadonlySet<string>): Move[] | null {
  const taken = new Set(names);
  const free = (wanted: string): string => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
    taken.add(name);
    return name;
  };
  const moves: Move[] = [];
  for (const one of replaced) {
    const { name, id, running, autoRemove } = one.container;
    const fresh = free(`${name}-new`);
    const create = createLine(one.after, name, fresh);
    if (create === null) return null;
    moves.push({ ...one, name, id: id.slice(0, 12), create, fresh, aside: free(`${name}-old`), vanishes: autoRemove && running });
  }
  return moves;
}

/** `docker run -d --name NAME …` as the line that creates it under another name and starts nothing; new flags stand behind `run`. */
function createLine(text: string, name: string, fresh: string): string | null {
  const [run, named] = ['docker run', ` -d --name ${name}`];
  const at = text.indexOf(named);
  if (!text.startsWith(run) || at < 0) return null;
  return `docker create --name ${fresh}${text.slice(run.length, at)}${text.slice(at + named.length)}`.trimEnd();
}

function running(moves: readonly Move[]): Move[] {
  return moves.filter(({ container }) => container.running);
}

/** The engine starts these when it starts, even those that were stopped. Source: moby daemon restore, issue 47846. */
function isRevived({ container }: Move): boolean {
  return /^(?:always|on-failure)\b/.test(container.restart);
}

function policyBack(move: Move, called: string): string[] {
  return isRevived(move) ? [`docker update --restart=${quoted(move.container.restart)} ${called}`] : [];
}

function stopSteps(move: Move): Step[] {
  const { name, id, container, vanishes } = move;
  const steps = container.running ? [`docker stop ${name}`] : [];
  // The engine goes on removing it for a while.
  if (vanishes) steps.push(`while docker container inspect ${id} >/dev/null 2>&1; do sleep 1; done`);
  if (isRevived(move)) steps.push(`docker update --restart=no ${name}`);
  return steps.map((line) => ({ line }));
}

function renameSteps({ name, fresh, aside, vanishes }: Move): Step[] {
  return [...(vanishes ? [] : [`docker rename ${name} ${aside}`]), `docker rename ${fresh} ${name}`].map((line) => ({ line }));
}

/** The line that it was made by, once it is gone and not before; what stands in its place is removed first. */
function madeAgain({ id, before }: Move, ...removed: readonly string[]): string {
  return `if ! docker container inspect ${id} >/dev/null 2>&1; then\ndocker rm -f ${removed.join(' ')} 2>/dev/null\n${before.trimEnd()}\nfi`;
}

/** Goes nowhere unless the old ones stand aside; what it removes in the end is the new ones, once the old ones have their names again. */
function backSteps(moves: readonly Move[], restores: readonly string[], restart: readonly Step[]): Step[] {
  const staying = moves.filter(({ vanishes }) => !vanishes);
  const lines = [
    ...staying.map(({ aside }) => `docker container inspect ${aside} >/dev/null`),
    ...staying.flatMap(({ name, fresh }) => [`docker stop ${name}`, `docker rename ${name} ${fresh}`]),
    ...staying.flatMap((move) => [`docker rename ${move.id} ${move.name}`, ...policyBack(move, move.name)]),
    ...restores,
    ...running(staying).map(({ name }) => `docker start ${name}`),
    ...moves.filter(({ vanishes }) => vanishes).map((move) => madeAgain(move, move.name)),
    ...staying.map(({ fresh }) => `docker rm ${fresh}`),
  ];
  return [...lines.map((line) => ({ line })), ...restart];
}

/** What a step reads, and the further lines of a word, stay where they are. */
function indented({ line, ...step }: Step): Step {
  return { ...step, line: `  ${line}` };
}

/** Every step only after the one before; `end` stands behind the last. */
function chained(steps: readonly Step[], end: string): string {
  return steps.map(({ line, input }, index) => `${line}${index < steps.length - 1 ? ' &&' : end}${input === undefined ? '' : `\n${input}`}`).join('\n');
}

/** A change of a file that is mounted, after a copy of it. */
function fileSteps({ path, before, after }: FileChange): { readonly change: Step[]; readonly restore: string; readonly forget: string } {
  // patch would put a file in place of a link.
  const real = existsSync(path) ? realpathSync(path) : path;
  const [file, copy] = [quoted(real), quoted(freeCopy(real))];
  const { text: diff, applies } = unifiedDiff([{ path: real.replace(/^\/+/, ''), before, after }]);
  const change: Step = isCopyable(diff) && applies !== 'never'
    ? { line: `patch -f -d / -p1 <<'END'`, input: `${diff}END` }
    : { line: `base64 -d >${file} <<'END'`, input: `${encoded(after)}\nEND` };
  return { change: [{ line: `cp -p ${file} ${copy}` }, change], restore: `cp ${copy} ${file}`, forget: `rm ${copy}` };
}

function freeCopy(path: string): string {
  let copy = `${path}.zlm-lint.bak`;
  for (let number = 2; existsSync(copy); number++) copy = `${path}.zlm-lint.bak.${number}`;
  return copy;
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.{76}(?=.)/g, '$&\n');
}

/** A terminal shows every character as it is. */
function isCopyable(text: string): boolean {
  return text.split('\n').every((line) => visible(line) === line);
}
