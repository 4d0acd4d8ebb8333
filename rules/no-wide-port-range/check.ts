import { estimate, extrapolation } from '../../src/cost/estimate.ts';
import type { PublishedPort } from '../../src/model/port.ts';
import { isDiscarded, unknownModeOf } from '../../src/ports/network-mode.ts';
import { countPairs } from '../../src/ports/published.ts';
import { isUnknown } from '../../src/ports/spans.ts';
import { defineRule, engineOf, figuresOf, isMeasured } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment, { engine, costs }, optionsOf) {
  for (const service of deployment.services) {
    const { max } = optionsOf(service);
    const count = countPairs(service.ports);
    if (count.pairs <= max || isDiscarded(service)) continue;
    const cost = estimate(count, costs);
    const [widest, ...others] = [...service.ports].sort((a, b) => pairsOf(b) - pairsOf(a));
    if (widest === undefined) continue;
    const runs = engineOf(service, engine);
    yield {
      messageId: !isMeasured(runs) ? 'wide-unmeasured' : count.atLeast ? 'wide-at-least' : 'wide',
      data: {
        service: service.label,
        unless: unknownModeOf(service) ?? '',
        pairs: count.pairs,
        least: count.atLeast ? 1 : 0,
        max,
        processes: cost.processes,
        memory: cost.memory,
        memoryHugePages: cost.hugePagesExtrapolated ? 0 : cost.memoryHugePages,
        memoryBeyond: cost.hugePagesExtrapolated ? cost.memoryHugePages : 0,
        start: cost.startSeconds,
        stop: cost.stopSeconds,
        extrapolated: extrapolation(cost),
        engine: runs,
        figures: figuresOf(costs),
        unknown: service.ports.filter((port) => countPairs([port]).atLeast).map(({ text }) => text),
      },
      service,
      at: widest.at,
      related: others.filter((port) => pairsOf(port) > 1 || isUnknown(port.container.value)).map(({ at }) => at),
      answers: service.zlm === null ? [] : ['host', 'narrow'],
      amount: count.pairs,
    };
  }
});

function pairsOf(port: PublishedPort): number {
  return countPairs([port]).pairs;
}
