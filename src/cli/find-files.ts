import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative } from 'node:path';
import { hasServicesKey, isComposeName, isScriptName, mentionsRun } from './form.ts';
import { isInside } from './project-reader.ts';
import { decodeText, readBytes, readErrorOf, type ReadError } from './read-text.ts';

export interface FoundFiles {
  /** Paths that begin with the searched directory, in the order of their names. */
  readonly files: readonly string[];
  readonly errors: readonly ReadError[];
}

// In the order in which Docker Compose takes them.
export const defaultNames: readonly string[] = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** Directories that are never searched. */
export const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);
const YAML_NAME = /\.ya?ml$/;

export interface SearchOptions {
  readonly maxBytes: number;
  /** Patterns of more names, such as `*.tpl` or `deploy/**`, that are looked into for command lines. */
  readonly include: readonly string[];
  /** Whether a file or a directory is left out. */
  readonly leave?: (path: string, directory: boolean) => boolean;
}

/**
 * Every file below a directory that is ours: a Compose file, known by its name or by `services` at the top of YAML, and a script,
 * a document or a unit that holds a command which creates a container.
 */
export function findFiles(dir: string, { maxBytes, include, leave }: SearchOptions): FoundFiles {
  const wanted = include.map(patternOf);
  const found: Entry[] = [];
  const errors: ReadError[] = [];
  const root = realPath(dir) ?? dir;
  // What is no link lies where its directory lies.
  const search = (folder: string, real: string): void => {
    for (const entry of entriesOf(folder, errors)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && leave?.(path, true) !== true) search(path, join(real, entry.name));
      } else {
        const asked = wanted.some((pattern) => pattern.test(relative(dir, path)) || pattern.test(entry.name));
        if (!asked && !YAML_NAME.test(entry.name) && !isScriptName(entry.name)) continue;
        const file = entryOf(root, path, join(real, entry.name), entry);
        if (file !== null && leave?.(path, false) !== true && (isComposeName(entry.name) || isOurs(path, maxBytes))) found.push(file);
      }
    }
  };
  search(dir, root);
  return { files: withoutRepeats(found), errors };
}

/** The file that Docker Compose would take in this directory, or `null`. */
export function defaultComposeFile(dir: string): string | null {
  return defaultNames.map((name) => join(dir, name)).find(isRegularFile) ?? null;
}

interface Entry {
  readonly path: string;
  readonly real: string;
  readonly link: boolean;
}

/** The regular file an entry stands for; a symlink only when it stays inside the searched directory. */
function entryOf(root: string, path: string, place: string, entry: Dirent): Entry | null {
  if (entry.isFile()) return { path, real: place, link: false };
  const real = entry.isSymbolicLink() ? realPath(path) : null;
  return real !== null && isRegularFile(real) && isInside(root, real) ? { path, real, link: true } : null;
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
function isOurs(path: string, maxBytes: number): boolean {
  const read = readBytes(path, maxBytes);
  if (!read.ok) return false;
  const decoded = decodeText(read.bytes);
  const text = decoded.ok ? decoded.text : read.bytes.toString('latin1');
  if (YAML_NAME.test(path)) return hasServicesKey(text) || mentionsRun(text);
  return path.endsWith('.container') || (decoded.ok && mentionsRun(text));
}

/** `*` and `?` stay within a name, `**` goes through folders. */
function patternOf(glob: string): RegExp {
  const body = glob.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${body}$`);
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
