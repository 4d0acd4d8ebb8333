import facts from '../../rules/_facts/images.json' with { type: 'json' };
import type { Text } from '../model/deployment.ts';

/** An image name in its parts; `${NAME}` stands in them as a variable between the marks of `variablesIn`. */
export interface ImageName {
  /** Components of the path, a registry first; the last one without tag and digest. */
  readonly path: readonly string[];
  readonly tag: string | null;
  readonly digest: string | null;
}

const OPEN = '\uE000';
const CLOSE = '\uE001';

/** Splits an image name as the engine does: a digest behind `@`, a tag behind the last `:` of the last component. */
export function splitImage(image: Text): ImageName {
  const text = typeof image === 'string' ? image : markVariables(image.unknown);
  const at = text.indexOf('@');
  const path = (at < 0 ? text : text.slice(0, at)).split('/');
  const last = path.pop() ?? '';
  const colon = last.indexOf(':');
  return {
    path: [...path, colon < 0 ? last : last.slice(0, colon)],
    tag: colon < 0 ? null : last.slice(colon + 1),
    digest: at < 0 ? null : text.slice(at + 1),
  };
}

/** Replaces every `$NAME` and `${NAME…}` by the marked name, so that what a variable holds is never split. */
function markVariables(text: string): string {
  let marked = '';
  for (let i = 0; i < text.length; ) {
    const name = text[i] === '$' ? /^\$\{?([A-Za-z_]\w*)/.exec(text.slice(i, i + 200)) : null;
    if (name === null) {
      marked += text[i++];
      continue;
    }
    marked += OPEN + (name[1] ?? '') + CLOSE;
    i = name[0].startsWith('${') ? endOfBraces(text, i) : i + name[0].length;
  }
  return marked;
}

function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text.startsWith('${', i)) depth++;
    else if (text[i] === '}' && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Whether a variable is part of this piece of an image name. */
export function hasVariable(part: string): boolean {
  return part.includes(OPEN);
}

/** Variables that hold a part around the image's own name. */
const ASIDE = /(?:^|_)(?:tag|version|ver|registry|repo|repository|prefix|host|mirror|user|owner|org|namespace)(?:$|_)/i;

/**
 * The words of the component that names the program: those of the text, and those of a variable's name where it stands for the name.
 * Source: corpus of public Compose files, where `${ZLM_IMAGE}` is all there is in some.
 */
export function wordsOfImage(image: Text): readonly string[] {
  const last = splitImage(image).path.at(-1) ?? '';
  const named = last.replace(/\uE000(\w+)\uE001/g, (_, name: string) => (ASIDE.test(name) ? '-' : `-${name}-`));
  return wordsOf(named);
}

/** Lower-case words of a name, split at `-`, `_` and `.`. */
export function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[-_.\s]+/).filter((word) => word !== '');
}

/** Whether the words name ZLMediaKit itself: not a rewrite, not a companion. */
export function namesZlm(words: readonly string[]): boolean {
  return mentionsZlm(words) && !namesCompanion(words);
}

/** Whether the words name something made for ZLMediaKit that is not ZLMediaKit: `zlmediakit-rs`, `zlm-exporter`. */
export function namesZlmCompanion(words: readonly string[]): boolean {
  return mentionsZlm(words) && namesCompanion(words);
}

export function mentionsZlm(words: readonly string[]): boolean {
  const { anywhere, words: exact, phrases } = facts.names;
  return (
    words.some((word) => exact.includes(word) || anywhere.some((part) => word.includes(part))) ||
    phrases.some((phrase) => words.some((_, i) => phrase.every((word, j) => words[i + j] === word)))
  );
}

export function namesCompanion(words: readonly string[]): boolean {
  return words.some((word) => facts.companions.words.includes(word));
}

export interface BundledImage {
  /** What must stand beside the name before it counts. */
  readonly evidence: 'none' | 'either' | 'both';
}

/** The entry of an image that may carry ZLMediaKit beside its controller. */
export function bundledImage(image: Text): BundledImage | null {
  const { path } = splitImage(image);
  const last = (path.at(-1) ?? '').toLowerCase();
  const found = facts.bundled.images.find((entry) => entry.image === last.replaceAll('-', '_') && (entry.owner === null || entry.owner === path.at(-2)));
  if (found !== undefined) return { evidence: found.evidence as BundledImage['evidence'] };
  return namesWvp(wordsOfImage(image)) ? { evidence: 'both' } : null;
}

/** Whether the words name WVP, which some build into one image with ZLMediaKit. */
export function namesWvp(words: readonly string[]): boolean {
  return words.includes('wvp');
}

/** Whether the words name a program that drives ZLMediaKit. */
export function namesController(words: readonly string[]): boolean {
  return words.some((word) => facts.bundled.controllerWords.includes(word));
}

/** Whether the image is what the project's own CI builds, under its own name or copied to another registry with its tag. */
export function isUpstream(image: Text): boolean {
  const { path, tag } = splitImage(image);
  const [owner, name] = facts.upstream.path;
  if (path.at(-1) !== name || isThirdParty(path)) return false;
  if (tag !== null && hasVariable(tag)) return false;
  if (path.at(-2) === owner) return !facts.upstream.staleTagPrefixes.some((prefix) => tag?.toLowerCase().startsWith(prefix));
  const rehosted = path.length === 1 || /[.:]|^localhost$/.test(path[0] ?? '');
  return rehosted && tag !== null && (facts.upstream.tags.includes(tag) || facts.upstream.tagPrefixes.some((prefix) => tag.startsWith(prefix)));
}

/**
 * Who keeps an image up to date: `upstream` builds its tag anew with every commit, `unbuilt` is a tag that upstream does not build,
 * `stale` an image of a third party that is known to be old; `unknown` also for one that a digest pins.
 */
export type Upkeep = 'upstream' | 'unbuilt' | 'stale' | 'unknown';

export function upkeepOf(image: Text): Upkeep {
  const { path, tag, digest } = splitImage(image);
  if (thirdPartyOf(path)?.stale === true) return 'stale';
  const [registry] = path.length === 3 ? path : [null];
  const isHub = path.length === 2 || (registry !== null && registry !== undefined && facts.upstream.registries.includes(registry));
  if (!isHub || path.slice(-2).join('/') !== facts.upstream.path.join('/') || digest !== null || (tag !== null && hasVariable(tag))) return 'unknown';
  const { tags, tagPrefixes, ownTagPrefixes } = facts.upstream;
  return tag !== null && (tags.includes(tag) || [...tagPrefixes, ...ownTagPrefixes].some((prefix) => tag.startsWith(prefix))) ? 'upstream' : 'unbuilt';
}

/** Whether the image is upstream's newest build whenever it is pulled. */
export function isRolling(image: Text): boolean {
  const { tag } = splitImage(image);
  return upkeepOf(image) === 'upstream' && tag !== null && facts.upstream.tags.includes(tag);
}

/** Whether upstream builds the tag with other programs beside MediaServer. */
export function holdsMore(image: Text): boolean {
  const { tag } = splitImage(image);
  return tag !== null && facts.upstream.tagsWithMore.includes(tag);
}

function isThirdParty(path: readonly string[]): boolean {
  return thirdPartyOf(path) !== undefined;
}

function thirdPartyOf(path: readonly string[]): (typeof facts.thirdParty)[number] | undefined {
  return facts.thirdParty.find(({ owner, image }) => image === path.at(-1) && (owner === null || owner === path.at(-2)));
}

/** A directory where another image of the same name reads config.ini; `null` when there is none. */
export function otherConfigOf(image: Text): string | null {
  return thirdPartyOf(splitImage(image).path)?.others ?? null;
}

/** The path at which the image reads config.ini when its command says nothing else; `null` when that is not known. */
export function configPathOf(image: Text): string | null {
  const { path } = splitImage(image);
  const found = thirdPartyOf(path);
  if (found !== undefined) return found.config;
  return isUpstream(image) || (path.at(-2) === facts.upstream.path[0] && path.at(-1) === facts.upstream.path[1]) ? facts.upstream.config : null;
}
