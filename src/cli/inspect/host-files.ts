import { readdirSync, readFileSync } from 'node:fs';
import { errnoOf } from '../read-text.ts';

/** What the kernel and the engine's own settings say on this host: files that may be gone before they are read. */
export interface HostFiles {
  /** `null` where nothing can be read, `denied` where only root may. */
  readonly read: (path: string) => string | null | { readonly denied: true };
  readonly names: (directory: string) => readonly string[];
}

export const hostFiles: HostFiles = {
  read: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      return ['EACCES', 'EPERM'].includes(errnoOf(error)) ? { denied: true } : null;
    }
  },
  names: (directory) => {
    try {
      return readdirSync(directory);
    } catch {
      return [];
    }
  },
};

/** The text, `null` where it cannot be read for whatever reason. */
export function textOf(files: HostFiles, path: string): string | null {
  const read = files.read(path);
  return typeof read === 'string' ? read : null;
}
