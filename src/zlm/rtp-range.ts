import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import type { Deployment, Service } from '../model/deployment.ts';
import type { PortSpan } from '../model/port.ts';
import type { Located, SourceRange, Words } from '../model/source.ts';
import { readPortRange } from './config-values.ts';
import { controllersOf, programOfHook, type Controller } from './controller.ts';
import { effectiveConfig, type EffectiveConfig } from './effective-config.ts';
import { valueAt } from './located-ini.ts';

/** The range from which ZLMediaKit hands out ports for RTP. */
export type RtpRange =
  | {
      readonly known: true;
      /** As it is configured; see `usedRtpPorts` for what is taken from it. */
      readonly range: PortSpan;
      readonly from: 'config' | 'compiled default' | 'shipped config' | 'controller';
      /** Where it is written: in config.ini, in the settings of a controller. */
      readonly written: readonly Located<string>[];
      readonly controller: Controller | null;
    }
  | { readonly known: false; readonly why: Words; readonly at: SourceRange };

const fact = facts.listeners.find(({ key }) => key === 'rtp_proxy.port_range');
const compiled = readPortRange(fact?.compiled ?? '', { from: 0, to: 0 });
/** What ZLMediaKit hands out where nobody says otherwise. */
export const shippedRtpRange = readPortRange(fact?.shipped ?? '', compiled);

/**
 * The range that a ZLMediaKit service really uses: that of the controller where one pushes its own, otherwise the one of config.ini.
 * Source: WVP-GB28181-pro and gowvp push theirs through `/index/api/setServerConfig` when the server comes up (`rules/_facts/controllers.json`).
 */
export function rtpRangeOf(service: Service, deployment: Deployment): RtpRange {
  const controllers = controllersOf(deployment);
  for (const controller of controllers) {
    const { rtp } = controller;
    if (rtp.kind === 'unknown') return { known: false, why: rtp.why, at: rtp.at };
    if (rtp.kind === 'own-ports') return { known: false, why: { id: 'zlm-rtp.own-ports', data: { service: controller.service.label } }, at: controller.service.at };
  }
  if (service.zlm?.bundled === true && !controllers.some((controller) => controller.service === service)) return { known: false, why: { id: 'zlm-rtp.bundled' }, at: service.image?.at ?? service.at };
  const config = effectiveConfig(service);
  const pushed = controllers.flatMap((controller) => (controller.rtp.kind === 'range' ? [{ controller, rtp: controller.rtp }] : []));
  const [first] = pushed;
  if (first !== undefined) {
    const { range } = first.rtp;
    const other = pushed.find(({ rtp }) => rtp.range.from !== range.from || rtp.range.to !== range.to);
    if (other !== undefined) return { known: false, why: { id: 'zlm-rtp.two-controllers', data: { services: [first.controller.service.label, other.controller.service.label] } }, at: other.rtp.written.at };
    const own = config.known && config.kind === 'mounted' ? valueAt(config, 'rtp_proxy.port_range') : null;
    return { known: true, range, from: 'controller', written: [...(own === null ? [] : [own]), ...pushed.map(({ rtp }) => rtp.written)], controller: first.controller };
  }
  if (!config.known) return { known: false, why: config.why, at: service.at };
  if (config.kind === 'shipped') return { known: true, range: shippedRtpRange, from: 'shipped config', written: [], controller: controllers[0] ?? null };
  const elsewhere = controllers.length === 0 ? foreignController(config) : null;
  if (elsewhere !== null) return { known: false, why: { id: 'zlm-rtp.foreign-controller', data: { url: elsewhere.value } }, at: elsewhere.at };
  const own = valueAt(config, 'rtp_proxy.port_range');
  if (own !== null && isPlaceholder(own.value)) return { known: false, why: { id: 'zlm-rtp.placeholder', data: { text: own.value } }, at: own.at };
  if (own === null) return { known: true, range: compiled, from: 'compiled default', written: [], controller: controllers[0] ?? null };
  return { known: true, range: readRtpRange(own.value), from: 'config', written: [own], controller: controllers[0] ?? null };
}

/** The range that config.ini alone says; `null` where it is not known. */
export function configuredRtpRange(service: Service): PortSpan | null {
  const config = effectiveConfig(service);
  if (!config.known) return null;
  if (config.kind === 'shipped') return shippedRtpRange;
  const own = valueAt(config, 'rtp_proxy.port_range');
  return own === null ? compiled : isPlaceholder(own.value) ? null : readRtpRange(own.value);
}

/** A range as ZLMediaKit reads its text, wherever it is given it. */
export function readRtpRange(text: string): PortSpan {
  return readPortRange(text, compiled);
}

/** Whether the text says what ZLMediaKit takes from it: a remark behind the range is not read, a second range neither. */
export function isReadAsWritten(text: string): boolean {
  const [, from, to] = /^\s*(\d+)-\s*(\d+)\s*(?:(?:[#;]|\/\/).*)?$/.exec(text) ?? [];
  const read = readRtpRange(text);
  return Number(from) === read.from && Number(to) === read.to;
}

/** Whether nobody chose the range, and no controller is at hand that would push its own. */
export function isDefaultRange({ range, controller }: Extract<RtpRange, { known: true }>): boolean {
  return controller === null && range.from === shippedRtpRange.from && range.to === shippedRtpRange.to;
}

/** RTSP takes no ports of the range: `rtsp.rtpTransportType` 0 leaves only TCP. Source: ZLMediaKit conf/config.ini:745-751. */
export function isRtspTcpOnly(service: Service): boolean {
  const config = effectiveConfig(service);
  return config.known && config.kind === 'mounted' && valueAt(config, 'rtsp.rtpTransportType')?.value === '0';
}

/** Stands for a value that a program fills in before ZLMediaKit reads the file. */
export function isPlaceholder(text: string): boolean {
  return /\$|\{\{|<\w|__\w|%\w+%|@\w+@/.test(text);
}

/** A hook of config.ini that leads to a controller: where that is no service of this deployment, nobody here knows what it pushes. */
function foreignController(config: Extract<EffectiveConfig, { kind: 'mounted' }>): Located<string> | null {
  if (config.ini.flag('hook.enable') !== true) return null;
  for (const key of ['on_server_started', 'on_server_keepalive', 'on_publish', 'on_stream_changed', 'on_stream_not_found']) {
    const url = valueAt(config, `hook.${key}`);
    if (url !== null && programOfHook(url.value) !== null) return url;
  }
  return null;
}
