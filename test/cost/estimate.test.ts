import { describe, expect, it } from 'vitest';
import { estimate } from '../../src/cost/estimate.ts';
import { costsOf, usualCosts } from '../../src/cost/model.ts';

/** Measured: pairs, megabytes, seconds to start and to stop. */
const measured: readonly [version: string, proxy: boolean, pairs: number, memory: number, start: number, stop: number][] = [
  ['20.10', true, 100, 240, 3.2, 6.2], ['20.10', true, 500, 1040, 28, 44], ['20.10', true, 1002, 2150, 60, 121], ['20.10', true, 2000, 4220, 213, 370],
  ['20.10.24', false, 100, 41, 3, 6.6], ['20.10', false, 500, 51, 21.9, 43.8], ['20.10', false, 1000, 65, 60.1, 130],
  ['28', true, 100, 329, 8.2, 5.6], ['28.5.2', true, 500, 1637, 45.4, 36.7], ['28.5', true, 1000, 3196, 119, 86],
  ['29', true, 100, 214, 11, 5.8], ['29.7.2', true, 500, 1053, 45.3, 34], ['29.7', true, 1000, 2281, 104, 83],
  ['29', false, 100, 12, 4.7, 7.1], ['29', false, 500, 13, 35.3, 44.7],
];

describe('the estimate', () => {
  it.each(measured)('%s, userland-proxy %s, %d pairs: as measured, within a fifth', (version, userlandProxy, pairs, memory, start, stop) => {
    const costs = costsOf({ version, userlandProxy });
    const cost = estimate({ pairs, oneFamily: 0, atLeast: false }, costs);
    expect(costs.measured).toBe(true);
    expect(cost.processes).toBe(userlandProxy ? 2 * pairs : 0);
    for (const [is, was] of [[cost.memory, memory], [cost.startSeconds, start], [cost.stopSeconds, stop]] as const) expect(Math.abs(is - was) / was).toBeLessThan(0.2);
  });

  it.each([
    ['19.03', true, 'Docker 20.10'], ['27.5.1', true, 'Docker 20.10'], ['28', false, 'Docker 29.7'], ['30', true, 'Docker 29.7'], ['30.1', false, 'Docker 29.7'],
  ])('of %s, userland-proxy %s, is that of %s, and says so', (version, userlandProxy, engine) => {
    expect(costsOf({ version, userlandProxy })).toMatchObject({ engine, measured: false });
  });

  it('of one pair takes no less than no time', () => {
    for (const version of ['20.10', '28', '29']) {
      for (const userlandProxy of [true, false]) {
        const { startSeconds, stopSeconds } = estimate({ pairs: 1, oneFamily: 1, atLeast: false }, costsOf({ version, userlandProxy }));
        expect(Math.min(startSeconds, stopSeconds)).toBeGreaterThan(0.1);
      }
    }
    expect(usualCosts).toMatchObject({ engine: 'Docker 20.10', measured: true });
  });
});
