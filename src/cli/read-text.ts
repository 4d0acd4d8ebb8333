import { constants as bufferConstants, isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync, type Stats } from 'node:fs';

export type Encoding = 'utf8' | 'utf16le' | 'utf16be';

/** What tells one state of a file from the next. */
export interface FileStamp {
  readonly mtimeMs: number;
  readonly size: number;
  readonly ino: number;
  readonly dev: number;
}

export interface TextFile {
  /** As it was asked for; `-` for standard input. */
  readonly path: string;
  /** A byte order mark is kept as the first character, U+FEFF. */
  readonly text: string;
  readonly encoding: Encoding;
  /** `null` for standard input. */
  readonly stamp: FileStamp | null;
}

/** What lies at a path that is not a regular file; `kernel` is a file below /proc or /sys. */
export type SpecialKind = 'fifo' | 'socket' | 'device' | 'kernel' | 'other';

/** Why bytes are not text; `offset` counts bytes from 0, `line` from 1. */
export interface DecodeFault {
  readonly code: 'not-utf8' | 'not-utf16' | 'utf16-unmarked' | 'binary';
  readonly offset: number;
  readonly line: number;
}

export type ReadError = { readonly path: string } & (
  | { readonly code: 'missing' | 'not-permitted' | 'is-a-directory' | 'not-a-directory' | 'symlink-loop' }
  | { readonly code: 'not-a-regular-file'; readonly kind: SpecialKind }
  | { readonly code: 'too-large'; readonly size: number; readonly limit: number }
  | DecodeFault
  /** Anything else; `cause` is the system's own code, such as `EIO`. */
  | { readonly code: 'io'; readonly cause: string }
);

export type Failure<E> = { readonly ok: false; readonly error: E };
export type ReadResult = { readonly ok: true; readonly file: TextFile } | Failure<ReadError>;
export type BytesResult = { readonly ok: true; readonly bytes: Buffer; readonly stats: Stats } | Failure<ReadError>;

/** The text of a regular file, or why there is none. */
export function readTextFile(path: string, options: { readonly maxBytes: number }): ReadResult {
  const read = readBytes(path, options.maxBytes);
  return read.ok ? textFile(path, read.bytes, stampOf(read.stats)) : read;
}

/** The text of standard input up to its end, or why there is none. */
export async function readStdin(
  maxBytes: number,
  stream: AsyncIterable<Uint8Array | string> = process.stdin,
): Promise<ReadResult> {
  const path = '-';
  const limit = Math.min(maxBytes, bufferConstants.MAX_STRING_LENGTH);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limit) return { ok: false, error: { path, code: 'too-large', size, limit } };
      chunks.push(bytes);
    }
  } catch (error) {
    return { ok: false, error: readErrorOf(path, error) };
  }
  return textFile(path, Buffer.concat(chunks), null);
}

/** The bytes of a regular file. Nothing else is opened, and never more than one byte beyond the limit is read. */
export function readBytes(path: string, maxBytes: number): BytesResult {
  const limit = Math.min(maxBytes, bufferConstants.MAX_STRING_LENGTH);
  let fd: number | null = null;
  try {
    const stats = statSync(path);
    const refused = refusal(path, stats, limit) ?? kernelRefusal(path, stats);
    if (refused !== null) return { ok: false, error: refused };
    // What lies there may have been exchanged since: a FIFO must not block, a terminal must not become ours.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const opened = fstatSync(fd);
    const refusedNow = refusal(path, opened, limit);
    if (refusedNow !== null) return { ok: false, error: refusedNow };
    const bytes = readUpTo(fd, limit + 1, opened.size);
    if (bytes.length > limit) return { ok: false, error: { path, code: 'too-large', size: bytes.length, limit } };
    return { ok: true, bytes, stats: opened };
  } catch (error) {
    return { ok: false, error: readErrorOf(path, error) };
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

/** The bytes that a text of this file is written as: the exact inverse of reading it. */
export function encodeText(file: Pick<TextFile, 'encoding'>, text: string): Buffer {
  if (file.encoding === 'utf8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return file.encoding === 'utf16be' ? bytes.swap16() : bytes;
}

/** UTF-8, or UTF-16 that begins with a byte order mark; nothing is replaced or dropped. */
export function decodeText(
  bytes: Buffer,
): { readonly ok: true; readonly text: string; readonly encoding: Encoding } | Failure<DecodeFault> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 'utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 'utf16be');
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { ok: false, error: { code: isUnmarkedUtf16(bytes) ? 'utf16-unmarked' : 'binary', offset: nul, line: lineAt(bytes, nul) } };
  if (isUtf8(bytes)) return { ok: true, text: bytes.toString('utf8'), encoding: 'utf8' };
  return { ok: false, error: firstBadByte(bytes) };
}

/** Whether a text begins with letters of which each has a zero byte before or behind it, as some Windows programs save them. */
function isUnmarkedUtf16(bytes: Buffer): boolean {
  return /^(?:(?:[\t\n\r -~]\0){4}|(?:\0[\t\n\r -~]){4})/.test(bytes.toString('latin1', 0, 8));
}

export function stampOf({ mtimeMs, size, ino, dev }: FileStamp): FileStamp {
  return { mtimeMs, size, ino, dev };
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino && a.dev === b.dev;
}

/** The error value for what a call of `node:fs` threw. */
export function readErrorOf(path: string, error: unknown): ReadError {
  const cause = errnoOf(error);
  switch (cause) {
    case 'ENOENT':
      return { path, code: 'missing' };
    case 'ENOTDIR':
      return { path, code: 'not-a-directory' };
    case 'EISDIR':
      return { path, code: 'is-a-directory' };
    case 'ELOOP':
      return { path, code: 'symlink-loop' };
    case 'EACCES':
    case 'EPERM':
      return { path, code: 'not-permitted' };
    // A path that holds a NUL character cannot exist.
    case 'ERR_INVALID_ARG_VALUE':
      return { path, code: 'missing' };
    default:
      return { path, code: 'io', cause };
  }
}

/** The system's code of an error. @throws the error itself when it did not come from the system: a mistake of ours. */
export function errnoOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code !== 'string') throw error;
  return code;
}

/** Why what lies there is not read, or `null`. */
export function refusal(path: string, stats: Stats, limit: number): ReadError | null {
  if (stats.isDirectory()) return { path, code: 'is-a-directory' };
  if (!stats.isFile()) return { path, code: 'not-a-regular-file', kind: specialKind(stats) };
  return stats.size > limit ? { path, code: 'too-large', size: stats.size, limit } : null;
}

function specialKind(stats: Stats): SpecialKind {
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'device' : 'other';
}

/** Devices on which a file was found that is none of the kernel's. */
const ordinary = new Set<number>();

// The kernel calls its own files regular, of size 0; reading one may block, never end or have an effect.
function kernelRefusal(path: string, { dev }: Stats): ReadError | null {
  if (ordinary.has(dev)) return null;
  if (/^\/(?:proc|sys)\//.test(realpathSync.native(path))) return { path, code: 'not-a-regular-file', kind: 'kernel' };
  ordinary.add(dev);
  return null;
}

/** Small files are read into memory that Node keeps at hand. */
const LEAST_ROOM = 2048;

function readUpTo(fd: number, most: number, expected: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < most) {
    const room = Math.min(most - total, Math.max(expected + 1 - total, total, LEAST_ROOM));
    const chunk = Buffer.allocUnsafe(room);
    const count = readSync(fd, chunk, 0, room, null);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, total);
}

function textFile(path: string, bytes: Buffer, stamp: FileStamp | null): ReadResult {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return { ok: false, error: { path, ...decoded.error } };
  return { ok: true, file: { path, text: decoded.text, encoding: decoded.encoding, stamp } };
}

function decodeUtf16(bytes: Buffer, encoding: 'utf16le' | 'utf16be'): ReturnType<typeof decodeText> {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const text = (encoding === 'utf16le' ? whole : Buffer.from(whole).swap16()).toString('utf16le');
  const fault = (code: DecodeFault['code'], unit: number): Failure<DecodeFault> => ({
    ok: false,
    error: { code, offset: unit * 2, line: text.slice(0, unit).split('\n').length },
  });
  const nul = text.indexOf('\0');
  if (nul >= 0) return fault('binary', nul);
  const lone = text.search(/\p{Surrogate}/u);
  if (lone >= 0) return fault('not-utf16', lone);
  return whole.length < bytes.length ? fault('not-utf16', text.length) : { ok: true, text, encoding };
}

// A line feed is never part of a longer UTF-8 sequence, so each line is valid or not by itself.
function firstBadByte(bytes: Buffer): DecodeFault {
  let line = 1;
  let start = 0;
  for (;;) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    if (feed < 0 || !isUtf8(bytes.subarray(start, end))) {
      return { code: 'not-utf8', offset: firstBadIn(bytes, start, end), line };
    }
    start = end + 1;
    line += 1;
  }
}

function firstBadIn(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length > 1 && !isUtf8(bytes.subarray(at, Math.min(at + length, end)))) return at;
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function sequenceLength(lead: number): 0 | 1 | 2 | 3 | 4 {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < offset; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  return line;
}
