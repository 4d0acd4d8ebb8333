import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutateBytes } from './mutate.ts';
import { Random } from './random.ts';

export { commentsOf, lineEndsOf } from './texts.ts';

/** Where a Compose file of a corpus lies. */
interface Entry {
  readonly dir: string;
  readonly file: string;
}

/** Writes so many copies of the projects of a corpus, each with its file changed at a few places as a person might; where they lie in `folder`. */
export function writeCopies(corpus: string, entries: readonly Entry[], folder: string, { count, seed }: { readonly count: number; readonly seed: number }): Entry[] {
  const random = new Random(seed);
  const read = ({ dir, file }: Entry): Buffer => readFileSync(join(corpus, dir, file));
  return Array.from({ length: count }, (_, index) => {
    const entry = entries[index % entries.length] as Entry;
    const dir = join('copies', String(index));
    mkdirSync(join(folder, dir), { recursive: true });
    cpSync(join(corpus, entry.dir), join(folder, dir), { recursive: true });
    writeFileSync(join(folder, dir, entry.file), mutateBytes(entry.file, read(entry), read(random.pick(entries)).toString('utf8'), random, 'mild'));
    return { dir, file: entry.file };
  });
}
