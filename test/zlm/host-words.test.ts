import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostWords } from '../../src/zlm/sayings.ts';

it('the host words of a text are its runs, their parts, and what stands behind an encoded character', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Z', '7', '.', '-', '_', '%', '/', ' ', '2', 'f', '\n', 'é'), maxLength: 40 });
  fc.assert(fc.property(text, (said) => {
    const words = hostWords(said);
    const lower = said.toLowerCase();
    for (const [run] of lower.matchAll(/[\w.-]+/g)) expect(words).toContain(run);
    for (const [, run] of lower.matchAll(/%[0-9a-f]{2}([\w.-]+)/g)) expect(words).toContain(run);
    for (const word of words) expect(lower).toContain(word);
  }));
});
