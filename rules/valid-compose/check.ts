import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

type MessageId = keyof typeof rule.messages;

export default defineRule(rule, function* (deployment) {
  if (deployment.form !== 'compose') return;
  const services = new Map(deployment.services.map((service) => [service.name, service]));
  for (const { id, data, at, service } of deployment.problems) {
    yield {
      messageId: id as MessageId,
      data: data ?? {},
      service: (service === null ? undefined : services.get(service)) ?? null,
      at,
    };
  }
});
