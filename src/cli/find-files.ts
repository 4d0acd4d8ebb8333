import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { isInside } from './project-reader.ts';
import { decodeText, readBytes, readErrorOf, type ReadError } from './read-text.ts';

export interface FoundFiles {
  /** Paths that begin with the searched directory, in the order of their names. */
  readonly files: readonly string[];
  readonly errors: readonly ReadError[];
}

// In the order in which Docker Compose takes them.
const DEFAULT_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;
const SKIPPED = new Set(['node_modules', '.git']);
const COMPOSE_NAME = /^(?:docker-)?compose(?:[._-].*)?\.ya?ml$/s;
const YAML_NAME = /\.ya?ml$/;
const SERVICES_KEY = /^\uFEFF?(?:services|"services"|'services')[ \t]*:(?:\s|$)/m;

/** Every Compose file below a directory: known by its name, or a YAML file with `services` at the top. */
export function findComposeFiles(dir: string, options: { readonly maxBytes: number }): FoundFiles {
  const found: Entry[] = [];
  const errors: ReadError[] = [];
  const root = realPath(dir) ?? dir;
  const search = (folder: string): void => {
    for (const entry of entriesOf(folder, errors)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) search(path);
      } else if (YAML_NAME.test(entry.name)) {
        const file = entryOf(root, path, entry);
        if (file !== null && (COMPOSE_NAME.test(entry.name) || hasServices(path, options.maxBytes))) found.push(file);
      }
    }
  };
  search(dir);
  return { files: withoutRepeats(found), errors };
}

/** The file that Docker Compose would take in this directory, or `null`. */
export function defaultComposeFile(dir: string): string | null {
  return DEFAULT_NAMES.map((name) => join(dir, name)).find(isRegularFile) ?? null;
}

interface Entry {
  readonly path: string;
  readonly real: string;
  readonly link: boolean;
}

/** The regular file an entry stands for; a symlink only when it stays inside the searched directory. */
function entryOf(root: string, path: string, entry: Dirent): Entry | null {
  const link = entry.isSymbolicLink();
  if (!link && !entry.isFile()) return null;
  const real = realPath(path);
  if (real === null || !isRegularFile(real) || (link && !isInside(root, real))) return null;
  return { path, real, link };
}

// A file that is also reached through a symlink is one file: it must not be reported, or fixed, twice.
function withoutRepeats(found: readonly Entry[]): readonly string[] {
  const taken = new Set(found.filter((entry) => !entry.link).map((entry) => entry.real));
  return found
    .filter(({ real, link }) => {
      const repeated = link && taken.has(real);
      taken.add(real);
      return !repeated;
    })
    .map((entry) => entry.path);
}

// Text in another encoding is found too, so that it is reported and not passed over.
function hasServices(path: string, maxBytes: number): boolean {
  const read = readBytes(path, maxBytes);
  if (!read.ok) return false;
  const decoded = decodeText(read.bytes);
  return SERVICES_KEY.test(decoded.ok ? decoded.text : read.bytes.toString('latin1'));
}

function entriesOf(folder: string, errors: ReadError[]): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    errors.push(readErrorOf(folder, error));
    return [];
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function isRegularFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
