import type { Service } from '../../model/deployment.ts';
import type { Remark } from '../../model/source.ts';
import type { Surroundings } from '../../zlm/surroundings.ts';

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
