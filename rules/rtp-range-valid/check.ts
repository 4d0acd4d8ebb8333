import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { SourceRange } from '../../src/model/source.ts';
import { networkModeOf } from '../../src/ports/network-mode.ts';
import { overlaps, spanText, widthOf } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { controllersOf } from '../../src/zlm/controller.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { isTooNarrow, LEAST_RTP_PORTS, listenersOf, usedRtpPorts } from '../../src/zlm/listeners.ts';
import { placeIn, valueAt } from '../../src/zlm/located-ini.ts';
import { isPlaceholder, isReadAsWritten, readRtpRange, rtpRangeOf } from '../../src/zlm/rtp-range.ts';
import { sharedNetworkOf } from '../../src/zlm/shared-network.ts';
import kernel from '../_facts/kernel.json' with { type: 'json' };
import rule from './rule.json' with { type: 'json' };

interface Written {
  readonly key: string;
  /** As ZLMediaKit is given it, and as it is written. */
  readonly text: string;
  readonly shown: string;
  readonly at: SourceRange;
  readonly said: Service;
  /** ZLMediaKit uses it, not one that a controller pushes in its place. */
  readonly counts: boolean;
}

const { ephemeral } = kernel;

export default defineRule(rule, function* (deployment) {
  const told = new Set<string>();
  for (const service of deployment.services) {
    if (service.zlm === null) continue;
    const range = rtpRangeOf(service, deployment);
    const written = writtenRanges(service, deployment, range.known && range.from === 'config');
    for (const { key, text, shown, at, said, counts } of written) {
      const messageId = faultOf(text, counts);
      const place = `${at.file} ${at.start} ${key}`;
      if (messageId === null || told.has(place)) continue;
      told.add(place);
      const read = readRtpRange(text);
      yield { messageId, data: { service: said.label, key, text: shown, read: spanText(read), width: widthOf(read), least: LEAST_RTP_PORTS }, service, at };
    }
    const used = range.known ? usedRtpPorts(range.range) : null;
    if (!range.known || used === null || isTooNarrow(range.range)) continue;
    const place = written.at(-1)?.at ?? null;
    const found = listenersOf(service);
    const inside = found.known ? found.listeners.filter(({ onDemand, span }) => !onDemand && overlaps(span, used)) : [];
    if (inside.length > 0) {
      const listeners = [...new Set(inside.map(({ key, span }) => `${key} ${spanText(span)}`))];
      yield { messageId: 'holds-listener', data: { service: service.label, used: spanText(used), listeners }, service, at: place ?? service.at };
    }
    for (const { service: controller, sendRange } of controllersOf(deployment)) {
      if (sendRange === null || !overlaps(sendRange.range, used)) continue;
      yield { messageId: 'send-range', data: { service: service.label, used: spanText(used), send: spanText(sendRange.range), controller: controller.label }, service, at: sendRange.written.at, ...(place === null ? {} : { related: [place] }) };
    }
    const owner = sharedNetworkOf(service, deployment)?.owner;
    if (owner === undefined || networkModeOf(owner) !== 'host' || !overlaps(used, ephemeral)) continue;
    const overlap = spanText({ from: Math.max(used.from, ephemeral.from), to: Math.min(used.to, ephemeral.to) });
    yield { messageId: 'ephemeral', data: { service: service.label, used: spanText(used), overlap, ephemeral: spanText(ephemeral) }, service, at: place ?? owner.networkMode?.at ?? service.at };
  }
});

/** What is written for the range, the one that is used last: by config.ini, then by controllers. */
function writtenRanges(service: Service, deployment: Deployment, ownCounts: boolean): readonly Written[] {
  const config = effectiveConfig(service);
  const own = config.known && config.kind === 'mounted' ? valueAt(config, 'rtp_proxy.port_range') : null;
  const pushed = controllersOf(deployment).flatMap(({ pushed, rangeKey, service: said }) =>
    pushed === null || rangeKey === null ? [] : [{ key: rangeKey, text: pushed.text, shown: pushed.written.value, at: pushed.written.at, said, counts: true }],
  );
  if (own === null || !config.known || config.kind !== 'mounted') return pushed;
  return [{ key: 'rtp_proxy.port_range', text: own.value, shown: own.value, at: placeIn(config, own.at, deployment), said: service, counts: ownCounts }, ...pushed];
}

function faultOf(text: string, counts: boolean): 'misread' | 'misread-refused' | 'empty' | 'narrow' | 'reversed' | null {
  const read = readRtpRange(text);
  if (isPlaceholder(text)) return null;
  if (text.trim() === '') return counts ? 'empty' : null;
  if (!isReadAsWritten(text)) return counts && isTooNarrow(read) ? 'misread-refused' : 'misread';
  return !counts || !isTooNarrow(read) ? null : read.from > read.to ? 'reversed' : 'narrow';
}
