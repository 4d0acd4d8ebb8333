import { createHash } from 'node:crypto';
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readBytes, sameStamp, stampOf, type FileStamp } from './read-text.ts';

// The layout is in git's Documentation/gitformat-index.txt.
const MOST_INDEX_BYTES = 256 * 1024 * 1024;
const MOST_SETTING_BYTES = 1024 * 1024;
const HEADER = 12;
const STAT_FIELDS = 40;
const MODE_FIELD = 24;
const REGULAR_FILE = 0o100000;
const FILE_TYPE = 0o170000;
const NAME_LENGTH = 0x0fff;
const EXTENDED = 0x4000;
const INTENT_TO_ADD = 0x2000;
const EXTENSION_HEADER = 8;
const SIZE_FIELD = 36;
const BILLION = 1_000_000_000n;
// The extensions that change the meaning of the entries, and do so only by naming further files elsewhere.
const KNOWN_MANDATORY = new Set(['link', 'sdir']);

type HashName = 'sha1' | 'sha256';
const HASH_BYTES: Readonly<Record<HashName, number>> = { sha1: 20, sha256: 32 };

interface Repository {
  readonly root: string;
  readonly index: string;
  readonly hash: HashName;
}

/** What an index says of a file: the name of its content, and what the file was like on disk when git last looked. */
interface Entry {
  readonly hash: Buffer;
  readonly changedAt: GitTime;
  readonly modifiedAt: GitTime;
  readonly size: number;
}

interface GitTime {
  readonly seconds: number;
  /** 0 where git does not keep them. */
  readonly nanoseconds: number;
}

type Entries = ReadonlyMap<string, Entry>;

interface KnownIndex {
  readonly stamp: FileStamp;
  readonly entries: Entries;
}

/** Whether git can bring a file back as it is: it does not track it, it has other bytes of it, or it has them. */
export type GitState = 'untracked' | 'unstaged' | 'kept';

const known = new Map<string, KnownIndex>();

/**
 * What git's index has of a file, symlinks resolved, that holds these bytes. On any doubt, and for a file that was only announced
 * (`git add --intent-to-add`), git does not have it: that only makes a backup.
 */
export function gitStateOf(path: string, bytes: Buffer): GitState {
  try {
    const real = realpathSync.native(path);
    const repository = repositoryFrom(dirname(real), statSync(real).dev);
    if (repository === null) return 'untracked';
    const name = relative(repository.root, real).split(sep).join('/');
    const entry = indexedEntries(repository).get(Buffer.from(name, 'utf8').toString('latin1'));
    if (entry === undefined) return 'untracked';
    return blobName(bytes, repository.hash).equals(entry.hash) || isAsGitSawIt(real, entry, repository) ? 'kept' : 'unstaged';
  } catch {
    return 'untracked';
  }
}

function blobName(bytes: Buffer, hash: HashName): Buffer {
  return createHash(hash).update(`blob ${bytes.length}\0`).update(bytes).digest();
}

/**
 * Whether git, too, would say from times and size alone that nothing has changed. So it is with other bytes than those of its own
 * where line ends (`core.autocrlf`) or a filter (`git lfs`) make a difference.
 */
function isAsGitSawIt(path: string, { changedAt, modifiedAt, size }: Entry, { index }: Repository): boolean {
  const now = statSync(path, { bigint: true });
  // What was written after the index, or in the same instant, may have changed since.
  const isOlder = now.mtimeNs < statSync(index, { bigint: true }).mtimeNs;
  return isOlder && now.size === BigInt(size) && isTime(now.mtimeNs, modifiedAt) && isTime(now.ctimeNs, changedAt);
}

function isTime(time: bigint, { seconds, nanoseconds }: GitTime): boolean {
  return time / BILLION === BigInt(seconds) && (nanoseconds === 0 || time % BILLION === BigInt(nanoseconds));
}

/** The root of the repository that a directory, by its real path, lies in. */
export function repositoryRootOf(directory: string): string | null {
  try {
    return repositoryFrom(directory, statSync(directory).dev)?.root ?? null;
  } catch {
    return null;
  }
}

/** The nearest repository from a real directory upwards. Like git, it does not look beyond the file system of the path. */
function repositoryFrom(directory: string, dev: number): Repository | null {
  for (let root = directory; ; root = dirname(root)) {
    if (statSync(root).dev !== dev) return null;
    const entry = statSync(join(root, '.git'), { throwIfNoEntry: false });
    if (entry?.isFile() === true) return repositoryAt(root, linkedGitDir(root));
    const gitDir = join(root, '.git');
    // An empty `.git` directory is no repository; git passes over it too.
    if (entry?.isDirectory() === true && exists(join(gitDir, 'HEAD'))) return repositoryAt(root, gitDir);
    if (dirname(root) === root) return null;
  }
}

function repositoryAt(root: string, gitDir: string | null): Repository | null {
  if (gitDir === null || !exists(join(gitDir, 'HEAD'))) return null;
  const common = readSetting(join(gitDir, 'commondir'))?.trim();
  const config = readSetting(join(common === undefined ? gitDir : resolve(gitDir, common), 'config')) ?? '';
  const own = readSetting(join(gitDir, 'config.worktree')) ?? '';
  // In the common configuration of linked worktrees `core.worktree` speaks of the main one.
  const worktree = configValue(common === undefined ? `${config}\n${own}` : own, 'core', 'worktree');
  if (worktree !== null && realpathSync.native(resolve(gitDir, worktree)) !== root) return null;
  const hash = configValue(config, 'extensions', 'objectformat') ?? 'sha1';
  return hash === 'sha1' || hash === 'sha256' ? { root, index: join(gitDir, 'index'), hash } : null;
}

/** Where the `.git` file of a worktree or submodule points. */
function linkedGitDir(root: string): string | null {
  const target = /^gitdir: (.+?)[\r\n]*$/s.exec(readSetting(join(root, '.git')) ?? '')?.[1];
  return target === undefined ? null : resolve(root, target);
}

/** The last value of a key in git's configuration text; sections with a subsection are others. */
function configValue(text: string, section: string, key: string): string | null {
  let current = '';
  let value: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]"]*?)(\s*".*")?\s*\]/.exec(line);
    if (header !== null) current = header[2] === undefined ? (header[1] ?? '').trim().toLowerCase() : '';
    const setting = /^\s*([a-z][a-z0-9-]*)\s*=\s*(.*?)\s*$/i.exec(header === null ? line : line.slice(header[0].length));
    if (setting === null || current !== section || setting[1]?.toLowerCase() !== key) continue;
    value = (setting[2] ?? '').replace(/^"([^"]*)"$/, '$1');
  }
  return value;
}

function indexedEntries({ index, hash }: Repository): Entries {
  const stats = statSync(index, { throwIfNoEntry: false });
  if (stats === undefined) return new Map();
  const key = `${hash} ${index}`;
  const before = known.get(key);
  if (before !== undefined && sameStamp(before.stamp, stats)) return before.entries;
  const read = readBytes(index, MOST_INDEX_BYTES);
  const entries = read.ok ? readIndex(read.bytes, hash) : new Map<string, Entry>();
  known.set(key, { stamp: stampOf(read.ok ? read.stats : stats), entries });
  return entries;
}

/** The regular files whose content an index holds, by their paths as bytes in latin1; none when it is not understood. */
function readIndex(bytes: Buffer, hash: HashName): Entries {
  const end = bytes.length - HASH_BYTES[hash];
  if (end < HEADER || bytes.toString('latin1', 0, 4) !== 'DIRC' || !isIntact(bytes, end, hash)) return new Map();
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return new Map();
  try {
    const content = bytes.subarray(0, end);
    const { entries, end: after } = readEntries(content, { version, hashBytes: HASH_BYTES[hash] });
    return knowsExtensions(content, after) ? entries : new Map();
  } catch (error) {
    // A field beyond the end: the index is not what it says it is.
    if (error instanceof RangeError) return new Map();
    throw error;
  }
}

function readEntries(
  content: Buffer,
  { version, hashBytes }: { readonly version: number; readonly hashBytes: number },
): { readonly entries: Entries; readonly end: number } {
  const entries = new Map<string, Entry>();
  const count = content.readUInt32BE(8);
  let at = HEADER;
  let path = '';
  for (let entry = 0; entry < count; entry += 1) {
    const start = at;
    const mode = content.readUInt32BE(start + MODE_FIELD);
    at += STAT_FIELDS + hashBytes;
    const flags = content.readUInt16BE(at);
    const extended = version > 2 && (flags & EXTENDED) !== 0 ? content.readUInt16BE(at + 2) : 0;
    at += version > 2 && (flags & EXTENDED) !== 0 ? 4 : 2;
    let kept = 0;
    if (version === 4) {
      const strip = readVarint(content, at);
      if (strip.value > path.length) throw new RangeError('the prefix is longer than the path before');
      kept = path.length - strip.value;
      at = strip.end;
    }
    const nul = content.indexOf(0, at);
    if (nul < 0) throw new RangeError('the path does not end');
    path = path.slice(0, kept) + content.toString('latin1', at, nul);
    if ((flags & NAME_LENGTH) !== Math.min(path.length, NAME_LENGTH)) throw new RangeError('the length does not fit');
    // Up to version 3 one to eight NUL bytes make the entry's length a multiple of eight.
    at = version === 4 ? nul + 1 : start + ((nul - start + 8) & ~7);
    if ((mode & FILE_TYPE) === REGULAR_FILE && (extended & INTENT_TO_ADD) === 0) entries.set(path, entryAt(content, start, hashBytes));
  }
  return { entries, end: at };
}

function entryAt(content: Buffer, start: number, hashBytes: number): Entry {
  const timeAt = (at: number): GitTime => ({ seconds: content.readUInt32BE(at), nanoseconds: content.readUInt32BE(at + 4) });
  const hash = content.subarray(start + STAT_FIELDS, start + STAT_FIELDS + hashBytes);
  return { hash, changedAt: timeAt(start), modifiedAt: timeAt(start + 8), size: content.readUInt32BE(start + SIZE_FIELD) };
}

/** The number in the encoding of git's varint.c. */
function readVarint(content: Buffer, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = content.readUInt8(at);
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    at += 1;
    byte = content.readUInt8(at);
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, end: at + 1 };
}

/**
 * Whether the extensions end where the index ends and none is both mandatory and unknown. With a split index (`link`) only
 * what the index itself names counts: its entries without a name replace some of the shared index, which is not read.
 */
function knowsExtensions(content: Buffer, start: number): boolean {
  let at = start;
  while (at < content.length) {
    const name = content.toString('latin1', at, at + 4);
    if (!/^[A-Z]/.test(name) && !KNOWN_MANDATORY.has(name)) return false;
    at += EXTENSION_HEADER + content.readUInt32BE(at + 4);
  }
  return at === content.length;
}

// With `index.skipHash` git writes zeros where the checksum was.
function isIntact(bytes: Buffer, end: number, hash: HashName): boolean {
  const checksum = bytes.subarray(end);
  return checksum.every((byte) => byte === 0) || createHash(hash).update(bytes.subarray(0, end)).digest().equals(checksum);
}

function readSetting(path: string): string | null {
  const read = readBytes(path, MOST_SETTING_BYTES);
  return read.ok ? read.bytes.toString('utf8') : null;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
