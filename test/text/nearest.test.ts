import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

describe('the nearest name', () => {
  const names = ['contiguous-ports', 'no-wide-port-range', 'valid-compose', 'valid-run', 'off', 'error', 'maxBytes'];

  it.each<[string, string | null]>([
    ['valid-compse', 'valid-compose'],
    ['Valid-Run', 'valid-run'],
    ['vaild-run', 'valid-run'],
    ['validcompose', 'valid-compose'],
    ['contiguousports', 'contiguous-ports'],
    ['port-range', 'no-wide-port-range'],
    ['eror', 'error'],
    ['MAX_BYTES', 'maxBytes'],
    ['bytes', 'maxBytes'],
    ['of', 'off'],
    ['', null],
    ['on', null],
    ['x'.repeat(10_000), null],
    ['something-else', null],
  ])('of %s is %s', (word, name) => {
    expect(nearest(word, names)).toBe(name);
  });

  it('is the name itself, however many others are near', () => {
    expect(nearest('Disable-Line', ['disable-file', 'disable-line', 'disable-next-line'])).toBe('disable-line');
  });

  it('is none that only holds the word, where that is asked for', () => {
    expect(nearest('bytes', names, { parts: false })).toBeNull();
  });

  it('is one all the same where one is asked for', () => {
    expect(nearest('on', names, { always: true })).toBe('off');
  });
});
