import { networkModeOf } from '../../src/ports/network-mode.ts';
import { countPairs } from '../../src/ports/published.ts';
import { defineRule } from '../../src/rule.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    const mode = networkModeOf(service);
    if (mode === null || mode === undefined) continue;
    const name = service.label;
    if (service.networksAt !== null) {
      yield {
        messageId: 'networks',
        data: { service: name, mode },
        service,
        at: service.networksAt.at,
        ...(service.networkMode === null ? {} : { related: [service.networkMode.at] }),
        change: { service, networks: 'remove' },
        title: { id: 'title.drop-networks', data: { service: name, mode } },
        unsafe: { id: 'unsafe.which-network', data: { mode }, at: service.networksAt.at },
      };
    }
    if (mode !== 'host' || service.ports.length === 0) continue;
    yield {
      messageId: 'discarded',
      data: { service: name, pairs: countPairs(service.ports).pairs },
      service,
      at: service.portsAt?.at ?? service.at,
      change: { service, ports: 'remove' },
      title: { id: 'title.drop-discarded-ports', data: { service: name } },
    };
  }
});
