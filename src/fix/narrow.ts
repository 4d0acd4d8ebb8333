import type { Deployment, PortChange, Service, ServiceChange, TextChange } from '../model/deployment.ts';
import type { Fix } from '../model/finding.ts';
import type { PortSpan, PublishedPort } from '../model/port.ts';
import type { Located, Remark } from '../model/source.ts';
import { endpointTexts } from '../ports/endpoints.ts';
import { knownMapping, type KnownMapping } from '../ports/published.ts';
import { overlaps, spanText } from '../ports/spans.ts';
import { effectiveConfig } from '../zlm/effective-config.ts';
import { LEAST_RTP_PORTS, listenersOrAssumed, rtpPairs, usedRtpPorts } from '../zlm/listeners.ts';
import { rtpRangeOf, type RtpRange } from '../zlm/rtp-range.ts';
import { sharedNetworkOf } from '../zlm/shared-network.ts';
import { surroundingsOf } from '../zlm/surroundings.ts';
import { planConfig } from './config-change.ts';
import { applyAgain, restarted } from './form-words.ts';
import { literalStart } from './literal.ts';
import { planTogether, type Plan } from './plan.ts';

/** How many streams the range is to carry, and whether somebody said so. */
export interface Streams {
  readonly count: number;
  readonly given: boolean;
}

/**
 * Narrows the RTP range to what the streams need, two ports each: in config.ini, in the controller's settings and in the published
 * mappings, all of them or none.
 */
export function planNarrow(service: Service, deployment: Deployment, streams: Streams): Plan {
  const rtp = rtpRangeOf(service, deployment);
  if (!rtp.known) return { none: { ...rtp.why, at: rtp.at } };
  const lanes = lanesOf(service, rtp);
  if ('refused' in lanes) return { none: lanes.refused };
  const range = narrowed(rtp.range, lanes.published, streams.count);
  if (range === null) return { none: { id: 'none.narrow-enough', data: { streams: rtpPairs(lanes.published) }, at: service.portsAt?.at ?? service.at } };
  // What is published serves everybody who runs in the network.
  const [other] = sharedNetworkOf(service, deployment)?.others ?? [];
  if (other !== undefined) return { none: { id: 'none.narrow-shared', data: { service: other.label }, at: other.networkMode?.at ?? other.at } };
  for (const protocol of lanes.missing) {
    const [held] = surroundingsOf(deployment).portsMeeting({ span: range, protocol }, service);
    if (held !== undefined) return { none: { id: 'none.held', data: { service: held.service.label }, at: held.at } };
  }
  const settings = planSettings(service, deployment, rtp, range);
  if ('refused' in settings) return { none: settings.refused };
  const change: ServiceChange = { service, ports: lanes.changes(range), ...(settings.volumes.length === 0 ? {} : { volumes: settings.volumes }) };
  const changes = [change];
  const planned = planTogether(deployment, { changes, texts: settings.texts, created: settings.created });
  if ('refused' in planned) return { none: planned.refused };
  const reasons = [...assumed(service, streams, range), ...settings.created.map(({ file }): Remark => ({ id: 'host.new-config', data: { path: file }, at: service.image?.at ?? service.at }))];
  const controller = rtp.from === 'controller' ? rtp.controller : null;
  const opens = endpointTexts(lanes.missing.map((protocol) => ({ span: range, protocol })));
  const fix: Fix = {
    title: { id: opens.length === 0 ? 'title.narrow' : 'title.narrow-opens', data: { service: service.label, old: spanText(rtp.range), oldStreams: rtpPairs(rtp.range), range: spanText(range), streams: rtpPairs(range), opens } },
    safety: reasons.length === 0 ? 'safe' : 'unsafe',
    strategy: 'minimal',
    service,
    changes,
    texts: settings.texts,
    created: settings.created,
    edits: planned.edits,
    reasons,
    after: [applyAgain(deployment, service), ...(controller === null ? [] : restarted(deployment, controller.service))],
  };
  return { fix };
}

/** An even first port, two ports for each stream; `null` when the range carries no more than that already. */
function narrowed(range: PortSpan, published: PortSpan, streams: number): PortSpan | null {
  const from = 2 * Math.ceil(Math.max(range.from, published.from) / 2);
  const to = Math.max(from + 2 * streams, from + LEAST_RTP_PORTS - 1);
  return to < Math.min(range.to, published.to) ? { from, to } : null;
}

interface Lanes {
  readonly published: PortSpan;
  /** Protocols over which nothing of the range is published yet. */
  readonly missing: readonly string[];
  readonly changes: (range: PortSpan) => PortChange[];
}

/** The mappings of the range, which must hold nothing else and lead to the same numbers; both protocols are published afterwards. */
function lanesOf(service: Service, rtp: Extract<RtpRange, { known: true }>): Lanes | { readonly refused: Remark } {
  const used = usedRtpPorts(rtp.range);
  const mine: KnownMapping[] = [];
  const refused = (id: string, port: PublishedPort | null): { readonly refused: Remark } => ({ refused: { id, data: { text: port?.text ?? '' }, at: port?.at ?? service.portsAt?.at ?? service.at } });
  const others = listenersOrAssumed(service).filter(({ key }) => key !== 'rtp_proxy.port_range');
  for (const port of service.ports) {
    const known = knownMapping(port);
    if (known === null) {
      if (!('from' in port.container.value) || used === null || overlaps(port.container.value, used)) return refused('none.narrow-unknown', port);
      continue;
    }
    if (used === null || !overlaps(known.container, used)) continue;
    const listener = others.find(({ span, protocol }) => protocol === known.protocol && overlaps(span, known.container));
    if (listener !== undefined && known.container.from === known.container.to) continue;
    if (listener !== undefined || known.host.from !== known.container.from) return refused('none.narrow-other', port);
    mine.push(known);
  }
  const [first] = mine;
  if (first === undefined || used === null) return refused('none.narrow-unpublished', null);
  if (mine.some(({ hostIp }) => hostIp !== first.hostIp)) return refused('none.narrow-other', first.port);
  const published = { from: Math.min(...mine.map(({ container }) => container.from)), to: Math.max(...mine.map(({ container }) => container.to)) };
  const changes = (range: PortSpan): PortChange[] =>
    ['tcp', 'udp'].map((protocol) => ({
      from: mine.filter((mapping) => mapping.protocol === protocol).map(({ port }) => port),
      into: { hostIp: first.hostIp, host: range, container: range, protocol },
    }));
  return { published, missing: ['tcp', 'udp'].filter((protocol) => !mine.some((mapping) => mapping.protocol === protocol)), changes };
}

interface Settings {
  readonly texts: readonly TextChange[];
  readonly created: Fix['created'];
  readonly volumes: readonly string[];
}

/** The range in every place that says it: config.ini, unless the controller's is all there is, and the controller's own setting. */
function planSettings(service: Service, deployment: Deployment, rtp: Extract<RtpRange, { known: true }>, range: PortSpan): Settings | { readonly refused: Remark } {
  const config = effectiveConfig(service);
  const files = new Set(config.known && config.kind === 'mounted' ? [config.file.path] : []);
  const inConfig = rtp.from !== 'controller' || rtp.written.some(({ at }) => files.has(at.file));
  const own = inConfig ? planConfig(service, deployment, new Map([['rtp_proxy.port_range', spanText(range)]])) : { texts: [], created: [], volumes: [] };
  if ('refused' in own) return own;
  const texts: TextChange[] = [...own.texts];
  for (const written of rtp.written.filter(({ at }) => !files.has(at.file))) {
    const text = inWords(written, range);
    const start = written.origin === 'written' ? literalStart(deployment.texts, written.at, written.value) : null;
    if (text === null || start === null) return { refused: { id: 'none.narrow-place', data: { text: written.value }, at: written.at } };
    const speaker = rtp.controller?.service ?? null;
    const inCompose = speaker?.environment.some(({ value }) => value.at === written.at) === true;
    texts.push({ at: { file: written.at.file, start, end: start + written.value.length }, text, service: inCompose ? speaker : null });
  }
  return { texts, created: own.created, volumes: own.volumes };
}

/** The controller's way to write a range stays: `30000,30500` or `30000-30500`. */
function inWords({ value }: Located<string>, range: PortSpan): string | null {
  const parts = /^(\s*)\d+(\s*[,-]\s*)\d+(\s*)$/.exec(value);
  return parts === null ? null : `${parts[1] ?? ''}${range.from}${parts[2] ?? ''}${range.to}${parts[3] ?? ''}`;
}

function assumed({ portsAt, at }: Service, { count, given }: Streams, range: PortSpan): Remark[] {
  return given ? [] : [{ id: 'minimal.streams', data: { streams: count, carries: rtpPairs(range) }, at: portsAt?.at ?? at }];
}
