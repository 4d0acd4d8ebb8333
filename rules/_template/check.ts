import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null || service.image === null) continue;
    yield {
      messageId: 'found',
      data: { service: service.label },
      service,
      at: service.image.at,
    };
  }
});
