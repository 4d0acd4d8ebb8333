import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Passages } from '../../src/text/passages.ts';

test('the longer of two at one place is found, and none over another', () => {
  const passages = new Passages(['abcd', 'abcdef', 'efgh', 'cde']);
  expect([...passages.in('abcdefgh abcde cde efgh')]).toEqual([
    { at: 0, passage: 'abcdef' },
    { at: 9, passage: 'abcd' },
    { at: 19, passage: 'efgh' },
  ]);
});

test('whatever is cut out of a text, none of it is left', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'ab', '秘'), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), text, (passages, where) => {
      let rest = '';
      let done = 0;
      for (const { at, passage } of new Passages(passages).in(where)) {
        expect(where.startsWith(passage, at) && at >= done).toBe(true);
        rest += `${where.slice(done, at)}|`;
        done = at + passage.length;
      }
      rest += where.slice(done);
      expect(passages.filter((one) => one.length >= 4 && rest.includes(one))).toEqual([]);
    }),
  );
});
