import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

type MessageId = keyof typeof rule.messages;

export default defineRule(rule, function* (deployment) {
  for (const { id, data, at, service } of deployment.problems) {
    yield {
      messageId: id as MessageId,
      data: data ?? {},
      service: deployment.services.find(({ name }) => name === service) ?? null,
      at,
    };
  }
});
