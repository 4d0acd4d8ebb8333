import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolvePlainScalar } from '../../src/load/go-scalar.ts';
import { interpolate, type Piece } from '../../src/load/interpolate.ts';
import { isIpAddress, readPortSpec } from '../../src/load/port-spec.ts';
import { mappingText } from '../../src/ports/published.ts';
import type { PortMapping, PortSpan } from '../../src/model/port.ts';

function span(from: number, to: number = from): PortSpan {
  return { from, to };
}

describe('what is accepted', () => {
  it.each<[string, string, PortSpan | null, PortSpan, string]>([
    ['80', '', null, span(80), 'tcp'],
    ['3000-3005', '', null, span(3000, 3005), 'tcp'],
    ['8080:80', '', span(8080), span(80), 'tcp'],
    ['0080:0080', '', span(80), span(80), 'tcp'],
    ['80-80:81-81', '', span(80), span(81), 'tcp'],
    ['30000-30500:30000-30500/udp', '', span(30000, 30500), span(30000, 30500), 'udp'],
    ['40000-40010:30000-30010/udp', '', span(40000, 40010), span(30000, 30010), 'udp'],
    ['9000-9005:80', '', span(9000, 9005), span(80), 'tcp'],
    ['6060:6060/SCTP', '', span(6060), span(6060), 'sctp'],
    ['80/', '', null, span(80), 'tcp'],
    ['80/Udp', '', null, span(80), 'udp'],
    ['0:80', '', span(0), span(80), 'tcp'],
    ['65535:65535', '', span(65535), span(65535), 'tcp'],
    [':80', '', null, span(80), 'tcp'],
    ['::80', '', null, span(80), 'tcp'],
    [':8080:80', '', span(8080), span(80), 'tcp'],
    ['127.0.0.1::80', '127.0.0.1', null, span(80), 'tcp'],
    ['127.0.0.1:8080:80', '127.0.0.1', span(8080), span(80), 'tcp'],
    ['[127.0.0.1]:80:80', '127.0.0.1', span(80), span(80), 'tcp'],
    ['::1:6000:6000', '::1', span(6000), span(6000), 'tcp'],
    ['2001:db8::10:8080:80', '2001:db8::10', span(8080), span(80), 'tcp'],
    ['[::1]:5000-5010:5000-5010/udp', '::1', span(5000, 5010), span(5000, 5010), 'udp'],
    ['[::1]::80', '::1', null, span(80), 'tcp'],
    ['[::ffff:127.0.0.1]:80:80', '::ffff:127.0.0.1', span(80), span(80), 'tcp'],
    ['[]:80:80', '', span(80), span(80), 'tcp'],
  ])('%s', (text, hostIp, host, container, protocol) => {
    expect(readPortSpec(text)).toEqual({ ok: true, hostIp, host, container, protocol });
  });
});

describe('what is refused', () => {
  it.each([
    ['', 'empty', ''],
    ['/udp', 'no-container', '/udp'],
    ['8080:', 'no-container', '8080:'],
    ['8080:/udp', 'no-container', '8080:/udp'],
    ['0', 'no-container', '0'],
    ['80:0', 'no-container', '80:0'],
    ['127.0.0.1:80', 'bad-port', '127.0.0.1'],
    ['+80', 'bad-port', '+80'],
    ['-3000', 'bad-port', '-3000'],
    ['3000-', 'bad-port', '3000-'],
    ['80-81-82', 'bad-port', '80-81-82'],
    ['3000 - 3005', 'bad-port', '3000 - 3005'],
    ['3000–3005', 'bad-port', '3000–3005'],
    ['8080：80', 'bad-port', '8080：80'],
    [' 80:80', 'bad-port', ' 80'],
    ['80:80\n', 'bad-port', '80\n'],
    ['0x50:80', 'bad-port', '0x50'],
    ['８０', 'bad-port', '８０'],
    ['$80:80', 'bad-port', '$80'],
    ['80:80,81:81', 'bad-ip', '80'],
    ['80:99999', 'out-of-range', '99999'],
    ['65536:80', 'out-of-range', '65536'],
    ['65000-99999:80', 'out-of-range', '99999'],
    ['99999999999999999999', 'out-of-range', '99999999999999999999'],
    ['30500-30000', 'reversed', '30500-30000'],
    ['30500-30000:80', 'reversed', '30500-30000'],
    ['80/icmp', 'bad-protocol', 'icmp'],
    ['80/tcp+udp', 'bad-protocol', 'tcp+udp'],
    ['80/tcp/udp', 'bad-protocol', 'tcp/udp'],
    ['80/ udp', 'bad-protocol', ' udp'],
    ['localhost:80:80', 'bad-ip', 'localhost'],
    ['127.1:80:80', 'bad-ip', '127.1'],
    ['127.0.0.01:80:80', 'bad-ip', '127.0.0.01'],
    ['1.2.3.4:80:80:80', 'bad-ip', '1.2.3.4:80'],
    ['10.0.0.0/8:80:80', 'bad-ip', '10.0.0.0/8'],
    ['http://127.0.0.1:80:80', 'bad-ip', 'http://127.0.0.1'],
    ['[fe80::1%eth0]:80:80', 'bad-ip', '[fe80::1%eth0]'],
    ['[::1]x:80:80', 'bad-ip', '[::1]x'],
    ['[::1]:80', 'bad-ip', '[::1]:80'],
  ])('%j', (text, code, part) => {
    expect(readPortSpec(text)).toEqual({ ok: false, code, data: { text, part } });
  });

  it.each([
    ['80:80-85', '80', '80-85'],
    ['0:80-85', '0', '80-85'],
    ['9000-9001:8000-8005', '9000-9001', '8000-8005'],
    ['9000-9005:8000-8001', '9000-9005', '8000-8001'],
  ])('%s, whose lengths differ', (text, host, container) => {
    expect(readPortSpec(text)).toEqual({ ok: false, code: 'length', data: { text, part: text, host, container } });
  });
});

describe('what is not known', () => {
  const read = (template: string) => {
    const found = interpolate(template, { get: () => undefined, complete: false });
    return found.ok ? readPortSpec(found.pieces) : null;
  };
  it.each<[string, object]>([
    ['${A}:80', { hostIp: '', host: { unknown: '${A}' }, container: span(80), protocol: 'tcp' }],
    ['8080:${B}/udp', { hostIp: '', host: span(8080), container: { unknown: '${B}' }, protocol: 'udp' }],
    ['${IP}::80', { hostIp: { unknown: '${IP}' }, host: null, container: span(80), protocol: 'tcp' }],
    ['[${IP}]:80:80', { hostIp: { unknown: '${IP}' }, host: span(80), container: span(80), protocol: 'tcp' }],
    ['30000-${B}:30000-${B}/udp', { host: { unknown: '30000-${B}' }, container: { unknown: '30000-${B}' }, protocol: 'udp' }],
    ['80:80/$P', { host: span(80), container: span(80), protocol: { unknown: '$P' } }],
    ['80-85:${A}', { host: span(80, 85), container: { unknown: '${A}' } }],
    ['${A}80', { hostIp: '', host: { unknown: '${A}80' }, container: { unknown: '${A}80' }, protocol: 'tcp' }],
    ['${A}/udp', { hostIp: { unknown: '${A}' }, host: { unknown: '${A}' }, container: { unknown: '${A}' }, protocol: 'udp' }],
    ['${A}', { hostIp: { unknown: '${A}' }, host: { unknown: '${A}' }, container: { unknown: '${A}' }, protocol: { unknown: '${A}' } }],
  ])('%s', (template, expected) => {
    expect(read(template)).toMatchObject({ ok: true, ...expected });
  });

  it('what is known beside it is still checked', () => {
    expect(read('${A}:99999')).toMatchObject({ ok: false, code: 'out-of-range', data: { text: '${A}:99999', part: '99999' } });
    expect(read('${A}:80/icmp')).toMatchObject({ ok: false, code: 'bad-protocol' });
    expect(read('x:${A}:80')).toMatchObject({ ok: false, code: 'bad-ip' });
  });

  it('a colon inside the substitution does not divide', () => {
    const pieces: Piece[] = [{ unknown: '${A:?say a:b}' }, { text: ':80' }];
    expect(readPortSpec(pieces)).toMatchObject({ ok: true, host: { unknown: '${A:?say a:b}' }, container: span(80) });
  });
});

it('knows an address as Go does', () => {
  const good = ['0.0.0.0', '255.255.255.255', '::', '::1', '1::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::1.2.3.4', '1:2:3:4:5:6:1.2.3.4'];
  const bad = ['', '256.0.0.1', '1.2.3', '1.2.3.4.5', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4::5:6:7:8', '1.2.3.4::', '12345::', '::g', '1:', ':1', '::1%lo'];
  expect(good.filter((text) => !isIpAddress(text))).toEqual([]);
  expect(bad.filter(isIpAddress)).toEqual([]);
});

describe('printing', () => {
  it.each<[PortMapping, string]>([
    [{ hostIp: '', host: span(8080), container: span(80), protocol: 'tcp' }, '8080:80'],
    [{ hostIp: '', host: span(30000, 30500), container: span(30000, 30500), protocol: 'udp' }, '30000-30500:30000-30500/udp'],
    [{ hostIp: '::1', host: span(80), container: span(80), protocol: 'udp' }, '[::1]:80:80/udp'],
    [{ hostIp: '127.0.0.1', host: span(9000, 9005), container: span(80), protocol: 'tcp' }, '127.0.0.1:9000-9005:80'],
  ])('%o', (mapping, text) => {
    expect(mappingText(mapping)).toBe(text);
  });

  it('reading it back gives the mapping', () => {
    const address = fc.oneof(fc.constant(''), fc.ipV4(), fc.ipV6().filter((text) => !/\.|^\[/.test(text)));
    const spans = fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 }), fc.nat(3000), fc.boolean()).map(([a, b, more, pool]) => {
      const width = Math.min(more, 65535 - a, 65535 - b);
      return { host: span(a, a + width), container: pool ? span(b) : span(b, b + width) };
    });
    const mappings = fc.record({ hostIp: address, spans, protocol: fc.constantFrom('tcp', 'udp', 'sctp') });
    fc.assert(
      fc.property(mappings, ({ hostIp, spans: { host, container }, protocol }) => {
        const mapping: PortMapping = { hostIp, host, container, protocol };
        expect(readPortSpec(mappingText(mapping))).toEqual({ ok: true, ...mapping });
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0189:-/[].+ ut\n${}') }), (text) => void readPortSpec(text)));
  });
});

interface Row {
  hostIp: string;
  hostStart: number | null;
  hostEnd: number | null;
  containerStart: number;
  containerEnd: number;
  protocol: string;
}
interface ShortCase {
  id: string;
  syntax: string;
  input: unknown;
  expect: unknown;
}
type Passes = (shortCase: ShortCase, got: Row[] | { error: true }) => boolean;

const shared = resolve(fileURLToPath(new URL('../..', import.meta.url)), process.env['ZLM_LINT_SHARED'] ?? '../shared');
const conformance = join(shared, 'conformance');

it.skipIf(!existsSync(conformance))('agrees with Docker Compose on the shared cases', async () => {
  const { passes } = (await import(/* @vite-ignore */ pathToFileURL(join(conformance, 'compare.mjs')).href)) as { passes: Passes };
  const file: unknown = JSON.parse(readFileSync(join(conformance, 'ports-cases.json'), 'utf8'));
  const cases = (Array.isArray(file) ? file : (file as { cases: unknown }).cases) as ShortCase[];
  const short = cases.filter(({ syntax }) => syntax === 'short');
  const wrong = short.filter((shortCase) => !passes(shortCase, answer(shortCase.input))).map(({ id }) => id);
  expect(short.length).toBeGreaterThan(0);
  expect(wrong).toEqual([]);
});

/** A string stands for a quoted scalar; another value for a plain one, of which only an integer is a port. */
function answer(input: unknown): Row[] | { error: true } {
  const scalar = typeof input === 'string' ? { kind: 'string', text: input } : resolvePlainScalar(JSON.stringify(input));
  if (typeof input !== 'string' && scalar.kind !== 'int') return { error: true };
  const filled = interpolate(scalar.text, { get: () => undefined, complete: true });
  const read = filled.ok ? readPortSpec(filled.pieces) : filled;
  if (!read.ok) return { error: true };
  const { hostIp, host, container, protocol } = read;
  if (typeof hostIp !== 'string' || typeof protocol !== 'string' || 'unknown' in container) return { error: true };
  if (host !== null && 'unknown' in host) return { error: true };
  return [
    {
      hostIp,
      hostStart: host?.from ?? null,
      hostEnd: host?.to ?? null,
      containerStart: container.from,
      containerEnd: container.to,
      protocol,
    },
  ];
}
