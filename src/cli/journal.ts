import { createHash } from 'node:crypto';
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isCopyName } from './copy-names.ts';
import { readBytes, type ReadError } from './read-text.ts';

/** Beside every file of a fix, from before the first of them is touched until after the last. */
export const JOURNAL_NAME = '.zlm-lint-journal.json';
const BACKUP_SUFFIX = /^\.zlm-lint\.bak(?:\.\d{1,4})?$/;
const VERSION = 1;
/** A fix of more is not written, and a journal of more is none of ours. */
const MOST_FILES = 1_000;
const MOST_BYTES = 1_000_000;
/** A journal that is older is no longer being worked on, whatever process has its number. */
const YOUNG = 60_000;
/** It takes a process less to write a journal that it has begun. */
const BEGUN = 2_000;

/** One file of a fix. */
export interface JournalFile {
  /** Where it really lies. */
  readonly path: string;
  /** The sha256 of its bytes; `null` for a file that is made. */
  readonly old: string | null;
  readonly new: string;
  /** The names of the copies beside it: of the new text, of the old one, and of the one for the user. */
  readonly next: string;
  readonly undo: string | null;
  readonly backup: string | null;
}

export interface Journal {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** In which the number of the process holds; `null` where the system has none, or the journal does not say. */
  readonly namespace: string | null;
  /** When it was written, in milliseconds. */
  readonly time: number;
  /** Where the journal lies: the directory of every file, by its real path. */
  readonly directories: readonly string[];
  readonly files: readonly JournalFile[];
}

export type JournalFound =
  | { readonly state: 'whole'; readonly directory: string; readonly journal: Journal }
  /** Broken off before it was complete, and so before anything else was done. */
  | { readonly state: 'begun'; readonly directory: string; readonly since: number }
  | { readonly state: 'unreadable'; readonly directory: string; readonly error: ReadError }
  /** Written by a newer program, or by none of ours. */
  | { readonly state: 'foreign'; readonly directory: string };

const HEAD = '{\n  "program": "zlm-lint",\n';
const ABOUT = 'A fix that is being written, or was broken off: zlm-lint recover finishes or undoes it. 此处有修复正在写入或曾中途中断：运行 zlm-lint recover 可将其完成或撤销。';

/** What the journal in this directory says; places in it are relative, so that it holds where the directory is moved to or mounted. */
export function journalText({ id, pid, host, namespace, time, directories, files }: Journal, directory: string): string {
  const written = {
    version: VERSION,
    about: ABOUT,
    id,
    pid,
    host,
    namespace,
    time: new Date(time).toISOString(),
    directories: directories.map((one) => relative(directory, one) || '.'),
    files: files.map((file) => ({ ...file, path: relative(directory, file.path) })),
  };
  return `${HEAD}${JSON.stringify(written, null, 2).slice(2)}\n`;
}

/** Whether a fix of so much has a journal that is read again. */
export function isKept(journal: Journal): boolean {
  return journal.files.length <= MOST_FILES && journal.directories.every((directory) => Buffer.byteLength(journalText(journal, directory)) <= MOST_BYTES);
}

/** The journal in a directory, by its real path; `null` where there is none. */
export function journalIn(directory: string): JournalFound | null {
  const path = join(directory, JOURNAL_NAME);
  const stats = statsOf(path);
  if (stats === undefined) return null;
  // What we write is never a link; what a link leads to is none of ours.
  if (!stats.isFile()) return { state: 'foreign', directory };
  const read = readBytes(path, MOST_BYTES);
  if (!read.ok && read.error.code === 'missing') return null;
  if (!read.ok) return read.error.code === 'too-large' ? { state: 'foreign', directory } : { state: 'unreadable', directory, error: read.error };
  const text = read.bytes.toString('utf8');
  const value = jsonOf(text);
  const journal = value === undefined ? null : journalOf(value, directory);
  if (journal !== null) return { state: 'whole', directory, journal };
  // A file system that lost power may give back zeros.
  const isOurs = HEAD.startsWith(text) || (text.startsWith(HEAD) && value === undefined) || read.bytes.every((byte) => byte === 0);
  return isOurs ? { state: 'begun', directory, since: stats.mtimeMs } : { state: 'foreign', directory };
}

/** Whether the process that wrote it is still at work, as far as can be told from here. */
export function isAtWork(found: JournalFound): boolean {
  if (found.state === 'begun') return Math.abs(Date.now() - found.since) < BEGUN;
  if (found.state !== 'whole') return false;
  const { pid, host, namespace, time } = found.journal;
  if (Math.abs(Date.now() - time) > YOUNG) return false;
  // Nobody reads a journal while this process writes one.
  return host === hostname() && namespace === pidNamespace() ? pid !== process.pid && isAlive(pid) : true;
}

/** Containers that share a host name each count their own processes. */
export function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** `undefined` where it is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `null` for what is no journal of this version in every detail: a stranger may have put it there. */
function journalOf(value: unknown, directory: string): Journal | null {
  const { program, version, id, pid, host, namespace = null, time, directories, files } = recordOf(value);
  if (program !== 'zlm-lint' || version !== VERSION || !isText(id) || !isText(host) || !isText(time) || typeof pid !== 'number') return null;
  if (namespace !== null && !isText(namespace)) return null;
  if (!Number.isSafeInteger(pid) || pid <= 0 || Number.isNaN(Date.parse(time)) || !Array.isArray(directories) || !Array.isArray(files)) return null;
  if (files.length > MOST_FILES || directories.length > files.length || !directories.every(isText)) return null;
  const places = directories.map((one) => resolve(directory, one));
  const known = files.map((file) => fileOf(file, directory)).filter((file) => file !== null);
  // A file that is named a thousand times would be read a thousand times.
  if (new Set(known.map(({ path }) => path)).size !== files.length || known.length === 0 || !places.includes(directory)) return null;
  if (!known.every(({ path }) => places.includes(dirname(path)))) return null;
  return { id, pid, host, namespace, time: Date.parse(time), directories: places, files: known };
}

function fileOf(value: unknown, directory: string): JournalFile | null {
  const { path, old = null, new: after, next, undo = null, backup = null } = recordOf(value);
  if (!isText(path) || !isDigest(after) || !(old === null || isDigest(old))) return null;
  if (!isCopy(next) || !(undo === null || isCopy(undo)) || !(backup === null || isBackupOf(backup, path))) return null;
  return { path: resolve(directory, path), old, new: after, next, undo, backup };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{64}$/.test(value);
}

function isCopy(value: unknown): value is string {
  return typeof value === 'string' && isCopyName(value);
}

function isBackupOf(value: unknown, path: string): value is string {
  return typeof value === 'string' && value.startsWith(basename(path)) && BACKUP_SUFFIX.test(value.slice(basename(path).length));
}
