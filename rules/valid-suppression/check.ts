import type { DirectiveUse, Malformed } from '../../src/model/suppression.ts';
import type { Report } from '../../src/model/finding.ts';
import { defineReview } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

type MessageId = keyof typeof rule.messages;

export default defineReview(rule, function* ({ uses, malformed }, optionsIn) {
  for (const one of malformed) yield misunderstood(one);
  for (const { directive, unknown, unused } of uses) {
    const { kind, at, reason } = directive;
    for (const { name, near } of unknown) {
      yield near === null
        ? { messageId: 'unknown-rule', data: { rule: name.value }, service: null, at: name.at }
        : { messageId: 'unknown-rule-near', data: { rule: name.value, near }, service: null, at: name.at };
    }
    if (unused !== null) yield idle(directive, unused);
    if (reason === null && kind !== 'enable' && optionsIn(at.file).requireReason) yield { messageId: 'no-reason', service: null, at };
  }
});

function misunderstood(one: Malformed): Report<MessageId> {
  const data = one.id === 'no-separator' ? { text: one.text } : { word: one.word, near: one.near };
  return { messageId: one.id, data, service: null, at: one.at };
}

function idle({ kind }: DirectiveUse['directive'], { rules, whole, at, text, edits }: NonNullable<DirectiveUse['unused']>): Report<MessageId> {
  return {
    messageId: kind === 'enable' ? 'unused-enable' : rules.length === 0 ? 'unused-all' : 'unused',
    data: { rules },
    service: null,
    at,
    edits,
    title: { id: whole ? 'title.drop-suppression' : 'title.drop-suppressed-rules', data: { text } },
  };
}
