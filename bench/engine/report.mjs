// npm run bench:report: writes the tables of both READMEs and the pictures in docs/ anew, from the results in bench/engine/results and
// bench/speed/results.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { speedTables } from '../speed/markdown.mjs';
import { fillIn, tablesOf } from './markdown.mjs';
import { pictureOf } from './svg.mjs';

const root = new URL('../..', import.meta.url).pathname;

function resultsIn(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path).filter((name) => name.endsWith('.json')).sort().map((name) => JSON.parse(readFileSync(join(path, name), 'utf8')));
}

/** Each file that the results make, with its text. */
export function reportFiles() {
  const [results, speed] = ['bench/engine/results', 'bench/speed/results'].map(resultsIn);
  const readmes = { en: 'README.md', zh: 'README.zh.md' };
  const pictures = { en: 'docs/measured.svg', zh: 'docs/measured.zh.svg' };
  return Object.fromEntries(['en', 'zh'].flatMap((language) => [
    [readmes[language], fillIn(readFileSync(join(root, readmes[language]), 'utf8'), { ...tablesOf(results, language), ...speedTables(speed, language) })],
    [pictures[language], pictureOf(results, language)],
  ]));
}

if (process.argv[1] === new URL(import.meta.url).pathname) for (const [path, text] of Object.entries(reportFiles())) writeFileSync(join(root, path), text);
