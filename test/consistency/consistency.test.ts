import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identify } from '../../src/lint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { inputOf, load } from '../rules/harness.ts';
import { checkFix, type FixToCheck, type Verdict } from './consistency.ts';

async function deployment(text: string): Promise<Deployment> {
  return identify(load(await inputOf(text)), []);
}

async function verdict(before: string, after: string, more: Partial<FixToCheck> = {}): Promise<Verdict> {
  return checkFix({ before: await deployment(before), after: await deployment(after), fixed: ['zlm'], ...more });
}

async function says(before: string, after: string, more: Partial<FixToCheck> = {}): Promise<string[]> {
  return (await verdict(before, after, more)).inconsistent.map(({ kind, says: text }) => `${kind}: ${text}`);
}

const zlm = (lines: readonly string[], others = ''): string => ['services:', '  zlm:', '    image: zlmediakit/zlmediakit:master', ...lines.map((line) => `    ${line}`), others, ''].join('\n');
const ports = (...list: readonly string[]): string => `ports: [${list.map((port) => `"${port}"`).join(', ')}]`;

describe('what uses nothing of rules and fixes', () => {
  it('is the checker, with all that it imports here', () => {
    const read = new Set(['./consistency.ts']);
    for (const file of read) {
      const imports = [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/from '(.+)'/g)].map(([, path = '']) => path);
      expect(imports, file).not.toEqual([]);
      expect(imports.filter((path) => !/^(?:\.\/[\w-]+\.ts|yaml|\.\.\/\.\.\/src\/(?:model|ports|zlm)\/[\w-]+\.ts)$/.test(path)), file).toEqual([]);
      for (const path of imports) if (path.startsWith('./')) read.add(path);
    }
  });
});

describe('nothing is found', () => {
  it('where nothing has changed', async () => {
    const text = zlm([ports('8080:80', '30000-30500:30000-30500/udp')]);
    expect(await verdict(text, text)).toEqual({ inconsistent: [], unknown: [] });
  });

  it('where neighbours are said as a range', async () => {
    expect(await says(zlm([ports('10000:10000', '10001:10001')]), zlm([ports('10000-10001:10000-10001')]))).toEqual([]);
  });

  it('where a name is a user or an id, and no address', async () => {
    const app = '  app:\n    image: app\n    environment: { DATABASE_USER: zlm, MEDIA_ID: zlm }';
    const found = await says(zlm([ports('80:80')], app), zlm(['network_mode: host'], app));
    expect(found.filter((text) => text.startsWith('name'))).toEqual([]);
  });

  it('where a dead mapping goes', async () => {
    expect(await says(zlm([ports('1935:1935', '1935:1935/udp')]), zlm([ports('1935:1935')]))).toEqual([]);
  });
});

describe('what is found', () => {
  it('an address that clients used', async () => {
    expect(await says(zlm([ports('8080:80', '1935:1935')]), zlm([ports('8081:80', '1935:1935')]))).toEqual(['lost: 8080/tcp of zlm led to http.port', 'exposed: 8081/tcp is new and leads to http.port of zlm']);
  });

  it('another listener on the same port', async () => {
    expect(await says(zlm([ports('8080:80')]), zlm([ports('8080:554')]))).toEqual(['lost: 8080/tcp of zlm led to http.port']);
  });

  it('a port that was only for this host', async () => {
    expect(await says(zlm([ports('127.0.0.1:80:80')]), zlm([ports('80:80')]))).toEqual(['exposed: 80/tcp is new and leads to http.port of zlm']);
  });

  it('a part of the RTP range, over one protocol', async () => {
    const whole = ports('30000-34999:30000-34999', '30000-34999:30000-34999/udp');
    expect(await says(zlm([whole]), zlm([ports('30000-34999:30000-34999', '30000-34000:30000-34000/udp')]))).toEqual(['rtp-range: 34001-34999/udp is handed out by zlm and not reachable on the same number']);
    expect(await says(zlm([whole]), zlm([ports('30000-34999:30000-34999')]))).toEqual(['rtp-range: no port of rtp_proxy.port_range of zlm is reachable over udp any more']);
  });

  it('a number that is told to peers and is another one outside', async () => {
    expect(await says(zlm([ports('8000:8000/udp')]), zlm([ports('8000:8000/udp', '8001:8000/udp')]), { announced: ['8001/udp'] })).toEqual(['advertised: rtc.port of zlm is 8000 inside and 8001 outside']);
  });

  it('two that want one port', async () => {
    const web = (published: string): string => `  web:\n    image: nginx\n    ports: ["${published}"]`;
    const found = await says(zlm([ports('8080:80')], web('8081:80')), zlm([ports('8080:80')], web('8080:80')));
    expect(found).toContain('collision: zlm (published) and web (published) both want 8080/tcp');
  });

  it('a port of another service, published for all', async () => {
    const web = (lines: string): string => `  web:\n    image: nginx\n${lines}`;
    const none = zlm([ports('8080:80')], web('    restart: always'));
    expect(await says(none, zlm([ports('8080:80')], web('    restart: always\n    ports: ["18080:18080"]')))).toEqual(['exposed: 18080/tcp is new and leads to web']);
    expect(await says(none, zlm([ports('8080:80')], web('    restart: always\n    ports: ["127.0.0.1:18080:18080"]')))).toEqual([]);
  });

  it('a name that no longer resolves, and one that is given again', async () => {
    const app = (line: string): string => `  app:\n    image: app\n    environment: { API: "http://zlm:80/index" }\n${line}`;
    const before = zlm([ports('80:80')], app(''));
    const lost = 'name: app: environment API: http://⟨⟩/index (0.0): zlm:80 led to http.port/tcp of zlm; zlm does not resolve';
    expect(await says(before, zlm(['network_mode: host'], app('')))).toContain(lost);
    const again = await says(before, zlm(['network_mode: host'], app('    extra_hosts: ["zlm:host-gateway"]')));
    expect(again.filter((text) => text.startsWith('name'))).toEqual([]);
  });

  it('a service that comes along to the host', async () => {
    const sidecar = '  sidecar:\n    image: exporter\n    network_mode: service:zlm';
    const found = await says(zlm([ports('80:80', '9100:9100')], sidecar), zlm(['network_mode: host'], sidecar));
    expect(found).toContain('exposed: sidecar shares the network of zlm: what it listens on is now reachable');
    expect(found.filter((text) => text.startsWith('lost'))).toEqual([]);
    const shifted = await says(zlm([ports('80:80', '9101:9100')], sidecar), zlm(['network_mode: host'], sidecar));
    expect(shifted).toContain('lost: 9101/tcp led to 9100/tcp of sidecar, leads to 9101/tcp of sidecar');
  });

  it('a setting that is none of the fix', async () => {
    expect(await says(zlm([ports('80:80'), 'restart: always']), zlm([ports('80:80'), 'restart: "no"']))).toEqual(['touched: compose.yml: .0.services.zlm.restart was "always", is "no"']);
  });

  it('what the engine refuses', async () => {
    expect(await says(zlm([ports('80:80')]), zlm([ports('80:80'), 'network_mode: host']))).toContain('refused: zlm has ports beside network_mode: host');
  });
});

describe('what is announced', () => {
  it('may be published on a bridge', async () => {
    const [before, after] = [zlm([ports('10000:10000')]), zlm([ports('10000:10000', '10000:10000/udp')])];
    expect(await says(before, after)).toEqual(['exposed: 10000/udp is new and leads to rtp_proxy.port of zlm']);
    expect(await says(before, after, { announced: ['10000/udp'] })).toEqual([]);
  });

  it('excuses in host mode what other services use', async () => {
    const app = (line: string): string => `  app:\n    image: app\n    environment: { API: "http://zlm:80/index" }\n${line}`;
    const [before, after] = [zlm([ports('1935:1935')], app('')), zlm(['network_mode: host'], app('    extra_hosts: ["zlm:host-gateway"]'))];
    const opened = 'exposed: 80/tcp is new and leads to http.port of zlm';
    expect(await says(before, after)).toContain(opened);
    expect(await says(before, after, { announced: ['80/tcp'] })).not.toContain(opened);
  });

  it('is no excuse for a listener that has a switch', async () => {
    const found = await says(zlm([ports('80:80')]), zlm(['network_mode: host']), { announced: ['443/tcp', '30000-34999/tcp+udp'] });
    expect(found).toContain('exposed: 443/tcp is new and leads to http.sslport of zlm');
    expect(found.filter((text) => text.includes('port_range of'))).toEqual(['exposed: 49152-65534/udp is new and leads to rtc.port_range of zlm']);
  });
});

describe('what is not known', () => {
  it('is a config.ini that is not at hand', async () => {
    const volume = 'volumes: ["conf:/opt/media/conf"]';
    const all = '\nvolumes: { conf: }';
    expect((await verdict(zlm([ports('80:80'), volume], all), zlm(['network_mode: host', volume], all))).unknown).toContain('what zlm listens on (zlm-config.volume)');
  });

  it('is a host port that a variable says', async () => {
    expect((await verdict(zlm([ports('${PORT}:80')]), zlm(['network_mode: host']))).unknown).toContain('where ${PORT}:80 of zlm is published');
  });

  it('is a text that may hold a name', async () => {
    const app = '  app:\n    image: app\n    environment: { API: "${API}" }';
    expect((await verdict(zlm([ports('80:80')], app), zlm(['network_mode: host'], app))).unknown).toContain('app: ${API} is not at hand and may hold a name');
  });
});
