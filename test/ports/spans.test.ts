import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaps, PortSet, spanText, subtract, union, widthOf } from '../../src/ports/spans.ts';
import { numbersOf, span, spans } from './naive.ts';

describe('union', () => {
  it('is the same set of ports', () => {
    fc.assert(
      fc.property(spans, (all) => {
        expect(numbersOf(union(all))).toEqual(numbersOf(all));
      }),
    );
  });

  it('has as few spans as possible, in order', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const result = union(all);
        result.slice(1).forEach((next, index) => expect(next.from).toBeGreaterThan((result[index]?.to ?? 0) + 1));
      }),
    );
  });

  it('does not depend on order or repetition, and leaves what it was given', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const copy = structuredClone(all);
        expect(union([...all].reverse())).toEqual(union(all));
        expect(union([...all, ...all])).toEqual(union(all));
        expect(all).toEqual(copy);
      }),
    );
  });
});

describe('subtract', () => {
  it('is the difference of the sets', () => {
    fc.assert(
      fc.property(span, spans, (one, covered) => {
        const taken = numbersOf(covered);
        const left = subtract(one, covered);
        expect([...numbersOf(left)]).toEqual([...numbersOf([one])].filter((port) => !taken.has(port)));
        expect(left).toEqual(union(left));
      }),
    );
  });
});

describe('widthOf and overlaps', () => {
  it('agree with the sets', () => {
    fc.assert(
      fc.property(span, span, (a, b) => {
        expect(widthOf(a)).toBe(numbersOf([a]).size);
        expect(overlaps(a, b)).toBe([...numbersOf([a])].some((port) => numbersOf([b]).has(port)));
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    );
  });
});

describe('spanText', () => {
  it('names one port or two ends', () => {
    expect([spanText({ from: 80, to: 80 }), spanText({ from: 0, to: 65_535 })]).toEqual(['80', '0-65535']);
  });
});

describe('a set of ports', () => {
  it('says of each span what none before it held', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const set = new PortSet();
        all.forEach((one, index) => expect(set.add(one)).toEqual(subtract(one, all.slice(0, index))));
      }),
    );
  });
});
