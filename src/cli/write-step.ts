import { accessSync, constants, linkSync, lstatSync, realpathSync, renameSync, unlinkSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { copyBeside } from './copy-names.ts';
import { gitStateOf } from './git-index.ts';
import { digestOf, type JournalFile } from './journal.ts';
import { remove, writeNew } from './new-file.ts';
import { encodeText, readBytes, refusal, sameStamp, type TextFile } from './read-text.ts';
import { attempt, WriteFailure } from './write-error.ts';

/** A file to write: `target` is where it really lies, `before` and `after` its bytes. */
export interface Step {
  readonly path: string;
  readonly target: string;
  /** The path to show for the target: the asked one, unless that is a symlink. */
  readonly shown: string;
  /** Of the file, or of the one that a new file is like. */
  readonly stats: Stats;
  /** `null` for a file that is not there yet. */
  readonly before: Buffer | null;
  readonly after: Buffer;
  /** Where its new text is made ready, and where its old text lies so that it can be put back. */
  readonly next: string;
  readonly undo: string | null;
  readonly backup: Backup | null;
}

/** The copy of a file that git could not bring back. */
export interface Backup {
  /** Why git could not: it does not track the file, or does not have these bytes of it. */
  readonly why: 'untracked' | 'unstaged';
  /** `null` where none is wanted. */
  readonly copy: { readonly path: string; readonly shown: string; readonly isNew: boolean } | null;
}

const MOST_BACKUPS = 1000;
const WRITABLE = 0o222;

/** How a file will be changed; nothing is written yet. @throws WriteFailure where it may not be */
export function changeOf({ file, text }: { readonly file: TextFile; readonly text: string }): Step {
  const { path, stamp } = file;
  if (stamp === null) throw new WriteFailure({ path, code: 'not-a-regular-file', kind: 'other' });
  const { target, stats, link } = attempt(path, () => {
    const real = realpathSync.native(path);
    return { target: real, stats: lstatSync(real), link: lstatSync(path).isSymbolicLink() };
  });
  const refused = refusal(path, stats, Infinity);
  if (refused !== null) throw new WriteFailure(refused);
  // Renaming would leave the other names with the old text, writing in place could be torn.
  if (stats.nlink > 1) throw new WriteFailure({ path, code: 'hard-linked', links: stats.nlink });
  // The system lets root write, and anyone replace, a file that its owner has protected.
  if ((stats.mode & WRITABLE) === 0) throw new WriteFailure({ path, code: 'read-only' });
  const shown = link ? target : path;
  attempt(path, () => accessSync(target, constants.W_OK));
  attempt(dirname(shown), () => accessSync(dirname(target), constants.W_OK | constants.X_OK));
  const before = encodeText(file, file.text);
  const read = readBytes(target, stats.size);
  if (!read.ok && read.error.code !== 'too-large') throw new WriteFailure({ ...read.error, path });
  if (!sameStamp(stats, stamp) || !read.ok || !read.bytes.equals(before)) throw new WriteFailure({ path, code: 'changed' });
  return { path, target, shown, stats, before, after: encodeText(file, text), next: copyBeside(target), undo: copyBeside(target), backup: null };
}

/** How a file will be made. */
export function makingOf({ path, text }: { readonly path: string; readonly text: string }, like: Stats | undefined): Step {
  const directory = attempt(path, () => realpathSync.native(dirname(path)));
  const target = join(directory, basename(path));
  const stats = like ?? attempt(path, () => lstatSync(directory));
  return { path, target, shown: path, stats, before: null, after: Buffer.from(text, 'utf8'), next: copyBeside(target), undo: null, backup: null };
}

/** One step per file: two paths may lead to it, as long as they want the same. */
export function distinct(steps: readonly Step[]): readonly Step[] {
  const byTarget = new Map<string, Step>();
  for (const step of steps) {
    const first = byTarget.get(step.target);
    if (first === undefined) byTarget.set(step.target, step);
    else if (!first.after.equals(step.after)) {
      throw new WriteFailure({ path: step.path, code: 'same-file', other: first.path });
    }
  }
  return [...byTarget.values()];
}

/** The step with the copy that git makes necessary; `isWanted` where one is to be made. */
export function backedUp(step: Step, isWanted: boolean): Step {
  const { target, before } = step;
  if (before === null) return step;
  const why = gitStateOf(target, before);
  if (why === 'kept') return step;
  return { ...step, backup: { why, copy: isWanted ? copyFor(step, before) : null } };
}

/** The first name that is free, or has the same bytes already. */
function copyFor({ path, target, shown }: Step, before: Buffer): NonNullable<Backup['copy']> {
  for (let number = 1; number <= MOST_BACKUPS; number += 1) {
    const suffix = number === 1 ? '.zlm-lint.bak' : `.zlm-lint.bak.${number}`;
    const copy = { path: target + suffix, shown: shown + suffix };
    const existing = attempt(path, () => lstatSync(copy.path, { throwIfNoEntry: false }));
    if (existing === undefined) return { ...copy, isNew: true };
    const read = existing.isFile() && existing.size === before.length ? readBytes(copy.path, before.length) : null;
    if (read?.ok === true && read.bytes.equals(before)) return { ...copy, isNew: false };
  }
  throw new WriteFailure({ path, code: 'too-many-backups' });
}

export function journalFileOf({ target, before, after, next, undo, backup }: Step): JournalFile {
  return {
    path: target,
    old: before === null ? null : digestOf(before),
    new: digestOf(after),
    next: basename(next),
    undo: undo === null ? null : basename(undo),
    backup: backup?.copy?.isNew === true ? basename(backup.copy.path) : null,
  };
}

/** @throws WriteFailure when the file is not what it was when the step was made */
export function checkUnchanged({ path, target, before, stats }: Step): void {
  const now = attempt(path, () => lstatSync(target, { throwIfNoEntry: false }));
  if (before === null ? now !== undefined : now?.isFile() !== true || !sameStamp(now, stats) || !samePermissions(now, stats)) {
    throw new WriteFailure({ path, code: before === null ? 'exists' : 'changed' });
  }
}

/** Another link, owner or mode would be lost with the file that is replaced. */
function samePermissions(a: Stats, b: Stats): boolean {
  return a.nlink === b.nlink && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

/** Makes every copy that the step needs. */
export function prepare({ path, stats, before, after, next, undo, backup }: Step): void {
  const copy = backup?.copy;
  if (before !== null && copy?.isNew === true) attempt(copy.shown, () => writeNew(copy.path, before, { like: stats, times: stats }));
  attempt(path, () => {
    const isOwned = writeNew(next, after, { like: stats });
    // What takes the place of a file is another file, and of somebody else: those who read it before might not be able to any more.
    if (before !== null && !isOwned) throw new WriteFailure({ path, code: 'not-owner' });
    if (before !== null && undo !== null) writeNew(undo, before, { like: stats, times: stats });
  });
}

/** Puts the new text in place, all of it at once. */
export function put(step: Step): void {
  const { path, target, before, next } = step;
  checkUnchanged(step);
  // A link is not made over what somebody else has made meanwhile.
  attempt(path, () => (before === null ? linkSync(next, target) : renameSync(next, target)));
}

/** Whether the new text is still at hand. */
export function hasNext({ next }: Step): boolean {
  return isThere(next);
}

export function hasCopies({ next, undo }: Step): boolean {
  return isThere(next) || (undo !== null && isThere(undo));
}

/** Whether the old text is in place again; what somebody else has written over the new one stays. */
export function putBack({ target, undo, before, after }: Step): boolean {
  try {
    const now = readBytes(target, Math.max(before?.length ?? 0, after.length));
    if (!now.ok) return before === null && now.error.code === 'missing';
    if (before?.equals(now.bytes) === true) return true;
    if (!now.bytes.equals(after)) return false;
    if (undo === null) unlinkSync(target);
    else renameSync(undo, target);
    return true;
  } catch {
    return false;
  }
}

/** A copy that has all of the old text; `null` where there is none. */
export function oldTextOf({ before, undo, backup }: Step): string | null {
  const isWhole = (copy: string): boolean => {
    const read = readBytes(copy, before?.length ?? 0);
    return read.ok && before?.equals(read.bytes) === true;
  };
  return [undo, backup?.copy?.path ?? null].filter((copy) => copy !== null).find(isWhole) ?? null;
}

/** Whether nothing of the copies lies there any more. */
export function removeCopies({ next, undo }: Step): boolean {
  const removed = [next, ...(undo === null ? [] : [undo])].map(remove);
  return removed.every((gone) => gone);
}

export function removeBackup({ backup }: Step): void {
  if (backup?.copy?.isNew === true) remove(backup.copy.path);
}

/** Or may be, where nobody can look. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
