import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPortSpec } from '../../src/load/port-spec.ts';
import type { PublishedPort } from '../../src/model/port.ts';
import { canonicalPorts, countPairs, isPool, knownMapping, mappingText, mergeableGroups } from '../../src/ports/published.ts';
import { bindings, mapping, publishedPort } from './naive.ts';

const mappings = fc.array(mapping, { maxLength: 8 });
const nowhere = { file: 'f', start: 0, end: 0 };

describe('countPairs', () => {
  it('counts every binding once, and those of one address family among them', () => {
    fc.assert(
      fc.property(mappings, (all) => {
        const single = [...new Set(bindings(all))];
        const boundTo = (address: RegExp): number => single.filter((one) => address.test(one.split('|')[0] ?? '')).length;
        expect(countPairs(all.map(publishedPort))).toEqual({
          pairs: single.length,
          oneFamily: boundTo(/./),
          ipv6: boundTo(/:/),
          loopback: boundTo(/^127\./),
          anywhere: 0,
          atLeast: false,
        });
      }),
    );
  });

  const [plain] = [publishedPort({ hostIp: '', host: { from: 80, to: 80 }, container: { from: 80, to: 80 }, protocol: 'tcp' }, 0)];
  const unknown = { unknown: '${X}' };
  it.each<[string, Partial<PublishedPort>, { pairs: number; atLeast: boolean }]>([
    ['a port that the engine picks', { host: null }, { pairs: 1, atLeast: false }],
    ['a pool, of which the engine binds one', { host: { ...plain.container, value: { from: 80, to: 89 } } }, { pairs: 1, atLeast: false }],
    ['a host port that is not known', { host: { ...plain.container, value: unknown } }, { pairs: 1, atLeast: false }],
    ['a container port that is not known', { container: { ...plain.container, value: unknown } }, { pairs: 1, atLeast: false }],
    ['two ports that are not known', { host: { ...plain.container, value: unknown }, container: { ...plain.container, value: unknown } }, { pairs: 0, atLeast: true }],
  ])('counts %s', (_name, other, { pairs, atLeast }) => {
    expect(countPairs([{ ...plain, ...other }])).toEqual({ pairs, oneFamily: 0, ipv6: 0, loopback: 0, anywhere: 0, atLeast });
  });
});

describe('mergeableGroups', () => {
  it('says what its members said, and no two groups could be one', () => {
    fc.assert(
      fc.property(mappings, (all) => {
        const groups = mergeableGroups(all.map(publishedPort));
        const places = groups.flatMap(({ members }) => members.map(({ port }) => port.at.start));
        expect(new Set(places).size).toBe(places.length);
        for (const { members, into } of groups) {
          expect(members.length).toBeGreaterThan(1);
          expect(new Set(bindings([into]))).toEqual(new Set(bindings(members)));
          expect(members.map(({ port }) => port.at.start)).toEqual(members.map(({ port }) => port.at.start).sort((a, b) => a - b));
        }
        const merged = [...all.filter((_, index) => !places.includes(index * 10)), ...groups.map(({ into }) => into)];
        expect(new Set(bindings(merged))).toEqual(new Set(bindings(all)));
        expect(bindings(merged).length).toBe(new Set(bindings(all)).size);
        expect(mergeableGroups(merged.map(publishedPort))).toEqual([]);
        expect(canonicalPorts(merged.map(publishedPort))).toBe(canonicalPorts(all.map(publishedPort)));
      }),
    );
  });

  it('leaves alone what a variable or Swarm decides', () => {
    const ports = [1, 2, 3].map((port, index) => publishedPort({ hostIp: '', host: { from: port, to: port }, container: { from: port, to: port }, protocol: 'tcp' }, index));
    expect(mergeableGroups(ports)).toHaveLength(1);
    expect(mergeableGroups(ports.map((port) => ({ ...port, variable: true })))).toEqual([]);
    expect(mergeableGroups(ports.map((port) => ({ ...port, mode: 'host' })))).toEqual([]);
    expect(mergeableGroups(ports.map((port) => ({ ...port, host: null })))).toEqual([]);
  });
});

describe('canonicalPorts', () => {
  it('is equal exactly when the bindings are', () => {
    fc.assert(
      fc.property(mappings, mappings, (a, b) => {
        const same = [...new Set(bindings(a))].sort().join() === [...new Set(bindings(b))].sort().join();
        expect(canonicalPorts(a.map(publishedPort)) === canonicalPorts(b.map(publishedPort))).toBe(same);
        expect(canonicalPorts([...a].reverse().map(publishedPort))).toBe(canonicalPorts(a.map(publishedPort)));
      }),
    );
  });
});

describe('mappingText', () => {
  it('is read back as the same mapping', () => {
    fc.assert(
      fc.property(mapping, (one) => {
        const { ok, ...read } = readPortSpec(mappingText(one));
        expect({ ok, read }).toEqual({ ok: true, read: one });
      }),
    );
  });

  it('puts IPv6 addresses in brackets and leaves tcp out', () => {
    const one = { host: { from: 1, to: 2 }, container: { from: 1, to: 2 } };
    expect(mappingText({ ...one, hostIp: '::1', protocol: 'udp' })).toBe('[::1]:1-2:1-2/udp');
    expect(mappingText({ ...one, hostIp: '127.0.0.1', protocol: 'tcp' })).toBe('127.0.0.1:1-2:1-2');
  });
});

describe('knownMapping and isPool', () => {
  it('tell a range for a range from a range for one port', () => {
    const port = (host: number, container: number): PublishedPort =>
      publishedPort({ hostIp: '', host: { from: 10, to: 9 + host }, container: { from: 10, to: 9 + container }, protocol: 'UDP' }, 0);
    expect(knownMapping(port(3, 3))).toMatchObject({ protocol: 'udp', host: { from: 10, to: 12 } });
    expect([isPool(port(3, 3)), isPool(port(3, 1)), isPool(port(1, 1))]).toEqual([false, true, false]);
    expect(knownMapping(port(3, 1))).toBeNull();
    expect(knownMapping({ ...port(1, 1), host: { value: { from: 0, to: 0 }, at: nowhere, origin: 'written' } })).toBeNull();
  });
});
