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
const shipped = readPortRange(fact?.shipped ?? '', compiled);

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
  if (config.kind === 'shipped') return { known: true, range: shipped, from: 'shipped config', written: [], controller: controllers[0] ?? null };
  const elsewhere = controllers.length === 0 ? foreignController(config) : null;
  if (elsewhere !== null) return { known: false, why: { id: 'zlm-rtp.foreign-controller', data: { url: elsewhere.value } }, at: elsewhere.at };
  const own = valueAt(config, 'rtp_proxy.port_range');
  if (own === null) return { known: true, range: compiled, from: 'compiled default', written: [], controller: controllers[0] ?? null };
  return { known: true, range: readPortRange(own.value, compiled), from: 'config', written: [own], controller: controllers[0] ?? null };
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
