import type { Deployment, Service } from '../../src/model/deployment.ts';
import { endpointTexts } from '../../src/ports/endpoints.ts';
import { overlaps, spanText, subtract, widthOf } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { controllersOf } from '../../src/zlm/controller.ts';
import { isTooNarrow, listenersOf, listenersOrAssumed, usedRtpPorts } from '../../src/zlm/listeners.ts';
import { publishedPortsOf, publishedRtp, RANGE, unreachablePairs, widthOfAll, type Entry, type PublishedPorts } from '../../src/zlm/published-ports.ts';
import { configuredRtpRange, isDefaultRange, isRtspTcpOnly, rtpRangeOf } from '../../src/zlm/rtp-range.ts';
import rule from './rule.json' with { type: 'json' };

export default defineRule(rule, function* (deployment) {
  for (const service of deployment.services) {
    const published = service.zlm === null ? null : publishedPortsOf(service, deployment);
    const range = rtpRangeOf(service, deployment);
    const configured = range.known ? range.range : configuredRtpRange(service);
    const used = configured === null ? null : usedRtpPorts(configured);
    if (published === null || configured === null || used === null || isTooNarrow(configured)) continue;
    const { entries, colons, moved, missing } = publishedRtp(configured, published, listenersOrAssumed(service));
    const told = range.known ? range.written.map(({ at }) => at).filter(({ file }) => deployment.texts.has(file)) : [];
    const about = (of: readonly Entry[]) => ({
      data: { service: service.label, used: spanText(used), mappings: of.map(({ port }) => port.text) },
      service,
      at: of[0]?.port.at ?? published.owner.at,
      related: [...of.slice(1).map(({ port }) => port.at), ...told],
    });
    if (colons.length > 0) yield { messageId: 'colon', ...about(colons) };
    if (!range.known) continue;
    const pushed = range.from === 'controller' ? range.controller : null;
    const source = `${pushed?.rangeKey ?? 'port_range'} ${pushed?.pushed?.written.value ?? spanText(range.range)}`;
    if (range.controller?.rtp.kind === 'single-port') {
      const straight = entries.filter((entry) => entry.protocol === 'udp' && !moved.includes(entry));
      const left = subtract(used, straight.map(({ span }) => span)).map((span) => ({ span, protocol: 'udp' }));
      if (entries.length === 0 || left.length === 0 || !published.complete || isRtspTcpOnly(service)) continue;
      const report = about(entries);
      yield { messageId: 'single-port', ...report, data: { ...report.data, controller: range.controller.service.label, missing: endpointTexts(left) } };
      continue;
    }
    if (moved.length > 0) yield { messageId: 'moved', ...about(moved) };
    if (!published.complete) continue;
    const isDefault = isDefaultRange(range);
    if (entries.length === 0) {
      if (colons.length + moved.length > 0) continue;
      const others = isDefault ? [] : unusedRanges(service, published, deployment);
      if (others.length > 0) yield { messageId: 'elsewhere', ...about(others), data: { ...about(others).data, source } };
      else if (pushed !== null && published.entries.length > 0) yield { messageId: 'unpublished', ...about([]), at: published.owner.portsAt?.at ?? published.owner.at, data: { ...about([]).data, controller: pushed.service.label, source } };
      continue;
    }
    const protocols = new Set(entries.map(({ protocol }) => protocol));
    if (!protocols.has('udp')) yield { messageId: 'no-udp', ...about(entries) };
    if (!protocols.has('tcp')) yield { messageId: 'no-tcp', ...about(entries) };
    const gaps = missing.filter(({ protocol }) => protocols.has(protocol));
    if (gaps.length === 0 || (isDefault && widthOfAll(entries) < RANGE)) continue;
    const percent = Math.min(99, Math.max(1, Math.round((100 * unreachablePairs(gaps)) / (widthOf(used) / 2))));
    const messageId = unreachablePairs(gaps) === 0 ? 'rtcp' : isDefault ? 'part-of-default' : 'part';
    yield { messageId, ...about(entries), data: { ...about(entries).data, missing: endpointTexts(gaps), percent, source } };
  }
});

/** Published ranges on which nothing listens that the files tell of; a controller may send from its own. */
function unusedRanges(service: Service, { entries, alone }: PublishedPorts, deployment: Deployment): readonly Entry[] {
  const found = listenersOf(service);
  const controllers = controllersOf(deployment);
  if (!found.known || !alone || controllers.some(({ program, sendRange }) => program === 'wvp' && sendRange === null)) return [];
  const taken = [...found.listeners.map(({ span }) => span), ...controllers.flatMap(({ sendRange }) => sendRange?.range ?? [])];
  return entries.filter(({ span }) => widthOf(span) >= RANGE && !taken.some((one) => overlaps(one, span)));
}
