import { describe, expect, it } from 'vitest';
import facts from '../../rules/_facts/engine-cost.json' with { type: 'json' };
import { estimate } from '../../src/cost/estimate.ts';
import { costsOf, modelError, models, usualCosts, usualEngine, type EngineFacts, type Firewall, type HugePages } from '../../src/cost/model.ts';
import type { PairCount } from '../../src/ports/published.ts';

function count(pairs: number, bound: Partial<PairCount> = {}): PairCount {
  return { pairs, oneFamily: 0, ipv6: 0, loopback: 0, anywhere: 0, atLeast: false, ...bound };
}

/** The runs of one class, and the engine whose figures they are. */
const classes = facts.classes.map(({ engine, userlandProxy, firewall, hugePages, runs }) => {
  const asked: EngineFacts = { ...usualEngine, version: engine, userlandProxy, firewall: firewall as Firewall, hugePages: hugePages as HugePages | null };
  return { name: `${engine}, proxy ${userlandProxy}, ${firewall}, ${hugePages}`, asked, runs };
});

describe('the estimate against the runs that it was fitted to', () => {
  it.each(classes)('$name: processes and rules as counted, memory and times within the error that is told', ({ asked, runs }) => {
    const costs = costsOf(asked);
    expect(costs.differs).toEqual([]);
    expect(runs.length).toBeGreaterThan(1);
    for (const run of runs) {
      const loopback = run.oneFamily;
      const cost = estimate(count(run.pairs, { oneFamily: run.oneFamily, loopback }), costs);
      const network = run.published.includes('Compose') ? (run.rules - (cost.firewallRules ?? 0)) : 0;
      expect(cost, run.published).toMatchObject({ processes: run.processes, firewallRules: run.rules - network, extrapolated: false });
      expect([0, 8, 9], 'Compose makes a network of its own').toContain(network);
      const off = (is: number, was: number): number => Math.abs(is - was) / was;
      // One run says of itself that it is noise: what came back was half of what was used.
      const isNoise = run.released !== null && off(run.released, run.memory) > 0.4;
      if (run.pairs >= 100 && !isNoise) {
        expect(off(cost.memory, run.memory), `${run.published}: memory`).toBeLessThan(modelError.memory);
        for (const ratio of [cost.startSeconds / run.start, cost.stopSeconds / run.stop]) expect(Math.max(ratio, 1 / ratio), `${run.published}: times`).toBeLessThan(modelError.timeFactor);
      }
      if (run.pss !== null) expect(off(costs.memory.pss, run.pss), `${run.published}: pss`).toBeLessThan(0.15);
    }
  });

  it('has no more than one class for one engine', () => {
    const keys = models.map(({ engine, userlandProxy, firewall, hugePages }) => JSON.stringify([engine, userlandProxy, firewall, hugePages]));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the figures of an engine that was not measured', () => {
  it.each<[Partial<EngineFacts>, string, readonly string[]]>([
    [{ version: '19.03' }, '20.10.24 true iptables-nft', ['version']],
    [{ version: '27.5.1' }, '20.10.24 true iptables-nft', ['version']],
    [{ version: '28', userlandProxy: false }, '29.7.2 false iptables-nft', ['version']],
    [{ version: '28.5.2', firewall: 'iptables-legacy' }, '28.5.2 true iptables-nft', ['firewall']],
    [{ version: '28.5.2', firewall: 'nftables' }, '29.7.2 true nftables', ['version']],
    [{ version: '20.10', firewall: 'nftables' }, '20.10.24 true iptables-nft', ['firewall']],
    [{ version: '30' }, '29.7.2 true iptables-nft', ['version']],
    [{ version: '30.1', userlandProxy: false, firewall: 'nftables' }, '29.7.2 false nftables', ['version']],
  ])('%j: those of %s, and it says in what they differ', (asked, nearest, differs) => {
    const costs = costsOf({ ...usualEngine, ...asked });
    expect(`${costs.measuredWith} ${costs.userlandProxy} ${costs.firewall}`).toBe(nearest);
    expect(costs.differs).toEqual(differs);
  });

  it('stand for all where nobody said which engine', () => {
    expect(usualCosts).toMatchObject({ measuredWith: '20.10.24', hugePages: 'madvise', differs: [] });
  });
});

describe('the estimate', () => {
  it('of one pair takes no less than no time', () => {
    for (const { asked } of classes) {
      const { startSeconds, stopSeconds } = estimate(count(1, { oneFamily: 1 }), costsOf(asked));
      expect(Math.min(startSeconds, stopSeconds)).toBeGreaterThan(0.1);
    }
  });

  it('of nothing is that of the host network', () => {
    expect(estimate(count(0), usualCosts)).toMatchObject({ processes: 0, firewallRules: 0, memory: 0, memoryHugePages: 0, startSeconds: 0.3 });
  });

  it('tells what huge pages would make of it only while nobody said what the host has', () => {
    const [open, always, never] = [null, 'always', 'never'].map((hugePages) => estimate(count(1002), costsOf({ ...usualEngine, hugePages: hugePages as HugePages | null })));
    expect(open?.memoryHugePages).toBe(always?.memory);
    expect(always?.memory).toBeGreaterThan(6 * (open?.memory ?? Infinity));
    expect(never).toEqual({ ...open, memoryHugePages: 0 });
    expect(always?.memoryHugePages).toBe(0);
  });

  it.each<[string, Partial<PairCount>, Partial<EngineFacts>, number, number | null]>([
    ['every address', {}, { version: '28.5' }, 20, 21],
    ['an address of IPv4', { oneFamily: 10 }, { version: '28.5' }, 10, 21],
    ['127.0.0.1', { oneFamily: 10, loopback: 10 }, { version: '28.5' }, 10, 31],
    ['an address of IPv6', { oneFamily: 10, ipv6: 10 }, { version: '28.5' }, 10, 1],
    ['every address', {}, { version: '28.5', ipv6: false }, 10, 21],
    ['127.0.0.1', { oneFamily: 10, loopback: 10 }, {}, 10, 30],
    ['an address of IPv6', { oneFamily: 10, ipv6: 10 }, {}, 10, 0],
    ['127.0.0.1', { oneFamily: 10, loopback: 10 }, { version: '29.7', firewall: 'nftables' }, 10, null],
  ])('ten pairs on %s %j, engine %j: %d processes, %s rules, as counted on 20.10.24 and 28.5.2', (_name, bound, asked, processes, rules) => {
    expect(estimate(count(10, bound), costsOf({ ...usualEngine, ...asked }))).toMatchObject({ processes, firewallRules: rules });
  });

  it('says what is extrapolated, and what no kernel would start', () => {
    expect(estimate(count(2001), usualCosts)).toMatchObject({ extrapolated: true, tooMany: false });
    expect(estimate(count(5001), usualCosts)).toMatchObject({ extrapolated: true, tooMany: true });
    expect(estimate(count(1008), costsOf({ ...usualEngine, version: '28.5' }))).toMatchObject({ extrapolated: true });
  });
});
