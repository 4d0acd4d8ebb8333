import { describe, expect, it } from 'vitest';
import { list, short, shortPorts, withPorts } from './listing.ts';

/** Each row: the entry as YAML, and what Docker makes of it (values of docker compose 2.40 and 5.5). */
const good: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'the short syntax': [
    ['"80"', '*>80/tcp'],
    ['"8080:80"', '8080>80/tcp'],
    ['"3000-3005"', '*>3000-3005/tcp'],
    ['"9090-9091:8080-8081"', '9090-9091>8080-8081/tcp'],
    ['"9000-9005:80"', '9000-9005>80/tcp'],
    ['"80-80:90"', '80>90/tcp'],
    ['"1-65535:1-65535/udp"', '1-65535>1-65535/udp'],
    ['":80"', '*>80/tcp'],
    ['"0:80"', '0>80/tcp'],
    ['"0080:0080"', '80>80/tcp'],
  ],
  protocols: [
    ['"80:80/tcp"', '80>80/tcp'],
    ['"80:80/udp"', '80>80/udp'],
    ['"80:80/UDP"', '80>80/udp'],
    ['"80:80/sctp"', '80>80/sctp'],
    ['"80:80/"', '80>80/tcp'],
  ],
  'host addresses': [
    ['"127.0.0.1:8080:80"', '127.0.0.1 8080>80/tcp'],
    ['"127.0.0.1::80"', '127.0.0.1 *>80/tcp'],
    ['"127.0.0.1:8080-8081:80-81/udp"', '127.0.0.1 8080-8081>80-81/udp'],
    ['"0.0.0.0:80:80"', '0.0.0.0 80>80/tcp'],
    ['"[::1]:8080:80"', '::1 8080>80/tcp'],
    ['"[::1]::80/udp"', '::1 *>80/udp'],
    ['"::1:8080:80"', '::1 8080>80/tcp'],
    ['"[2001:db8::10]:53:53/udp"', '2001:db8::10 53>53/udp'],
  ],
  'numbers and quotes': [
    ['8000', '*>8000/tcp'],
    ['0100', '*>64/tcp'],
    ['0o100', '*>64/tcp'],
    ['0x50', '*>80/tcp'],
    ['8_080', '*>8080/tcp'],
    ['22:22', '22>22/tcp'],
    ['53:53/udp', '53>53/udp'],
    ["'22:22'", '22>22/tcp'],
    ['!!str 8000', '*>8000/tcp'],
    ['!!int 0x50', '*>80/tcp'],
    ['>-\n          80:80', '80>80/tcp'],
    ['"\\x38\\x30:80"', '80>80/tcp'],
  ],
  'the long syntax': [
    ['{target: 80}', '*>80/tcp'],
    ['{target: 80, published: 8080}', '8080>80/tcp'],
    ['{target: "80", published: "8080", protocol: udp}', '8080>80/udp'],
    ['{target: 80, published: ""}', '*>80/tcp'],
    ['{target: 80, published: "8080-8085"}', '8080-8085>80/tcp'],
    ['{target: 80, published: 022}', '18>80/tcp'],
    ['{target: 080}', '*>80/tcp'],
    ['{target: 80.0}', '*>80/tcp'],
    ['{target: 1e2}', '*>100/tcp'],
    ['{target: "+80"}', '*>80/tcp'],
    ['{target: !!int 0x50}', '*>80/tcp'],
    ['{target: 0}', '*>0/tcp'],
    ['{target: 80, published: 8080, host_ip: 127.0.0.1}', '127.0.0.1 8080>80/tcp'],
    ['{target: 80, published: 8080, host_ip: "::1"}', '::1 8080>80/tcp'],
    ['{target: 80, published: 8080, mode: host}', '8080>80/tcp host'],
    ['{target: 80, published: 8080, mode: ingress, name: web, app_protocol: http, x-note: 1}', '8080>80/tcp ingress'],
    ['target: 80\n        published: 8080\n        protocol: udp', '8080>80/udp'],
  ],
};

describe.each(Object.entries(good))('%s', (_name, rows) => {
  it.each(rows)('%j is %s', async (entry, port) => {
    const listing = await list(withPorts(entry));
    expect(listing.errors).toEqual([]);
    expect(listing.code).toBe(0);
    expect(shortPorts(listing)).toEqual([port]);
  });
});

/** Each row: the entry as YAML; Compose refuses it, so it is an error with its line, and no port. */
const bad = [
  '"99999"', '"80:99999"', '"65536:80"', '"30500-30000"', '"30500-30000:30500-30000"', '"8000-8010:8000-8005"', '"80:80-85"', '"80:80/icmp"',
  '"80:80/tcp+udp"', '"127.0.0.1:80"', '"localhost:80:80"', '"[::1]:80"', '"8080:"', '"80:0"', '""', '"a:b"', '"80-81-82"', '"+80"', '" 80:80"', '"8080：80"',
  '8.0', 'true', 'null', '1e4', '2001-01-01', '[80]', '80: 80',
  '{published: 80}', '{target: "80-81"}', '{target: 80, published: null}', '{target: 80, publish: 80}',
  '{target: 80, published: 080}', '{target: 80, published: 9223372036854775808}', '{target: "9223372036854775808"}', '!!null 80', '!!float 80',
  '{target: 80, protocol: null}', '{target: 80, protocol: 1}', '{target: 80, mode: 1}', '{target: 80, name: null}', '{target: 80, host_ip: null}',
  '{target: 80, published: 80, host_ip: localhost}', '{target: 80, published: 80, host_ip: "[::1]"}', '{target: 80, published: 80, host_ip: ""}',
];

describe('what nobody can publish', () => {
  const check = async (entry: string): Promise<void> => {
    const listing = await list(withPorts('"1:1"', entry, '"2:2"'));
    expect(listing.code).toBe(2);
    expect(shortPorts(listing).filter((port) => port === '1>1/tcp' || port === '2>2/tcp')).toHaveLength(2);
    expect(listing.errors.length).toBeGreaterThan(0);
    for (const { path, line, message } of listing.errors) {
      expect([path, line]).toEqual(['compose.yml', 6]);
      expect(message.trim()).not.toBe('');
      expect(message).not.toMatch(/\{\w+\}|undefined|\[object/);
    }
  };
  it.each(bad)('%s', check);
});

describe('the list', () => {
  it.each([
    ['in a block', '    ports:\n      - "1:1"\n      - 2:2\n', ['1>1/tcp', '2>2/tcp'], [[5, 9], [6, 9]]],
    ['at the column of its key', '    ports:\n    - "1:1"\n    - 2:2\n', ['1>1/tcp', '2>2/tcp'], [[5, 7], [6, 7]]],
    ['in brackets', '    ports: ["1:1", 2:2]\n', ['1>1/tcp', '2>2/tcp'], [[4, 13], [4, 20]]],
    ['in brackets over lines', '    ports: [\n      "1:1",\n      2:2,\n    ]\n', ['1>1/tcp', '2>2/tcp'], [[5, 7], [6, 7]]],
    ['of long entries', '    ports:\n      - target: 1\n        published: 1\n      - {target: 2, published: 2}\n', ['1>1/tcp', '2>2/tcp'], [[5, 9], [7, 9]]],
    ['that is empty', '    ports: []\n', [], []],
    ['that is not there', '', [], []],
  ])('%s', async (_name, text, ports, places) => {
    const listing = await list(`services:\n  zlm:\n    image: a\n${text}`);
    expect(listing.code).toBe(0);
    expect(shortPorts(listing)).toEqual(ports);
    expect(listing.services[0]?.ports.map(({ line, column }) => [line, column])).toEqual(places);
  });

  it.each([['null', ''], ['text', '80:80'], ['a mapping', '{a: 80}'], ['a variable', '${PORTS}']])('is not %s', async (_name, value) => {
    const listing = await list(`services:\n  zlm:\n    image: a\n    ports: ${value}\n  web:\n    image: b\n    ports: ["1:1"]\n`);
    expect(listing.code).toBe(2);
    expect(listing.errors.map(({ line }) => line)).toEqual([4]);
    expect(listing.services.map(({ name, ports }) => [name, ports.map(short)])).toEqual([['zlm', []], ['web', ['1>1/tcp']]]);
  });
});

describe('expose', () => {
  it.each([
    ['["80", "82-84", "85/udp"]', ['80', '82-84', '85/udp']],
    ['[80, 0100]', ['80', '64']],
    ['\n      - 1935\n      - "554"', ['1935', '554']],
    ['[]', []],
  ])('%j', async (value, exposed) => {
    const listing = await list(`services:\n  zlm:\n    image: a\n    expose: ${value}\n`);
    expect(listing.services[0]).toMatchObject({ expose: exposed, ports: [] });
  });
});
