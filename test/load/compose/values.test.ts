import { describe, expect, it } from 'vitest';
import { loadCompose } from '../../../src/load/compose/load-compose.ts';
import type { ProjectReader } from '../../../src/model/reader.ts';
import { timesLonger } from '../../cpu-time.ts';
import { list, shortPorts, withPorts } from './listing.ts';

describe('variables', () => {
  const env = ['FULL=30000', 'EMPTY=', 'MAPPING=127.0.0.1:8080:80/udp', "QUOTED='9000'", 'export EXPORTED=7000 # a comment', 'RANGE=1-2', 'PROTOCOL=udp', 'DOLLAR=$FULL'].join('\n');

  /** Each row: the text of the entry, the port. What is neither in .env nor given a default, only the deploying machine knows. */
  it.each([
    ['${FULL}:80', '30000>80/tcp'],
    ['$FULL:80', '30000>80/tcp'],
    ['${FULL}-30500:${FULL}-30500', '30000-30500>30000-30500/tcp'],
    ['${FULL:-1}:80', '30000>80/tcp'],
    ['${FULL-1}:80', '30000>80/tcp'],
    ['${EMPTY:-1}:80', '1>80/tcp'],
    ['${EMPTY-1}:80', '*>80/tcp'],
    ['${UNSET:-1}:80', '1>80/tcp'],
    ['${UNSET-1}:80', '1>80/tcp'],
    ['${UNSET:-${FULL}}:80', '30000>80/tcp'],
    ['${UNSET:-${OTHER:-5}}:80', '5>80/tcp'],
    ['${FULL:?needed}:80', '30000>80/tcp'],
    ['${FULL?needed}:80', '30000>80/tcp'],
    ['${FULL:+2}:80', '2>80/tcp'],
    ['${FULL+2}:80', '2>80/tcp'],
    ['${EMPTY+2}:80', '2>80/tcp'],
    ['${EMPTY:+2}:80', '*>80/tcp'],
    ['${UNSET:+2}:80', '*>80/tcp'],
    ['$MAPPING', '127.0.0.1 8080>80/udp'],
    ['${QUOTED}:80', '9000>80/tcp'],
    ['${EXPORTED}:80', '7000>80/tcp'],
    ['${DOLLAR}:80', '30000>80/tcp'],
    ['${RANGE}:${RANGE}/${PROTOCOL}', '1-2>1-2/udp'],
    ['${UNSET}:80', '?${UNSET}>80/tcp'],
    ['80:${UNSET}', '80>?${UNSET}/tcp'],
    ['${UNSET}-30500:30000-30500', '?${UNSET}-30500>30000-30500/tcp'],
    ['80:80/${UNSET}', '80>80/?${UNSET}'],
    ['${UNSET}:80:80', '?${UNSET} 80>80/tcp'],
  ])('%s is %s', async (entry, port) => {
    const listing = await list(withPorts(`"${entry}"`), { '.env': env });
    expect(listing.errors).toEqual([]);
    expect(shortPorts(listing)).toEqual([port]);
  });

  it.each(['${1P}:80', '${P }:80', '${}:80', '${P:80', '${P/a/b}:80', '${EMPTY:?needed}:80'])('%s is an error with its line', async (entry) => {
    const listing = await list(withPorts('"1:1"', `'${entry}'`), { '.env': env });
    expect([listing.code, ...listing.errors.map(({ line }) => line)]).toEqual([2, 6]);
    expect(shortPorts(listing)).toContain('1>1/tcp');
  });

  it.each([
    ['a byte order mark and CRLF', '\uFEFFP=1\r\nQ=2\r\n'],
    ['comments and blank lines', '# P=9\n\n  P = 1 # one\nQ: 2\n'],
    ['quotes', 'P="1"\nQ=\'2\'\n'],
    ['the last of several', 'P=9\nP=1\nQ=2\n'],
  ])('.env with %s', async (_name, text) => {
    expect(shortPorts(await list(withPorts('"${P}:${Q}"'), { '.env': text }))).toEqual(['1>2/tcp']);
  });

  it('reads no other file and not the environment', async () => {
    const text = `${withPorts('"${PATH}:80"')}    env_file: other.env\n    environment: {PATH: "1"}\n`;
    expect(shortPorts(await list(text, { 'other.env': 'PATH=2\n' }))).toEqual(['?${PATH}>80/tcp']);
  });

  it('is unknown in an image and a network mode, too', async () => {
    const { services } = await list('services:\n  zlm:\n    image: ${IMAGE}/zlmediakit:master\n    network_mode: ${MODE}\n');
    expect(services[0]).toMatchObject({ image: { unknown: '${IMAGE}/zlmediakit:master' }, networkMode: { unknown: '${MODE}' } });
  });

  it('keeps $$ as one dollar and a lone dollar', async () => {
    const { services } = await list('services:\n  zlm:\n    image: a$$b$\n', { '.env': 'b=c\n' });
    expect(services[0]?.image).toBe('a$b$');
  });
});

describe('anchors, aliases and merge keys', () => {
  const base = 'x-ports: &ports ["1:1", "2:2"]\nx-base: &base\n  image: base\n  network_mode: bridge\n  ports: *ports\nx-other: &other {image: other, expose: ["9"], ports: ["3:3"]}\n';
  it.each<[string, string, { ports: string[]; image: string; mode?: string | null }]>([
    ['a list from elsewhere', 'image: a\n    ports: *ports', { ports: ['1>1/tcp', '2>2/tcp'], image: 'a' }],
    ['an entry from elsewhere', 'image: a\n    labels: {a: &one "7:7"}\n    ports: [*one, "8:8"]', { ports: ['7>7/tcp', '8>8/tcp'], image: 'a' }],
    ['a merge', '<<: *base', { ports: ['1>1/tcp', '2>2/tcp'], image: 'base', mode: 'bridge' }],
    ['a merge that stands last', 'image: a\n    <<: *base', { ports: ['1>1/tcp', '2>2/tcp'], image: 'a', mode: 'bridge' }],
    ['own ports in place of merged ones', '<<: *base\n    ports: ["5:5"]', { ports: ['5>5/tcp'], image: 'base', mode: 'bridge' }],
    ['the first of several merges', '<<: [*other, *base]', { ports: ['3>3/tcp'], image: 'other', mode: 'bridge' }],
    ['a merge of a mapping in place', '<<: {image: inline, ports: ["6:6"]}', { ports: ['6>6/tcp'], image: 'inline' }],
    ['a merge in an entry', 'image: a\n    ports:\n      - <<: {target: 1, published: 1}\n        protocol: udp', { ports: ['1>1/udp'], image: 'a' }],
  ])('%s', async (_name, body, { ports, image, mode = null }) => {
    const listing = await list(`${base}services:\n  zlm:\n    ${body}\n`);
    expect(listing.errors).toEqual([]);
    expect(listing.services).toHaveLength(1);
    expect(listing.services[0]).toMatchObject({ image, networkMode: mode });
    expect(shortPorts(listing)).toEqual(ports);
  });

  it('takes a whole service from elsewhere', async () => {
    const listing = await list(`${base}services:\n  zlm: *base\n  web: &web\n    image: b\n  copy: *web\n`);
    expect(listing.services.map(({ name, image, line }) => [name, image, line])).toEqual([['zlm', 'base', 8], ['web', 'b', 9], ['copy', 'b', 11]]);
    expect(shortPorts(listing)).toEqual(['1>1/tcp', '2>2/tcp']);
  });

  it('an anchor that is set again', async () => {
    const listing = await list('x-a: &p ["1:1"]\nservices:\n  zlm: {image: a, ports: *p}\n  web: {image: a, ports: &p ["2:2"]}\n  end: {image: a, ports: *p}\n');
    expect(['zlm', 'web', 'end'].map((name) => shortPorts(listing, name))).toEqual([['1>1/tcp'], ['2>2/tcp'], ['2>2/tcp']]);
  });

  it('does not stop at a hundred aliases', async () => {
    const services = Array.from({ length: 300 }, (_, index) => `  s${index}: {<<: *base, image: a}\n`).join('');
    const listing = await list(`${base}services:\n${services}`);
    expect([listing.code, listing.services.length, shortPorts(listing, 's299')]).toEqual([0, 300, ['1>1/tcp', '2>2/tcp']]);
  });

  it('costs the same for the last alias as for the first', async () => {
    const merged = (value: string) => {
      const text = `x-a: &a {restart: always}\nservices:\n${Array.from({ length: 500 }, (_, index) => `  s${index}: {<<: ${value}, image: a}\n`).join('')}`;
      return () => list(text);
    };
    expect(await timesLonger(merged('*a'), merged('{restart: always}'))).toBeLessThan(3);
  });

  it('variables in what an alias repeats are filled in', async () => {
    expect(shortPorts(await list('x-p: &p ["${P:-1}:1"]\nservices:\n  zlm: {image: a, ports: *p}\n'))).toEqual(['1>1/tcp']);
  });

  it.each([
    ['two merge keys', 'services:\n  zlm:\n    <<: {image: a}\n    <<: {ports: ["1:1"]}\n', 4],
    ['a key that stands twice', 'services:\n  zlm:\n    image: a\n    ports: ["1:1"]\n    ports: ["2:2"]\n', 5],
    ['a key that stands twice, once in quotes', 'services:\n  zlm:\n    image: a\n    "image": b\n', 4],
    ['a service that stands twice', 'services:\n  zlm: {image: a}\n  zlm: {image: b}\n', 3],
    ['a merge of text', 'services:\n  zlm:\n    <<: text\n    image: a\n', 3],
    ['a circle of aliases', 'services:\n  zlm: &z\n    image: a\n    labels: *z\n', 4],
  ])('%s is an error with its line', async (_name, text, line) => {
    const listing = await list(text);
    expect([listing.code, listing.errors[0]?.line]).toEqual([2, line]);
  });

  it('an alias without an anchor is an error with its line', async () => {
    const listing = await list('services:\n  zlm:\n    image: a\n    labels: *nowhere\n');
    expect([listing.code, listing.errors[0]?.line]).toEqual([2, 4]);
  });
});

describe('documents and fragments', () => {
  it('x- keys are no services and no ports', async () => {
    const listing = await list('x-zlm: {image: zlmediakit/zlmediakit:master, ports: ["1:1"]}\nservices:\n  zlm: {image: a, x-ports: ["2:2"], ports: ["3:3"]}\n');
    expect(listing.services.map(({ name, zlm }) => [name, zlm])).toEqual([['zlm', false]]);
    expect(shortPorts(listing)).toEqual(['3>3/tcp']);
  });

  it('reads every document', async () => {
    const listing = await list('services:\n  zlm: {image: a, ports: ["1:1"]}\n---\nservices:\n  web: {image: b, ports: ["2:2"]}\n');
    expect(listing.services.map(({ name, line }) => [name, line])).toEqual([['zlm', 2], ['web', 5]]);
  });

  it('merges a service that stands in two documents', async () => {
    const listing = await list('services:\n  zlm: {image: a, ports: ["1:1"]}\n---\nservices:\n  zlm: {ports: ["2:2"]}\n');
    expect(listing.services).toHaveLength(1);
    expect(shortPorts(listing)).toEqual(['1>1/tcp', '2>2/tcp']);
  });

  it.each<[string, string]>([
    ['no text', ''],
    ['a comment', '# nothing\n'],
    ['nothing but a mark', '\uFEFF'],
    ['no services', 'version: "3"\n'],
    ['services without any', 'services: {}\n'],
    ['an end of document', 'services: {}\n...\n'],
  ])('%s: no services', async (_name, text) => {
    expect((await list(text)).services).toEqual([]);
  });

  it.each([
    ['JSON', '{"services": {"zlm": {"image": "a", "ports": ["1:1", {"target": 2, "published": 2}]}}}'],
    ['JSON with tabs', '{\n\t"services": {\n\t\t"zlm": {"image": "a", "ports": ["1:1", "2:2"]}\n\t}\n}\n'],
    ['CRLF', 'services:\r\n  zlm:\r\n    image: a\r\n    ports:\r\n      - "1:1"\r\n      - 2:2\r\n'],
    ['CR alone', 'services:\r  zlm:\r    image: a\r    ports:\r      - "1:1"\r      - 2:2\r'],
    ['a byte order mark', '\uFEFFservices: {zlm: {image: a, ports: ["1:1", 2:2]}}'],
    ['tabs before comments', 'services:\t# a\n  zlm:\n    image: a\t# b\n    ports:\t# c\n      - "1:1"\t# d\n      - 2:2\t\n'],
    ['quoted keys', '"services":\n  \'zlm\':\n    "image": a\n    "ports": ["1:1", "2:2"]\n'],
    ['explicit keys', '? services\n: zlm:\n    image: a\n    ? ports\n    : - "1:1"\n      - "2:2"\n'],
    ['four spaces', 'services:\n    zlm:\n        image: a\n        ports:\n            - "1:1"\n            -   2:2\n'],
    ['a directive', '%YAML 1.1\n---\nservices:\n  zlm: {image: a, ports: ["1:1", 2:2]}\n'],
  ])('reads %s', async (_name, text) => {
    const listing = await list(text);
    expect([listing.code, shortPorts(listing)]).toEqual([0, ['1>1/tcp', '2>2/tcp']]);
  });

  it('reads UTF-16', async () => {
    const text = '\uFEFFservices: {zlm: {image: "中🎥", ports: ["1:1"]}}\n';
    for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      const listing = await list(bytes);
      expect([listing.services[0]?.image, shortPorts(listing)]).toEqual(['中🎥', ['1>1/tcp']]);
    }
  });

  it.each([
    ['a value', 'network_mode: !reset bridge\n    ports: !reset ["1:1"]', []],
    ['an entry', 'ports: ["1:1", !reset "2:2"]', ['1>1/tcp']],
  ])('!reset takes %s away', async (_name, body, ports) => {
    const listing = await list(`services:\n  zlm:\n    image: a\n    ${body}\n`);
    expect([listing.services[0]?.networkMode, shortPorts(listing)]).toEqual([null, ports]);
  });

  it('!override stays a list', async () => {
    expect(shortPorts(await list('services:\n  zlm:\n    image: a\n    ports: !override\n      - "1:1"\n'))).toEqual(['1>1/tcp']);
  });
});

describe('where a value was written', () => {
  const empty: ProjectReader = { read: () => ({ ok: false, why: 'missing' }), kind: () => 'missing', list: () => null };
  const text = [
    'x-ports: &ports ["1:1"]',
    'x-base: &base {image: b, ports: ["2:2"], network_mode: bridge}',
    'services:',
    '  written: {image: a, ports: ["3:3"], network_mode: host}',
    '  variable: {image: "${I:-a}", ports: ["${P:-3}:3"], network_mode: "${M:-host}"}',
    '  dollars: {image: "a$$"}',
    '  alias: {image: a, ports: *ports}',
    '  merge: {<<: *base}',
    '  both: {<<: *base, ports: ["4:4"]}',
    '  entry: {image: a, ports: [&e "5:5", *e]}',
    '',
  ].join('\n');
  const { services } = loadCompose({ file: 'f', text, reader: empty });
  const of = (name: string) => {
    const service = services.find((one) => one.name === name);
    return {
      image: service?.image?.origin,
      mode: service?.networkMode?.origin,
      ports: service?.ports.map(({ origin, host }) => `${origin} ${host?.origin ?? ''}`),
      portsAt: service?.portsAt?.origin,
    };
  };

  it.each([
    ['written', { image: 'written', mode: 'written', ports: ['written written'], portsAt: 'written' }],
    ['variable', { image: 'derived', mode: 'derived', ports: ['derived derived'], portsAt: 'written' }],
    ['dollars', { image: 'derived', mode: undefined, ports: [], portsAt: undefined }],
    ['alias', { image: 'written', mode: undefined, ports: ['derived derived'], portsAt: 'written' }],
    ['merge', { image: 'derived', mode: 'derived', ports: ['derived derived'], portsAt: 'derived' }],
    ['both', { image: 'derived', mode: 'derived', ports: ['written written'], portsAt: 'written' }],
    ['entry', { image: 'written', mode: undefined, ports: ['written written', 'derived derived'], portsAt: 'written' }],
  ])('%s', (name, origins) => {
    expect(of(name)).toEqual(origins);
  });

  it('places hold exactly the text of the value', () => {
    const at = (place: { start: number; end: number } | undefined): string => text.slice(place?.start, place?.end);
    const find = (name: string) => services.find((one) => one.name === name);
    expect(at(find('written')?.ports[0]?.at)).toBe('"3:3"');
    expect(at(find('written')?.networkMode?.at)).toBe('host');
    expect(at(find('written')?.portsAt?.at)).toBe('ports');
    expect(at(find('written')?.at)).toBe('written');
    expect(at(find('variable')?.ports[0]?.at)).toBe('"${P:-3}:3"');
    expect(at(find('alias')?.ports[0]?.at)).toBe('"1:1"');
    expect(at(find('merge')?.ports[0]?.at)).toBe('"2:2"');
    expect(at(find('both')?.ports[0]?.at)).toBe('"4:4"');
  });
});
