import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { image } from './files.ts';
import { run } from './run.ts';

function compose(mount: string): string {
  return `services:\n  zlm:\n    image: ${image}\n    ports:\n      - "10000-10100:10000-10100/udp"\n    volumes:\n      - ${mount}\n`;
}

const plain = './config.ini:/opt/media/conf/config.ini';
const gbk = Buffer.concat([Buffer.from('[http]\nport=8080\n# '), Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), Buffer.from('\n')]);

/** Each row: what is mounted, how it is laid down, and what is said of it. */
const states: Readonly<Record<string, readonly [mount: string, make: (directory: string) => void, said: RegExp]>> = {
  'in GBK': [plain, (directory) => writeFileSync(join(directory, 'config.ini'), gbk), /config\.ini cannot be read \(config\.ini\)/],
  'in GBK in a directory': ['./conf:/opt/media/conf', (directory) => { mkdirSync(join(directory, 'conf')); writeFileSync(join(directory, 'conf/config.ini'), gbk); }, /config\.ini cannot be read \(conf\/config\.ini\)/],
  'of 11 MB': [plain, (directory) => writeFileSync(join(directory, 'config.ini'), `[http]\nport=8080\n${'# x\n'.repeat(2_750_000)}`), /config\.ini cannot be read/],
  'of zeros': [plain, (directory) => writeFileSync(join(directory, 'config.ini'), Buffer.alloc(1000)), /config\.ini cannot be read/],
  missing: [plain, () => undefined, /config\.ini is not at hand \(config\.ini\)/],
  'a directory': [plain, (directory) => mkdirSync(join(directory, 'config.ini')), /config\.ini is not at hand \(\.\/config\.ini\)/],
  'a link to nowhere': [plain, (directory) => symlinkSync('nowhere', join(directory, 'config.ini')), /config\.ini is not at hand/],
  'a link out of the project': [plain, (directory) => symlinkSync('/etc/hostname', join(directory, 'config.ini')), /config\.ini lies outside the project/],
  'outside the project': ['/etc/zlm/config.ini:/opt/media/conf/config.ini', () => undefined, /config\.ini lies outside the project \(\/etc\/zlm\/config\.ini\)/],
  'in a volume': ['zlm-conf:/opt/media/conf', () => undefined, /config\.ini lies in a volume/],
  'at a variable path': ['${CONF}:/opt/media/conf/config.ini', () => undefined, /where its config\.ini lies is not known/],
};

describe('a config.ini that cannot be known', () => {
  it.each(Object.entries(states))('%s is told of, and nothing is guessed', async (_, [mount, make, said]) => {
    const text = compose(mount);
    const cwd = temporaryDirectory({ 'docker-compose.yml': text });
    make(cwd);
    const { code, stdout, stderr } = await run(['--fix'], { cwd, columns: 120 });
    expect(stdout).toMatch(said);
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(readFileSync(join(cwd, 'docker-compose.yml'), 'utf8')).toBe(text);
  });

  it.skipIf(process.getuid?.() === 0)('unreadable is told of', async () => {
    const cwd = temporaryDirectory({ 'docker-compose.yml': compose(plain), 'config.ini': '[http]\nport=8080\n' });
    chmodSync(join(cwd, 'config.ini'), 0);
    expect((await run(['--fix'], { cwd, columns: 120 })).stdout).toMatch(/config\.ini cannot be read/);
  });
});

describe('a config.ini that ZLMediaKit reads in its own way', () => {
  /** What ZLMediaKit uses 80, 332 and 8080 for. */
  async function roles(text: string): Promise<unknown[]> {
    const ports = ['80:80', '332:332', '8080:8080'].map((port) => `      - "${port}"\n`).join('');
    const cwd = temporaryDirectory({ 'docker-compose.yml': `services:\n  zlm:\n    image: ${image}\n    ports:\n${ports}    volumes:\n      - ${plain}\n`, 'config.ini': text });
    const { stdout } = await run(['ports', '--format', 'json'], { cwd });
    return (JSON.parse(stdout) as { services: { ports: { role: unknown }[] }[] }).services.flatMap((service) => service.ports.map(({ role }) => role));
  }

  it('loses its first section behind a byte order mark, and every key that it lacks has the compiled value', async () => {
    expect(await roles('\uFEFF[http]\nport=8080\n')).toEqual(['http.port', 'rtsp.sslport', null]);
    expect(await roles('\uFEFF\n[http]\nport=8080\n')).toEqual([null, 'rtsp.sslport', 'http.port']);
  });

  it('of 9 MB, empty, or with lines that are none, is read', async () => {
    expect(await roles(`[http]\nport=8080\n${'# x\n'.repeat(2_250_000)}`)).toEqual([null, 'rtsp.sslport', 'http.port']);
    expect(await roles('')).toEqual(['http.port', 'rtsp.sslport', null]);
    expect(await roles('<xml>\n]\n[http\n[http]\r\nport = 8080\r\n=\n')).toEqual([null, 'rtsp.sslport', 'http.port']);
  });
});
