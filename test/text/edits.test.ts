import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, joinedEdits } from '../../src/text/edits.ts';

const edit = (start: number, end: number, text: string) => ({ at: { file: 'a', start, end }, text });

it('edits that touch are one, in their order', () => {
  expect(joinedEdits([edit(5, 5, 'x'), edit(9, 10, ''), edit(5, 5, 'y'), edit(5, 7, 'z')])).toEqual([edit(5, 7, 'xyz'), edit(9, 10, '')]);
  expect(joinedEdits([])).toEqual([]);
});

it('edits say the same when they are joined, and no two of them touch', () => {
  const text = 'abcdefghijklmnop';
  const cuts = fc.array(fc.nat(text.length), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, fc.infiniteStream(fc.string({ maxLength: 3 })), (places, words) => {
      const sorted = [...places].sort((a, b) => a - b);
      const edits = sorted.flatMap((start, index) => (index % 2 === 0 ? [edit(start, sorted[index + 1] ?? start, words.next().value)] : []));
      const joined = joinedEdits(edits);
      expect(applyEdits(text, joined)).toBe(applyEdits(text, edits));
      expect(joined.every(({ at }, index) => at.start > (joined[index - 1]?.at.end ?? -1))).toBe(true);
    }),
  );
});
