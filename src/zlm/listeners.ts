import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import shippedConfig from '../../rules/_facts/shipped-config.json' with { type: 'json' };
import type { Service } from '../model/deployment.ts';
import type { PortSpan } from '../model/port.ts';
import type { Located, Words } from '../model/source.ts';
import type { ConfigIni } from './config-ini.ts';
import { readPort, readPortRange } from './config-values.ts';
import { effectiveConfig } from './effective-config.ts';

/** Ports that ZLMediaKit listens on, by one protocol. */
export interface Listener {
  /** The key of config.ini that says them, such as `http.port`. */
  readonly key: string;
  readonly span: PortSpan;
  readonly protocol: 'tcp' | 'udp';
  /** ZLMediaKit tells peers the number, so it must be published on the same one. */
  readonly oneToOne: boolean;
  /** Opened for a stream and closed again, not held from the start. */
  readonly onDemand: boolean;
  readonly from: 'config' | 'compiled default' | 'shipped config';
  /** Its value in the config.ini of the project. */
  readonly written: Located<string> | null;
}

export type ZlmListeners =
  /** `configPath` is the file in the project; `null` for the one the image ships. */
  | { readonly known: true; readonly listeners: readonly Listener[]; readonly configPath: string | null }
  /** `assumed`: what the shipped config.ini opens; `path` is the file or directory that could not be read. */
  | { readonly known: false; readonly why: Words; readonly path: string | null; readonly assumed: readonly Listener[] };

const known = new WeakMap<Service, ZlmListeners>();

/** What ZLMediaKit listens on in a service, as far as the files at hand can say. */
export function listenersOf(service: Service): ZlmListeners {
  const found = known.get(service) ?? findListeners(service);
  known.set(service, found);
  return found;
}

/** The same, or those that the shipped config.ini opens where that is not known. */
export function listenersOrAssumed(service: Service): readonly Listener[] {
  const found = listenersOf(service);
  return found.known ? found.listeners : found.assumed;
}

function findListeners(service: Service): ZlmListeners {
  const config = effectiveConfig(service);
  if (!config.known) return { known: false, why: config.why, path: config.path, assumed: shippedListeners };
  if (config.kind === 'shipped') return { known: true, listeners: shippedListeners, configPath: null };
  return { known: true, listeners: listenersIn(config.ini, config.file.path), configPath: config.file.path };
}

/** The key of the listener that a container port serves; of several the one that shares most ports. */
export function roleOf(service: Service, container: PortSpan, protocol: string): string | null {
  if (service.zlm === null) return null;
  let best: { key: string; shared: number } | null = null;
  for (const { key, span, protocol: own } of listenersOrAssumed(service)) {
    const shared = own === protocol ? Math.min(span.to, container.to) - Math.max(span.from, container.from) + 1 : 0;
    if (shared > 0 && (best === null || shared > best.shared)) best = { key, shared };
  }
  return best?.key ?? null;
}

/** What ZLMediaKit uses the ports of a key for, in a few words. */
export function featureOf(key: string): { readonly en: string; readonly zh: string } | null {
  return byKey.get(key)?.feature ?? null;
}

/**
 * The ports that a `rtp_proxy.port_range` really hands out: whole pairs of an even and an odd port, of which the last one is left out.
 * `null` when it is reversed. Source: ZLMediaKit src/Rtsp/Rtsp.cpp:398,462-471.
 */
export function usedRtpPorts(range: PortSpan): PortSpan | null {
  const from = 2 * Math.floor((range.from + 1) / 2);
  const to = 2 * Math.floor(range.to / 2) - 1;
  return range.from <= range.to && from < to ? { from, to } : null;
}

/** How many pairs of ports a `rtp_proxy.port_range` holds, one for each RTP stream; 0 when ZLMediaKit refuses the range. */
export function rtpPairs(range: PortSpan): number {
  const used = usedRtpPorts(range);
  return used === null || isTooNarrow(range) ? 0 : (used.to - used.from + 1) / 2;
}

/** From a range with fewer ports ZLMediaKit hands out none. */
export const LEAST_RTP_PORTS = 36;

/** Whether every allocation from the range fails. Source: ZLMediaKit src/Rtsp/Rtsp.cpp:397, an assertion also in release builds since 2024-06-12 (16956247). */
export function isTooNarrow(range: PortSpan): boolean {
  return range.to < range.from + LEAST_RTP_PORTS - 1;
}

/** The ports of the TURN pool: single ones, the end left out. Source: ZLMediaKit webrtc/IceTransport.cpp `PortManager::setRange`. */
function usedRelayPorts(range: PortSpan): PortSpan | null {
  return range.from < range.to ? { from: range.from, to: range.to - 1 } : null;
}

type Values = (key: string) => { readonly text: string; readonly from: Listener['from']; readonly written: Listener['written'] };

/** The listeners that a config.ini opens; a key it lacks has its compiled default. */
export function listenersIn(ini: ConfigIni, file: string): readonly Listener[] {
  return openedBy((key) => {
    const [section = '', name = ''] = key.split('.');
    const written = ini.get(section, name);
    if (written === undefined) return { text: compiled(key), from: 'compiled default', written: null };
    const { value, start, end } = written;
    return { text: value, from: 'config', written: { value, at: { file, start, end }, origin: 'written' } };
  }, ini.flag('rtc.enableTurn') ?? true);
}

const byKey = new Map(facts.listeners.map((fact) => [fact.key, fact]));

function compiled(key: string): string {
  return byKey.get(key)?.compiled ?? '';
}

function openedBy(values: Values, turn: boolean): readonly Listener[] {
  const relays = turn && ['rtc.icePort', 'rtc.iceTcpPort'].some((key) => readPort(values(key).text) !== 0);
  return facts.listeners.flatMap(({ key, protocols, oneToOne, onDemand }) => {
    if (key === 'rtc.port_range' && !relays) return [];
    const { text, from, written } = values(key);
    const span = spanOf(key, text);
    if (span === null) return [];
    return protocols.map((protocol): Listener => ({ key, span, protocol: protocol as Listener['protocol'], oneToOne, onDemand, from, written }));
  });
}

function spanOf(key: string, text: string): PortSpan | null {
  if (key === 'rtp_proxy.port_range') return usedRtpPorts(configuredRange(key, text));
  if (key === 'rtc.port_range') return usedRelayPorts(configuredRange(key, text));
  const port = readPort(text);
  return port === 0 ? null : { from: port, to: port };
}

/** A range as ZLMediaKit understands its text; what it cannot read keeps the compiled values. */
function configuredRange(key: string, text: string): PortSpan {
  return readPortRange(text, readPortRange(compiled(key), { from: 0, to: 0 }));
}

/** What the shipped conf/config.ini says and no compiled default does: a config.ini that is to act like it has to say it, too. */
export const shippedValues: ReadonlyMap<string, string> = new Map([...shippedConfig.differs, ...facts.listeners.filter(({ shipped, compiled: default_ }) => shipped !== default_)].map(({ key, shipped }) => [key, shipped]));

/** What the shipped conf/config.ini opens. */
export const shippedListeners: readonly Listener[] = openedBy((key) => ({ text: byKey.get(key)?.shipped ?? '', from: 'shipped config', written: null }), true);
