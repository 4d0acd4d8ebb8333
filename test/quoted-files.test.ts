import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '..');
const quoted = /(<!-- from: (\S+) -->\n```\w+\n)([\s\S]*?)(^```$)/gm;

/** `UPDATE_GOLDEN=1` copies the files into the READMEs anew. */
test.each(['README.md', 'README.zh.md'])('%s quotes files as they are', (name) => {
  const path = join(project, name);
  const text = readFileSync(path, 'utf8');
  expect([...text.matchAll(quoted)]).toHaveLength(text.match(/<!-- from:/g)?.length ?? 0);
  expect([...text.matchAll(quoted)]).not.toEqual([]);
  const expected = text.replace(quoted, (_, head: string, file: string, _old, end: string) => head + readFileSync(join(project, file), 'utf8') + end);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, expected);
  expect(readFileSync(path, 'utf8')).toBe(expected);
});
