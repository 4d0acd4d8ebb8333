import { describe, expect, it } from 'vitest';
import { endpointTexts, without } from '../../src/ports/endpoints.ts';
import { canonicalPorts, countPairs, mergeableGroups } from '../../src/ports/published.ts';
import { report, run } from '../cli/main/run.ts';
import { timesLonger } from '../cpu-time.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { publishedPort } from './naive.ts';

const SERVICES = 2000;

/** Services with one mapping each; those of both files are written in as many characters. */
function file(spec: (index: number) => string): string {
  const services = Array.from({ length: SERVICES }, (_, index) => `  s${index}:\n    image: ${index === 0 ? 'zlmediakit/zlmediakit:master' : 'nginx'}\n    ports: ["${spec(index)}"]\n`);
  return `services:\n${services.join('')}`;
}

const wide = file(() => '1-65535:1-65535/udp');
const narrow = file(() => '00001:0000000001/udp');

describe('a range costs as much as one port', () => {
  it('in time: listing, in turns', { timeout: 60_000 }, async () => {
    const dir = temporaryDirectory({ 'wide.yml': wide, 'narrow.yml': narrow });
    const listing = (name: string) => () => run(['ports', '--format', 'json', name], { cwd: dir });
    expect(await timesLonger(listing('wide.yml'), listing('narrow.yml'))).toBeLessThan(1.5);
  });

  it('in the length of a report and in memory', { timeout: 60_000 }, async () => {
    const one = (spec: string) => `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports: ["${spec}"]\n`;
    const dir = temporaryDirectory({ 'wide.yml': one('1-65535:1-65535/udp'), 'narrow.yml': one('00001:0000000001/udp') });
    const sizes: number[] = [];
    for (const name of ['wide.yml', 'narrow.yml']) {
      const { json } = await report(['--unsafe-fixes', name], { cwd: dir });
      sizes.push(JSON.stringify(json).length);
    }
    expect((sizes[0] ?? 0) / (sizes[1] ?? 1)).toBeLessThan(10);
  });

  it('in the arithmetic: a thousand full ranges are answered at once', () => {
    const full = { from: 1, to: 65_535 };
    const ports = Array.from({ length: 1000 }, (_, index) => publishedPort({ hostIp: `10.0.${index >> 8}.${index & 255}`, host: full, container: full, protocol: 'udp' }, index));
    const before = process.memoryUsage().heapUsed;
    const began = process.cpuUsage();
    expect(countPairs(ports).pairs).toBe(65_535_000);
    expect(mergeableGroups([...ports, ...ports])).toHaveLength(1000);
    expect(canonicalPorts(ports).split('\n')).toHaveLength(1000);
    expect(without([{ span: full, protocol: 'udp' }], ports.map(() => ({ span: { from: 5, to: 65_535 }, protocol: 'udp' })))).toEqual([{ span: { from: 1, to: 4 }, protocol: 'udp' }]);
    expect(endpointTexts(ports.map(() => ({ span: full, protocol: 'udp' })))).toEqual(['1-65535/udp']);
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
  });
});
