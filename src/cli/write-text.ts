import { renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportBeside } from './copy-names.ts';
import { holdJournal } from './hold-journal.ts';
import { JOURNAL_NAME } from './journal.ts';
import { remove, syncDirectory, writeNew } from './new-file.ts';
import { readTextFile, sameStamp, type TextFile } from './read-text.ts';
import { attempt, WriteFailure, type FileWriteError, type WriteError } from './write-error.ts';
import { backedUp, changeOf, checkUnchanged, distinct, hasCopies, hasNext, journalFileOf, makingOf, oldTextOf, prepare, put, putBack, removeBackup, removeCopies, type Backup, type Step } from './write-step.ts';

export interface FileChange {
  /** As it was read. */
  readonly file: TextFile;
  readonly text: string;
}

/** A file that is not there yet. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** A file that could not be put back after a failure, and where its old text lies; `null` where it lies nowhere, or it never had one. */
export interface Stranded {
  readonly path: string;
  readonly isMade: boolean;
  readonly copy: string | null;
}

/** A file of which git has not had all; `copy` is `null` where none was wanted. */
export interface Unkept {
  readonly path: string;
  readonly why: Backup['why'];
  readonly copy: string | null;
}

export type WriteResult =
  | { readonly ok: true; readonly written: readonly string[]; readonly unkept: readonly Unkept[] }
  | { readonly ok: false; readonly error: WriteError; readonly notRestored: readonly Stranded[] };

/**
 * Writes all files or none. A file whose text stays as it is is not touched, but has to be as it was read; with `backup` one that
 * git could not bring back is copied first, beside the file that a symlink points to. New files get the mode and the owner of the
 * first that changes. Wherever the process is killed, every file has its old text or its new one, and a journal tells the rest.
 */
export function writeFiles(changes: readonly FileChange[], options: { readonly backup: boolean; readonly created?: readonly NewFile[] }): WriteResult {
  const { backup, created = [] } = options;
  const isRewritten = ({ file, text }: FileChange): boolean => text !== file.text;
  try {
    const changed = distinct(changes.filter(isRewritten).map(changeOf)).map((step) => backedUp(step, backup));
    const made = created.map((file) => makingOf(file, changed[0]?.stats));
    const steps = [...made, ...changed];
    if (steps.length === 0) return { ok: true, written: [], unkept: [] };
    return writeSteps(steps, changes.filter((change) => !isRewritten(change)).map(({ file }) => file));
  } catch (error) {
    return failed(error);
  }
}

function writeSteps(steps: readonly Step[], untouched: readonly TextFile[]): WriteResult {
  const [first] = steps;
  const directories = [...new Set(steps.map(({ target }) => dirname(target)))];
  // Whoever owns the files may recover them.
  const ownerIn = (directory: string): Step['stats'] => (steps.find(({ target }) => dirname(target) === directory) ?? first)?.stats ?? statSync(directory);
  const held = attempt(first?.path ?? '', () => holdJournal(steps.map(journalFileOf), ownerIn));
  if ('state' in held) throw new WriteFailure({ path: join(held.directory, JOURNAL_NAME), code: 'journal', found: held });
  const done: Step[] = [];
  let isReady = false;
  let isLeft = false;
  try {
    untouched.forEach(checkAsRead);
    steps.forEach(checkUnchanged);
    steps.forEach(prepare);
    directories.forEach(syncDirectory);
    isReady = true;
    for (const step of steps) {
      // A process that was held up for long may find that somebody has recovered meanwhile.
      checkUnchanged(step);
      if (!held.isIn(dirname(step.target))) throw new WriteFailure({ path: step.path, code: 'recovered' });
      put(step);
      done.push(step);
    }
    return { ok: true, written: steps.map(({ path }) => path), unkept: steps.flatMap(unkeptOf) };
  } catch (error) {
    const isWhole = held.isWhole();
    // Somebody is recovering, and takes the copies one by one, or has, and took them before the journals.
    const isTaken = isWhole ? steps.some((step) => !done.includes(step) && !hasNext(step)) : !steps.some(hasCopies);
    if (isReady && isTaken) {
      // What is put back now would no longer fit to what they decide.
      isLeft = isWhole;
      return failed(new WriteFailure({ path: first?.path ?? '', code: 'recovered' }));
    }
    const stranded = done.reverse().filter((step) => !putBack(step));
    isLeft = stranded.length > 0;
    // What could not be put back needs every copy there is.
    if (!isLeft) steps.forEach(removeBackup);
    return failed(error, stranded);
  } finally {
    directories.forEach(syncDirectory);
    // Nothing is left behind without a journal that tells of it.
    if (!isLeft && steps.map(removeCopies).every((gone) => gone)) {
      directories.forEach(syncDirectory);
      held.release();
    }
  }
}

/** Writes a file of the program's own, there or not; all of it or nothing. Why it could not, or `null`. */
export function writeOwnFile(path: string, text: string): FileWriteError | null {
  let temporary = '';
  try {
    const read = readTextFile(path, { maxBytes: Number.MAX_SAFE_INTEGER });
    if (!read.ok && read.error.code !== 'missing') throw new WriteFailure(read.error);
    if (read.ok && read.file.text === text) return null;
    const step = read.ok ? changeOf({ file: read.file, text }) : null;
    const target = step?.target ?? path;
    temporary = reportBeside(target);
    attempt(path, () => {
      if (step === null) writeFileSync(temporary, text, { flag: 'wx', flush: true });
      else writeNew(temporary, step.after, { like: step.stats });
    });
    if (step !== null) checkUnchanged(step);
    attempt(path, () => renameSync(temporary, target));
    syncDirectory(dirname(target));
    return null;
  } catch (error) {
    if (temporary !== '') remove(temporary);
    if (!(error instanceof WriteFailure) || error.value.code === 'journal') throw error;
    return error.value;
  }
}

/** @throws WriteFailure when the file is not what it was when it was read */
function checkAsRead({ path, stamp }: TextFile): void {
  if (stamp !== null && !sameStamp(attempt(path, () => statSync(path)), stamp)) throw new WriteFailure({ path, code: 'changed' });
}

function unkeptOf({ shown, backup }: Step): readonly Unkept[] {
  if (backup === null) return [];
  // Who wants no copies knows which files git does not track.
  return backup.copy === null && backup.why === 'untracked' ? [] : [{ path: shown, why: backup.why, copy: backup.copy?.shown ?? null }];
}

/** @throws the error itself when it is a mistake of ours */
function failed(error: unknown, stranded: readonly Step[] = []): WriteResult {
  if (!(error instanceof WriteFailure)) throw error;
  return { ok: false, error: error.value, notRestored: stranded.map((step) => ({ path: step.path, isMade: step.before === null, copy: oldTextOf(step) })) };
}
