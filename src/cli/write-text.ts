import { randomUUID } from 'node:crypto';
import { accessSync, constants, linkSync, lstatSync, realpathSync, renameSync, writeFileSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTrackedByGit } from './git-index.ts';
import { remove, syncDirectory, writeNew } from './new-file.ts';
import { encodeText, errnoOf, readBytes, readErrorOf, readTextFile, refusal, sameStamp } from './read-text.ts';
import type { ReadError, TextFile } from './read-text.ts';

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

export type WriteError =
  | ReadError
  | ({ readonly path: string } & (
      | { readonly code: 'changed' | 'read-only' | 'no-space' | 'busy' | 'too-many-backups' | 'exists' }
      | { readonly code: 'hard-linked'; readonly links: number }
      /** Two changes that differ are for one file; `other` is the path the first was asked for. */
      | { readonly code: 'same-file'; readonly other: string }
    ));

/** A file that could not be put back after a failure, and where its old text lies. */
export interface Stranded {
  readonly path: string;
  readonly copy: string;
}

export type WriteResult =
  | { readonly ok: true; readonly written: readonly string[]; readonly backups: readonly string[] }
  | { readonly ok: false; readonly error: WriteError; readonly notRestored: readonly Stranded[] };

const MOST_BACKUPS = 1000;
const WRITABLE = 0o222;

/**
 * Writes all files or none. A file whose text stays as it is is not touched; with `backup` one that git does not track is
 * copied first, beside the file that a symlink points to. New files get the mode and the owner of the first that changes.
 */
export function writeFiles(changes: readonly FileChange[], options: { readonly backup: boolean; readonly created?: readonly NewFile[] }): WriteResult {
  const { created = [] } = options;
  const temporary = new Set<string>();
  const appeared: string[] = [];
  const renamed: Staged[] = [];
  const made: string[] = [];
  let notRestored: readonly Stranded[] = [];
  try {
    const jobs = distinct(changes.filter(({ file, text }) => text !== file.text).map(jobOf));
    const backups = options.backup ? jobs.filter((job) => !isTrackedByGit(job.target)).map((job) => backUp(job, made)) : [];
    // With one file nothing is ever put back.
    const staged = jobs.map((job) => stage(job, temporary, jobs.length + created.length > 1));
    for (const file of created) create(file, jobs[0]?.stats, temporary, appeared);
    for (const one of staged) {
      replace(one);
      renamed.push(one);
    }
    return { ok: true, written: [...created, ...jobs].map(({ path }) => path), backups };
  } catch (error) {
    notRestored = renamed.reverse().flatMap(restore);
    if (notRestored.length === 0) appeared.forEach(remove);
    // What could not be put back needs every copy there is.
    if (notRestored.length === 0) made.forEach(remove);
    if (!(error instanceof WriteFailure)) throw error;
    return { ok: false, error: error.value, notRestored };
  } finally {
    const needed = new Set(notRestored.map((stranded) => stranded.copy));
    [...temporary].filter((path) => !needed.has(path)).forEach(remove);
    new Set(renamed.map(({ job }) => dirname(job.target))).forEach(syncDirectory);
  }
}

/** Writes a file of the program's own, there or not; all of it or nothing. */
export function writeOwnFile(path: string, text: string): WriteResult {
  const read = readTextFile(path, { maxBytes: Number.MAX_SAFE_INTEGER });
  if (read.ok) return writeFiles([{ file: read.file, text }], { backup: false });
  if (read.error.code !== 'missing') return { ok: false, error: read.error, notRestored: [] };
  const temporary = join(dirname(path), `.zlm-lint-${randomUUID()}.tmp`);
  try {
    attempt(path, () => {
      writeFileSync(temporary, text, { flag: 'wx', flush: true });
      renameSync(temporary, path);
    });
  } catch (error) {
    remove(temporary);
    if (!(error instanceof WriteFailure)) throw error;
    return { ok: false, error: error.value, notRestored: [] };
  }
  return { ok: true, written: [path], backups: [] };
}

/** A file to write: `target` is where it really lies, `before` and `after` its bytes. */
interface Job {
  readonly path: string;
  readonly target: string;
  /** The path to show for the target: the asked one, unless that is a symlink. */
  readonly shown: string;
  readonly stats: Stats;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** A job whose new text lies ready beside it, and its old text too when it may have to be put back. */
interface Staged {
  readonly job: Job;
  readonly next: string;
  readonly undo: string | null;
}

class WriteFailure extends Error {
  readonly value: WriteError;

  constructor(value: WriteError) {
    super(`${value.code}: ${value.path}`);
    this.value = value;
  }
}

function jobOf({ file, text }: FileChange): Job {
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
  return { path, target, shown, stats, before, after: encodeText(file, text) };
}

/** One job per file: two paths may lead to it, as long as they want the same. */
function distinct(jobs: readonly Job[]): readonly Job[] {
  const byTarget = new Map<string, Job>();
  for (const job of jobs) {
    const first = byTarget.get(job.target);
    if (first === undefined) byTarget.set(job.target, job);
    else if (!first.after.equals(job.after)) {
      throw new WriteFailure({ path: job.path, code: 'same-file', other: first.path });
    }
  }
  return [...byTarget.values()];
}

/** The path of a copy of the old text: an existing one that is equal, or a new one, which is also put into `made`. */
function backUp({ path, target, shown, before, stats }: Job, made: string[]): string {
  for (let number = 1; number <= MOST_BACKUPS; number += 1) {
    const suffix = number === 1 ? '.zlm-lint.bak' : `.zlm-lint.bak.${number}`;
    const copy = target + suffix;
    const existing = attempt(path, () => lstatSync(copy, { throwIfNoEntry: false }));
    if (existing === undefined) {
      attempt(shown + suffix, () => writeNew(copy, before, { like: stats, keepTime: true }));
      made.push(copy);
      return shown + suffix;
    }
    const read = existing.isFile() && existing.size === before.length ? readBytes(copy, before.length) : null;
    if (read?.ok === true && read.bytes.equals(before)) return shown + suffix;
  }
  throw new WriteFailure({ path, code: 'too-many-backups' });
}

function stage(job: Job, temporary: Set<string>, undoable: boolean): Staged {
  const write = (bytes: Buffer, keepTime: boolean): string => {
    const path = join(dirname(job.target), `.zlm-lint-${randomUUID()}.tmp`);
    attempt(job.path, () => writeNew(path, bytes, { like: job.stats, keepTime }));
    temporary.add(path);
    return path;
  };
  return { job, next: write(job.after, false), undo: undoable ? write(job.before, true) : null };
}

/** Makes a file that nobody else has made meanwhile; all of it appears at once. */
function create({ path, text }: NewFile, like: Stats | undefined, temporary: Set<string>, made: string[]): void {
  const unfinished = join(dirname(path), `.zlm-lint-${randomUUID()}.tmp`);
  attempt(path, () => writeNew(unfinished, Buffer.from(text, 'utf8'), { like: like ?? lstatSync(dirname(path)), keepTime: false }));
  temporary.add(unfinished);
  try {
    linkSync(unfinished, path);
  } catch (error) {
    throw new WriteFailure(errnoOf(error) === 'EEXIST' ? { path, code: 'exists' } : writeErrorOf(path, error));
  }
  made.push(path);
}

function replace({ job, next }: Staged): void {
  attempt(job.path, () => {
    const now = lstatSync(job.target);
    if (!now.isFile() || !sameStamp(now, job.stats)) throw new WriteFailure({ path: job.path, code: 'changed' });
    renameSync(next, job.target);
  });
}

function restore({ job, undo }: Staged): readonly Stranded[] {
  if (undo === null) return [];
  try {
    renameSync(undo, job.target);
    return [];
  } catch {
    return [{ path: job.path, copy: undo }];
  }
}

/** What `act` returns; what the system refuses becomes an error about `path`. */
function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof WriteFailure ? error : new WriteFailure(writeErrorOf(path, error));
  }
}

function writeErrorOf(path: string, error: unknown): WriteError {
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
    default:
      return readErrorOf(path, error);
  }
}
