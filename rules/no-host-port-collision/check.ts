import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { Report } from '../../src/model/finding.ts';
import type { SourceRange } from '../../src/model/source.ts';
import { endpointTexts } from '../../src/ports/endpoints.ts';
import { overlaps, spanText } from '../../src/ports/spans.ts';
import { defineRule } from '../../src/rule.ts';
import { controllersOf } from '../../src/zlm/controller.ts';
import { collisionsAmong, hostPortsOf, isOnHost, isRecent, mayListen, type Collision, type HostPort } from '../../src/zlm/host-ports.ts';
import { listenersOf, usedRtpPorts } from '../../src/zlm/listeners.ts';
import { rtpRangeOf } from '../../src/zlm/rtp-range.ts';
import rule from './rule.json' with { type: 'json' };

type Found = Report<keyof typeof rule.messages>;

/** Nobody runs more of them on one host. */
const MOST_SERVERS = 50;

export default defineRule(rule, function* (deployment) {
  const running = deployment.services.filter(({ disabled }) => !disabled);
  for (const service of running) yield* listenersOfOne(service);
  const groups = running.map((service) => hostPortsOf(service, deployment));
  // Command lines in one text need not run on one host at one time.
  const together = deployment.form === 'docker-run' ? groups : [groups.flat()];
  const collisions = together.flatMap((ports) => collisionsAmong(ports, deployment));
  for (const collision of collisions) yield reportOf(collision);
  if (deployment.form === 'docker-run') return;
  for (const service of running.filter((one) => one.zlm !== null && isOnHost(one, deployment) === true).slice(0, MOST_SERVERS)) {
    const told = new Set(collisions.flatMap(({ first, second }) => (first === service ? [second] : second === service ? [first] : [])));
    yield* inRange(service, deployment, groups.flat().filter((port) => port.service !== service && !told.has(port.service)));
  }
});

function reportOf({ first, second, meetings }: Collision): Found {
  const sure = meetings.filter(({ a, b }) => a.how !== 'since' && b.how !== 'since');
  const counted = sure.length > 0 ? sure : meetings;
  const [meeting] = counted;
  const ports = endpointTexts(counted);
  const places = [...new Set(counted.flatMap(({ a, b }) => [a.at, b.at]))];
  const at = meeting?.b.at ?? second.at;
  const base = { service: second, at, related: places.filter((place) => !isSame(place, at)) };
  const data = { service: first.label, other: second.label, ports };
  if (first === second) return { ...base, messageId: 'twice', data: { ...data, entries: counted.flatMap(({ a, b }) => [a, b]).map(mappingOf) } };
  if (sure.length > 0) return { ...base, messageId: sure.every(({ a, b, protocol }) => protocol === 'udp' && a.how === 'listens' && b.how === 'listens') ? 'shared' : 'taken', data };
  const zlm = meeting?.a.how === 'since' ? first : second;
  const keys = [...new Set(counted.flatMap(({ a, b }) => [a, b]).flatMap(({ how, key }) => (how === 'since' && key !== null ? [key] : [])))];
  return { ...base, messageId: 'taken-since', data: { service: zlm.label, other: (zlm === first ? second : first).label, ports, keys } };
}

function mappingOf({ span, shift, ip }: HostPort): string {
  return `${ip === '' ? '' : `${ip}:`}${spanText(span)}:${spanText({ from: span.from + shift, to: span.to + shift })}`;
}

function isSame(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.start === b.start;
}

/** Ports of others in the range from which ZLMediaKit draws on the host's network. */
function* inRange(service: Service, deployment: Deployment, others: readonly HostPort[]): Generator<Found> {
  if (controllersOf(deployment).some(({ rtp }) => rtp.kind === 'single-port')) return;
  const range = rtpRangeOf(service, deployment);
  const span = range.known ? usedRtpPorts(range.range) : null;
  if (span === null) return;
  const inside = others.filter((port) => port.how !== 'since' && ['tcp', 'udp'].includes(port.protocol) && overlaps(port.span, span));
  for (const other of new Set(inside.map((port) => port.service))) {
    const held = inside.filter((port) => port.service === other);
    const shared = held.map((port) => ({ protocol: port.protocol, span: { from: Math.max(port.span.from, span.from), to: Math.min(port.span.to, span.to) } }));
    const related = range.known ? range.written.map(({ at }) => at) : [];
    yield { messageId: 'in-range', data: { service: service.label, other: other.label, range: spanText(span), ports: endpointTexts(shared) }, service, at: held[0]?.at ?? other.at, related };
  }
}

/** Two listeners of one ZLMediaKit that want one port, wherever it runs. */
function* listenersOfOne(service: Service): Generator<Found> {
  const found = service.zlm === null ? null : listenersOf(service);
  if (found?.known !== true) return;
  const fixed = found.listeners.filter((listener) => !listener.onDemand && mayListen(listener, service));
  for (const [index, later] of fixed.entries()) {
    const earlier = fixed.slice(0, index).find(({ protocol, span }) => protocol === later.protocol && overlaps(span, later.span));
    if (earlier === undefined) continue;
    const port = String(later.span.from);
    const recent = [earlier, later].find(({ key, written }) => isRecent(key) && written === null);
    const at = later.written?.at ?? earlier.written?.at ?? service.at;
    const places = { service, at, related: [earlier.written, later.written].flatMap((written) => (written === null || written.at === at ? [] : [written.at])) };
    if (recent === undefined) yield { ...places, messageId: later.protocol === 'udp' ? 'listeners-udp' : 'listeners', data: { service: service.label, keys: [earlier.key, later.key], port } };
    else if (later.protocol === 'tcp') yield { ...places, messageId: 'listeners-since', data: { service: service.label, key: (recent === later ? earlier : later).key, other: recent.key, port } };
  }
}
