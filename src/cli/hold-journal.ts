import { randomUUID } from 'node:crypto';
import { lstatSync, type Stats } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isAtWork, isKept, JOURNAL_NAME, journalIn, journalText, pidNamespace, type Journal, type JournalFile, type JournalFound } from './journal.ts';
import { remove, syncDirectory, writeNew } from './new-file.ts';
import { errnoOf, sameStamp, type FileStamp } from './read-text.ts';
import { WriteFailure } from './write-error.ts';

/** How long another process is waited for that is writing here; it needs some milliseconds. */
const PATIENCE = 5_000;
const PAUSE = 10;

export interface Held {
  /** Whether all of them still lie where they were put. */
  readonly isWhole: () => boolean;
  /** The same of the one in a directory. */
  readonly isIn: (directory: string) => boolean;
  readonly release: () => void;
}

/**
 * Writes the journal of a fix into each directory of its files; until it is released nobody else writes there.
 * @throws what the system says
 */
export function holdJournal(files: readonly JournalFile[], ownerIn: (directory: string) => Pick<Stats, 'uid' | 'gid'>): Held | JournalFound {
  // One order for all, so that no two wait for each other.
  const directories = [...new Set(files.map(({ path }) => dirname(path)))].sort();
  const journal: Journal = { id: randomUUID(), pid: process.pid, host: hostname(), namespace: pidNamespace(), time: Date.now(), directories, files };
  if (!isKept(journal)) throw new WriteFailure({ path: files[0]?.path ?? '', code: 'too-many-files', files: files.length });
  const stamps = new Map<string, FileStamp>();
  const isOurs = (path: string): boolean => {
    const ours = stamps.get(path);
    try {
      return ours !== undefined && sameStamp(lstatSync(path), ours);
    } catch {
      return false;
    }
  };
  // After a long pause it may be the journal of somebody else.
  const release = (): void => void [...stamps.keys()].reverse().filter(isOurs).forEach(remove);
  try {
    for (const directory of directories) {
      const path = join(directory, JOURNAL_NAME);
      const { uid, gid } = ownerIn(directory);
      const other = writtenAlone(path, () => writeNew(path, Buffer.from(journalText(journal, directory)), { like: { mode: 0o600, uid, gid } }));
      if (other !== null) {
        release();
        return other;
      }
      const stamp = lstatSync(path, { throwIfNoEntry: false });
      if (stamp === undefined) throw new WriteFailure({ path: files[0]?.path ?? '', code: 'recovered' });
      stamps.set(path, stamp);
    }
    directories.forEach(syncDirectory);
  } catch (error) {
    release();
    throw error;
  }
  return { release, isWhole: () => [...stamps.keys()].every(isOurs), isIn: (directory) => isOurs(join(directory, JOURNAL_NAME)) };
}

/** The journal of somebody who is not done in time; one that is being worked on is waited for. */
export function waitForJournal(directory: string): JournalFound | null {
  for (const end = Date.now() + PATIENCE; ; ) {
    const found = journalIn(directory);
    if (found === null || !isAtWork(found) || Date.now() > end) return found;
    pause();
  }
}

/** Writes unless a journal lies there already. */
function writtenAlone(path: string, write: () => void): JournalFound | null {
  for (;;) {
    try {
      write();
      return null;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
    const other = waitForJournal(dirname(path));
    if (other !== null) return other;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}
