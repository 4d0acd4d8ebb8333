import { linkSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf, JOURNAL_NAME, journalIn, type Journal, type JournalFile, type JournalFound } from './journal.ts';
import { remove, syncDirectory } from './new-file.ts';
import { errnoOf, readBytes, readErrorOf, type ReadError } from './read-text.ts';

/** What lies at the place of a file: its old text, its new one, neither, or nothing that can be read; `unheld`: it is not looked at. */
export type Lies = 'unheld' | 'old' | 'new' | 'other' | 'gone' | 'unreadable';

/** How a file of a fix stands. */
export interface Standing {
  readonly file: JournalFile;
  readonly lies: Lies;
  /** Whether the fix has made it: its copy is the very same file, which no repository brings along. */
  readonly isMade: boolean;
  /** Where its new and its old text lie whole; `null` where they do not. */
  readonly next: string | null;
  readonly undo: string | null;
}

export type Recovery =
  /** Every file has its new text, or its old one; `put` are those that have it only now. */
  | { readonly outcome: 'finished' | 'undone'; readonly journal: Journal; readonly put: readonly string[] }
  /** Nothing was touched: the way that was asked for leads to no files that fit together; `mayFinish`: the other one does. */
  | { readonly outcome: 'stuck'; readonly journal: Journal; readonly standing: readonly Standing[]; readonly mayFinish: boolean }
  /** The system did not let it be done. */
  | { readonly outcome: 'refused'; readonly journal: Journal; readonly error: ReadError };

/** Two that recover at the same time may come in each other's way. */
const MOST_TRIES = 4;

/**
 * Finishes a fix that was broken off, or undoes it: where every file has its old text already there is nothing to finish, so that
 * one that was undone, by hand or half by a run before, is not made once more. It can be killed as well, and called again.
 */
export function recover(journal: Journal, undo: boolean): Recovery {
  const put: string[] = [];
  const at = { path: '' };
  try {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const standing = standingsOf(journal);
      const way = wayOf(standing, undo);
      if (way === null) return stuck(journal, standing);
      const left = standing.filter(({ lies }) => lies !== way && lies !== 'unheld');
      if (left.length === 0) return cleanUp(journal, way, put);
      for (const one of left) {
        at.path = one.file.path;
        if (replace(one)) put.push(one.file.path);
      }
      directoriesOf(journal).forEach(syncDirectory);
    }
  } catch (error) {
    return { outcome: 'refused', journal, error: readErrorOf(at.path, error) };
  }
  return stuck(journal, standingsOf(journal));
}

function stuck(journal: Journal, standing: readonly Standing[]): Recovery {
  return { outcome: 'stuck', journal, standing, mayFinish: wayOf(standing, false) === 'new' };
}

/** Takes away a journal that was broken off before it was complete. */
export function discardBegun({ directory }: JournalFound): boolean {
  return remove(join(directory, JOURNAL_NAME));
}

function directoriesOf(journal: Journal): readonly string[] {
  return journal.directories.filter((directory) => isHeldBy(journal, directory));
}

function isHeldBy({ id }: Journal, directory: string): boolean {
  const found = journalIn(directory);
  return found?.state === 'whole' && found.journal.id === id;
}

/** Each directory is asked once: a journal is long where its files are many. */
function standingsOf(journal: Journal): readonly Standing[] {
  const held = new Set(directoriesOf(journal));
  return journal.files.map((file) => standingOf(file, held.has(dirname(file.path))));
}

/** A journal from elsewhere has no say over a file, and does not get to know what lies there. */
function standingOf(file: JournalFile, isHeld: boolean): Standing {
  if (!isHeld) return { file, lies: 'unheld', isMade: false, next: null, undo: null };
  const directory = dirname(file.path);
  const whole = (name: string | null, digest: string | null): string | null => {
    const path = name === null ? null : join(directory, name);
    return path !== null && digestAt(path) === digest ? path : null;
  };
  return { file, lies: liesAt(file), isMade: isMade(file), next: whole(file.next, file.new), undo: whole(file.undo, file.old) };
}

function hasCopies({ path, next, undo }: JournalFile): boolean {
  return [next, undo].some((name) => name !== null && lstatSync(join(dirname(path), name), { throwIfNoEntry: false }) !== undefined);
}

function isMade({ path, old, next }: JournalFile): boolean {
  const [made, copy] = [path, join(dirname(path), next)].map((one) => lstatSync(one, { throwIfNoEntry: false }));
  return old === null && made?.isFile() === true && made.ino === copy?.ino && made.dev === copy.dev;
}

function liesAt({ path, old, new: after }: JournalFile): Lies {
  const digest = digestAt(path);
  if (digest === after) return 'new';
  if (digest === old) return 'old';
  return digest === null ? 'gone' : digest === 'unreadable' ? 'unreadable' : 'other';
}

/** The sha256 of a regular file; `null` where nothing lies. */
function digestAt(path: string): string | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    const read = stats.isFile() ? readBytes(path, stats.size) : null;
    return read?.ok === true ? digestOf(read.bytes) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function wayOf(all: readonly Standing[], undo: boolean): 'old' | 'new' | null {
  const standing = all.filter(({ lies }) => lies !== 'unheld');
  // Some journals lie without the others, and copies with neither, before the first file is touched and after the last one.
  const isPartial = standing.length < all.length;
  if (isPartial && standing.some(({ file }) => hasCopies(file))) return null;
  if (standing.every(({ lies }) => lies === 'old')) return 'old';
  if (isPartial) return !undo && standing.every(({ lies }) => lies === 'new') ? 'new' : null;
  const mayFinish = standing.every(({ lies, next }) => lies === 'new' || (lies === 'old' && next !== null));
  const mayUndo = standing.every((one) => one.lies === 'old' || (one.lies === 'new' && (one.undo !== null || one.isMade)));
  if (undo) return mayUndo ? 'old' : null;
  return mayFinish ? 'new' : mayUndo ? 'old' : null;
}

/** Gives a file its other text; `false` where somebody else has meanwhile. */
function replace({ file, lies, next, undo }: Standing): boolean {
  if (liesAt(file) !== lies) return false;
  try {
    if (file.old === null) {
      if (lies === 'new' && isMade(file)) unlinkSync(file.path);
      else if (lies !== 'new' && next !== null) linkSync(next, file.path);
    } else {
      const copy = lies === 'new' ? undo : next;
      if (copy !== null) renameSync(copy, file.path);
    }
    return true;
  } catch (error) {
    if (['ENOENT', 'EEXIST'].includes(errnoOf(error))) return false;
    throw error;
  }
}

/** Takes away the copies, then the journals. */
function cleanUp(journal: Journal, way: 'old' | 'new', put: readonly string[]): Recovery {
  const held = new Set(directoriesOf(journal));
  const copies = journal.files.filter(({ path }) => held.has(dirname(path))).flatMap((file) => {
    // The user's copy stays beside a file that has changed.
    const names = [file.next, file.undo, way === 'old' && isPartOf(file) ? file.backup : null];
    return names.flatMap((name) => (name === null ? [] : join(dirname(file.path), name)));
  });
  const journals = journal.directories.filter((directory) => held.has(directory) || journalIn(directory)?.state === 'begun');
  for (const paths of [copies, journals.map((directory) => join(directory, JOURNAL_NAME))]) {
    const left = paths.find((path) => !remove(path));
    if (left !== undefined) return { outcome: 'refused', journal, error: { path: left, code: 'not-permitted' } };
    // Where power is lost, no journal is gone before the copies are.
    held.forEach(syncDirectory);
  }
  return { outcome: way === 'old' ? 'undone' : 'finished', journal, put };
}

/** Whether the user's copy is what the fix has made of the old text, all of it or its beginning. */
function isPartOf({ path, backup }: JournalFile): boolean {
  if (backup === null) return false;
  const copy = join(dirname(path), backup);
  if (lstatSync(copy, { throwIfNoEntry: false })?.isFile() !== true) return false;
  const [old, made] = [path, copy].map((one) => readBytes(one, Number.MAX_SAFE_INTEGER));
  return old?.ok === true && made?.ok === true && made.bytes.equals(old.bytes.subarray(0, made.bytes.length));
}
