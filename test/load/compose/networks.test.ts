import { describe, expect, it } from 'vitest';
import { list } from './listing.ts';

const end = 'networks: {a: , b: {external: true}}\n';

describe('network modes and networks', () => {
  it.each<[string, string, string | null, readonly string[]]>([
    ['nothing given', '', null, ['default']],
    ['a list', 'networks: [a, b]', null, ['a', 'b']],
    ['a list in a block', 'networks:\n      - a\n      - b', null, ['a', 'b']],
    ['a mapping', 'networks: {a: , b: {aliases: [x]}}', null, ['a', 'b']],
    ['a mapping with an address', 'networks:\n      a:\n        ipv4_address: 10.0.0.2', null, ['a']],
    ['the default network by name', 'networks: [default]', null, ['default']],
    ['default and another', 'networks: {default: , a: }', null, ['default', 'a']],
    ['an empty list', 'networks: []', null, ['default']],
    ['an empty mapping', 'networks: {}', null, ['default']],
    ['host', 'network_mode: host', 'host', []],
    ['host in quotes', 'network_mode: "host"', 'host', []],
    ['none', 'network_mode: none', 'none', []],
    ['bridge', 'network_mode: bridge', 'bridge', []],
    ['no, which is not false', 'network_mode: no', 'no', []],
    ['another spelling, which is the name of a network', 'network_mode: HOST', 'HOST', []],
    ['the network of a service', 'network_mode: service:other', 'service:other', []],
    ['the network of a container', 'network_mode: "container:other"', 'container:other', []],
    ['host and an empty list', 'network_mode: host\n    networks: []', 'host', []],
  ])('%s', async (_name, body, mode, networks) => {
    const listing = await list(`services:\n  zlm:\n    image: a\n    ${body}\n  other: {image: b}\n${end}`);
    expect(listing.services[0]).toMatchObject({ networkMode: mode, networks });
    expect(listing.services[1]).toMatchObject({ networkMode: null, networks: ['default'] });
    expect(listing.code).toBe(0);
  });

  it('host and networks are what Compose rejects', async () => {
    const listing = await list(`services:\n  zlm:\n    image: a\n    network_mode: host\n    networks: [a]\n${end}`);
    expect(listing.services[0]).toMatchObject({ networkMode: 'host', networks: ['a'] });
    expect([listing.code, listing.errors[0]?.line]).toEqual([2, 5]);
  });

  it('come through merges', async () => {
    const { services } = await list(`x-a: &a {networks: [a]}\nx-h: &h {network_mode: host}\nservices:\n  one: {<<: *a, image: a}\n  two: {<<: *h, image: a}\n  three: {<<: *a, image: a, networks: [b]}\n${end}`);
    expect(services.map(({ networkMode, networks }) => [networkMode, networks])).toEqual([[null, ['a']], ['host', []], [null, ['b']]]);
  });
});
