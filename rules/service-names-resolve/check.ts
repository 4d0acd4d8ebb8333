import type { Service } from '../../src/model/deployment.ts';
import type { Report } from '../../src/model/finding.ts';
import { defineRule } from '../../src/rule.ts';
import { lostNames, loopbackHooks, type LostNames } from '../../src/zlm/lost-names.ts';
import rule from './rule.json' with { type: 'json' };

/** More places than this help nobody. */
const MOST_PLACES = 20;

export default defineRule(rule, function* (deployment) {
  for (const { speaker, target, addresses, speakerOnHost } of lostNames(deployment)) {
    yield* saying(speakerOnHost ? 'from-host' : 'to-host', speaker, addresses, target.label);
  }
  for (const { speaker, by, addresses } of loopbackHooks(deployment)) {
    yield* saying('loopback', speaker, addresses.map((address) => ({ ...address, by })), by.label);
  }
});

function* saying(messageId: keyof typeof rule.messages, service: Service, addresses: LostNames['addresses'], other: string): Generator<Report<keyof typeof rule.messages>> {
  const [first, ...rest] = addresses;
  if (first === undefined) return;
  const where = new Set(addresses.map((address) => (address.by === service ? address.where : `${address.by.label}: ${address.where}`)));
  const data = { service: service.label, other, names: [...new Set(addresses.map(({ host }) => host))], where: [...where].slice(0, MOST_PLACES) };
  yield { messageId, data, service, at: first.at, related: rest.slice(0, MOST_PLACES).map(({ at }) => at) };
}
