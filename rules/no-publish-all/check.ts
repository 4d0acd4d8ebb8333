import { isDiscarded } from '../../src/ports/network-mode.ts';
import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null || service.publishAll === null || isDiscarded(service)) continue;
    yield {
      messageId: service.expose.length > 0 ? 'exposed' : 'image',
      data: { service: service.label, expose: service.expose },
      service,
      at: service.publishAll.at,
      answers: ['host'],
    };
  }
});
