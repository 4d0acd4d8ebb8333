import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isFile, lies } from './path-kinds.ts';
import { isInside } from './project-reader.ts';
import { readTextFile, type ReadError } from './read-text.ts';

/** In package.json the configuration is the value of this key. */
export const PACKAGE_KEY = 'zlm-lint';

export const configurationNames: readonly string[] = ['.zlm-lint.yaml', '.zlm-lint.yml', '.zlm-lint.json'];
const PACKAGE = 'package.json';

/** Far more than a person writes. */
const MOST_BYTES = 1_000_000;

export interface ConfigurationText {
  /** As it is shown. */
  readonly path: string;
  readonly text: string;
  /** Where its patterns begin. */
  readonly base: string;
  /** The key that holds it, in package.json. */
  readonly key: string | null;
}

export interface ConfigurationError {
  readonly path: string;
  readonly code: string;
  readonly data: Readonly<Record<string, string | number>>;
}

export type ConfigurationFound = ConfigurationText | { readonly error: ConfigurationError } | null;

/** The configuration that `--config` names; its patterns begin in the current directory. */
export function namedConfiguration(path: string, cwd: string): ConfigurationFound {
  const key = basename(path) === PACKAGE ? PACKAGE_KEY : null;
  return read(resolve(cwd, path), path, cwd, key);
}

/**
 * The first configuration from the current directory upwards to the root of the repository. Without a repository only the current
 * directory counts, and the way up ends at a directory of another owner: a stranger's file above must not decide.
 */
export function findConfiguration(cwd: string): ConfigurationFound {
  let found: ConfigurationFound = null;
  const owner = ownerOf(cwd);
  for (let directory = cwd; ownerOf(directory) === owner; directory = dirname(directory)) {
    found ??= inDirectory(directory, cwd);
    if (found !== null && directory === cwd) return found;
    if (lies(join(directory, '.git'))) return found;
    if (dirname(directory) === directory) break;
  }
  return null;
}

/** What a directory itself holds. */
export function inDirectory(directory: string, cwd: string): ConfigurationFound {
  const names = configurationNames.filter((name) => lies(join(directory, name)));
  const inPackage = packageText(directory, cwd);
  const paths = [...names.map((name) => relative(cwd, join(directory, name))), ...(inPackage === null ? [] : [inPackage.path])];
  const [path = '', other] = paths;
  if (other !== undefined) return { error: { path, code: 'two-configurations', data: { other } } };
  const [name] = names;
  if (name === undefined) return inPackage;
  const file = join(directory, name);
  return leadsOut(directory, file) ? { error: { path, code: 'config-outside', data: {} } } : read(file, path, directory, null);
}

/** package.json, when it may hold a configuration; what it holds is seen once it is read as JSON. */
function packageText(directory: string, cwd: string): ConfigurationText | null {
  const file = join(directory, PACKAGE);
  if (!isFile(file) || leadsOut(directory, file)) return null;
  const text = readTextFile(file, { maxBytes: MOST_BYTES });
  if (!text.ok || !hasKey(text.file.text)) return null;
  return { path: relative(cwd, file), text: text.file.text, base: directory, key: PACKAGE_KEY };
}

/** Most files that mention zlm-lint only depend on it. */
function hasKey(text: string): boolean {
  if (!text.includes(`"${PACKAGE_KEY}"`)) return false;
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && Object.hasOwn(data, PACKAGE_KEY);
  } catch {
    // It is told of as a configuration that cannot be read.
    return /"zlm-lint"\s*:\s*\{/.test(text);
  }
}

function read(file: string, path: string, base: string, key: string | null): ConfigurationFound {
  const text = readTextFile(file, { maxBytes: MOST_BYTES });
  return text.ok ? { path, text: text.file.text, base, key } : { error: unread(text.error, path) };
}

function unread({ code, path: _path, ...data }: ReadError, path: string): ConfigurationError {
  return { path, code: code === 'too-large' ? 'config-too-large' : code, data };
}

/** A link out of its directory would print what lies there as mistakes of a configuration. */
function leadsOut(directory: string, file: string): boolean {
  try {
    return !isInside(realpathSync(directory), realpathSync(file));
  } catch {
    return false;
  }
}

function ownerOf(directory: string): number | undefined {
  try {
    return statSync(directory).uid;
  } catch {
    return undefined;
  }
}
