import { describe, expect, it } from 'vitest';
import { run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';
import { list, shortPorts, withPorts, type ListedPort, type ListedService } from './listing.ts';

const portKeys = ['hostIp', 'host', 'container', 'protocol', 'mode', 'role', 'file', 'line', 'column'];
const serviceKeys = ['file', 'form', 'line', 'name', 'image', 'zlm', 'zlmReason', 'networkMode', 'networks', 'ports', 'expose'];

function isUnknown(value: unknown): boolean {
  return typeof value === 'object' && value !== null && JSON.stringify(Object.keys(value)) === '["unknown"]' && typeof (value as { unknown: unknown }).unknown === 'string';
}

function isSpan(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || JSON.stringify(Object.keys(value)) !== '["from","to"]') return false;
  const { from, to } = value as { from: unknown; to: unknown };
  return Number.isInteger(from) && Number.isInteger(to) && Number(from) >= 0 && Number(from) <= Number(to) && Number(to) <= 65_535;
}

function expectPort(port: ListedPort): void {
  expect(Object.keys(port)).toEqual(portKeys);
  expect(typeof port.hostIp === 'string' || isUnknown(port.hostIp)).toBe(true);
  expect(port.host === null || isSpan(port.host) || isUnknown(port.host)).toBe(true);
  expect(isSpan(port.container) || isUnknown(port.container)).toBe(true);
  expect(typeof port.protocol === 'string' || isUnknown(port.protocol)).toBe(true);
  expect(port.mode === null || typeof port.mode === 'string').toBe(true);
  expect(port.role === null || /^\w+\.\w+$/.test(port.role)).toBe(true);
  expect(port.file).toBe('compose.yml');
  expect(port.line).toBeGreaterThan(0);
  expect(port.column).toBeGreaterThan(0);
}

function expectService(service: ListedService): void {
  expect(Object.keys(service)).toEqual(serviceKeys);
  expect([service.file, service.form, typeof service.zlm]).toEqual(['compose.yml', 'compose', 'boolean']);
  expect(service.line).toBeGreaterThan(0);
  for (const value of [service.name, service.zlmReason]) expect(value === null || typeof value === 'string').toBe(true);
  for (const value of [service.image, service.networkMode]) expect(value === null || typeof value === 'string' || isUnknown(value)).toBe(true);
  expect(service.zlm).toBe(service.zlmReason !== null);
  for (const text of [...service.networks, ...service.expose]) expect(typeof text).toBe('string');
  service.ports.forEach(expectPort);
}

const everything = `services:
  zlm:
    image: zlmediakit/zlmediakit:master
    expose: ["1935", 554]
    ports:
      - "1935:1935"
      - 0:80
      - "127.0.0.1::443"
      - "9000-9005:8000/udp"
      - "\${A}:\${B}/\${C}"
      - "30000-35000:30000-35000/udp"
      - {target: 10000, published: 10000, mode: host}
  web:
    build: .
    network_mode: \${MODE}
  none: {image: "\${IMAGE}", network_mode: none}
`;

describe('zlm-lint ports --format json', () => {
  it('has the keys and types of the contract, and no others', async () => {
    const listing = await list(everything);
    expect(Object.keys(listing)).toEqual(['version', 'services', 'errors', 'code']);
    expect([listing.version, listing.errors, listing.code]).toEqual([1, [], 0]);
    expect(listing.services.map(({ name }) => name)).toEqual(['zlm', 'web', 'none']);
    listing.services.forEach(expectService);
  });

  it('says where, what for and why', async () => {
    const [zlm, web] = (await list(everything)).services;
    expect(zlm).toMatchObject({ line: 2, zlm: true, image: 'zlmediakit/zlmediakit:master', networkMode: null, networks: ['default'], expose: ['1935', '554'] });
    expect(zlm?.zlmReason).toContain('zlmediakit/zlmediakit:master');
    expect(zlm?.ports[0]).toEqual({
      hostIp: '',
      host: { from: 1935, to: 1935 },
      container: { from: 1935, to: 1935 },
      protocol: 'tcp',
      mode: null,
      role: 'rtmp.port',
      file: 'compose.yml',
      line: 6,
      column: 9,
    });
    expect(zlm?.ports.map(({ role }) => role)).toEqual(['rtmp.port', 'http.port', 'http.sslport', 'rtc.port', null, 'rtp_proxy.port_range', 'rtp_proxy.port']);
    expect(shortPorts({ services: [zlm as ListedService] })).toEqual([
      '1935>1935/tcp',
      '0>80/tcp',
      '127.0.0.1 *>443/tcp',
      '9000-9005>8000/udp',
      '?${A}>?${B}/?${C}',
      '30000-35000>30000-35000/udp',
      '10000>10000/tcp host',
    ]);
    expect(web).toMatchObject({ image: null, zlm: false, zlmReason: null, networkMode: { unknown: '${MODE}' }, ports: [] });
  });

  it('puts what cannot be resolved into errors, with exit code 2', async () => {
    const cwd = temporaryDirectory({ 'a.yml': withPorts('99999', '"1:1"'), 'b.yml': withPorts('"2:2"'), 'c.yml': 'services: [\n' });
    const { code, stdout, stderr } = await run(['ports', '--format', 'json', 'a.yml', 'missing.yml', 'b.yml', 'c.yml'], { cwd });
    const { services, errors } = JSON.parse(stdout) as { services: ListedService[]; errors: Record<string, unknown>[] };
    expect(code).toBe(2);
    expect(services.map(({ file, ports }) => [file, ports.length])).toEqual([['a.yml', 1], ['b.yml', 1]]);
    for (const error of errors) expect(Object.keys(error)).toEqual(['path', 'line', 'message']);
    expect(errors.map(({ path, line }) => [path, line]).sort()).toEqual([['a.yml', 5], ['c.yml', 2], ['missing.yml', 1]]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/^zlm-lint: a\.yml:5: /m);
    expect(stderr).toMatch(/^zlm-lint: missing\.yml:1: /m);
  });

  it('counts lines and columns from 1 in UTF-16 units, a byte order mark among them', async () => {
    const { services } = await list('\uFEFF{services: {zlm: {image: "🎥", ports: ["1:1"]}}}');
    const text = '\uFEFF{services: {zlm: {image: "🎥", ports: [';
    expect(services[0]?.ports[0]).toMatchObject({ line: 1, column: text.length + 1 });
  });

  it('lists several files, directories and standard input', async () => {
    const cwd = temporaryDirectory({ 'a/compose.yml': withPorts('"1:1"'), 'a/node_modules/compose.yml': withPorts('"9:9"'), 'b.yml': withPorts('"2:2"') });
    const { stdout, code } = await run(['ports', '--format', 'json', 'a', 'b.yml', '-'], { cwd, stdin: withPorts('"3:3"') });
    const { services } = JSON.parse(stdout) as { services: ListedService[] };
    expect(services.map(({ file }) => file)).toEqual(['a/compose.yml', 'b.yml', '-']);
    expect(code).toBe(0);
  });
});

describe('zlm-lint ports', () => {
  it('prints a table for people', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': withPorts('"1935:1935"', '"30000-30500:30000-30500/udp"', '"${X}:80"') });
    const { stdout, code, stderr } = await run(['ports'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    const rows = stdout.split('\n').map((row) => row.trim().split(/\s{2,}/));
    expect(rows[0]).toEqual(['compose.yml']);
    expect(rows[1]).toEqual(['service', 'host', 'container', 'protocol', 'use', 'count', 'line']);
    expect(rows[2]?.slice(1, 4)).toEqual(['1935', '1935', 'tcp']);
    expect(rows[3]?.slice(1, 4)).toEqual(['30000-30500', '30000-30500', 'udp']);
    expect(rows[3]?.slice(-2)).toEqual(['501', '6']);
    expect(rows[4]?.slice(1, 4)).toEqual(['${X}', '80', 'tcp']);
  });

  it('counts once what is listed twice', async () => {
    const cwd = temporaryDirectory({ 'compose.yml': withPorts('"80:80"', '"80:80/tcp"') });
    expect((await run(['ports'], { cwd })).stdout).toMatch(/: 1 port-protocol pair/);
  });
});
