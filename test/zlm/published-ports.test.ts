import { describe, expect, it } from 'vitest';
import type { PortSpan } from '../../src/model/port.ts';
import { shippedListeners } from '../../src/zlm/listeners.ts';
import { isMoved, publishedRtp, unreachablePairs, type Entry } from '../../src/zlm/published-ports.ts';
import { makeService } from './service.ts';

function entry(container: string, host: Entry['host'], protocol = 'tcp'): Entry {
  const [port] = makeService({ ports: [protocol === 'tcp' ? container : `${container}/${protocol}`] }).ports;
  if (port === undefined) throw new Error('no port');
  return { port: typeof host === 'object' && host !== null ? { ...port, host: { value: host, at: port.at, origin: 'written' } } : port, span: span(container), protocol, host };
}

function span(text: string): PortSpan {
  const [from = 0, to = from] = text.split('-').map(Number);
  return { from, to };
}

const shown = (entries: readonly Entry[]): string[] => entries.map(({ span: { from, to }, protocol }) => `${from}-${to}/${protocol}`);

describe('isMoved', () => {
  it.each<[string, Entry, boolean]>([
    ['the same number', entry('8000', span('8000')), false],
    ['another number', entry('8000', span('18000')), true],
    ['a port of the engine', entry('8000', 'free'), true],
    ['port 0, which is the same', entry('8000', span('0')), true],
    ['a host port that is not known', entry('8000', null), false],
    ['a pool with the number in it', entry('8000', span('8000-8009')), false],
    ['a pool elsewhere', entry('8000', span('18000-18009')), true],
  ])('%s', (_, given, expected) => {
    expect(isMoved(given)).toBe(expected);
  });
});

describe('publishedRtp', () => {
  const of = (entries: readonly Entry[], range = '30000-30500'): ReturnType<typeof publishedRtp> => publishedRtp(span(range), { entries }, shippedListeners);

  it('leaves the last port of an even end out', () => {
    expect(of([entry('30000-30499', span('30000-30499')), entry('30000-30500', span('30000-30500'), 'udp')]).missing).toEqual([]);
    expect(of([entry('30000-30498', span('30000-30498'))]).missing).toEqual([
      { span: span('30499'), protocol: 'tcp' },
      { span: span('30000-30499'), protocol: 'udp' },
    ]);
  });

  it('knows a colon for a dash from a single port of the range', () => {
    const result = of([entry('30500', span('30000')), entry('30002', span('30002'))]);
    expect(shown(result.colons)).toEqual(['30500-30500/tcp']);
    expect(shown(result.entries)).toEqual(['30002-30002/tcp']);
  });

  it('tells other numbers by protocol', () => {
    const result = of([entry('30000-30500', span('30000-30500')), entry('30000-30500', span('40000-40500'), 'udp')]);
    expect(shown(result.moved)).toEqual(['30000-30500/udp']);
  });

  it('leaves out the port of a listener', () => {
    const http = { key: 'http.port', span: span('30018'), protocol: 'tcp', oneToOne: false, onDemand: false, from: 'config', written: null } as const;
    expect(publishedRtp(span('30000-30500'), { entries: [entry('30018', span('30018'))] }, [http]).entries).toEqual([]);
  });

  it('counts pairs by their even port', () => {
    expect(unreachablePairs([{ span: span('30499'), protocol: 'udp' }])).toBe(0);
    expect(unreachablePairs([{ span: span('30100-30199'), protocol: 'udp' }, { span: span('30101-30103'), protocol: 'tcp' }])).toBe(50);
  });
});
