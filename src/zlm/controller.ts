import facts from '../../rules/_facts/controllers.json' with { type: 'json' };
import type { Deployment, MountedFile, Service, SettingsDocument, Text } from '../model/deployment.ts';
import type { PortSpan } from '../model/port.ts';
import type { Located, SourceRange, Words } from '../model/source.ts';
import type { EffectiveConfig } from './effective-config.ts';
import { wordsOfImage } from './image-name.ts';

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
  const settings = new ServiceSettings(service);
  const fact = facts.programs.find((one) => isProgram(one, service, settings));
  if (fact === undefined) return null;
  const setting = (key: string): Located<Text> | null => settings.get(key, fact);
  return { program: fact.program as Controller['program'], service, rtp: rangeOf(fact, service, setting), setting };
}

function isProgram(fact: Fact, service: Service, settings: ServiceSettings): boolean {
  if (settings.filesOf(fact).some((file) => settings.hasOneOf(file, fact.ownKeys))) return true;
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
  }
  const written = setting(fact.range);
  if (written === null) return unknown(fact.range, service.at);
  const text = typeof written.value === 'string' ? written.value : '';
  const [from, to] = /^\s*(\d{1,5})\s*[,-]\s*(\d{1,5})\s*$/.exec(text)?.slice(1).map(Number) ?? [];
  if (from === undefined || to === undefined || to > 65_535 || from > to) return unknown(fact.range, written.at);
  return { kind: 'range', range: { from, to }, written: { ...written, value: text } };
}

/** What a service is told: by its environment first, then by the files that are mounted into it. */
class ServiceSettings {
  private files: readonly MountedFile[] | undefined;

  constructor(private readonly service: Service) {}

  filesOf(fact: Fact): readonly MountedFile[] {
    const name = new RegExp(fact.files);
    this.files ??= this.service.volumes.flatMap((mount) => {
      const mounted = mount.files();
      return mounted.known ? mounted.files : [];
    });
    return this.files.filter(({ target }) => name.test(target.slice(target.lastIndexOf('/') + 1)));
  }

  hasOneOf(file: MountedFile, keys: readonly string[]): boolean {
    return (file.settings() ?? []).some((document) => keys.some((key) => valueIn(document, key) !== undefined));
  }

  /** Of several files that say different things none is believed: which of them is read depends on the program's profiles. */
  get(key: string, fact: Fact): Located<Text> | null {
    const variable = this.service.environment.find(({ name }) => relaxed(name) === relaxed(key));
    if (variable !== undefined) return variable.value;
    const said = this.active(fact).flatMap((document) => valueIn(document, key) ?? []);
    const [first] = said;
    if (first === undefined) return null;
    if (said.some(({ value }) => value !== first.value)) return { ...first, value: { unknown: key }, origin: 'derived' };
    return this.filledIn(first);
  }

  /** The documents of the files that are read, as far as a profile that is set tells. */
  private active(fact: Fact): readonly SettingsDocument[] {
    const files = this.filesOf(fact);
    const profile = this.profile(files);
    const read = profile === null ? files : files.filter(({ target }) => !/application-/.test(target) || target.includes(`application-${profile}.`));
    return read.flatMap((file) => file.settings() ?? []);
  }

  private profile(files: readonly MountedFile[]): string | null {
    const variable = this.service.environment.find(({ name }) => relaxed(name) === 'springprofilesactive');
    if (variable !== undefined) return typeof variable.value.value === 'string' ? variable.value.value : null;
    for (const word of [...this.service.command, ...this.service.entrypoint]) {
      const found = typeof word.value === 'string' ? /--?D?spring\.profiles\.active=([\w-]+)/.exec(word.value)?.[1] : undefined;
      if (found !== undefined) return found;
    }
    const main = files.find(({ target }) => /\/application\.(?:ya?ml|properties)$/.test(target));
    const written = (main?.settings() ?? []).map((document) => valueIn(document, 'spring.profiles.active')).find((one) => one !== undefined);
    const value = written === undefined ? null : this.filledIn(written).value;
    return typeof value === 'string' ? value : null;
  }

  /** `${NAME:default}` as Spring fills it in from the environment of the container. */
  private filledIn(written: Located<string>): Located<Text> {
    if (!written.value.includes('${')) return written;
    let open = false;
    const text = written.value.replace(/\$\{([\w.-]+)(?::([^{}]*))?\}/g, (all, name: string, fallback: string | undefined) => {
      const variable = this.service.environment.find((one) => one.name === name || relaxed(one.name) === relaxed(name))?.value.value;
      if (typeof variable === 'string') return variable;
      if (variable === undefined && fallback !== undefined) return fallback;
      open = true;
      return all;
    });
    return { ...written, value: open || text.includes('${') ? { unknown: written.value } : text, origin: 'derived' };
  }
}

function valueIn(document: SettingsDocument, key: string): Located<string> | undefined {
  const exact = document.get(key);
  if (exact !== undefined) return exact;
  const wanted = relaxed(key);
  for (const [name, value] of document) if (relaxed(name) === wanted) return value;
  return undefined;
}

/** As Spring's relaxed binding compares names: `media.rtp.port-range`, `media.rtp.portRange` and `MEDIA_RTP_PORTRANGE` are one. */
function relaxed(name: string): string {
  return name.replace(/[-_.]/g, '').toLowerCase();
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
