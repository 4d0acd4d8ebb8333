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
// The extensions that change the meaning of the entries, and do so only by naming further files elsewhere.
const KNOWN_MANDATORY = new Set(['link', 'sdir']);

type HashName = 'sha1' | 'sha256';
const HASH_BYTES: Readonly<Record<HashName, number>> = { sha1: 20, sha256: 32 };

interface Repository {
  readonly root: string;
  readonly index: string;
  readonly hash: HashName;
}

interface KnownIndex {
  readonly stamp: FileStamp;
  readonly paths: ReadonlySet<string>;
}

const known = new Map<string, KnownIndex>();

/**
 * Whether git's index holds the file's content, symlinks resolved. On any doubt, and for a file that was only announced
 * (`git add --intent-to-add`), the answer is no: that only makes a backup.
 */
export function isTrackedByGit(path: string): boolean {
  try {
    const real = realpathSync.native(path);
    const repository = repositoryFrom(dirname(real), statSync(real).dev);
    if (repository === null) return false;
    const name = relative(repository.root, real).split(sep).join('/');
    return indexedPaths(repository).has(Buffer.from(name, 'utf8').toString('latin1'));
  } catch {
    return false;
  }
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

function indexedPaths({ index, hash }: Repository): ReadonlySet<string> {
  const stats = statSync(index, { throwIfNoEntry: false });
  if (stats === undefined) return new Set();
  const key = `${hash} ${index}`;
  const before = known.get(key);
  if (before !== undefined && sameStamp(before.stamp, stats)) return before.paths;
  const read = readBytes(index, MOST_INDEX_BYTES);
  const paths = read.ok ? readIndex(read.bytes, hash) : new Set<string>();
  known.set(key, { stamp: stampOf(read.ok ? read.stats : stats), paths });
  return paths;
}

/** The paths of the regular files whose content an index holds, as bytes in latin1; none when it is not understood. */
function readIndex(bytes: Buffer, hash: HashName): ReadonlySet<string> {
  const end = bytes.length - HASH_BYTES[hash];
  if (end < HEADER || bytes.toString('latin1', 0, 4) !== 'DIRC' || !isIntact(bytes, end, hash)) return new Set();
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return new Set();
  try {
    const content = bytes.subarray(0, end);
    const entries = readEntries(content, { version, hashBytes: HASH_BYTES[hash] });
    return knowsExtensions(content, entries.end) ? entries.paths : new Set();
  } catch (error) {
    // A field beyond the end: the index is not what it says it is.
    if (error instanceof RangeError) return new Set();
    throw error;
  }
}

function readEntries(
  content: Buffer,
  { version, hashBytes }: { readonly version: number; readonly hashBytes: number },
): { readonly paths: ReadonlySet<string>; readonly end: number } {
  const paths = new Set<string>();
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
    if ((mode & FILE_TYPE) === REGULAR_FILE && (extended & INTENT_TO_ADD) === 0) paths.add(path);
  }
  return { paths, end: at };
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
