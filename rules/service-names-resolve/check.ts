import { defineRule } from '../../src/rule.ts';
import { lostNames } from '../../src/zlm/lost-names.ts';
import rule from './rule.json' with { type: 'json' };

/** More places than this help nobody. */
const MOST_PLACES = 20;

export default defineRule(rule, function* (deployment) {
  for (const { speaker, target, addresses, speakerOnHost } of lostNames(deployment)) {
    const [first] = addresses;
    if (first === undefined) continue;
    const where = new Set(addresses.map((address) => (address.by === speaker ? address.where : `${address.by.label}: ${address.where}`)));
    yield {
      messageId: speakerOnHost ? 'from-host' : 'to-host',
      data: { service: speaker.label, other: target.label, names: [...new Set(addresses.map(({ host }) => host))], where: [...where].slice(0, MOST_PLACES) },
      service: speaker,
      at: first.at,
      related: addresses.slice(1, MOST_PLACES).map(({ at }) => at),
    };
  }
});
