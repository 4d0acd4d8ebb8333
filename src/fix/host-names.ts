import type { Service } from '../model/deployment.ts';
import type { Remark } from '../model/source.ts';
import { hostNames, mentions } from '../zlm/sayings.ts';
import type { Surroundings } from '../zlm/surroundings.ts';

/**
 * Names that stop resolving when the service leaves the bridge: those by which others reach it, and those by which it reaches others.
 * `depends_on` alone needs no name.
 */
export function* nameRemarks(service: Service, surroundings: Surroundings): Generator<Remark> {
  const own = hostNames(service);
  for (const sibling of surroundings.mayName(own, service)) {
    const named = mentions(surroundings.sayingsOf(sibling), own);
    if (named !== null) yield { id: 'host.named-by', data: { service: sibling.label, names: named.names, where: named.where }, at: named.at };
  }
  for (const { sibling, mentions: passed } of surroundings.namingThemselves) {
    if (sibling !== service) yield { id: 'host.names-itself', data: { service: sibling.label, names: passed.names, where: passed.where }, at: passed.at };
  }
  for (const { sibling, at } of surroundings.linkedTo(own, service)) yield { id: 'host.linked-by', data: { service: sibling.label }, at };
  const found = mentions(surroundings.sayingsOf(service), surroundings.namesIn(service));
  if (found !== null) yield { id: 'host.names', data: { names: found.names, where: found.where }, at: found.at };
  const router = service.labels.find(({ name }) => /^(?:traefik|caddy)\b/.test(name));
  if (router !== undefined) yield { id: 'host.labels', data: { label: router.name }, at: router.value.at };
}

/** What cannot be seen may hold a name: one remark for all others, one for the service itself. */
export function* unseenRemarks(service: Service, surroundings: Surroundings): Generator<Remark> {
  const others = surroundings.withUnseen.filter((sibling) => sibling !== service);
  const [first] = others;
  if (first !== undefined) {
    const texts = others.flatMap((other) => surroundings.unseenOf(other).map(({ text }) => text));
    yield {
      id: 'host.unknown-mention',
      data: { services: others.map(({ label }) => label), texts: [...new Set(texts)] },
      at: surroundings.unseenOf(first)[0]?.at ?? null,
    };
  }
  const own = surroundings.deployment.services.length > 1 ? surroundings.unseenOf(service) : [];
  if (own[0] !== undefined) yield { id: 'host.unknown-own-mention', data: { texts: own.map(({ text }) => text) }, at: own[0].at };
}
