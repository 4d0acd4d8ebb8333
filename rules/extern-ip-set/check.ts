import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { PublishedPort } from '../../src/model/port.ts';
import { leadsTo } from '../../src/ports/endpoints.ts';
import { networkModeOf } from '../../src/ports/network-mode.ts';
import { isUnknown } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { mayBeToldExternIp } from '../../src/zlm/controller.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { externIpsIn } from '../../src/zlm/extern-ip.ts';
import { upkeepOf } from '../../src/zlm/image-name.ts';
import { listenersOf, type Listener } from '../../src/zlm/listeners.ts';
import { placeIn, valueAt } from '../../src/zlm/located-ini.ts';
import { sharedNetworkOf } from '../../src/zlm/shared-network.ts';
import { surroundingsOf } from '../../src/zlm/surroundings.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  let mayBeSet: boolean | undefined;
  for (const service of deployment.services) {
    const config = effectiveConfig(service);
    if (service.zlm === null || service.zlm.bundled || !config.known || mayBeToldExternIp(deployment, config)) continue;
    if (service.image !== null && upkeepOf(service.image.value) === 'stale') continue;
    const port = webrtcPort(service, deployment);
    if (port === null) continue;
    const written = config.kind === 'mounted' ? valueAt(config, 'rtc.externIP') : null;
    const ips = externIpsIn(written?.value ?? '', service, deployment);
    const told = ips.filter(({ kind }) => kind !== 'unset');
    if (told.some(({ kind }) => kind === 'address' || kind === 'unknown')) continue;
    const at = written === null || config.kind === 'shipped' ? port.at : placeIn(config, written.at, deployment);
    const data = { service: service.label, entry: port.text };
    const [first] = told;
    if (first !== undefined && first.kind !== 'unset') {
      yield { messageId: first.kind === 'address' || first.kind === 'unknown' ? 'missing' : first.kind, data: { ...data, address: first.text }, service, at, related: [port.at] };
    } else if (ips[0] !== undefined) {
      yield { messageId: 'variable', data: { ...data, variable: ips[0].text }, service, at, related: [port.at] };
    } else if (!(mayBeSet ??= mayBeSetIn(deployment))) {
      yield { messageId: 'missing', data, service, at: port.at, ...(written === null ? {} : { related: [at] }) };
    }
  }
});

/** The entry that publishes WebRTC's media beyond the machine over a bridge, whichever service has it. */
function webrtcPort(service: Service, deployment: Deployment): PublishedPort | null {
  const owner = sharedNetworkOf(service, deployment)?.owner;
  const listeners = listenersOf(service);
  if (owner === undefined || !listeners.known || /^(?:host|none|)$/.test(networkModeOf(owner) ?? 'bridge')) return null;
  const surroundings = surroundingsOf(deployment);
  if (owner.networks.some(({ name }) => surroundings.settingsOf(name).includes('driver'))) return null;
  const over = (key: string): Listener[] => listeners.listeners.filter((listener) => listener.key === key);
  // Players take tcp only where udp fails, so that 8000/tcp alone is often meant for something else.
  const media = over('rtc.port').length > 0 ? over('rtc.port') : over('rtc.tcpPort');
  return owner.ports.find((port) => media.some((listener) => leadsTo(port, listener))) ?? null;
}

/** Whether a command, a script or another program speaks of the key, and may set it; a config.ini of any kind does not. */
function mayBeSetIn(deployment: Deployment): boolean {
  const surroundings = surroundingsOf(deployment);
  return deployment.services.some((service) => surroundings.sayingsOf(service).some(({ text, where }) => !/\.ini\b/.test(where) && !isUnknown(text) && /externip/i.test(text)));
}
