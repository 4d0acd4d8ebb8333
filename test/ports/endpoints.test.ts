import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointTexts, without, type Endpoints } from '../../src/ports/endpoints.ts';
import { numbersOf, protocol, span } from './naive.ts';

const endpoints: fc.Arbitrary<Endpoints[]> = fc.array(fc.record({ span, protocol }), { maxLength: 6 });

function single(all: readonly Endpoints[]): Set<string> {
  return new Set(all.flatMap((one) => [...numbersOf([one.span])].map((port) => `${port}/${one.protocol}`)));
}

describe('without', () => {
  it('is the difference of the sets, each protocol by itself', () => {
    fc.assert(
      fc.property(endpoints, endpoints, (all, covered) => {
        const taken = single(covered);
        expect(single(without(all, covered))).toEqual(new Set([...single(all)].filter((one) => !taken.has(one))));
      }),
    );
  });
});

describe('endpointTexts', () => {
  it('names each port once, in order', () => {
    fc.assert(
      fc.property(endpoints, (all) => {
        const read = endpointTexts(all).flatMap((text) => {
          const [, from = '', to = from, protocols = ''] = /^(\d+)(?:-(\d+))?\/(.*)$/.exec(text) ?? [];
          return protocols.split('+').map((name) => ({ span: { from: Number(from), to: Number(to) }, protocol: name }));
        });
        const total = read.reduce((sum, one) => sum + numbersOf([one.span]).size, 0);
        expect(single(read)).toEqual(single(all));
        expect(total).toBe(single(all).size);
        expect(read.map((one) => one.span.from)).toEqual(read.map((one) => one.span.from).sort((a, b) => a - b));
      }),
    );
  });

  it.each<[string, readonly [number, number, string][], readonly string[]]>([
    ['nothing', [], []],
    ['one port', [[80, 80, 'tcp']], ['80/tcp']],
    ['one span in two protocols', [[10000, 10000, 'udp'], [10000, 10000, 'tcp']], ['10000/tcp+udp']],
    ['neighbours', [[81, 81, 'tcp'], [80, 80, 'tcp']], ['80-81/tcp']],
    ['spans that differ by protocol', [[80, 81, 'tcp'], [80, 80, 'udp']], ['80-81/tcp', '80/udp']],
  ])('says %s', (_name, rows, texts) => {
    expect(endpointTexts(rows.map(([from, to, name]) => ({ span: { from, to }, protocol: name })))).toEqual(texts);
  });
});
