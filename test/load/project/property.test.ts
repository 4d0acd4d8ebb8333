import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPortSpec } from '../../../src/load/port-spec.ts';
import type { PortMapping, PublishedPort } from '../../../src/model/port.ts';
import { effectivePorts, mappingText } from '../../../src/ports/published.ts';
import { publishedPort } from '../../ports/naive.ts';
import { expanded, loaded, picture } from './loaded.ts';
import { randomProject } from './random-project.ts';
import { randomFrom } from './yaml-text.ts';

const tape = fc.array(fc.nat({ max: 9999 }), { maxLength: 500, size: 'max' });

describe('a random project', () => {
  it('is what one file without files, anchors, tags and variables would be', () => {
    fc.assert(
      fc.property(tape, (numbers) => {
        const { files, main, profiles, plain } = randomProject(randomFrom(numbers), { mergedIncludes: true });
        const deployment = loaded(files, main, profiles);
        expect(picture(deployment)).toEqual(picture(loaded({ 'compose.yaml': plain }, ['compose.yaml'], profiles)));
        expect(deployment.problems).toEqual([]);
        expect(deployment.unread).toEqual([]);
      }),
      { numRuns: 500, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('has its places in the files it was read from', () => {
    fc.assert(
      fc.property(tape, (numbers) => {
        const { files, main, profiles } = randomProject(randomFrom(numbers), { mergedIncludes: true });
        const { services, texts } = loaded(files, main, profiles);
        for (const { file, start, end } of services.flatMap((service) => [service.at, ...service.ports.map((port) => port.at)])) {
          expect(texts.get(file)).toBe(files[file]);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual((files[file] ?? '').length);
        }
        for (const { at: { file, start, end }, text, variable } of services.flatMap((service) => service.ports)) {
          const written = (files[file] ?? '').slice(start, end);
          const short = !/target/.test(written);
          if (short && !variable) expect(written.replace(/^(["'])(.*)\1$/, '$2')).toBe(text);
        }
      }),
      { numRuns: 200, interruptAfterTimeLimit: 20_000 },
    );
  });
});

const port = fc.integer({ min: 1, max: 65_535 });
const address = fc.oneof(fc.constant(''), fc.ipV4(), fc.ipV6());

/** Ranges of the same length on both sides. */
const mapping: fc.Arbitrary<PortMapping> = fc
  .record({ hostIp: address, host: port, container: port, more: fc.oneof(fc.constant(0), fc.nat(600)), protocol: fc.constantFrom('tcp', 'udp', 'sctp') })
  .map(({ hostIp, host, container, more, protocol }) => {
    const width = Math.min(more, 65_535 - host, 65_535 - container);
    return { hostIp, host: { from: host, to: host + width }, container: { from: container, to: container + width }, protocol };
  });

describe('a port mapping', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(mapping, (one) => {
        expect(readPortSpec(mappingText(one))).toEqual({ ok: true, ...one });
      }),
    );
  });

  it('is read as it is written: with spare zeros, in any case, with the default said', () => {
    const digits = (value: number, zeros: number): string => '0'.repeat(zeros) + String(value);
    const shape = fc.record({ zeros: fc.nat(2), dash: fc.boolean(), brackets: fc.boolean(), say: fc.boolean(), upper: fc.boolean(), left: fc.constantFrom('given', 'empty', 'none') });
    fc.assert(
      fc.property(mapping, shape, ({ hostIp, host, container, protocol }, { zeros, dash, brackets, say, upper, left }) => {
        const range = ({ from, to }: { from: number; to: number }): string => (from === to && !dash ? digits(from, zeros) : `${digits(from, zeros)}-${digits(to, zeros)}`);
        const written = hostIp.includes(':') || brackets ? `[${hostIp}]` : hostIp;
        const before = left === 'given' ? `${hostIp === '' ? '' : `${written}:`}${range(host)}:` : hostIp !== '' ? `${written}::` : left === 'empty' ? ':' : '';
        const name = protocol === 'tcp' && !say ? '' : `/${upper ? protocol.toUpperCase() : protocol}`;
        expect(readPortSpec(before + range(container) + name)).toEqual({ ok: true, hostIp, host: left === 'given' ? host : null, container, protocol });
      }),
    );
  });
});

/** An entry of `ports:` among few ports, so that entries say the same, in part or as a whole. */
const entry: fc.Arbitrary<Omit<PublishedPort, 'at'>> = fc
  .record({
    hostIp: fc.constantFrom('', '', '0.0.0.0', '127.0.0.1'),
    from: fc.integer({ min: 8000, max: 8006 }),
    more: fc.nat(4),
    shift: fc.constantFrom(0, 0, 1),
    kind: fc.constantFrom('fixed', 'fixed', 'free', 'pool'),
    protocol: fc.constantFrom('tcp', 'udp'),
    mode: fc.constantFrom(null, 'host'),
    numeric: fc.constantFrom(false, false, false, true),
  })
  .map(({ hostIp, from, more, shift, kind, protocol, mode, numeric }) => {
    const container = { from: from + shift, to: from + shift + (kind === 'pool' ? 0 : more) };
    const made = publishedPort({ hostIp, host: { from, to: from + more }, container, protocol }, from);
    return { ...made, host: kind === 'free' ? null : made.host, mode, numeric: numeric && kind === 'fixed' };
  });

/** What each port of an entry is known by, and what is said of it. */
function rows(one: PublishedPort): { readonly key: string; readonly row: string }[] {
  return expanded(one).map((row) => {
    const [hostIp, published, target, protocol] = row.split(' ');
    return { key: [hostIp === '' ? '0.0.0.0' : hostIp, published, target, protocol, one.numeric].join(' '), row };
  });
}

it('effectivePorts: of what is said twice the last counts', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const ports = entries.map((one, index): PublishedPort => ({ ...one, at: { file: 'f', start: index, end: index + 1 } }));
      const last = new Map(ports.flatMap(rows).map(({ key, row }) => [key, row]));
      expect(effectivePorts(ports).flatMap(expanded).sort()).toEqual([...last.values()].sort());
    }),
    { numRuns: 500 },
  );
});
