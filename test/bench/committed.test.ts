import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isNoise } from '../../bench/engine/markdown.mjs';
import { release } from '../../bench/engine/release.mjs';
import { estimate } from '../../src/cost/estimate.ts';
import { costsOf, modelError, usualEngine, type Firewall, type HugePages } from '../../src/cost/model.ts';

interface Summary {
  readonly processes: number;
  readonly rules: number;
  readonly memoryMb: { readonly used: number; readonly released: number; readonly processes: number };
  readonly startSeconds: number;
  readonly stopSeconds: number;
}

interface Result {
  readonly circumstances: { readonly engine: { readonly version: string; readonly userlandProxy: boolean; readonly firewall: Firewall }; readonly machine: { readonly hugePages: HugePages } };
  readonly scenarios: readonly { readonly name: string; readonly pairs: number; readonly summary?: Summary }[];
}

const folder = join(import.meta.dirname, '../../bench/engine/results');
const results = readdirSync(folder).map((name): [string, Result] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Result]);
const isWithin = (is: number, was: number, factor: number): boolean => is <= was * factor && was <= is * factor;

/** What the README shows as measured is what the model says, as far as it says that it is. */
describe.each(results)('the model beside %s', (_name, { circumstances: { engine, machine }, scenarios }) => {
  const costs = costsOf({ ...usualEngine, version: release(engine.version) as string, userlandProxy: engine.userlandProxy, firewall: engine.firewall, hugePages: machine.hugePages });
  const measured = scenarios.flatMap(({ name, pairs, summary }) => (summary === undefined ? [] : [{ name, pairs, summary }]));

  test('is of this engine', () => {
    expect(costs.differs).toEqual([]);
  });

  test('host networking adds no process and no rule', () => {
    for (const { summary } of measured.filter(({ name }) => name === 'host')) expect(summary).toMatchObject({ processes: 0, rules: 0 });
  });

  test.each(measured.filter(({ pairs }) => pairs > 0))('$name: processes and rules exactly, memory within a quarter, times within the factor', ({ name, pairs, summary }) => {
    const bound = name.endsWith('-loopback') ? pairs : 0;
    const cost = estimate({ pairs, oneFamily: bound, loopback: bound, ipv6: 0, anywhere: 0, atLeast: false }, costs);
    expect(summary).toMatchObject({ processes: cost.processes, rules: cost.firewallRules });
    if (pairs < 100) return;
    expect(isNoise(summary.memoryMb), 'what is shown is no noise').toBe(false);
    expect(Math.abs(cost.memory - summary.memoryMb.used) / summary.memoryMb.used).toBeLessThan(modelError.memory);
    expect(isWithin(cost.memoryOfProcesses, summary.memoryMb.processes, 1.25), 'memory of the processes themselves').toBe(true);
    for (const [is, was] of [[cost.startSeconds, summary.startSeconds], [cost.stopSeconds, summary.stopSeconds]] as const) expect(isWithin(is, was, modelError.timeFactor)).toBe(true);
  });
});
