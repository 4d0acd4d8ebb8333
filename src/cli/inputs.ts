import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { defaultComposeFile, findComposeFiles } from './find-files.ts';
import { readStdin, readTextFile, type ReadError, type TextFile } from './read-text.ts';

export interface Input {
  readonly file: TextFile;
  /** As the report calls it. */
  readonly path: string;
  /** The directory that what lies beside the file is read from. */
  readonly directory: string;
  readonly named: boolean;
}

export type InputError = ReadError | { readonly path: string; readonly code: 'no-files' | 'no-default' };

export interface Inputs {
  readonly inputs: readonly Input[];
  readonly errors: readonly InputError[];
}

export interface InputOptions {
  readonly cwd: string;
  readonly maxBytes: number;
  readonly stdinFilename: string | null;
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/** Reads what was asked for: files, directories, `-`, or the Compose file of the current directory. */
export async function readInputs(paths: readonly string[], options: InputOptions): Promise<Inputs> {
  const inputs: Input[] = [];
  const errors: InputError[] = [];
  const seen = new Set<string>();
  const take = (path: string, named: boolean): void => {
    const real = realPath(resolve(options.cwd, path));
    if (real !== null && seen.has(real)) return;
    if (real !== null) seen.add(real);
    const read = readTextFile(resolve(options.cwd, path), { maxBytes: options.maxBytes });
    if (!read.ok) errors.push({ ...read.error, path });
    else inputs.push({ file: read.file, path, directory: dirname(resolve(options.cwd, path)), named });
  };
  if (paths.length === 0) {
    const found = defaultComposeFile(options.cwd);
    if (found === null) errors.push({ path: '.', code: 'no-default' });
    else take(basename(found), true);
  }
  for (const path of paths) {
    if (path === '-') {
      const read = await readStdin(options.maxBytes, options.stdin);
      const name = options.stdinFilename ?? '-';
      if (read.ok) inputs.push({ file: read.file, path: name, directory: name === '-' ? options.cwd : dirname(resolve(options.cwd, name)), named: true });
      else errors.push({ ...read.error, path: name });
    } else if (isDirectory(resolve(options.cwd, path))) {
      const found = findComposeFiles(resolve(options.cwd, path), { maxBytes: options.maxBytes });
      for (const error of found.errors) errors.push({ ...error, path: shownPath(error.path, options.cwd) });
      if (found.files.length === 0 && found.errors.length === 0) errors.push({ path, code: 'no-files' });
      for (const file of found.files) take(shownPath(file, options.cwd), false);
    } else take(path, true);
  }
  return { inputs, errors };
}

/** A found path as a person in the current directory would write it. */
export function shownPath(path: string, cwd: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
