import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

type MessageId = keyof typeof rule.messages;

export default defineRule(rule, function* (deployment) {
  if (deployment.form !== 'docker-run') return;
  for (const { id, data, at } of deployment.problems) {
    const service = deployment.services.find(({ extent }) => extent.file === at.file && extent.start <= at.start && at.start < extent.end) ?? null;
    yield { messageId: id as MessageId, data: data ?? {}, service, at };
  }
});
