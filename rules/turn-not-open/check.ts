import facts from '../_facts/config-keys.json' with { type: 'json' };
import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { SourceRange } from '../../src/model/source.ts';
import { leadsTo } from '../../src/ports/endpoints.ts';
import { networkModeOf } from '../../src/ports/network-mode.ts';
import { defineRule, engineOf } from '../../src/rule.ts';
import { effectiveConfig, type EffectiveConfig } from '../../src/zlm/effective-config.ts';
import { isRolling } from '../../src/zlm/image-name.ts';
import { listenersOf } from '../../src/zlm/listeners.ts';
import { placeIn, valueAt } from '../../src/zlm/located-ini.ts';
import { sharedNetworkOf } from '../../src/zlm/shared-network.ts';
import rule from './rule.json' with { type: 'json' };

const { user, password, keys, since } = facts.turn;

export default defineRule(rule, function* (deployment, { engine }) {
  for (const service of deployment.services) {
    const owner = service.zlm === null ? null : (sharedNetworkOf(service, deployment)?.owner ?? null);
    const config = effectiveConfig(service);
    if (owner === null || !config.known) continue;
    const listeners = listenersOf(service);
    const relays = listeners.known && listeners.listeners.some(({ key }) => key === 'rtc.port_range');
    const said = saidIn(config, deployment);
    if (!relays || said === null || (said.length === 0 && !isCurrent(service))) continue;
    const open = listeners.listeners.filter(({ key }) => key === 'rtc.icePort' || key === 'rtc.iceTcpPort');
    const host = networkModeOf(owner) === 'host' && ['linux', 'podman', 'nerdctl'].includes(engineOf(owner, engine));
    const port = host ? undefined : owner.ports.find((one) => open.some((listener) => leadsTo(one, listener)));
    const [listener] = port === undefined ? open : open.filter((one) => leadsTo(port, one));
    if ((!host && (port === undefined || networkModeOf(owner) === 'host')) || listener === undefined) continue;
    yield {
      messageId: said.length > 0 ? 'open' : 'open-by-default',
      data: { service: service.label, port: String(listener.span.from), user: user.default, since },
      service,
      at: port?.at ?? owner.networkMode?.at ?? owner.at,
      related: said,
    };
  }
});

/** Where a config.ini speaks of TURN, as one does that was made since there is one; `null` when it sets another user or password. */
function saidIn(config: Extract<EffectiveConfig, { known: true }>, deployment: Deployment): SourceRange[] | null {
  if (config.kind === 'shipped') return [];
  if ([user, password].some(({ key, default: value }) => (valueAt(config, key)?.value ?? value) !== value)) return null;
  return keys.flatMap((key) => valueAt(config, key) ?? []).map(({ at }) => placeIn(config, at, deployment));
}

/** Its tag is what upstream builds today; a digest or an image of one's own may be older than TURN is. */
function isCurrent({ image, build }: Service): boolean {
  return image !== null && build === null && isRolling(image.value);
}
