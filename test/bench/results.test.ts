import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../bench/engine/check.mjs';
import { fit, refit, valueAt } from '../../bench/engine/fit.mjs';
import { median, summary } from '../../bench/engine/measure.mjs';
import { condensed } from '../../bench/engine/network.mjs';
import { sumOf } from '../../bench/engine/predict.mjs';
import { number, percent, table } from '../../bench/engine/table.mjs';

describe('fit', () => {
  test('recovers the coefficients that made the points', () => {
    const coefficient = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, (a, b, c) => {
        const points = [1, 10, 100, 200, 500, 1000, 2000, 5001].map((x) => [x, valueAt([a, b, c * 1e-4], x)]);
        const { coefficients, r2 } = fit(points, 2);
        for (const x of [50, 3000]) expect(valueAt(coefficients, x)).toBeCloseTo(valueAt([a, b, c * 1e-4], x), 6);
        expect(r2).toBeCloseTo(1, 6);
      }),
    );
  });

  test('of Docker 20.10: what was fitted by hand from the same minima', () => {
    const minima = [[1, 0.6], [10, 0.59], [50, 1.87], [100, 2.72], [200, 6.29], [500, 27.7], [1000, 64.9], [2000, 213]];
    const { coefficients, r2 } = fit(minima, 2);
    expect(coefficients[2]).toBeCloseTo(3.93e-5, 5);
    expect(r2).toBeGreaterThan(0.998);
    expect(fit(minima, 1).r2).toBeLessThan(0.97);
  });

  test('says nothing from too few points', () => {
    expect(fit([[1, 2], [1, 3]], 1)).toBeNull();
    expect(fit([[1, 2], [2, 3]], 2)).toBeNull();
  });

  test('host networking and 127.0.0.1 do not count for the times', () => {
    const row = (name: string, pairs: number, startSeconds: number) => ({ name, pairs, summary: { processes: pairs * 2, memoryMb: { used: 20 + pairs * 3 }, startSeconds, stopSeconds: 1 + pairs } });
    const { memoryMb, startSeconds } = refit([row('host', 0, 99), row('none', 0, 1), row('udp-100', 100, 2), row('udp-100-loopback', 100, 50), row('udp-500', 500, 10), { name: 'udp-5001', pairs: 5001, skipped: 'threads' }]);
    expect(memoryMb.coefficients.map((value: number) => Number(value.toFixed(6)))).toEqual([20, 1.5]);
    expect(startSeconds).toMatchObject({ points: 3 });
  });
});

const memory = (processes: number) => ({ used: 0, released: 0, processes, kernel: 0, rss: 0, container: 0, engine: 0 });
const measured = (processes: number, rules: number, pss: number, running = true) => ({ processes, rules, memoryMb: memory(pss), running });
const says = (processes: number, pss: number) => ({ now: { processes, memory: { processes: pss } } });

describe('check', () => {
  const good = {
    scenarios: [
      { name: 'host', summary: measured(0, 0, 0), predicted: says(0, 0) },
      { name: 'udp-100', summary: measured(200, 201, 258), predicted: says(200, 262) },
    ],
    examples: [{ name: 'safe', before: { summary: measured(154, 163, 190), predicted: says(154, 200) }, after: { summary: measured(0, 0, 0), predicted: says(0, 0) } }],
  };

  test('agrees with an engine that does what the model says', () => {
    expect(judge(good)).toEqual([]);
  });

  test.each([
    [{ scenarios: [{ name: 'host', summary: measured(2, 3, 0), predicted: says(2, 0) }] }, ['host: 2 docker-proxy processes, and host networking needs none', 'host: 3 firewall rules were added, and host networking needs none']],
    [{ scenarios: [{ name: 'udp-100', summary: measured(199, 201, 258), predicted: says(200, 262) }] }, ['udp-100: 199 docker-proxy processes, and the model says 200']],
    [{ scenarios: [{ name: 'udp-100', summary: measured(200, 201, 400), predicted: says(200, 262) }] }, ['udp-100: its docker-proxy processes hold 400 MB, and the model says 262 MB']],
    [{ scenarios: [{ name: 'udp-100', skipped: 'threads', predicted: says(200, 262) }] }, ['udp-100: skipped, threads']],
    [{ scenarios: [{ name: 'udp-100', summary: measured(200, 201, 258), predicted: { now: null, note: 'no such command' } }] }, ['udp-100: nothing to compare with: no such command']],
    [{ scenarios: [{ name: 'udp-100', summary: measured(200, 201, 258, false), predicted: says(200, 262) }] }, ['udp-100: the container does not run']],
    [{ examples: [{ name: 'safe', before: good.examples[0]?.before, after: { error: 'port is allocated' } }] }, ['safe, fixed: it does not start: port is allocated']],
    [{ examples: [{ name: 'safe', before: good.examples[0]?.before, after: { summary: measured(0, 0, 0, false), predicted: says(0, 0) } }] }, ['safe, fixed: a container does not run']],
    [{ examples: [{ name: 'safe', before: { skipped: 'port 80/tcp is in use' }, after: { skipped: 'port 80/tcp is in use' } }] }, ['safe: skipped, port 80/tcp is in use', 'safe, fixed: skipped, port 80/tcp is in use']],
  ])('names what differs', (changed, failures) => {
    expect(judge({ ...good, ...changed })).toEqual(failures);
  });

  test('is not content with nothing', () => {
    expect(judge({ scenarios: [], examples: [] })).toEqual(['nothing was compared']);
  });
});

describe('figures', () => {
  test('of several runs: the least time, the median memory', () => {
    const run = (used: number, startSeconds: number) => ({ ...measured(2, 3, 1), families: 2, threads: 14, memoryMb: { used }, startSeconds, stopSeconds: startSeconds / 2 });
    expect(summary([run(5, 3), run(90, 1), run(7, 2)])).toMatchObject({ runs: 3, processes: 2, rules: 3, memoryMb: { used: 7 }, startSeconds: 1, stopSeconds: 0.5, running: true });
    expect(median([4, 1])).toBe(2.5);
  });

  test('of several transfers: the median and the spread of those that succeeded', () => {
    expect(condensed([{ mbit: 3 }, { mbit: 1 }, { error: 'refused' }, { mbit: 2 }])).toMatchObject({ median: { mbit: 2 }, spread: { mbit: [1, 3] } });
    expect(condensed([{ error: 'refused' }])).toMatchObject({ error: 'refused' });
  });

  test('of several services: their sum', () => {
    const service = { now: { pairs: 1, processes: 2, firewallRules: 3, memory: { total: 4, processes: 2, kernel: 2 }, startSeconds: 1, stopSeconds: 2, extrapolated: false } };
    expect(sumOf({ model: { version: '1' }, services: [service, service] })).toEqual({ model: '1', now: { pairs: 2, processes: 4, firewallRules: 6, memory: { total: 8, processes: 4, kernel: 4 }, startSeconds: 2, stopSeconds: 4, extrapolated: false } });
    expect(sumOf({ services: [] }).now).toBeNull();
  });

  test('are written with commas, and in columns', () => {
    expect([number(13_384), number(1234.5, 1), number(-0.4), number(null), percent(1, 3), percent(1, 0)]).toEqual(['13,384', '1,234.5', '0', '-', '33 %', '-']);
    expect(table(['published', 'MB'], [['host', '0'], ['500 udp', '1,637']])).toBe('published     MB\nhost           0\n500 udp    1,637');
  });
});
