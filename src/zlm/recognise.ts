import facts from '../../rules/_facts/images.json' with { type: 'json' };
import type { Service, Text, ZlmFacts } from '../model/deployment.ts';
import type { Located, SourceRange, WordData } from '../model/source.ts';
import { commentAsksFor, type CommentContext } from './recognise-comment.ts';
import { bundledImage, namesController, namesZlm, namesZlmCompanion, wordsOfImage } from './image-name.ts';
import { commandWords, launchIn } from './media-server-command.ts';
import { builtFrom } from './recognise-build.ts';
import { configMount } from './recognise-mount.ts';

export interface RecogniseContext extends CommentContext {
  /** What `--zlm-service` names: service names or container names. */
  readonly named: readonly string[];
}

/**
 * Whether and how a service runs ZLMediaKit, by the strongest sign; `null` when nothing says so. Its name alone never does.
 * Source: survey of 383 services in public Compose files; the signs are data in rules/_facts/images.json.
 */
export function recognise(service: Service, context: RecogniseContext): ZlmFacts | null {
  const told = byOption(service, context) ?? byComment(service, context);
  if (told !== null) return told;
  const started = byImage(service) ?? byCommand(service);
  if (started !== null || isCompanion(service)) return started;
  return byMount(service) ?? byBuild(service);
}

function byOption(service: Service, { named }: RecogniseContext): ZlmFacts | null {
  const container = service.containerName?.value;
  const name = named.find((asked) => asked === service.name || asked === container);
  return name === undefined ? null : because('zlm.option', { name }, null, isBundle(service));
}

function byComment(service: Service, context: RecogniseContext): ZlmFacts | null {
  const at = commentAsksFor(service, context);
  return at === null ? null : because('zlm.comment', {}, at, isBundle(service));
}

function byImage(service: Service): ZlmFacts | null {
  const { image } = service;
  if (image === null) return null;
  if (namesZlm(wordsOfImage(image.value))) return because('zlm.image', { image: shown(image.value) }, image.at, false);
  const bundled = bundledImage(image.value);
  if (bundled === null || !hasEvidence(service, bundled.evidence)) return null;
  return because('zlm.image', { image: shown(image.value) }, image.at, true);
}

/** Images that one of the services has shown to hold ZLMediaKit, which their names do not tell. */
export function bundlesIn(services: readonly Service[]): ReadonlySet<string> {
  return new Set(services.flatMap(({ image, zlm }) => (zlm?.bundled === true && zlm.reason.id === 'zlm.image' && typeof image?.value === 'string' ? [image.value] : [])));
}

/** What an image holds it holds in every service, also in one that shows nothing of it. */
export function bundleLike({ image }: Service, shown: ReadonlySet<string>): ZlmFacts | null {
  return typeof image?.value === 'string' && shown.has(image.value) ? because('zlm.image', { image: image.value }, image.at, true) : null;
}

/** Whether an image may hold ZLMediaKit beside its controller though nothing else shows it: on the host's network no published port can. */
export function mayHoldZlm({ image, zlm }: Service): boolean {
  return zlm === null && image !== null && bundledImage(image.value) !== null;
}

function byCommand(service: Service): ZlmFacts | null {
  const written = [...service.entrypoint, ...service.command];
  const [first] = written;
  if (first === undefined) return null;
  const words = commandWords(service);
  const keeper = words.some((word) => /(?:^|\/)AKStreamKeeper(?:\.dll)?$/.test(word));
  if (!keeper && launchIn(words) === null) return null;
  const where = written.find(({ value }) => /MediaServer|AKStreamKeeper/.test(shown(value))) ?? first;
  return because('zlm.command', { command: excerpt(where) }, where.at, keeper || isBundle(service));
}

function byMount(service: Service): ZlmFacts | null {
  const mount = configMount(service);
  return mount === null ? null : because('zlm.mount', { target: mount.target }, mount.at, mount.bundled || isBundle(service));
}

function byBuild(service: Service): ZlmFacts | null {
  const built = builtFrom(service);
  if (built !== null) return because('zlm.build', { path: built.path }, built.at, built.bundled || isBundle(service));
  return namesWvpBuild(service) && hasEvidence(service, 'both') ? because('zlm.build', { path: pathOf(service) }, service.build?.context?.at ?? service.at, true) : null;
}

function because(id: string, data: WordData, at: SourceRange | null, bundled: boolean): ZlmFacts {
  return { reason: { id, data, at }, bundled };
}

function isCompanion({ image }: Service): boolean {
  return image !== null && namesZlmCompanion(wordsOfImage(image.value));
}

/** Whether the image or the build is named after a controller, so that ZLMediaKit is only part of what it runs. */
function isBundle(service: Service): boolean {
  const words = service.image === null ? [] : wordsOfImage(service.image.value);
  if (namesZlm(words)) return false;
  if (service.image !== null && bundledImage(service.image.value) !== null) return true;
  return namesController(words) || namesWvpBuild(service);
}

function namesWvpBuild(service: Service): boolean {
  return service.build !== null && /(?:^|\/)wvp(?:$|[/_.-])/i.test(pathOf(service));
}

function pathOf({ build }: Service): string {
  return [build?.context, build?.dockerfile].flatMap((part) => (part === null || part === undefined ? [] : [shown(part.value)])).join('/');
}

/** Whether the published ports or a mounted config show that ZLMediaKit is in an image whose name does not tell. */
function hasEvidence(service: Service, wanted: 'none' | 'either' | 'both'): boolean {
  if (wanted === 'none') return true;
  const spans = service.ports.flatMap(({ container }) => ('unknown' in container.value ? [] : [container.value]));
  const range = spans.some(({ from, to }) => from >= 1024 && to - from + 1 >= facts.bundled.rangeWidth);
  const port = spans.some(({ from, to }) => facts.bundled.ports.some((known) => from <= known && known <= to));
  return (wanted === 'either' ? range || port : range && port) || configMount(service) !== null;
}

function excerpt({ value }: Located<Text>): string {
  const text = shown(value).replace(/\s+/g, ' ').trim();
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function shown(value: Text): string {
  return typeof value === 'string' ? value : value.unknown;
}

