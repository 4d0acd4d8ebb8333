import type { MountedFiles, Service, Text } from '../model/deployment.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import { isUnknown } from '../ports/spans.ts';
import { mentionsOf, namesOf } from '../zlm/names.ts';

/**
 * Names that stop resolving when the service leaves the bridge: those by which others reach it, and those by which it reaches others.
 * `depends_on` alone needs no name.
 */
export function* nameRemarks(service: Service, siblings: readonly Service[]): Generator<Remark> {
  const own = namesOf(service).map(({ name }) => name);
  for (const sibling of siblings) {
    const found = firstMention(sibling, own);
    if (found !== null) yield { id: 'host.named-by', data: { service: sibling.name ?? '', name: found.name, where: found.where }, at: found.at };
    const link = [...sibling.links, ...sibling.externalLinks].find(({ value }) => typeof value !== 'string' || own.includes(value.split(':')[0] ?? ''));
    if (link !== undefined) yield { id: 'host.linked-by', data: { service: sibling.name ?? '' }, at: link.at };
    yield* unseen(sibling, 'host.unknown-mention');
  }
  const others = new Set(siblings.flatMap(namesOf).map(({ name }) => name));
  const found = firstMention(service, [...others, ...own]);
  if (found !== null) yield { id: 'host.names', data: { name: found.name, where: found.where }, at: found.at };
  if (siblings.length > 0) yield* unseen(service, 'host.unknown-own-mention');
  const router = service.labels.find(({ name }) => /^(?:traefik|caddy)\b/.test(name));
  if (router !== undefined) yield { id: 'host.labels', data: { label: router.name }, at: router.value.at };
}

interface Said {
  readonly text: Text;
  /** Where it is said, in the file's own words: `environment ZLM_HOST`, `command`, a path. */
  readonly where: string;
  readonly at: SourceRange;
}

interface Mention {
  readonly name: string;
  readonly where: string;
  readonly at: SourceRange;
}

function firstMention(service: Service, names: readonly string[]): Mention | null {
  for (const { text, where, at } of sayings(service)) {
    if (isUnknown(text)) continue;
    const name = names.find((candidate) => mentionsOf(text, candidate).length > 0);
    if (name !== undefined) return { name, where, at };
  }
  return null;
}

/** Everything of a service that can hold another's name: its own settings first, then the files mounted into it. */
function* sayings(service: Service): Generator<Said> {
  for (const { name, value } of service.environment) yield { text: value.value, where: `environment ${name}`, at: value.at };
  for (const [where, list] of [['entrypoint', service.entrypoint], ['command', service.command], ['extra_hosts', service.extraHosts]] as const) {
    for (const { value, at } of list) yield { text: value, where, at };
  }
  for (const { name, value } of service.labels) yield { text: value.value, where: `labels ${name}`, at: value.at };
  for (const { value, at } of service.mentions) yield { text: value, where: 'settings', at };
  for (const mount of service.volumes) {
    const files = mount.files();
    if (files.known) for (const { path, text } of files.files) yield { text, where: path, at: mount.at };
  }
}

/** Values and files that are not at hand may hold a name; one remark for each kind. */
function* unseen(service: Service, id: string): Generator<Remark> {
  const unknown: string[] = [];
  let at: SourceRange | null = null;
  const note = (text: string, place: SourceRange): void => {
    at ??= place;
    if (!unknown.includes(text)) unknown.push(text);
  };
  for (const { text, at: place } of sayings(service)) if (isUnknown(text)) note(text.unknown, place);
  for (const mount of service.volumes) {
    const files = mount.files();
    if (mayHoldNames(mount.kind, mount.target, files)) note(files.known ? '' : files.path, mount.at);
  }
  if (at !== null) yield { id, data: { service: service.name ?? '', texts: unknown }, at };
}

/** Data, logs and time zones hold no names; anything else that is mounted and cannot be read may. */
function mayHoldNames(kind: string, target: Text, files: MountedFiles): boolean {
  if (files.known || kind !== 'bind') return false;
  const path = isUnknown(target) ? target.unknown : target;
  if (files.why === 'missing' && !/\.[a-z0-9]+$/i.test(path)) return false;
  return !/^\/(?:data|var\/(?:lib|log)|logs?|records?|media|sys|proc|dev|etc\/(?:localtime|timezone))(?:\/|$)/.test(path) && !/\/(?:logs?|data|record|www|snap)\/?$/.test(path);
}
