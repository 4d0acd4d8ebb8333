import type { Service, Text } from '../model/deployment.ts';
import type { Remark, SourceRange } from '../model/source.ts';
import { isUnknown } from '../ports/spans.ts';
import { mentionsOf, namesOf } from '../zlm/names.ts';

/**
 * Names that stop resolving when the service leaves the bridge: those by which others reach it, and those by which it reaches others.
 * `depends_on` alone needs no name.
 */
export function* nameRemarks(service: Service, siblings: readonly Service[]): Generator<Remark> {
  const own = hostNames(service);
  for (const sibling of siblings) {
    const name = sibling.name ?? '';
    const named = mentions(sibling, own);
    if (named !== null) yield { id: 'host.named-by', data: { service: name, names: named.names, where: named.where }, at: named.at };
    const link = [...sibling.links, ...sibling.externalLinks].find(({ value }) => typeof value !== 'string' || own.includes(value.split(':')[0] ?? ''));
    if (link !== undefined) yield { id: 'host.linked-by', data: { service: name }, at: link.at };
    const passed = mentions(sibling, hostNames(sibling), ['environment']);
    if (passed !== null) yield { id: 'host.names-itself', data: { service: name, names: passed.names, where: passed.where }, at: passed.at };
  }
  const found = mentions(service, [...new Set([...siblings.flatMap(hostNames), ...own])]);
  if (found !== null) yield { id: 'host.names', data: { names: found.names, where: found.where }, at: found.at };
  const router = service.labels.find(({ name }) => /^(?:traefik|caddy)\b/.test(name));
  if (router !== undefined) yield { id: 'host.labels', data: { label: router.name }, at: router.value.at };
}

/** What cannot be seen may hold a name: one remark for all others, one for the service itself. */
export function* unseenRemarks(service: Service, siblings: readonly Service[]): Generator<Remark> {
  const others = siblings.map((sibling) => ({ sibling, unseen: unseen(sibling) })).filter(({ unseen: texts }) => texts.length > 0);
  const [first] = others;
  if (first !== undefined) {
    const services = others.map(({ sibling }) => sibling.name ?? '');
    const texts = others.flatMap((other) => other.unseen.map(({ text }) => text));
    yield { id: 'host.unknown-mention', data: { services, texts: [...new Set(texts)] }, at: first.unseen[0]?.at ?? null };
  }
  const own = siblings.length > 0 ? unseen(service) : [];
  if (own[0] !== undefined) yield { id: 'host.unknown-own-mention', data: { texts: own.map(({ text }) => text) }, at: own[0].at };
}

function hostNames(service: Service): string[] {
  return namesOf(service).map(({ name }) => name);
}

interface Said {
  readonly text: Text;
  /** Where it is said, in the file's own words: `environment ZLM_HOST`, `command`, a path. */
  readonly where: string;
  readonly at: SourceRange;
}

interface Mentions {
  readonly names: readonly string[];
  readonly where: readonly string[];
  /** The first of them. */
  readonly at: SourceRange;
}

/** All places of a service that name one of the hosts; `kinds` are the first words of the places looked at, all when not given. */
function mentions(service: Service, hosts: readonly string[], kinds?: readonly string[]): Mentions | null {
  const names = new Set<string>();
  const where = new Set<string>();
  let at: SourceRange | null = null;
  for (const said of sayings(service)) {
    const { text } = said;
    if (isUnknown(text) || (kinds !== undefined && !kinds.includes(said.where.split(' ')[0] ?? ''))) continue;
    for (const host of hosts) {
      if (mentionsOf(text, host).length === 0) continue;
      names.add(host);
      where.add(said.where);
      at ??= said.at;
    }
  }
  return at === null ? null : { names: [...names], where: [...where], at };
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

/** Values and files of a service that are not at hand, each once. */
function unseen(service: Service): { text: string; at: SourceRange }[] {
  const found = new Map<string, SourceRange>();
  for (const { text, at } of sayings(service)) if (isUnknown(text) && !found.has(text.unknown)) found.set(text.unknown, at);
  for (const { kind, target, at, files } of service.volumes) {
    const mounted = files();
    if (!mounted.known && mayHoldNames(kind, target, mounted.why) && !found.has(mounted.path)) found.set(mounted.path, at);
  }
  return [...found].map(([text, at]) => ({ text, at }));
}

/** Data, logs and time zones hold no names; what else is mounted and cannot be read may. A directory that is not there yet will hold data. */
function mayHoldNames(kind: string, target: Text, why: string): boolean {
  if (kind !== 'bind') return false;
  const path = isUnknown(target) ? target.unknown : target;
  if (/^\/etc\/(?:localtime|timezone)$|^\/(?:sys|proc|dev)(?:\/|$)/.test(path)) return false;
  if (/\/(?:etc|conf(?:ig)?s?|templates?|conf\.d)(?:\/|$)/i.test(path)) return true;
  return /\.[a-z]\w*$/i.test(path) && !/\.(?:sock|pem|crt|key|sql|log|db)$/i.test(path) ? true : why !== 'missing' && !isData(path);
}

function isData(path: string): boolean {
  return /^\/(?:data|var\/(?:lib|log))(?:\/|$)|\/(?:logs?|data|records?|www|snap|media|videos?)\/?$/i.test(path);
}
