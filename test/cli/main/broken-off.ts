import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pidNamespace } from '../../../src/cli/journal.ts';

export const JOURNAL = '.zlm-lint-journal.json';
/** No process has this number. */
export const NOBODY = 4_194_305;

export function copyName(number: number): string {
  return `.zlm-lint-00000000-0000-4000-8000-${String(number).padStart(12, '0')}.tmp`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface Broken {
  readonly directory: string;
  readonly name: string;
  readonly old: string | null;
  readonly new: string;
  readonly lies: string | null;
  /** The copies that are there. */
  readonly copies: readonly ('next' | 'undo')[];
}

/** A fix of these files as it was when its process was killed. */
export function brokenOff(cwd: string, files: readonly Broken[], written: Readonly<Record<string, unknown>> = {}): void {
  const directories = [...new Set(files.map(({ directory }) => directory))];
  const undoOf = (file: Broken, index: number): string | null => (file.old === null ? null : copyName(2 * index + 1));
  for (const [index, file] of files.entries()) {
    mkdirSync(join(cwd, file.directory), { recursive: true });
    if (file.lies !== null) writeFileSync(join(cwd, file.directory, file.name), file.lies);
    if (file.copies.includes('next')) place(file, join(cwd, file.directory, file.name), join(cwd, file.directory, copyName(2 * index)));
    if (file.copies.includes('undo')) writeFileSync(join(cwd, file.directory, undoOf(file, index) ?? ''), file.old ?? '');
  }
  for (const from of directories) {
    const way = (to: string): string => (from === to ? '.' : from === '.' ? to : to === '.' ? '..' : `../${to}`);
    const journal = {
      program: 'zlm-lint', version: 1, id: 'an id', pid: NOBODY, host: hostname(), namespace: pidNamespace(), time: new Date().toISOString(),
      directories: directories.map(way),
      files: files.map((file, index) => ({ path: join(way(file.directory), file.name), old: file.old === null ? null : sha256(file.old), new: sha256(file.new), next: copyName(2 * index), undo: undoOf(file, index), backup: null })),
      ...written,
    };
    writeFileSync(join(cwd, from, JOURNAL), `{\n  "program": "zlm-lint",\n${JSON.stringify(journal, null, 2).replace(/^\{\n.*\n/, '')}`, { mode: 0o600 });
  }
}

/** A file that the fix has made is its own copy. */
function place(file: Broken, path: string, next: string): void {
  if (file.old === null && file.lies === file.new) linkSync(path, next);
  else writeFileSync(next, file.new);
}
