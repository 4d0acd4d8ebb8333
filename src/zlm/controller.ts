import facts from '../../rules/_facts/controllers.json' with { type: 'json' };
import type { Deployment, Service, Text } from '../model/deployment.ts';
import type { PortSpan } from '../model/port.ts';
import type { Located, SourceRange, Words } from '../model/source.ts';
import type { EffectiveConfig } from './effective-config.ts';
import { wordsOf, wordsOfImage } from './image-name.ts';
import { ServiceSettings } from './service-settings.ts';

type Fact = (typeof facts.programs)[number];

/** A service that tells ZLMediaKit what to do: which ports to hand out, where to send its hooks. */
export interface Controller {
  readonly program: 'wvp' | 'gowvp' | 'akstream';
  readonly service: Service;
  readonly rtp: ControllerRange;
  /** The port at which it calls ZLMediaKit's HTTP API, and its own, to which hooks are sent. */
  readonly apiPort: Located<Text> | null;
  readonly ownPort: Located<Text> | null;
  /** Its setting for the range that it pushes. */
  readonly rangeKey: string | null;
  /** The range as it is written, and the text that ZLMediaKit is given; `null` where none is pushed or its text is not known. */
  readonly pushed: { readonly written: Located<string>; readonly text: string } | null;
  /** Ports from which it lets ZLMediaKit send; `null` when they are not known. */
  readonly sendRange: { readonly range: PortSpan; readonly written: Located<string> } | null;
  /** Keys of config.ini whose ports it writes into the addresses that it gives out. */
  readonly readsPorts: readonly string[];
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

/** The controller that a service is or holds. */
export function controllerOf(service: Service, deployment: Deployment): Controller | undefined {
  return controllersOf(deployment).find((controller) => controller.service === service);
}

/** Whether a controller is known to give every stream a port of its own, so that nothing arrives at `rtp_proxy.port`. */
export function isSinglePortUnused(deployment: Deployment): boolean {
  return controllersOf(deployment).some(({ rtp }) => rtp.kind === 'range' || rtp.kind === 'own-ports');
}

function controllerIn(service: Service): Controller | null {
  // A directory of settings may be shared; ZLMediaKit alone in its image reads only its own.
  if (service.zlm?.bundled === false) return null;
  const settings = new Map(facts.programs.map((fact) => [fact, new ServiceSettings(service, new RegExp(fact.files))]));
  const [fact, own] = [...settings].find(([one, told]) => isProgram(one, service, told)) ?? [];
  if (fact === undefined || own === undefined) return null;
  const setting = (key: string): Located<Text> | null => own.get(key);
  return {
    program: fact.program as Controller['program'],
    service,
    rtp: rangeOf(fact, service, setting),
    rangeKey: fact.range,
    pushed: pushedBy(fact, setting),
    sendRange: sendRangeOf(fact, setting),
    readsPorts: fact.readsPorts,
    apiPort: fact.apiPort === null ? null : setting(fact.apiPort),
    ownPort: fact.ownPort === null ? null : setting(fact.ownPort),
    setting,
  };
}

function isProgram(fact: Fact, service: Service, settings: ServiceSettings): boolean {
  if (settings.hasOneOf(fact.ownKeys)) return true;
  if (fact.variables.some((name) => service.environment.some((variable) => variable.name === name))) return true;
  const words = namingWords(service);
  return words.some((word) => fact.imageWords.includes(word)) && !words.some((word) => fact.notWords.includes(word));
}

/** What the image is called; where it is built here, the name of the service and of what it is built from. */
function namingWords({ image, name, build }: Service): readonly string[] {
  if (image !== null) return wordsOfImage(image.value);
  const paths = [build?.context, build?.dockerfile].flatMap((part) => (typeof part?.value === 'string' ? part.value.split('/') : []));
  return [name ?? '', ...paths].flatMap(wordsOf);
}

function rangeOf(fact: Fact, service: Service, setting: Controller['setting']): ControllerRange {
  const unknown = (text: string, at: SourceRange): ControllerRange => ({ kind: 'unknown', why: { id: 'zlm-rtp.controller', data: { service: service.label, key: text } }, at });
  if (fact.range === null) return { kind: 'own-ports' };
  const enabled = fact.rangeEnabled === null ? null : setting(fact.rangeEnabled);
  if (fact.rangeEnabled !== null) {
    if (enabled === null) return unknown(fact.rangeEnabled, service.at);
    if (typeof enabled.value !== 'string') return unknown(fact.rangeEnabled, enabled.at);
    if (isOff(enabled.value)) return { kind: 'single-port', at: enabled.at };
    if (!isOn(enabled.value)) return unknown(fact.rangeEnabled, enabled.at);
  }
  const written = setting(fact.range);
  if (written === null) return unknown(fact.range, service.at);
  const text = typeof written.value === 'string' ? written.value : '';
  const [from, to] = /^\s*(\d{1,5})[,-]\s*(\d{1,5})\s*$/.exec(text)?.slice(1).map(Number) ?? [];
  if (from === undefined || to === undefined || to > 65_535 || from > to) return unknown(fact.range, written.at);
  return { kind: 'range', range: { from, to }, written: { ...written, value: text } };
}

function pushedBy(fact: Fact, setting: Controller['setting']): Controller['pushed'] {
  if (fact.range === null) return null;
  const enabled = fact.rangeEnabled === null ? 'true' : setting(fact.rangeEnabled)?.value;
  const written = setting(fact.range);
  if (typeof enabled !== 'string' || !isOn(enabled) || typeof written?.value !== 'string' || written.value === '') return null;
  return { written: { ...written, value: written.value }, text: fact.rangeHasComma ? written.value.replaceAll(',', '-') : written.value };
}

function sendRangeOf(fact: Fact, setting: Controller['setting']): Controller['sendRange'] {
  const written = fact.sendRange === null ? null : setting(fact.sendRange);
  if (typeof written?.value !== 'string') return null;
  const range = twoPorts(written.value) ?? twoPorts(fact.sendRangeFallback ?? '');
  return range === null ? null : { range, written: { ...written, value: written.value } };
}

function twoPorts(text: string): PortSpan | null {
  const [from, to] = /^(\d{1,5}),(\d{1,5})$/.exec(text.trim())?.slice(1).map(Number) ?? [];
  return from === undefined || to === undefined || to <= from || to > 65_535 ? null : { from, to };
}

function isOn(text: string): boolean {
  return /^(?:true|on|yes|1)$/i.test(text.trim());
}

function isOff(text: string): boolean {
  return /^(?:false|off|no|0)$/i.test(text.trim());
}

/** Whether a program of the deployment, or one that the hooks of a config.ini lead to, tells ZLMediaKit its `rtc.externIP`. */
export function mayBeToldExternIp(deployment: Deployment, config: EffectiveConfig): boolean {
  const hooks = config.known && config.kind === 'mounted' ? [...config.ini.values].filter(([key]) => key.startsWith('hook.on_')).map(([, { value }]) => programOfHook(value)) : [];
  const programs = new Set<string | null>([...controllersOf(deployment).map(({ program }) => program), ...hooks]);
  return facts.programs.some(({ program, externIp }) => externIp !== 'left alone' && programs.has(program));
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
  const controller = controllerOf(service, deployment);
  const fact = facts.programs.find(({ program }) => program === controller?.program);
  return (fact?.listens ?? []).flatMap(({ key, protocols }) => {
    const said = controller?.setting(key) ?? null;
    const port = typeof said?.value === 'string' && /^\s*\d{1,5}\s*$/.test(said.value) ? Number(said.value) : 0;
    return said === null || port === 0 || port > 65_535 ? [] : protocols.map((protocol) => ({ key, port, protocol, at: said.at }));
  });
}
