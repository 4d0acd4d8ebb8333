import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { PortSpan } from '../../src/model/port.ts';
import { networkModeOf } from '../../src/ports/network-mode.ts';
import { knownMapping } from '../../src/ports/published.ts';
import { overlaps, spanText, subtract } from '../../src/ports/spans.ts';
import { readPortRange } from '../../src/zlm/config-values.ts';
import { controllersOf } from '../../src/zlm/controller.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { isTooNarrow, listenersOf } from '../../src/zlm/listeners.ts';
import { rtpRangeOf } from '../../src/zlm/rtp-range.ts';
import { isLoopback, meets, Network, RTP_RANGE, type Answer, type Claim, type Reach } from './network.ts';
import { referencesIn, unknownTexts, type Reference } from './references.ts';
import { touched } from './untouched.ts';

export interface FixToCheck {
  /** Both have been looked through for ZLMediaKit (`identify`). */
  readonly before: Deployment;
  readonly after: Deployment;
  /** The labels of the services that were fixed. */
  readonly fixed: readonly string[];
  /** What the fix says it publishes newly, as `8000/udp`. */
  readonly announced?: readonly string[];
}

export interface Inconsistency {
  readonly kind: 'lost' | 'exposed' | 'rtp-range' | 'name' | 'collision' | 'advertised' | 'refused' | 'touched';
  readonly says: string;
}

export interface Verdict {
  /** Empty: every address and port that clients used before still answers, and nothing else has changed. */
  readonly inconsistent: readonly Inconsistency[];
  /** What could not be compared because it was not known before. */
  readonly unknown: readonly string[];
}

/**
 * Compares a deployment with what a fix made of it. It knows nothing of rules and fixes: what ZLMediaKit listens on comes from the
 * config reader, what is published from the loader.
 */
export function checkFix({ before, after, fixed, announced = [] }: FixToCheck): Verdict {
  const [old, now] = [new Network(before), new Network(after)];
  const found: Inconsistency[] = [];
  const unknown: string[] = [];
  const say = (kind: Inconsistency['kind'], texts: Iterable<string>): void => void found.push(...[...texts].map((says) => ({ kind, says })));
  for (const service of before.services) {
    const other = now.service(service.label);
    if (other === undefined) continue;
    if (service.zlm === null) {
      say('lost', lostSibling(service, old, now));
      say('exposed', exposedSibling(service, other, announced));
      continue;
    }
    say('lost', lost(service, other, old, now));
    say('lost', lostSibling(service, old, now));
    say('exposed', exposed(service, other, old, now, announced));
    say('rtp-range', rtpRange(service, other, old, now, announced));
    say('touched', moved(service, other, old, now));
    say('advertised', advertised(service, other, old, now));
    if (fixed.includes(service.label)) unknown.push(...notKnown(service, old, now));
  }
  say('name', brokenNames(old, now));
  say('collision', collisions(old, now));
  say('refused', refused(before, after));
  say('touched', touched(before, after, fixed));
  const isMoved = fixed.some((label) => {
    const [a, b] = [old.service(label), now.service(label)];
    return a !== undefined && b !== undefined && old.isOnHost(a) !== now.isOnHost(b);
  });
  if (isMoved) for (const service of before.services) for (const text of unknownTexts(service)) unknown.push(`${service.label}: ${text} is not at hand and may hold a name`);
  for (const { id } of isMoved ? before.unread : []) unknown.push(`a file of the project was not read (${id})`);
  return { inconsistent: unique(found), unknown: [...new Set(unknown)] };
}

/** Opened on demand of clients of the TURN server. */
const RELAYS = 'rtc.port_range';

function unique(found: readonly Inconsistency[]): Inconsistency[] {
  return [...new Map(found.map((one) => [`${one.kind} ${one.says}`, one])).values()];
}

/** (a) What led to a listener still leads to the same one. */
function* lost(before: Service, after: Service, old: Network, now: Network): Generator<string> {
  const reaches = now.reaches(after);
  for (const { hostIp, host, protocol, key } of old.reaches(before)) {
    if (key === RTP_RANGE || (key === RELAYS && !wasPublished(RELAYS, before, old))) continue;
    const same = reaches.filter((one) => one.key === key && one.protocol === protocol && (one.hostIp === '' || one.hostIp === hostIp));
    for (const left of subtract(host, same.map((one) => one.host))) yield `${address(hostIp, left, protocol)} of ${before.label} led to ${key}`;
  }
}

/** The same for the published ports of everybody else, and of those who share ZLMediaKit's network. */
function* lostSibling(before: Service, old: Network, now: Network): Generator<string> {
  const rtp = old.deployment.services.filter((one) => one.zlm !== null && old.owner(one) === before).flatMap((one) => old.listeners(one).filter(({ key }) => key === RTP_RANGE));
  for (const { hostIp, host, container, protocol } of old.mappings(before)) {
    if (rtp.some((one) => one.protocol === protocol && overlaps(one.span, container))) continue;
    // What is published on many ports is the same for all of them: the ends tell.
    for (const port of new Set([host.from, host.to])) {
      const was = old.inside(before, container.from + port - host.from, protocol);
      if (was === null || old.service(was.service)?.zlm?.bundled === false) continue;
      const onAddress = hostIp === '' ? null : hostIp;
      // Where two want one port, nobody can say who had it.
      if (!equal(was, old.onMachine(onAddress, port, protocol))) continue;
      const is = now.onMachine(onAddress, port, protocol);
      if (!equal(was, is)) yield `${address(hostIp, { from: port, to: port }, protocol)} led to ${shown(was)}, leads to ${shown(is)}`;
    }
  }
}

/**
 * (b) Nothing is reachable that was not. What a fix announces is let through on a bridge; in host mode only where it cannot be helped:
 * the RTP range has no switch, what other services use has to be open for them, a key that was reached over one protocol is open over
 * the other, and a config.ini that is not at hand stays as it is.
 */
function* exposed(before: Service, after: Service, old: Network, now: Network, announced: readonly string[]): Generator<string> {
  const onHost = now.isOnHost(after);
  // Of one that moves along with the service whose network it shares, that much is told.
  if (onHost && now.owner(after) !== after && announced.includes(before.label)) return;
  const known = old.reaches(before);
  const said = announced.flatMap(endpoints);
  const handedOut = old.listeners(before).find(({ key }) => key === RTP_RANGE)?.span;
  const closable = canClose(before, old.deployment);
  const used = onHost ? usedByOthers(before, old) : new Set<string>();
  for (const { hostIp, host, protocol, key } of now.reaches(after)) {
    if (isLoopback(hostIp)) continue;
    const covered = known.filter((one) => one.protocol === protocol && (one.hostIp === '' || one.hostIp === hostIp)).map((one) => one.host);
    const excused = said.filter((one) => one.protocol === protocol).map(({ span }) => span);
    if (!onHost || used.has(`${key}/${protocol}`) || !closable || wasPublished(key, before, old)) covered.push(...excused);
    else if (key === RTP_RANGE && handedOut !== undefined) covered.push(...excused.filter((span) => overlaps(span, handedOut)));
    for (const left of subtract(host, covered)) yield `${address(hostIp, left, protocol)} is new and leads to ${key} of ${before.label}`;
  }
  if (onHost && !old.isOnHost(before)) {
    for (const service of now.deployment.services) if (service !== after && now.owner(service) === now.owner(after) && !announced.includes(service.label)) yield `${service.label} shares the network of ${before.label}: what it listens on is now reachable`;
  }
}

/** Whether a fix could have closed listeners: in a config.ini that nobody else reads, or in one that it makes where nothing is shared by anchors. */
function canClose(service: Service, deployment: Deployment): boolean {
  const { form, texts, services } = deployment;
  const config = effectiveConfig(service);
  const isMounted = (path: string, others: readonly Service[]): boolean => others.some(({ volumes }) => volumes.some(({ files }) => {
    const read = files();
    return read.known ? read.files.some((file) => file.path === path) : read.path === path;
  }));
  if (!config.known) return false;
  if (config.kind === 'mounted') return !isMounted(config.file.path, services.filter((one) => one !== service && one.zlm !== null));
  const made = deployment.newFile('config.ini', service);
  return form === 'compose' && made !== null && !isMounted(made.file, services) && !/&\w/.test(texts.get(service.at.file) ?? '');
}

/** Some mapping, whatever host port it has, led to a listener of this key; the relays of TURN are reached through its own port. */
function wasPublished(key: string, service: Service, network: Network): boolean {
  const keys = key === RELAYS ? ['rtc.icePort', 'rtc.iceTcpPort'] : [key];
  return network.listeners(service).some((one) => keys.includes(one.key) && service.ports.some(({ container }) => !('from' in container.value) || overlaps(container.value, one.span)));
}

/** Listeners that others reach over a network of containers, or the service itself, as its health check does. */
function usedByOthers({ label }: Service, network: Network): Set<string> {
  const used = new Set<string>();
  for (const { from, host, port, protocol } of referencesIn(network)) {
    const destination = network.destination(from, host);
    // Behind a name alone the HTTP API is meant.
    if (port === null && destination?.kind === 'service' && destination.service.label === label) used.add('http.port/tcp');
    const answer = destination === null || port === null ? null : network.answer(destination, port, protocol);
    if (answer?.service === label) used.add(answer.role);
  }
  return used;
}

function* exposedSibling(before: Service, after: Service, announced: readonly string[]): Generator<string> {
  if (networkModeOf(after) === 'host') return;
  const said = announced.flatMap(endpoints);
  const known = before.ports.flatMap((port) => knownMapping(port) ?? []);
  for (const mapping of after.ports.flatMap((port) => knownMapping(port) ?? [])) {
    if (isLoopback(mapping.hostIp)) continue;
    const covered = known.filter((one) => one.protocol === mapping.protocol && (one.hostIp === '' || one.hostIp === mapping.hostIp)).map(({ host }) => host);
    for (const left of subtract(mapping.host, [...covered, ...said.filter((one) => one.protocol === mapping.protocol).map(({ span }) => span)])) {
      yield `${address(mapping.hostIp, left, mapping.protocol)} is new and leads to ${before.label}`;
    }
  }
}

/** What is handed out for RTP is reachable on the same numbers, and everybody means the same range. */
function* rtpRange(before: Service, after: Service, old: Network, now: Network, announced: readonly string[]): Generator<string> {
  const [was, is] = [rangesOf(before, old), rangesOf(after, now)];
  const changed = JSON.stringify(was) !== JSON.stringify(is);
  if (changed && new Set(is.map(({ text }) => text)).size > 1) yield `${is.map(({ who, text }) => `${who} says ${text}`).join(', ')}`;
  const [oldRange, range] = [rtpRangeOf(before, old.deployment), rtpRangeOf(after, now.deployment)];
  if (range.known && isTooNarrow(range.range) && !(oldRange.known && isTooNarrow(oldRange.range))) yield `${spanText(range.range)} is too narrow`;
  if (!range.known || !announced.includes(spanText(range.range))) yield* idle(before, after, old, now);
  for (const protocol of ['tcp', 'udp']) {
    const wasMissing = missing(before, old, protocol);
    const isMissing = missing(after, now, protocol);
    if (wasMissing === 'all') continue;
    if (isMissing === 'all') yield `no port of ${RTP_RANGE} of ${before.label} is reachable over ${protocol} any more`;
    else {
      const left = isMissing.flatMap((span) => (changed ? [span] : subtract(span, wasMissing)));
      if (left.length > 0) yield `${left.map(spanText).join(', ')}/${protocol} is handed out by ${before.label} and not reachable on the same number`;
    }
  }
}

/** Ports that are published for RTP and are not handed out any more; in host mode none of them is given up, but for the odd one of half a pair. */
function* idle(before: Service, after: Service, old: Network, now: Network): Generator<string> {
  const onHost = now.isOnHost(after);
  const used = now.listeners(after).filter(({ key }) => key === RTP_RANGE);
  const published = onHost ? [] : now.mappings(now.owner(after) ?? after);
  for (const { host, hostIp, protocol } of old.reaches(before).filter(({ key, host: outside, inner }) => key === RTP_RANGE && outside.from === inner.from)) {
    const left = subtract(host, used.filter((one) => one.protocol === protocol).map(({ span }) => span));
    if (onHost) for (const span of left) if (span.to > span.from) yield `${spanText(span)}/${protocol} is no longer handed out`;
    const kept = published.filter((one) => one.protocol === protocol && one.hostIp === hostIp);
    const gone = old.listeners(before).filter((one) => one.key === RTP_RANGE && one.protocol === protocol);
    for (const span of left.filter((one) => gone.some((other) => overlaps(one, other.span)))) {
      if (kept.some((one) => overlaps(one.host, { from: span.from + 1, to: span.to }) && span.to > span.from)) yield `${spanText(span)}/${protocol} is published and no longer handed out`;
    }
  }
}

/** On a bridge a fix has no reason to move any other listener. */
function* moved(before: Service, after: Service, old: Network, now: Network): Generator<string> {
  if (now.isOnHost(after)) return;
  const texts = (service: Service, network: Network): string[] => network.listeners(service).filter(({ key }) => key !== RTP_RANGE).map(({ key, span, protocol }) => `${key} ${spanText(span)}/${protocol}`);
  const [was, is] = [texts(before, old), texts(after, now)];
  for (const text of was) if (!is.includes(text)) yield `${after.label} no longer listens on ${text}`;
  for (const text of is) if (!was.includes(text)) yield `${after.label} now listens on ${text}`;
}

/** The ports handed out that nobody reaches from outside on their own number. */
function missing(service: Service, network: Network, protocol: string): PortSpan[] | 'all' {
  const used = network.listeners(service).find((one) => one.key === RTP_RANGE && one.protocol === protocol)?.span;
  if (used === undefined) return 'all';
  const reached = network.reaches(service).filter((one) => one.key === RTP_RANGE && one.protocol === protocol && one.host.from === one.inner.from);
  return reached.length === 0 ? 'all' : subtract(used, reached.map(({ host }) => host));
}

/** The range in the words of each who says one; as numbers, so that `30000,30500` and `30000-30500` are the same. */
function rangesOf(service: Service, { deployment }: Network): { readonly who: string; readonly text: string }[] {
  const ranges = controllersOf(deployment).flatMap(({ service: by, rtp }) => (rtp.kind === 'range' ? [{ who: by.label, text: spanText(rtp.range) }] : []));
  const config = effectiveConfig(service);
  if (!config.known || config.kind === 'shipped') return ranges;
  const compiled = { from: 30000, to: 35000 };
  const own = config.ini.get('rtp_proxy', 'port_range');
  // What is compiled in gives way to what a controller says.
  if (own === undefined && ranges.length > 0) return ranges;
  return [...ranges, { who: service.label, text: spanText(own === undefined ? compiled : readPortRange(own.value, compiled)) }];
}

/** (e) ZLMediaKit tells peers these numbers. */
function* advertised(before: Service, after: Service, old: Network, now: Network): Generator<string> {
  const shifted = ({ host, inner, oneToOne }: Reach): boolean => oneToOne && host.from !== inner.from;
  const known = old.reaches(before).filter(shifted).map((one) => JSON.stringify(one));
  for (const one of now.reaches(after).filter(shifted)) {
    if (!known.includes(JSON.stringify(one))) yield `${one.key} of ${after.label} is ${spanText(one.inner)} inside and ${spanText(one.host)} outside`;
  }
}

/** A bare name in a file of Spring's: which of its keys are read is known, and those are asked for by themselves. */
function isNoSetting({ place, port }: Reference): boolean {
  return port === null && /^\/[^:]*\/application[^/:]*\.ya?ml: /.test(place);
}

/** (c) Whoever named somebody still gets there. */
function* brokenNames(old: Network, now: Network): Generator<string> {
  const places = new Map<string, Reference>();
  for (const reference of referencesIn(now)) places.set(placeOf(reference), reference);
  for (const was of referencesIn(old)) {
    const { host, port, protocol } = was;
    // That it would hold the port itself, once its profile is active, is told.
    if (was.from.disabled && port !== null && was.from.ports.flatMap((one) => knownMapping(one) ?? []).some((mapping) => overlaps(mapping.host, { from: port, to: port }))) continue;
    const told = old.destination(was.from, host);
    const is = places.get(placeOf(was));
    // A service that says its own name tells it to others: here, to ZLMediaKit.
    const toldOthers = told?.kind === 'service' && told.service === was.from && was.from.zlm === null && !isNoSetting(was);
    const speakers = toldOthers ? old.deployment.services.filter(({ zlm }) => zlm !== null) : [was.from];
    for (const speaker of speakers) {
      const destination = old.destination(speaker, host);
      if (destination === null) continue;
      const listener = now.service(speaker.label);
      const where = `${was.from.label}: ${was.place}: ${host}${port === null ? '' : `:${port}`}`;
      if (destination.kind === 'elsewhere') {
        if (is !== undefined && is.host !== host) yield `${where} was an address outside, is ${is.host}`;
        continue;
      }
      if (port === null && destination.kind !== 'service' && is !== undefined && is.host !== host && now.destination(speaker, is.host)?.kind === 'elsewhere') yield `${where} was an address of its own, is ${is.host}`;
      const target = port === null ? null : old.answer(destination, port, protocol);
      if (target === null && (port !== null || destination.kind !== 'service')) continue;
      if (is === undefined || listener === undefined) {
        yield `${where} is gone`;
        continue;
      }
      const then = now.destination(listener, is.host);
      if (then === null) yield `${where} led to ${target === null && destination.kind === 'service' ? destination.service.label : shown(target)}; ${is.host} does not resolve`;
      else if (target === null || is.port === null) {
        const label = target?.service ?? (destination.kind === 'service' ? destination.service.label : '');
        if (!now.mayAnswer(then, label)) yield `${where} led to ${label}; ${is.host} does not`;
      } else {
        const answer = now.answer(then, is.port, is.protocol);
        if (!equal(target, answer)) yield `${where} led to ${shown(target)}; ${is.host}:${is.port} leads to ${shown(answer)}`;
      }
    }
  }
}

function placeOf({ from, place }: Reference): string {
  return `${from.label}\n${place}`;
}

/** (d) Two want one port of the host, or of one ZLMediaKit. */
function* collisions(old: Network, now: Network): Generator<string> {
  const known = new Set(clashes([...old.claims()]));
  for (const clash of clashes([...now.claims()])) if (!known.has(clash)) yield clash;
  for (const after of now.deployment.services) {
    const before = old.service(after.label);
    if (after.zlm === null || before === undefined) continue;
    const own = new Set(inOne(before, old));
    for (const clash of inOne(after, now)) if (!own.has(clash)) yield clash;
  }
}

function clashes(claims: readonly Claim[]): string[] {
  return claims.flatMap((one, index) =>
    claims.slice(index + 1).flatMap((other) => {
      if (one.who === other.who || one.protocol !== other.protocol || !overlaps(one.host, other.host) || !meets(one.hostIp, other.hostIp)) return [];
      const from = Math.max(one.host.from, other.host.from);
      return [`${one.who} (${one.what}) and ${other.who} (${other.what}) both want ${from}/${one.protocol}`];
    }),
  );
}

function inOne(service: Service, network: Network): string[] {
  const listeners = network.listeners(service).filter(({ key }) => key !== 'rtc.port_range');
  return listeners.flatMap((one, index) =>
    listeners.slice(index + 1).flatMap((other) => (one.protocol === other.protocol && overlaps(one.span, other.span) ? [`${one.key} and ${other.key} of ${service.label} both want ${Math.max(one.span.from, other.span.from)}/${one.protocol}`] : [])),
  );
}

/** What Compose or the engine refuses, and did not refuse before. */
function* refused(before: Deployment, after: Deployment): Generator<string> {
  const known = before.problems.map(({ id, service }) => `${id} ${service ?? ''}`);
  for (const { id, service } of after.problems) {
    const index = known.indexOf(`${id} ${service ?? ''}`);
    if (index < 0) yield `${id} ${service ?? ''}`;
    else known.splice(index, 1);
  }
  for (const service of after.services) {
    const was = before.services.find(({ label }) => label === service.label);
    if (networkModeOf(service) !== 'host' || (was !== undefined && networkModeOf(was) === 'host')) continue;
    if (service.ports.length > 0) yield `${service.label} has ports beside network_mode: host`;
    if (service.networksAt !== null) yield `${service.label} has networks beside network_mode: host`;
    if (service.links.length > 0) yield `${service.label} has links beside network_mode: host`;
  }
}

function* notKnown(service: Service, old: Network, now: Network): Generator<string> {
  const listeners = listenersOf(service);
  if (!listeners.known) yield `what ${service.label} listens on (${listeners.why.id})`;
  const range = rtpRangeOf(service, old.deployment);
  if (!range.known) yield `the RTP range of ${service.label} (${range.why.id})`;
  const after = now.service(service.label);
  if (after === undefined || old.isOnHost(service) === now.isOnHost(after)) return;
  for (const port of service.ports) if (knownMapping(port) === null) yield `where ${port.text} of ${service.label} is published`;
  if (service.publishAll !== null) yield `what ${service.label} publishes with -P`;
}

function equal(one: Answer, other: Answer | null): boolean {
  return other !== null && one.service === other.service && one.role === other.role;
}

function shown(answer: Answer | null): string {
  return answer === null ? 'nobody' : `${answer.role} of ${answer.service}`;
}

function address(hostIp: string, span: PortSpan, protocol: string): string {
  return `${hostIp === '' ? '' : `${hostIp}:`}${spanText(span)}/${protocol}`;
}

/** `8000/udp`, `30000-30099/tcp+udp`. */
function endpoints(text: string): { readonly span: PortSpan; readonly protocol: string }[] {
  const [, from, to = from, protocols = ''] = /^(\d+)(?:-(\d+))?\/([a-z+]+)$/.exec(text) ?? [];
  return from === undefined ? [] : protocols.split('+').map((protocol) => ({ span: { from: Number(from), to: Number(to) }, protocol }));
}

