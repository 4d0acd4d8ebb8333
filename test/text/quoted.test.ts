import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted, quotedToShow } from '../../src/text/quoted.ts';
import { visible } from '../../src/text/width.ts';
import { hostile } from '../report/hostile.ts';

/** What bash makes of words. */
function inBash(words: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
}

const random = fc.sample(fc.string({ unit: fc.constantFrom('a', '$', "'", '\\', '"', ' ', '\n', '\t', '\x1b', '\x7f', '\x85', '\u202e', '\u{e0001}', '中', '{', 'u', '0', '!', '`'), minLength: 1, maxLength: 12 }), { numRuns: 300, seed: 1 });
const words = [...hostile.map((text) => text.replaceAll('\0', '')), ...random];

test('bash reads every word back', () => {
  expect(inBash(words.map(quotedToShow))).toEqual(words);
  expect(inBash(words.map(quoted))).toEqual(words);
});

test('what is shown hides nothing, and is plain where the word is', () => {
  for (const word of words.map(quotedToShow)) expect(visible(word)).toBe(word);
  expect(['compose.yml', 'a b', "it's", '部署/compose.yml'].map(quotedToShow)).toEqual(['compose.yml', "'a b'", "'it'\\''s'", "'部署/compose.yml'"]);
});
