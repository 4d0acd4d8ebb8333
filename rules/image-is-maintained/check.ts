import { defineRule } from '../../src/rule.ts';
import { isRolling, splitImage, upkeepOf } from '../../src/zlm/image-name.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment, _, optionsOf) {
  for (const service of deployment.services) {
    const { zlm, image, build } = service;
    // The image of a build is a name for what is built.
    if (zlm === null || image === null || build !== null || typeof image.value !== 'string') continue;
    const upkeep = upkeepOf(image.value);
    const { tag } = splitImage(image.value);
    const data = { service: service.label, image: image.value, tag: tag ?? 'latest' };
    if (upkeep === 'stale') yield { messageId: 'stale', data, service, at: image.at };
    else if (upkeep === 'unbuilt') yield { messageId: tag === null ? 'no-tag' : 'unbuilt-tag', data, service, at: image.at };
    else if (optionsOf(service).digest && isRolling(image.value)) yield { messageId: 'rolling', data, service, at: image.at };
  }
});
