import facts from '../../rules/_facts/controllers.json' with { type: 'json' };
import type { Deployment, Service, Text } from '../model/deployment.ts';
import type { PortSpan } from '../model/port.ts';
import type { Located, SourceRange, Words } from '../model/source.ts';
import { wordsOfImage } from './image-name.ts';
import { ServiceSettings } from './service-settings.ts';

type Fact = (typeof facts.programs)[number];

/** A service that tells ZLMediaKit what to do: which ports to hand out, where to send its hooks. */
export interface Controller {
  readonly program: 'wvp' | 'gowvp' | 'akstream';
  readonly service: Service;
  readonly rtp: ControllerRange;
  /** What its files and its environment say for a key such as `media.hook-ip`; `null` when nothing at hand says it. */
  readonly setting: (key: string) => Located<Text> | null;
}

export type ControllerRange =
  /** All streams arrive at `rtp_proxy.port`. */
  | { readonly kind: 'single-port'; readonly at: SourceRange }
  /** Pushed to ZLMediaKit in place of its own `rtp_proxy.port_range`. */
  | { readonly kind: 'range'; readonly range: PortSpan; readonly written: Located<string> }
  /** It names the port of every stream itself. */
  | { readonly kind: 'own-ports' }
  | { readonly kind: 'unknown'; readonly why: Words; readonly at: SourceRange };

const known = new WeakMap<Deployment, readonly Controller[]>();

/** The controllers among the services of a deployment; ZLMediaKit's own service when its image holds one. */
export function controllersOf(deployment: Deployment): readonly Controller[] {
  const found = known.get(deployment) ?? deployment.services.flatMap((service) => controllerIn(service) ?? []);
  known.set(deployment, found);
  return found;
}

function controllerIn(service: Service): Controller | null {
  const settings = new Map(facts.programs.map((fact) => [fact, new ServiceSettings(service, new RegExp(fact.files))]));
  const [fact, own] = [...settings].find(([one, told]) => isProgram(one, service, told)) ?? [];
  if (fact === undefined || own === undefined) return null;
  const setting = (key: string): Located<Text> | null => own.get(key);
  return { program: fact.program as Controller['program'], service, rtp: rangeOf(fact, service, setting), setting };
}

function isProgram(fact: Fact, service: Service, settings: ServiceSettings): boolean {
  if (settings.hasOneOf(fact.ownKeys)) return true;
  if (fact.variables.some((name) => service.environment.some((variable) => variable.name === name))) return true;
  const words = service.image === null ? [] : wordsOfImage(service.image.value);
  return words.some((word) => fact.imageWords.includes(word)) && !words.some((word) => fact.notWords.includes(word));
}

function rangeOf(fact: Fact, service: Service, setting: Controller['setting']): ControllerRange {
  const unknown = (text: string, at: SourceRange): ControllerRange => ({ kind: 'unknown', why: { id: 'zlm-rtp.controller', data: { service: service.label, key: text } }, at });
  if (fact.range === null) return { kind: 'own-ports' };
  const enabled = fact.rangeEnabled === null ? null : setting(fact.rangeEnabled);
  if (fact.rangeEnabled !== null) {
    if (enabled === null) return unknown(fact.rangeEnabled, service.at);
    if (typeof enabled.value !== 'string') return unknown(fact.rangeEnabled, enabled.at);
    if (/^(?:false|off|no|0)$/i.test(enabled.value.trim())) return { kind: 'single-port', at: enabled.at };
    if (!/^(?:true|on|yes|1)$/i.test(enabled.value.trim())) return unknown(fact.rangeEnabled, enabled.at);
  }
  const written = setting(fact.range);
  if (written === null) return unknown(fact.range, service.at);
  const text = typeof written.value === 'string' ? written.value : '';
  const [from, to] = /^\s*(\d{1,5})\s*[,-]\s*(\d{1,5})\s*$/.exec(text)?.slice(1).map(Number) ?? [];
  if (from === undefined || to === undefined || to > 65_535 || from > to) return unknown(fact.range, written.at);
  return { kind: 'range', range: { from, to }, written: { ...written, value: text } };
}

/** The program whose hooks a URL belongs to; `null` when it is none that hands out ports. */
export function programOfHook(url: string): string | null {
  return facts.programs.find(({ hookPath }) => url.includes(hookPath))?.program ?? null;
}

/** A port that a controller itself listens on. */
export interface ControllerPort {
  readonly key: string;
  readonly port: number;
  readonly protocol: string;
  readonly at: SourceRange;
}

/** What the controller in a service listens on, as far as its settings are known. */
export function controllerPorts(service: Service, deployment: Deployment): ControllerPort[] {
  const controller = controllersOf(deployment).find((one) => one.service === service);
  const fact = facts.programs.find(({ program }) => program === controller?.program);
  return (fact?.listens ?? []).flatMap(({ key, protocols }) => {
    const said = controller?.setting(key) ?? null;
    const port = typeof said?.value === 'string' && /^\s*\d{1,5}\s*$/.test(said.value) ? Number(said.value) : 0;
    return said === null || port === 0 || port > 65_535 ? [] : protocols.map((protocol) => ({ key, port, protocol, at: said.at }));
  });
}
