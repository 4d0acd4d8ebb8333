import { expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

const known = ['strategy', 'streams', 'engine', 'max'];

it.each([
  ['stategy', 'strategy'],
  ['stratgey', 'strategy'],
  ['Strategy', 'strategy'],
  ['stream', 'streams'],
  ['mx', 'max'],
  ['xyz', null],
  ['', null],
  ['x'.repeat(100_000), null],
])('%s is probably %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});
