import { estimate, MANY_PAIRS } from '../../src/cost/estimate.ts';
import { isDiscarded, unknownModeOf } from '../../src/ports/network-mode.ts';
import { countPairs } from '../../src/ports/published.ts';
import { defineRule, engineOf } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment, { strategy, engine, costs }) {
  if (strategy === 'minimal') return;
  for (const service of deployment.services) {
    if (engineOf(service, engine) !== 'linux' || service.zlm === null || service.ports.length === 0 || isDiscarded(service)) continue;
    const count = countPairs(service.ports);
    const unless = unknownModeOf(service);
    // Neither a port nor the network is certain.
    if (unless !== null && count.pairs === 0) continue;
    const unknown = service.ports.filter((port) => countPairs([port]).atLeast).map(({ text }) => text);
    yield {
      messageId: count.pairs > MANY_PAIRS ? 'bridge-many' : count.atLeast ? 'bridge-unknown' : 'bridge',
      data: { service: service.label, unless: unless ?? '', pairs: count.pairs, processes: estimate(count, costs).processes, setUp: costs.processesPerPair, unknown },
      service,
      at: service.portsAt?.at ?? service.at,
      answers: ['host'],
      amount: count.pairs,
    };
  }
});
