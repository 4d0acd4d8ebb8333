import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { run } from './run.ts';

interface Project {
  readonly ports: readonly string[];
  /** Of config.ini; none where there is none. */
  readonly range?: string;
  readonly ini?: string;
  /** Of WVP's application.yml. */
  readonly wvp?: string;
  readonly environment?: string;
  readonly streams?: string;
}

function filesOf({ ports, range, ini = '', wvp, environment }: Project): Record<string, string> {
  const controller = wvp === undefined && environment === undefined ? '' : `  wvp:\n    image: wvp-pro:2.7.4\n    environment:\n      TZ: UTC\n${environment === undefined ? '' : `      ${environment}\n`}    volumes:\n      - ./application.yml:/opt/wvp/config/application.yml\n`;
  const zlm = `  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n${ports.map((port) => `      - "${port}"\n`).join('')}`;
  return {
    'compose.yml': `services:\n${zlm}${range === undefined ? '' : '    volumes:\n      - ./config.ini:/opt/media/conf/config.ini\n'}${controller}`,
    ...(range === undefined ? {} : { 'config.ini': `[rtp_proxy]\nport_range=${range}\n${ini}` }),
    ...(controller === '' ? {} : { 'application.yml': `media:\n  rtp:\n    enable: true\n${wvp === undefined ? '' : `    port-range: ${wvp}\n`}` }),
  };
}

const both = (range: string): string[] => [`${range}:${range}`, `${range}:${range}/udp`];
const told = (from: number, to: number): string[] => [`- "${from}-${to}:${from}-${to}"`, `- "${from}-${to}:${from}-${to}/udp"`];

/** The places that say the range, once the files were fixed, and what was said. */
async function narrowed(project: Project): Promise<{ readonly said: string[]; readonly stdout: string }> {
  const files = filesOf(project);
  const cwd = temporaryDirectory(files);
  const { stdout } = await run(['--fix', '--no-backup', '--unsafe-fixes', '--strategy', 'minimal', '--only', 'no-wide-port-range,prefer-host-network', '--streams', project.streams ?? '40', 'compose.yml'], { cwd, columns: 200 });
  const said = Object.keys(files).flatMap((name) => readFileSync(join(cwd, name), 'utf8').split('\n').filter((line) => /3\d{4}/.test(line)).map((line) => line.trim()));
  return { said, stdout };
}

describe('a range is narrowed to the streams, wherever it is said', () => {
  test.each<[string, Project, readonly string[]]>([
    ['config.ini', { ports: both('30000-30500'), range: '30000-30500' }, [...told(30000, 30080), 'port_range=30000-30080']],
    ['settings of WVP', { ports: both('30000-30500'), wvp: '30000,30500' }, [...told(30000, 30080), 'port-range: 30000,30080']],
    ['settings of WVP and config.ini', { ports: both('30000-30500'), range: '30000-30500', wvp: '30000,30500' }, [...told(30000, 30080), 'port_range=30000-30080', 'port-range: 30000,30080']],
    ['the environment of WVP', { ports: both('30000-30500'), environment: 'MEDIA_RTP_PORT_RANGE: 30000,30500' }, [...told(30000, 30080), 'MEDIA_RTP_PORT_RANGE: 30000,30080']],
    ['from the next even port on', { ports: both('30001-30500'), range: '30001-30500' }, [...told(30002, 30082), 'port_range=30002-30082']],
    ['from the first one that is published', { ports: both('30100-30500'), range: '30000-30600' }, [...told(30100, 30180), 'port_range=30100-30180']],
    ['for fewer streams than ZLMediaKit takes', { ports: both('30000-30500'), range: '30000-30500', streams: '3' }, [...told(30000, 30035), 'port_range=30000-30035']],
    ['for one stream less', { ports: both('30000-30500'), range: '30000-30500', streams: '249' }, [...told(30000, 30498), 'port_range=30000-30498']],
    ['published in pieces', { ports: ['30000-30200:30000-30200', '30201-30500:30201-30500', '30000-30500:30000-30500/udp'], range: '30000-30500' }, [...told(30000, 30080), 'port_range=30000-30080']],
    ['on one address', { ports: both('30000-30500').map((port) => `10.0.0.1:${port}`), range: '30000-30500' }, [...told(30000, 30080).map((line) => line.replace('"', '"10.0.0.1:')), 'port_range=30000-30080']],
    ['beside a port in it that another listener has', { ports: [...both('30020-30500'), '30010:30010/udp'], range: '30000-30500', ini: '[rtc]\nport=30010\n' }, [...told(30020, 30100), '- "30010:30010/udp"', 'port_range=30020-30100', 'port=30010']],
  ])('%s', async (_, project, expected) => {
    const { said, stdout } = await narrowed(project);
    expect(said).toEqual(expected);
    const restarts = project.wvp !== undefined || project.environment !== undefined;
    expect(stdout.includes('docker compose restart wvp')).toBe(restarts);
    expect(stdout).toContain('docker compose up -d zlm');
  });

  test.each<[string, Project, string]>([
    ['no more is asked for', { ports: both('30000-30500'), range: '30000-30500', streams: '250' }, 'minimal: the RTP range carries 250 streams, no more than asked for (line 4)'],
    ['other numbers are published', { ports: ['40000-40500:30000-30500', '30000-30500:30000-30500/udp'], range: '30000-30500' }, 'minimal: 40000-40500:30000-30500 holds more than the RTP range, or leads to other numbers (line 5)'],
    ['each protocol has its address', { ports: ['10.0.0.1:30000-30500:30000-30500', '30000-30500:30000-30500/udp'], range: '30000-30500' }, 'minimal: 10.0.0.1:30000-30500:30000-30500 holds more than the RTP range'],
    ['another listener lies in it', { ports: both('30000-30500'), range: '30000-30500', ini: '[rtc]\nport=30010\n' }, 'minimal: 30000-30500:30000-30500/udp holds more than the RTP range'],
    ['a variable may publish it', { ports: ['${P}', ...both('30000-30500')], range: '30000-30500' }, 'minimal: not known which ports ${P} publishes (line 5)'],
    ['it is the default of a placeholder', { ports: both('30000-30500'), wvp: '${RANGE:30000,30500}' }, 'minimal: 30000,30500 comes from a place that cannot be changed (application.yml:4)'],
    ['WVP does not read it', { ports: both('30000-30500'), wvp: '" 30000 - 30500 "' }, 'its media.rtp.port-range is not known (application.yml:4)'],
    ['others are published', { ports: both('40000-40300'), range: '30000-30500' }, 'minimal: no RTP range is published (line 4)'],
  ])('and stays where %s', async (_, project, why) => {
    const { said, stdout } = await narrowed(project);
    expect(stdout.replace(/\n +/g, ' ')).toContain(why);
    expect(said.join('\n')).not.toMatch(/30080|30100-/);
  });
});
