import { isDiscarded } from '../../src/ports/network-mode.ts';
import { knownMapping, mappingText, mergeableGroups } from '../../src/ports/published.ts';
import type { PublishedPort } from '../../src/model/port.ts';
import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null || isDiscarded(service)) continue;
    const seen = new Map<string, PublishedPort>();
    for (const port of service.ports) {
      const mapping = knownMapping(port);
      if (mapping === null) continue;
      const earlier = seen.get(mappingText(mapping));
      if (earlier === undefined) {
        seen.set(mappingText(mapping), port);
        continue;
      }
      yield { messageId: 'duplicate', data: { entry: port.text }, service, at: port.at, related: [earlier.at], answers: port.variable || earlier.variable ? ['host'] : ['host', 'merge'] };
    }
    const distinct = new Set(seen.values());
    for (const { members, into } of mergeableGroups(service.ports)) {
      const [first, ...others] = members.map(({ port }) => port).filter((port) => distinct.has(port));
      if (first === undefined || others.length === 0) continue;
      yield {
        messageId: 'mergeable',
        data: { entries: [first, ...others].map(({ text }) => text), into: mappingText(into) },
        service,
        at: first.at,
        related: others.map(({ at }) => at),
        answers: ['host', 'merge'],
      };
    }
  }
});
