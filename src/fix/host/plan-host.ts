import { estimate, extrapolation } from '../../cost/estimate.ts';
import type { Costs } from '../../cost/model.ts';
import type { Deployment, Service, ServiceChange, TextChange } from '../../model/deployment.ts';
import type { Remark, Words } from '../../model/source.ts';
import type { PortSpan } from '../../model/port.ts';
import { endpointTexts } from '../../ports/endpoints.ts';
import { countPairs, knownMapping } from '../../ports/published.ts';
import { spanText, union } from '../../ports/spans.ts';
import { isTooNarrow, listenersOf, listenersOrAssumed, usedRtpPorts, type Listener } from '../../zlm/listeners.ts';
import { configuredRtpRange, rtpRangeOf, type RtpRange } from '../../zlm/rtp-range.ts';
import type { Surroundings } from '../../zlm/surroundings.ts';
import { engineOf, isMeasured } from '../../rule.ts';
import type { FixOptions } from '../assess.ts';
import { listenersAfter, NO_CONFIG_CHANGE, planConfig, type ConfigPlan } from '../config-change.ts';
import { applyAgain, hostSetting, restarted, statusCommand } from '../form-words.ts';
import { planTogether, type Plan } from '../plan.ts';
import { hostConditions, hostEndpoints, isBreaking, isReached, mountAt, newlyReachable } from './host-conditions.ts';
import { movedPorts } from './moved-ports.ts';
import { planNames, type NamesPlan } from './names.ts';

/** Moves a ZLMediaKit service to the host's network, with everything that the move would break; safe when the files prove that nobody loses their way to it. */
export function planHost(service: Service, surroundings: Surroundings, { engine, costs }: Pick<FixOptions, 'engine' | 'costs'>): Plan {
  if (service.zlm === null) return { none: { id: 'none.not-zlm', at: service.at } };
  if (engine !== 'linux') return { none: { id: 'none.engine', data: { engine }, at: service.at } };
  const extended = service.settings.find(({ name }) => name === 'extends');
  if (extended !== undefined) return { none: { id: 'none.extends', at: extended.at } };
  const link = service.links[0] ?? service.externalLinks[0];
  if (link !== undefined) return { none: { id: 'none.links', at: link.at } };
  const whole = planMove(service, surroundings, moveOf(service, surroundings, true), costs);
  if (!('none' in whole) || 'steps' in whole) return whole;
  // Where the config cannot be mounted, the move alone may be possible.
  const bare = planMove(service, surroundings, moveOf(service, surroundings, false), costs);
  return 'fix' in bare ? bare : whole;
}

function planMove(service: Service, surroundings: Surroundings, move: Move, costs: Costs): Plan {
  const { deployment } = surroundings;
  const own = move.names.changes.find((change) => change.service === service);
  const change: ServiceChange = {
    ...own,
    service,
    networkMode: 'host',
    ...(service.ports.length > 0 || service.portsAt !== null || service.publishAll !== null ? { ports: 'remove' as const } : {}),
    ...(service.networksAt === null ? {} : { networks: 'remove' as const }),
    ...(move.config.volumes.length === 0 ? {} : { volumes: move.config.volumes }),
  };
  const changes = [change, ...move.names.changes.filter((other) => other.service !== service)];
  const texts = [...move.config.texts, ...move.names.texts];
  const planned = planTogether(deployment, { changes, texts, created: move.config.created });
  if ('refused' in planned) return { none: planned.refused };
  const reasons = [...toolRemark(service), ...newConfigRemark(service, move.config), ...hostConditions(service, surroundings, { before: move.before, listeners: move.after, unmoved: move.unmoved, config: move.unknown, lost: move.names.lost })];
  if (reasons.some(isBreaking)) return { none: { id: 'none.host-by-hand', at: reasons.find(isBreaking)?.at ?? service.at }, steps: reasons };
  const opens = endpointTexts(newlyReachable(service, move.before, move.after));
  const firewall = endpointTexts(hostEndpoints(service));
  return {
    fix: {
      title: { id: titleOf(opens, firewall), data: { service: service.label, setting: hostSetting(service), opens, firewall } },
      safety: reasons.length === 0 ? 'safe' : 'unsafe',
      strategy: 'host',
      service,
      changes,
      texts,
      created: move.config.created,
      edits: planned.edits,
      reasons,
      after: afterHost(deployment, { changes, texts, opens: move.unknown === null ? [] : opens, firewall, costs }),
    },
  };
}

interface Move {
  readonly before: readonly Listener[];
  readonly after: readonly Listener[];
  readonly unmoved: Service['ports'];
  readonly config: ConfigPlan;
  readonly names: NamesPlan;
  /** Why the config is not known, or cannot be changed as it would have to be. */
  readonly unknown: Remark | null;
}

/** Which ports move, which listeners are closed and how names go on. */
function moveOf(service: Service, surroundings: Surroundings, withConfig: boolean): Move {
  const { deployment } = surroundings;
  const known = listenersOf(service);
  const rtp = rtpRangeOf(service, deployment);
  const effective = (own: readonly Listener[]): readonly Listener[] => withRange(own, rtp);
  const listeners = effective(listenersOrAssumed(service));
  const moved = movedPorts(service, listeners);
  const names = planNames({ service, surroundings, listeners, values: moved.values });
  if (!known.known) {
    const unmoved = [...moved.unmoved, ...shifted(service)];
    return { before: listeners, after: listeners, unmoved, config: NO_CONFIG_CHANGE, names: planNames({ service, surroundings, listeners, values: new Map() }), unknown: { ...known.why, at: mountAt(service, known.path) } };
  }
  const changes = new Map([...moved.values, ...closed(service, listeners, names.used), ...handedOut(service, rtp)]);
  const values = changes.size === 0 ? changes : new Map([...changes, ...asPushed(service, rtp)]);
  const config = withConfig || values.size === 0 ? planConfig(service, deployment, values) : { refused: { id: 'refused.no-config', at: service.image?.at ?? service.at } };
  if (!('refused' in config)) return { before: listeners, after: values.size === 0 ? listeners : effective(listenersAfter(service, config)), unmoved: moved.unmoved, config, names, unknown: null };
  // Without a config.ini that can be changed the ports stay where they are.
  return { before: listeners, after: listeners, unmoved: [...moved.unmoved, ...shifted(service)], config: NO_CONFIG_CHANGE, names: planNames({ service, surroundings, listeners, values: new Map() }), unknown: config.refused };
}

/** ZLMediaKit hands out the ports that are published, and no others, once those others would be reachable. */
function handedOut(service: Service, rtp: RtpRange): Map<string, string> {
  if (!rtp.known || rtp.from === 'controller') return new Map();
  const used = usedRtpPorts(rtp.range);
  if (used === null) return new Map();
  const spans = (['tcp', 'udp'] as const).map((protocol) => publishedWithin(service, protocol, used));
  const [tcp, udp] = spans;
  if (tcp === undefined || udp === undefined || tcp === null || udp === null || tcp.from !== udp.from || tcp.to !== udp.to) return new Map();
  // Of a range that ends with an odd port the last pair would not be handed out.
  const range = { from: tcp.from, to: tcp.to + (tcp.to % 2) };
  const whole = tcp.from <= used.from && used.to <= tcp.to;
  return new Map(whole || usedRtpPorts(range) === null || isTooNarrow(range) ? [] : [['rtp_proxy.port_range', spanText(range)]]);
}

/** The one span of published ports inside the range, under their own numbers; `null` when there are several or none. */
function publishedWithin(service: Service, protocol: string, range: PortSpan): PortSpan | null {
  const spans = service.ports.flatMap((port) => {
    const known = knownMapping(port);
    return known === null || known.protocol !== protocol || known.host.from !== known.container.from || known.container.to < range.from || range.to < known.container.from ? [] : [known.container];
  });
  const [only, ...others] = union(spans);
  return only === undefined || others.length > 0 || only.from < range.from ? null : only;
}

function shifted({ ports }: Service): Service['ports'] {
  return ports.filter(({ host, container }) => host !== null && 'from' in host.value && 'from' in container.value && host.value.from !== 0 && host.value.from !== container.value.from);
}

/** Listeners that nobody reached, over any of their protocols, are closed; ports that are opened for a stream cannot be. */
function closed(service: Service, listeners: readonly Listener[], used: ReadonlySet<string>): Map<string, string> {
  const open = new Set<string>(used);
  for (const listener of listeners) if (isReached(service, listener)) open.add(listener.key);
  return new Map(listeners.filter(({ key, onDemand }) => !onDemand && !open.has(key)).map(({ key }) => [key, '0']));
}

/** The range that is really handed out in place of the one that config.ini alone says. */
function withRange(listeners: readonly Listener[], rtp: RtpRange): readonly Listener[] {
  const used = rtp.known && rtp.from === 'controller' ? usedRtpPorts(rtp.range) : null;
  return used === null ? listeners : listeners.map((listener) => (listener.key === 'rtp_proxy.port_range' ? { ...listener, span: used } : listener));
}

/** A config.ini that is changed anyway says what its controller pushes, so that no others are handed out before it does. */
function asPushed(service: Service, rtp: RtpRange): Map<string, string> {
  const own = configuredRtpRange(service);
  const same = rtp.known && own !== null && own.from === rtp.range.from && own.to === rtp.range.to;
  return new Map(rtp.known && rtp.from === 'controller' && own !== null && !same ? [['rtp_proxy.port_range', spanText(rtp.range)]] : []);
}

function titleOf(opens: readonly string[], firewall: readonly string[]): string {
  if (opens.length === 0) return 'title.host';
  return firewall.length === 0 ? 'title.host-opens-only' : 'title.host-opens';
}

/** Other tools than docker forward ports in ways of their own. */
function toolRemark({ invocation, at: place }: Service): Remark[] {
  return invocation === null || invocation.tool === 'docker' ? [] : [{ id: 'host.tool', data: { tool: invocation.tool }, at: place }];
}

/** What else the shipped config.ini says is compiled in, as far as is known. */
function newConfigRemark({ image, at: place }: Service, { created: [file] }: ConfigPlan): Remark[] {
  return file === undefined ? [] : [{ id: 'host.new-config', data: { path: file.file }, at: image?.at ?? place }];
}

/** Services that are not started anew, and read a file that has changed. */
function readers({ services }: Deployment, texts: readonly TextChange[], changes: readonly ServiceChange[]): Service[] {
  const files = new Set(texts.map(({ at: { file } }) => file));
  return services.filter((service) => !changes.some((change) => change.service === service) && service.volumes.some((mount) => {
    const mounted = mount.files();
    return mounted.known && mounted.files.some(({ path }) => files.has(path));
  }));
}

interface Moved {
  readonly changes: readonly ServiceChange[];
  readonly texts: readonly TextChange[];
  readonly opens: readonly string[];
  readonly firewall: readonly string[];
  readonly costs: Costs;
}

/** What was won, and what a person does now. */
function afterHost(deployment: Deployment, { changes, texts, opens, firewall, costs }: Moved): Words[] {
  const [service, ...others] = changes.map((change) => change.service) as [Service, ...Service[]];
  const cost = estimate(countPairs(service.ports), costs);
  const saved = { id: costs.processesPerPair > 0 ? 'after.saved' : 'after.saved-without-proxy', data: { processes: cost.processes, memory: cost.memory, start: cost.startSeconds, extrapolated: extrapolation(cost) } };
  const close: Words[] = opens.length === 0 ? [] : [{ id: opens.some((text) => text.startsWith('3478/')) ? 'after.close-turn' : 'after.close' }];
  return [
    ...(isMeasured(engineOf(service, 'linux')) ? [saved] : []),
    applyAgain(deployment, service, others),
    ...readers(deployment, texts, changes).flatMap((reader) => restarted(deployment, reader)),
    ...(firewall.length === 0 ? [] : [{ id: 'after.firewall', data: { firewall } }]),
    ...close,
    { id: 'after.look', data: { commands: [statusCommand(deployment, service), 'ss -lntu', 'pgrep -c docker-proxy'] } },
  ];
}
