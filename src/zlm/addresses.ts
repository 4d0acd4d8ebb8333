import type { Deployment, MountedFile, Service, Text } from '../model/deployment.ts';
import type { Located, SourceRange } from '../model/source.ts';
import { isUnknown } from '../ports/spans.ts';
import { controllerOf, controllersOf, type Controller } from './controller.ts';
import { effectiveConfig } from './effective-config.ts';
import { valueAt } from './located-ini.ts';
import { isAboutDeployment } from './sayings.ts';

/** A host that a program is told to connect to. */
export interface Address {
  readonly host: string;
  /** Who connects: ZLMediaKit for its hooks, whoever says them. */
  readonly speaker: Service;
  readonly where: string;
  /** ZLMediaKit sends its hooks there. */
  readonly hook: boolean;
  /** The host itself where its text stands there, otherwise the whole text. */
  readonly at: SourceRange;
}

const URL_HOST = String.raw`\b[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/(?:[^\s/@"'<>]{1,200}@)?([A-Za-z0-9][\w.-]*)`;
const HOST_AND_PORT = String.raw`(?<![\w./:@$%-])([A-Za-z][\w-]*)(?=:\d{2,5}(?![\w.:-]))`;
const HOSTS = new RegExp(`${URL_HOST}|${HOST_AND_PORT}`, 'g');
/** Variables and settings whose address is handed on to ZLMediaKit. */
const FOR_HOOKS = /^(?:(?:zlm|media|mediakit|zlmediakit)[._-]?)?hook[._-]?(?:host|ip|addr|address|url)$/i;
/** Names of variables and settings that hold nothing but an address. */
const HOLDS_ADDRESS = /(?:host|addr|address|ip|url|uri|endpoint|server)s?$/i;

/** Every address in what is said to be read: variables, commands, health checks, config.ini, settings of controllers, configuration that is mounted. In doubt it is none. */
export function* addressesOf(service: Service, deployment: Deployment): Generator<Address> {
  yield* ownAddressesOf(service, deployment);
  yield* ofFiles(service);
}

/** The same without mounted files, which say no hooks but those of config.ini. */
export function* ownAddressesOf(service: Service, deployment: Deployment): Generator<Address> {
  // Few services say hooks, and all are asked.
  let servers: readonly Service[] | undefined;
  const speakersOf = (name: string): readonly Service[] => (FOR_HOOKS.test(name) ? (servers ??= deployment.services.filter(({ zlm, disabled }) => zlm !== null && !disabled)) : [service]);
  for (const { name, value } of service.environment) {
    for (const found of hostsIn(value, HOLDS_ADDRESS.test(name))) for (const speaker of speakersOf(name)) yield { ...found, speaker, where: `environment ${name}`, hook: FOR_HOOKS.test(name) };
  }
  for (const [where, list] of [['entrypoint', service.entrypoint], ['command', service.command], ['settings', service.mentions]] as const) {
    for (const text of list) for (const found of hostsIn(text, false)) yield { ...found, speaker: service, where, hook: false };
  }
  const controller = controllerOf(service, deployment);
  if (controller !== undefined) yield* ofController(controller, speakersOf);
  yield* ofConfig(service, deployment);
}

/** The hosts in a text, or the whole text where it is one. */
function* hostsIn({ value, at, origin }: Located<Text>, whole: boolean): Generator<Pick<Address, 'host' | 'at'>> {
  if (isUnknown(value)) return;
  const exact = origin === 'written' && at.end - at.start === value.length;
  const place = (from: number, length: number): SourceRange => (exact ? { ...at, start: at.start + from, end: at.start + from + length } : at);
  if (whole && /^\w[\w.-]*$/.test(value)) yield { host: value, at };
  for (const match of value.matchAll(HOSTS)) {
    const host = match[1] ?? match[2] ?? '';
    yield { host, at: place(match.index + match[0].length - host.length, host.length) };
  }
}

/** Settings of WVP that name a host; of its hooks ZLMediaKit is told. */
const SETTINGS = ['media.ip', 'media.hook-ip', 'spring.redis.host', 'spring.data.redis.host', 'spring.datasource.url', 'spring.datasource.dynamic.datasource.master.url'];

function* ofController({ service, setting }: Controller, speakersOf: (name: string) => readonly Service[]): Generator<Address> {
  for (const key of SETTINGS) {
    const said = setting(key);
    if (said === null || service.environment.some(({ value }) => value.at === said.at)) continue;
    for (const found of hostsIn(said, HOLDS_ADDRESS.test(key))) for (const speaker of speakersOf(key)) yield { ...found, speaker, where: key, hook: FOR_HOOKS.test(key) };
  }
}

/** Hooks, unless WVP writes its own over them, and the origin of a cluster. Source: WVP-GB28181-pro ZLMMediaServerStatusManager.java:257. */
function* ofConfig(service: Service, deployment: Deployment): Generator<Address> {
  const config = service.zlm === null ? null : effectiveConfig(service);
  if (config?.known !== true || config.kind !== 'mounted') return;
  const hooked = config.ini.flag('hook.enable') === true && !controllersOf(deployment).some(({ program }) => program === 'wvp');
  for (const key of ['cluster.origin_url', ...(hooked ? config.ini.keys('hook').filter((name) => name.startsWith('on_')).map((name) => `hook.${name}`) : [])]) {
    const url = valueAt(config, key);
    if (url !== null) for (const found of hostsIn(url, false)) yield { ...found, speaker: service, where: key, hook: key.startsWith('hook.') };
  }
}

/** Files by which programs are set up, but not those whose profile or key decides whether they are read. */
const CONFIGURATION = /\.(?:conf|cfg|ya?ml|json|toml|properties|template|tmpl|env)$|\/Caddyfile$/i;
const OTHERWISE_READ = /\/application[^/]*\.(?:ya?ml|properties)$|\/package(?:-lock)?\.json$/i;

function* ofFiles(service: Service): Generator<Address> {
  const files = service.volumes.flatMap(({ files: read }): readonly MountedFile[] => {
    const mounted = read();
    return mounted.known ? mounted.files.filter(({ path, target }) => CONFIGURATION.test(target) && !OTHERWISE_READ.test(target) && !isAboutDeployment(path)) : [];
  });
  const texts = files.map((file) => ({ ...file, text: withoutComments(file.text) }));
  // `upstream media { … }` of nginx is a name of its own.
  const own = new Set(texts.flatMap(({ text }) => [...text.matchAll(/\bupstream\s+([\w.-]+)\s*\{/g)].map(([, name]) => name)));
  for (const { path, text } of texts) {
    const said: Located<string> = { value: text, at: { file: path, start: 0, end: text.length }, origin: 'written' };
    for (const found of hostsIn(said, false)) if (!own.has(found.host)) yield { ...found, speaker: service, where: path, hook: false };
  }
}

/** With blanks in place of what a `#` begins, so that places stay. */
function withoutComments(text: string): string {
  return text.replace(/(^|\s)#[^\n]*/g, (all, before: string) => before + ' '.repeat(all.length - before.length));
}
