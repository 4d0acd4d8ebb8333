import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { Report } from '../../src/model/finding.ts';
import { endpointTexts } from '../../src/ports/endpoints.ts';
import { knownMapping, mappingText } from '../../src/ports/published.ts';
import { overlaps, spanText, widthOf } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { isSinglePortUnused } from '../../src/zlm/controller.ts';
import { listenersOf, type Listener } from '../../src/zlm/listeners.ts';
import { publishedPortsOf, type Entry } from '../../src/zlm/published-ports.ts';
import { surroundingsOf } from '../../src/zlm/surroundings.ts';
import rule from './rule.json' with { type: 'json' };

/** Listeners that are one thing over two protocols. */
const families = { 'rtc.port': 'webrtc', 'rtc.tcpPort': 'webrtc', 'rtp_proxy.port': 'rtp', 'rtc.icePort': 'turn', 'rtc.iceTcpPort': 'turn' } as const;

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    if (service.zlm === null) continue;
    const found = listenersOf(service);
    const published = publishedPortsOf(service, deployment);
    if (!found.known || published?.complete !== true) continue;
    const fixed = found.listeners.filter(({ onDemand }) => !onDemand);
    const unused = isSinglePortUnused(deployment) ? 'rtp_proxy.port' : null;
    for (const listener of fixed) {
      const entries = published.entries.filter(({ span }) => overlaps(span, listener.span));
      const [entry] = entries;
      if (entry === undefined || entries.some(({ protocol }) => protocol === listener.protocol)) continue;
      const messageId = messageFor(listener, entry, fixed, published.alone);
      if (messageId === null || listener.key === unused) continue;
      yield {
        messageId,
        data: { service: service.label, key: listener.key, port: spanText(listener.span), protocol: listener.protocol, published: entry.protocol },
        service,
        at: entry.port.at,
        related: entries.slice(1).map(({ port }) => port.at),
        ...twin(service, entry, listener, deployment),
      };
    }
  }
});

type MessageId = `${(typeof families)[keyof typeof families]}-${Listener['protocol']}` | 'other-protocol' | 'shell';

/** The same mapping over the other protocol; whether the host's port is free there nobody can tell from the files. */
function twin(service: Service, { port }: Entry, { span, protocol, oneToOne }: Listener, deployment: Deployment): Pick<Report, 'change' | 'title' | 'unsafe' | 'noFix'> {
  const known = knownMapping(port);
  if (known === null) return { noFix: { id: 'none.host-port', at: port.at } };
  if (port.variable) return { noFix: { id: 'refused.variable', at: port.at } };
  if (!service.ports.includes(port)) return { noFix: { id: 'none.other-service', at: port.at } };
  const first = known.host.from - known.container.from + span.from;
  if (oneToOne && first !== span.from) return { noFix: { id: 'none.moved', data: { port: spanText(span) }, at: port.at } };
  const host = { from: first, to: first + widthOf(span) - 1 };
  const [held] = surroundingsOf(deployment).portsMeeting({ span: host, protocol }, service);
  if (held !== undefined) return { noFix: { id: 'none.held', data: { service: held.service.label }, at: held.at } };
  const into = { hostIp: known.hostIp, host, container: span, protocol };
  const opens = endpointTexts([{ span: host, protocol }]);
  return {
    change: { service, ports: [{ from: [], into }] },
    title: { id: 'title.publish-twin', data: { service: service.label, mapping: mappingText(into), opens } },
    unsafe: { id: 'unsafe.opens', data: { opens }, at: port.at },
  };
}

/** A port that is published by itself was meant for what listens there; one inside a range was not. */
function messageFor({ key, span, protocol }: Listener, entry: Entry, listeners: readonly Listener[], alone: boolean): MessageId | null {
  const there = listeners.filter((other) => other.protocol === entry.protocol && overlaps(other.span, span));
  const family = isInFamily(key) ? families[key] : null;
  if (family !== null && there.some((other) => isInFamily(other.key) && families[other.key] === family)) return `${family}-${protocol}`;
  if (there.length === 0) return alone && widthOf(entry.span) === 1 ? 'other-protocol' : null;
  return key === 'srt.port' && there.every((other) => other.key === 'shell.port' && other.from === 'compiled default') ? 'shell' : null;
}

function isInFamily(key: string): key is keyof typeof families {
  return key in families;
}
