import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aliasesFile, otherFile, sitesFile, zlmFile } from './compose-texts.mjs';
import { scriptText } from './script-texts.mjs';

const FILE = 'docker-compose.yml';
const SCRIPT = 'setup.sh';

const one = (text) => () => ({ [FILE]: text() });
const many = (count, text) => () => Object.fromEntries(Array.from({ length: count }, (_, index) => [`project-${index}/${FILE}`, text(index)]));

/**
 * What is linted. `kind` says who can read it: a `file` of Compose, a `directory` that is searched for such files, a `script`, or nothing
 * (`version`). `exit`: what zlm-lint has to end with, so that one that does nothing is not called fast. `guarded`: in the guard of CI, too.
 */
export const inputs = [
  { name: 'small', kind: 'file', exit: 1, guarded: true, files: one(zlmFile) },
  { name: 'version', kind: 'version', exit: 0, guarded: true, files: () => ({}) },
  { name: '100-files', kind: 'directory', exit: 1, guarded: true, files: many(100, zlmFile) },
  { name: '1000-files', kind: 'directory', exit: 1, guarded: true, files: many(1000, zlmFile) },
  { name: '200x10', kind: 'file', exit: 1, guarded: true, files: one(() => sitesFile(200, 10)) },
  { name: '2000x10', kind: 'file', exit: 1, guarded: true, files: one(() => sitesFile(2000, 10)) },
  { name: '1000-aliases', kind: 'file', exit: 1, guarded: false, files: one(() => aliasesFile(1000)) },
  { name: 'script', kind: 'script', exit: 1, guarded: false, files: () => ({ [SCRIPT]: scriptText(5_000_000) }) },
  { name: '1000-others', kind: 'directory', exit: 0, guarded: true, files: many(1000, otherFile) },
];

const pathOf = { file: FILE, directory: '.', script: SCRIPT };

/** Writes files, given by path, below a directory. */
export function writeFiles(directory, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/** Writes an input below `work`; what comes back is measured from `cwd`, and `path` is what is linted there. */
export function makeInput(input, work) {
  const cwd = join(work, input.name);
  const files = input.files();
  mkdirSync(cwd, { recursive: true });
  writeFiles(cwd, files);
  const texts = Object.values(files);
  return { ...input, cwd, path: pathOf[input.kind], count: texts.length, bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) };
}
