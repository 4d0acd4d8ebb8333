// Which tests mutants are held to: those that see rules, the lint and the fixes at work in their own process.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = ['test/rules', 'test/consistency', 'test/fix', 'test/zlm', 'test/suppress', 'test/load/project', 'test/load/inspect', 'test/library', 'test/fuzz', 'test/golden', 'test/report', 'test/report/formats', 'test/cost', 'test/cli', 'test/cli/main'];
/** They start a process, which runs no mutant; put something else in the place of Node's modules; look at the clock; or take seconds for each mutant. */
const UNFIT = /from 'node:(?:child_process|http)'|\bvi\b|\bcpuTime\b|cpu-time|performance\.now|dist\//;

/** What they show are the faults of the checker, of masking or of the reader, and not those of a rule or a fix. */
const OTHER = ['test/consistency/pairs.test.ts', 'test/consistency/consistency.test.ts', 'test/cli/main/secrets.test.ts', 'test/cli/main/silent-project.test.ts'];

export async function testFiles(root = process.cwd()) {
  const files = (await Promise.all(FOLDERS.map(async (folder) => (await readdir(join(root, folder))).filter((name) => name.endsWith('.test.ts')).map((name) => `${folder}/${name}`)))).flat();
  const fit = await Promise.all(files.map(async (file) => !UNFIT.test(await readFile(join(root, file), 'utf8'))));
  return files.filter((file, index) => fit[index] && !OTHER.includes(file));
}
