import { isDiscarded } from '../../src/ports/network-mode.ts';
import { mappingText, mergeableGroups, type KnownMapping } from '../../src/ports/published.ts';
import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null || isDiscarded(service)) continue;
    for (const { members, into } of mergeableGroups(service.ports)) {
      const seen = new Map<string, KnownMapping>();
      for (const member of members) {
        const earlier = seen.get(mappingText(member));
        if (earlier === undefined) seen.set(mappingText(member), member);
        else {
          yield {
            messageId: 'duplicate',
            data: { entry: member.port.text },
            service,
            at: member.port.at,
            related: [earlier.port.at],
            strategies: ['host', 'minimal'],
          };
        }
      }
      const [first, ...others] = [...seen.values()];
      if (first === undefined || others.length === 0) continue;
      yield {
        messageId: 'mergeable',
        data: { entries: [first, ...others].map(({ port }) => port.text), into: mappingText(into) },
        service,
        at: first.port.at,
        related: others.map(({ port }) => port.at),
        strategies: ['host', 'minimal'],
      };
    }
  }
});
