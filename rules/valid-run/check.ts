import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

type MessageId = keyof typeof rule.messages;

export default defineRule(rule, function* (deployment) {
  for (const { id, data, at } of deployment.problems) {
    if (!(id in rule.messages) || deployment.form !== 'docker-run') continue;
    const service = deployment.services.find(({ extent }) => extent.file === at.file && extent.start <= at.start && at.start < extent.end) ?? null;
    yield { messageId: id as MessageId, data: data ?? {}, service, at };
  }
});
