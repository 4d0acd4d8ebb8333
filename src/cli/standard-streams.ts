import { fstatSync, writeSync } from 'node:fs';

/** What {@link output} needs of a stream. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** It goes into a file, and not to somebody who reads along. */
  readonly isFile?: boolean;
  write(text: string): unknown;
}

/** Standard output or error. Node's own stream takes about as long to load as linting a small file, and only terminals need it. */
export function standardStream(fd: 1 | 2): Stream {
  if (mayBeTerminal(fd)) {
    const stream = fd === 1 ? process.stdout : process.stderr;
    // A reader that has seen enough (`| head`) is no failure of ours.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
    return stream;
  }
  let isRead = true;
  return {
    // Asks the system, and is seldom asked.
    get isFile() {
      return fstatSync(fd).isFile();
    },
    write: (text) => {
      if (isRead) isRead = writeWhole(fd, text);
    },
  };
}

/** Standard input, which is opened when somebody reads it. */
export const standardInput: AsyncIterable<Uint8Array | string> = { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() };

const MEMORY_DEVICES = 1;

/** Files and pipes are none, and of Linux' devices neither is `/dev/null`. */
function mayBeTerminal(fd: number): boolean {
  if (process.platform === 'win32') return true;
  const stats = fstatSync(fd);
  return stats.isCharacterDevice() && !(process.platform === 'linux' && stats.rdev >> 8 === MEMORY_DEVICES);
}

/** `false`: nobody reads it any more. */
function writeWhole(fd: number, text: string): boolean {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      // A pipe that does not wait is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
    }
  }
  return true;
}

/** Milliseconds. */
const WAIT = 5;
