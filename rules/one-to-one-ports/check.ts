import { spanText } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { controllersOf, isSinglePortUnused, type Controller } from '../../src/zlm/controller.ts';
import { listenersOf, type Listener } from '../../src/zlm/listeners.ts';
import { movedEntries, publishedPortsOf, type Entry } from '../../src/zlm/published-ports.ts';
import facts from '../_facts/controllers.json' with { type: 'json' };
import rule from './rule.json' with { type: 'json' };

const messages = {
  'rtc.port': 'webrtc',
  'rtc.tcpPort': 'webrtc',
  'rtp_proxy.port': 'rtp',
  'rtc.icePort': 'turn',
  'rtc.iceTcpPort': 'turn',
  'rtc.port_range': 'turn',
} as const;

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null) continue;
    const found = listenersOf(service);
    const published = publishedPortsOf(service, deployment);
    if (!found.known || published === null) continue;
    const readByWvp: { listener: Listener; entry: Entry }[] = [];
    const controller = controllersOf(deployment).find(({ program }) => program === 'wvp');
    const unused = isSinglePortUnused(deployment) ? 'rtp_proxy.port' : null;
    for (const listener of found.listeners) {
      if (listener.key === unused) continue;
      for (const entry of movedEntries(published, listener)) {
        if (isAdvertised(listener.key)) {
          yield {
            messageId: entry.host === 'free' ? 'free' : messages[listener.key],
            data: { service: service.label, key: listener.key, container: `${spanText(listener.span)}/${listener.protocol}`, mapping: entry.port.text },
            service,
            at: entry.port.at,
          };
        } else if (controller !== undefined && isRead(listener, controller)) readByWvp.push({ listener, entry });
      }
    }
    const [first] = readByWvp;
    if (first === undefined || controller === undefined) continue;
    yield {
      messageId: 'wvp',
      data: {
        service: service.label,
        controller: controller.service.label,
        since: facts.programs.find(({ program }) => program === 'wvp')?.readsPortsSince ?? '',
        mappings: readByWvp.map(({ entry }) => entry.port.text),
        keys: [...new Set(readByWvp.map(({ listener }) => listener.key))],
      },
      service,
      at: first.entry.port.at,
      related: readByWvp.slice(1).map(({ entry }) => entry.port.at),
    };
  }
});

function isAdvertised(key: string): key is keyof typeof messages {
  return key in messages;
}

/** WVP takes ports from ZLMediaKit, but that of HTTP from its own setting. */
function isRead({ key, span }: Listener, { readsPorts, setting }: Controller): boolean {
  return key === 'http.port' ? setting('media.http-port')?.value === spanText(span) : readsPorts.includes(key);
}
