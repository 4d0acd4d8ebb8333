import * as fc from 'fast-check';
import type { PortMapping, PortSpan, PublishedPort } from '../../src/model/port.ts';
import type { Located } from '../../src/model/source.ts';

/** The ports of spans, counted out one by one. */
export function numbersOf(spans: readonly PortSpan[]): Set<number> {
  return new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)));
}

/** Spans among few ports, so that they touch and overlap, and at both ends of all ports. */
export const span: fc.Arbitrary<PortSpan> = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 65_500, max: 65_535 })), fc.oneof(fc.constant(0), fc.nat(12)))
  .map(([from, more]) => ({ from, to: Math.min(65_535, from + more) }));

export const spans: fc.Arbitrary<PortSpan[]> = fc.array(span, { maxLength: 8 });

export const protocol = fc.constantFrom('tcp', 'udp');

/** A mapping of host ports one for one onto container ports. */
export const mapping: fc.Arbitrary<PortMapping> = fc
  .record({ hostIp: fc.constantFrom('', '', '127.0.0.1', '::1'), host: span, shift: fc.constantFrom(0, 0, 100), protocol })
  .filter(({ host, shift }) => host.from > 0 && host.to + shift <= 65_535)
  .map(({ hostIp, host, shift, protocol: name }) => ({ hostIp, host, container: { from: host.from + shift, to: host.to + shift }, protocol: name }));

/** The published port of a mapping; `index` is its place in the file. */
export function publishedPort({ hostIp, host, container, protocol: name }: PortMapping, index: number): PublishedPort {
  const at = { file: 'f', start: index * 10, end: index * 10 + 9 };
  const written = <T>(value: T): Located<T> => ({ value, at, origin: 'written' });
  return {
    at,
    origin: 'written',
    variable: false,
    numeric: false,
    text: `#${index}`,
    hostIp: written(hostIp),
    host: written(host),
    container: written(container),
    protocol: written(name),
    mode: null,
  };
}

/** What the engine sets up for mappings: one text for each single port, as often as it is said. */
export function bindings(mappings: readonly PortMapping[]): string[] {
  return mappings.flatMap(({ hostIp, host, container, protocol: name }) =>
    Array.from({ length: host.to - host.from + 1 }, (_, index) => `${hostIp}|${host.from + index}|${container.from + index}|${name}`),
  );
}
