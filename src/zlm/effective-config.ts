import facts from '../../rules/_facts/images.json' with { type: 'json' };
import type { Mount, MountedFile, MountedFiles, Service } from '../model/deployment.ts';
import type { Words } from '../model/source.ts';
import { readConfigIni, type ConfigIni } from './config-ini.ts';
import { isWithin, resolvePath } from './container-path.ts';
import { configPathOf, isUpstream, upkeepOf } from './image-name.ts';
import { commandWords, configOption, launchIn, launchInScript, scriptFile, scriptTouchesConfig, type Launch } from './media-server-command.ts';

/** The config.ini that ZLMediaKit reads in a service. */
export type EffectiveConfig =
  | { readonly known: true; readonly kind: 'mounted'; readonly ini: ConfigIni; readonly file: MountedFile; readonly mount: Mount }
  /** Nothing is mounted: the file that the project's image ships. */
  | { readonly known: true; readonly kind: 'shipped'; readonly target: string }
  | { readonly known: false; readonly why: Words; readonly path: string | null };

const { config: UPSTREAM_CONFIG, workingDirectory: WORKING_DIRECTORY } = facts.upstream;

const found = new WeakMap<Service, EffectiveConfig>();

/** The config.ini that is read, from the command, the image and the mounts; what cannot be seen is not known. */
export function effectiveConfig(service: Service): EffectiveConfig {
  const config = found.get(service) ?? findConfig(service);
  found.set(service, config);
  return config;
}

function findConfig(service: Service): EffectiveConfig {
  const named = namedConfig(service);
  if ('why' in named) return unknown(named.why, null);
  const { target, own } = named;
  if (target === null) return onlyCandidate(service);
  const mounted = mountedConfig(service, target);
  if (mounted !== null) return mounted;
  if (!own) return unknown({ id: 'zlm-config.other-path', data: { target } }, null);
  if (service.build === null && service.image !== null && isUpstream(service.image.value)) return { known: true, kind: 'shipped', target };
  return unknown(imageReason(service), null);
}

/** Where a service surely reads config.ini: its command says so, or its image is one whose every tag reads the same; `null` when that is not known. */
export function configTargetOf(service: Service): string | null {
  const named = namedConfig(service);
  const { image, build } = service;
  const isSure = commandWords(service).length > 0 || (build === null && image !== null && (isUpstream(image.value) || upkeepOf(image.value) === 'stale'));
  return 'why' in named || !isSure ? null : named.target;
}

/** The mount at or above the path in the container; `null` when nothing is mounted there, or a variable may be. */
export function mountAt(service: Service, target: string): Mount | null {
  return service.volumes.some(hasUnknownTarget) ? null : closestMount(service, target);
}

interface Named {
  /** Where the file lies in the container; `null` when the image decides and it is not known what it does. */
  readonly target: string | null;
  /** It is where the image has a file of its own. */
  readonly own: boolean;
}

function namedConfig(service: Service): Named | { readonly why: Words } {
  const image = service.image === null ? null : configPathOf(service.image.value);
  const default_: Named = { target: image, own: image !== null };
  const words = commandWords(service);
  if (words.length === 0) return default_;
  const script = scriptFile(words);
  if (script !== null) return throughScript(service, words, script);
  const launch = launchIn(words);
  if (launch !== null) return fromLaunch(launch);
  const option = words[0]?.startsWith('-') === true ? configOption(words) : null;
  return option === null ? { why: { id: 'zlm-config.command' } } : at(option, WORKING_DIRECTORY);
}

function throughScript(service: Service, words: readonly string[], script: string): Named | { readonly why: Words } {
  const path = resolvePath(WORKING_DIRECTORY, script);
  const text = mountedText(service, path);
  if (text === null || scriptTouchesConfig(text)) return { why: { id: 'zlm-config.script', data: { script } } };
  const launch = launchInScript(text) ?? launchIn(words.slice(words.indexOf(script) + 1));
  return launch === null ? { why: { id: 'zlm-config.script', data: { script } } } : fromLaunch(launch);
}

function fromLaunch({ executable, config, directory, touchesConfig }: Launch): Named | { readonly why: Words } {
  if (touchesConfig) return { why: { id: 'zlm-config.command' } };
  if (directory?.includes('$') === true) return { why: { id: 'zlm-config.variable', data: { text: directory } } };
  const base = resolvePath(WORKING_DIRECTORY, directory ?? '.');
  if (config !== null) return at(config, base);
  const home = executable.includes('/') ? resolvePath(base, executable) : `${WORKING_DIRECTORY}/MediaServer`;
  return at('config.ini', resolvePath(home, '..'));
}

function at(config: string, base: string): Named | { readonly why: Words } {
  if (config.includes('$')) return { why: { id: 'zlm-config.variable', data: { text: config } } };
  const target = resolvePath(base, config);
  return { target, own: target === UPSTREAM_CONFIG };
}

/** What is mounted at or above the path; `null` when nothing is. */
function mountedConfig(service: Service, target: string): EffectiveConfig | null {
  const closest = closestMount(service, target);
  const variable = service.volumes.find(hasUnknownTarget);
  if (variable !== undefined && (closest === null || targetOf(closest) !== target)) return unknown({ id: 'zlm-config.variable', data: { text: shown(variable) } }, null);
  return closest === null ? null : readMount(closest, target);
}

function closestMount(service: Service, target: string): Mount | null {
  let closest: { mount: Mount; at: string } | null = null;
  for (const mount of service.volumes) {
    const at = targetOf(mount);
    if (at !== null && isWithin(target, at) && (closest === null || at.length >= closest.at.length)) closest = { mount, at };
  }
  return closest?.mount ?? null;
}

/** The path in the container, resolved; `null` when it is not known. */
export function targetOf({ target }: Mount): string | null {
  return typeof target === 'string' ? resolvePath('/', target) : null;
}

function hasUnknownTarget({ target }: Mount): boolean {
  return typeof target !== 'string' || target.includes('$');
}

function readMount(mount: Mount, target: string): EffectiveConfig {
  if (mount.kind === 'volume') return unknown({ id: 'zlm-config.volume', data: { target } }, null);
  if (mount.source !== null && typeof mount.source !== 'string') return unknown({ id: 'zlm-config.variable', data: { text: mount.source.unknown } }, mount.source.unknown);
  const mounted = mount.files();
  if (!mounted.known) return unknown({ id: `zlm-config.${mounted.why}`, data: { path: mounted.path || target } }, mounted.path || null);
  const file = fileAt(mounted, target);
  const unread = (mounted.unread ?? []).find((one) => resolvePath('/', one.target) === target);
  if (unread !== undefined) return unknown({ id: 'zlm-config.unreadable', data: { path: unread.path } }, unread.path);
  if (file === undefined) return unknown({ id: 'zlm-config.missing', data: { path: sourceOf(mount) ?? target } }, sourceOf(mount));
  return { known: true, kind: 'mounted', ini: readConfigIni(file.text), file, mount };
}

/** Of an image that is not known to read one path: the one known path at which a config.ini is mounted. */
function onlyCandidate(service: Service): EffectiveConfig {
  const paths = facts.configPaths.filter((entry) => entry.bundled !== true).map(({ path }) => path);
  const found = paths.map((path) => (path.endsWith('.ini') ? path : `${path}/config.ini`)).flatMap((target) => {
    const direct = service.volumes.some((mount) => typeof mount.target === 'string' && isCloseTo(resolvePath('/', mount.target), target));
    return direct ? (mountedConfig(service, target) ?? []) : [];
  });
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : unknown(imageReason(service), null);
}

/** A mount of the file or of its directory: one further up may hold the file or not. */
function isCloseTo(mounted: string, target: string): boolean {
  return mounted === target || mounted === resolvePath(target, '..');
}

function mountedText(service: Service, path: string): string | null {
  const mounts = service.volumes.filter((mount) => typeof mount.target === 'string' && mount.kind !== 'volume' && isWithin(path, resolvePath('/', mount.target)));
  for (const mount of mounts) {
    const file = fileAt(mount.files(), path);
    if (file !== undefined) return file.text;
  }
  return null;
}

function fileAt(mounted: MountedFiles, target: string): MountedFile | undefined {
  return mounted.known ? mounted.files.find((file) => resolvePath('/', file.target) === target) : undefined;
}

function imageReason(service: Service): Words {
  const image = service.image?.value;
  if (service.build !== null || image === undefined) return { id: 'zlm-config.built' };
  return { id: 'zlm-config.image', data: { image: typeof image === 'string' ? image : image.unknown } };
}

function unknown(why: Words, path: string | null): EffectiveConfig {
  return { known: false, why, path };
}

function sourceOf({ source }: Mount): string | null {
  return typeof source === 'string' ? source : (source?.unknown ?? null);
}

function shown({ target }: Mount): string {
  return typeof target === 'string' ? target : target.unknown;
}
