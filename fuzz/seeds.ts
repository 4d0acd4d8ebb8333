import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from './input.ts';

const MOST_BYTES = 40_000;
const MOST_FILES = 12;

/** The files of a folder, as far as they are few and small. */
function filesIn(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !/\.fixed\b|^\.git\/|\.(?:png|svg)$/.test(name)).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile() && statSync(join(folder, name)).size <= MOST_BYTES);
  return new Map(files.slice(0, MOST_FILES).map((name) => [name, readFileSync(join(folder, name))]));
}

/** The cases of the rules and of the fixer, and the examples. */
export function ownSeeds(root: string): Input[] {
  const rules = readdirSync(join(root, 'rules')).filter((rule) => isFolder(join(root, 'rules', rule))).map((rule) => join(root, 'rules', rule, 'cases')).filter(isFolder);
  return [...rules, join(root, 'test/fix/bytes'), join(root, 'examples')].flatMap((folder) =>
    readdirSync(folder).flatMap((name): Input[] => {
      const path = join(folder, name);
      if (/\.fixed\b|\.out$|\.options\.json$/.test(name)) return [];
      if (isFolder(path)) {
        const files = filesIn(path);
        return files.size === 0 ? [] : [{ files, options: [], paths: [] }];
      }
      return statSync(path).size > MOST_BYTES ? [] : [{ files: new Map([[name, readFileSync(path)]]), options: ['--unsafe-fixes'], paths: [name] }];
    }),
  );
}

interface Row {
  readonly kind: string;
  readonly dir: string;
  readonly file: string;
  readonly text?: string;
}

/** The projects of a corpus, and its command lines. */
export function corpusSeeds(corpus: string): Input[] {
  const rows = (file: string): Row[] => readFileSync(join(corpus, file), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
  const projects = rows('manifest.jsonl').filter(({ kind }) => kind !== 'run').map(({ dir, file }): Input => {
    const files = filesIn(join(corpus, dir));
    const main = join(corpus, dir, file);
    if (statSync(main).size <= MOST_BYTES) files.set(file, readFileSync(main));
    return { files, options: [], paths: [file] };
  });
  const lines = isFolder(join(corpus, 'run')) ? rows('run/commands.jsonl').map(({ text = '' }): Input => ({ files: new Map([['run.sh', Buffer.from(`${text}\n`)]]), options: ['--unsafe-fixes'], paths: ['run.sh'] })) : [];
  return [...projects.filter(({ files, paths }) => files.has(paths[0] ?? '')), ...lines];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
