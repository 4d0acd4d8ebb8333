import type { JournalFound } from './journal.ts';
import { errnoOf, readErrorOf, type ReadError } from './read-text.ts';

export type FileWriteError =
  | ReadError
  | ({ readonly path: string } & (
      /** `recovered`: somebody else has finished or undone the fix as it was being written. */
      | { readonly code: 'recovered' | 'not-owner' | 'changed' | 'read-only' | 'no-space' | 'busy' | 'too-many-backups' | 'exists' }
      /** Anything else; `cause` is the system's own code, such as `EIO`. */
      | { readonly code: 'not-written'; readonly cause: string }
      | { readonly code: 'hard-linked'; readonly links: number }
      | { readonly code: 'too-many-files'; readonly files: number }
      /** Two changes that differ are for one file; `other` is the path the first was asked for. */
      | { readonly code: 'same-file'; readonly other: string }
    ));

/** `journal`: one lies there, of a fix that was broken off or that somebody else is writing. */
export type WriteError = FileWriteError | { readonly path: string; readonly code: 'journal'; readonly found: JournalFound };

export class WriteFailure extends Error {
  readonly value: WriteError;

  constructor(value: WriteError) {
    super(`${value.code}: ${value.path}`);
    this.value = value;
  }
}

/** What `act` returns; what the system refuses becomes an error about `path`. */
export function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof WriteFailure ? error : new WriteFailure(writeErrorOf(path, error));
  }
}

function writeErrorOf(path: string, error: unknown): FileWriteError {
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { path, code: 'no-space' };
    case 'EROFS':
      return { path, code: 'read-only' };
    // A single file mounted into a container cannot be replaced.
    case 'EBUSY':
    case 'EXDEV':
      return { path, code: 'busy' };
    case 'EEXIST':
      return { path, code: 'exists' };
    default: {
      const other = readErrorOf(path, error);
      return other.code === 'io' ? { ...other, code: 'not-written' } : other;
    }
  }
}
