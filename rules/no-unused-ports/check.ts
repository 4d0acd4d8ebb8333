import type { Service } from '../../src/model/deployment.ts';
import type { Report } from '../../src/model/finding.ts';
import { isUnknown, spanText } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { placeIn, valueAt } from '../../src/zlm/located-ini.ts';
import { unusedPorts, type UnusedPort } from '../../src/zlm/unused-ports.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    const config = effectiveConfig(service);
    for (const unused of unusedPorts(service, deployment)) {
      const { port, number, kind } = unused;
      const key = keyOf(unused);
      const said = key !== '' && config.known && config.kind === 'mounted' ? valueAt(config, key) : null;
      yield {
        messageId: kind,
        data: { service: service.label, entry: port.text, number: String(number), key, ...listenerData(unused) },
        service,
        at: port.at,
        related: said === null || !config.known || config.kind !== 'mounted' ? [] : [placeIn(config, said.at, deployment)],
        ...dropping(service, unused),
      };
    }
  }
});

/** What is likely a typo, or was meant for a listener that has moved, is for a person to put right. */
function dropping(service: Service, { kind, port }: UnusedPort): Pick<Report, 'change' | 'title' | 'noFix'> {
  if (kind !== 'other-protocol' && kind !== 'off') return { noFix: { id: 'none.which-port', at: port.at } };
  return { change: { service, ports: [{ from: [port], into: null }] }, title: { id: 'title.drop-unused', data: { service: service.label, entry: port.text } } };
}

function keyOf(unused: UnusedPort): string {
  return unused.kind === 'nothing' ? '' : unused.kind === 'off' ? unused.key : unused.listener.key;
}

/** Where the listener really is, and the mapping that would lead there. */
function listenerData(unused: UnusedPort): Record<string, string> {
  if (unused.kind === 'nothing' || unused.kind === 'off') return {};
  const { listener, port } = unused;
  const host = port.host === null || isUnknown(port.host.value) ? '' : `${spanText(port.host.value)}:`;
  return { listens: String(listener.span.from), protocol: listener.protocol, mapping: `${host}${listener.span.from}` };
}
