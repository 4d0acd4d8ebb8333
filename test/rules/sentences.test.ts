import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../../src/report/sentences.ts';
import { asciiPunctuation, placeholders } from './chinese.ts';

const sentences: (typeof catalogues)[number] = Object.assign({}, ...catalogues);

const root = fileURLToPath(new URL('../../', import.meta.url));
const groups = 'host|minimal|none|unread|refused|dropped|after|title|unsafe|cost|zlm|zlm-config|zlm-rtp|report|ports|inspect|github|markdown|sarif|junit';

/** Ids that are put together at run time, and what they can become. */
const composed: Readonly<Record<string, readonly string[]>> = {
  'zlm-config.${mounted.why}': ['zlm-config.missing', 'zlm-config.outside', 'zlm-config.unreadable'],
  'report.${done}': ['report.fixed', 'report.would-fix'],
  'inspect.${id}': ['pairs', 'processes', 'rules', 'threads', 'own', 'kernel', 'together', 'measured', 'estimated', 'not-measured'].map((id) => `inspect.${id}`),
  'inspect.unmeasured-${unmeasured}': ['engine', 'elsewhere', 'hidden', 'no-proc', 'stopped'].map((why) => `inspect.unmeasured-${why}`),
  'report.patch-${applies}': ['report.patch-without-context', 'report.patch-never'],
  'report.fix-${fix.safety}': ['report.fix-safe', 'report.fix-unsafe'],
};

/** Ids whose sentence has other words once it is done: `done.host.pool` beside `host.pool`. */
const DONE = /^done\./;

const sources = ['src', 'rules'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && ![join('report', 'sentences.ts'), join('report', 'inspect-sentences.ts'), join('report', 'published-sentences.ts')].includes(path))
    .map((path) => readFileSync(join(root, folder, path), 'utf8')),
);

const literals = new Set(sources.flatMap((text) => [...text.matchAll(new RegExp(`(['"])((?:${groups})\\.[a-z][a-z-]*)\\1`, 'g'))].map(([, , id]) => id ?? '')));
const templates = new Set(sources.flatMap((text) => [...text.matchAll(new RegExp(`\`((?:${groups})\\.[a-z-]*\\$\\{[^\`]*)\``, 'g'))].map(([, id]) => id ?? '')));
const used = new Set([...literals, ...Object.values(composed).flat()]);

describe('sentences', () => {
  it('are there for every id that the sources name', () => {
    expect([...used].filter((id) => sentences[id] === undefined)).toEqual([]);
  });

  it('are all used', () => {
    expect(Object.keys(sentences).filter((id) => !used.has(id.replace(DONE, '')))).toEqual([]);
  });

  it('whose ids are put together are known to this test', () => {
    expect([...templates].sort()).toEqual(Object.keys(composed).sort());
  });

  it.each(Object.entries(sentences).filter(([id]) => DONE.test(id)))('%s fills in what its sentence before it is done has', (id, { en }) => {
    expect(placeholders(sentences[id.replace(DONE, '')]?.en ?? '')).toEqual(expect.arrayContaining(placeholders(en)));
  });

  it.each(Object.entries(sentences))('%s says the same in both languages', (_, { en, zh }) => {
    expect(placeholders(zh)).toEqual(placeholders(en));
  });

  it.each(Object.entries(sentences))('%s has full-width punctuation in Chinese', (_, { zh }) => {
    expect(asciiPunctuation(zh)).toEqual([]);
  });
});
