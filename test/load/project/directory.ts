import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files below a directory with their bytes, by path; links are followed, what is no file is left out. */
export function bytesIn(directory: string, below = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, bytes] of bytesIn(directory, path)) found.set(name, bytes);
    else if (entry.isFile()) found.set(path, readFileSync(join(directory, path), 'latin1'));
  }
  return found;
}
