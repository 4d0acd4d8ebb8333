import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/model/deployment.ts';
import { controllersOf, programOfHook, type Controller } from '../../src/zlm/controller.ts';
import { makeDeployment, makeService, mountDirectory, mountFile, mountUnseen, type ServiceParts } from './service.ts';

const CONFIG = '/opt/wvp/config/application.yml';

function controllerOf(parts: ServiceParts, change: Partial<Service> = {}): Controller | null {
  return controllersOf(makeDeployment([{ ...makeService(parts), ...change }]))[0] ?? null;
}

/** How it hands out ports: `single-port`, `own-ports`, the range, or why that is not known. */
function rtp(controller: Controller | null): string | null {
  if (controller === null) return null;
  const said = controller.rtp;
  if (said.kind === 'range') return `${said.range.from}-${said.range.to}`;
  return said.kind === 'unknown' ? `unknown: ${String(said.why.data?.['key'])}` : said.kind;
}

function wvp(yml: string, parts: ServiceParts = {}): Controller | null {
  return controllerOf({ volumes: [mountFile(CONFIG, yml, 'application.yml')], ...parts });
}

function setting(yml: string, key: string, parts: ServiceParts = {}): string | { unknown: string } | null {
  return wvp(`media: { hook-ip: x }\n---\n${yml}`, parts)?.setting(key)?.value ?? null;
}

const ranged = 'media:\n  rtp:\n    enable: true\n    port-range: 30000,30500\n';

describe('a controller is recognised', () => {
  test.each<[string, ServiceParts, string | null]>([
    ['by its image', { image: 'registry.example.com/wvp-pro:2.7' }, 'wvp'],
    ['by its settings', { volumes: [mountFile(CONFIG, ranged, 'application.yml')] }, 'wvp'],
    ['by settings that cannot be read', { volumes: [mountFile(CONFIG, `${ranged}a: [\n`, 'application.yml')] }, 'wvp'],
    ['by a variable', { environment: [['ZLM_HOOK_HOST', 'wvp']] }, 'wvp'],
    ['by a TOML file', { volumes: [mountDirectory('/opt/media/bin/configs', { 'config.toml': "[Media]\nRTPPortRange = '20000-20100'\n" })] }, 'gowvp'],
    ['by a JSON file', { volumes: [mountFile('/opt/AKStreamKeeper.json', '{"MinRtpPort": 10001}', 'AKStreamKeeper.json')] }, 'akstream'],
    ['by its name, where it is built here', { name: 'polaris-wvp', build: { context: '.' } }, 'wvp'],
    ['by what it is built from', { name: 'backend', build: { context: '..', dockerfile: 'docker/wvp/Dockerfile' } }, 'wvp'],
    ['not by what its database is built from', { build: { context: 'wvp/docker/mysql' } }, null],
    ['not by its name, where its image is another', { name: 'wvp', image: 'openjdk:8' }, null],
    ['not by the name of its database', { image: 'wvp-mysql' }, null],
    ['not by settings of another program', { volumes: [mountFile('/app/application.yml', 'server: { port: 8080 }\n', 'application.yml')] }, null],
    ['not by broken settings of another program', { volumes: [mountFile('/app/application.yml', 'server: [\nfeature: { enable: true }\n', 'application.yml')] }, null],
  ])('%s', (_, parts, program) => {
    expect(controllerOf(parts)?.program ?? null).toBe(program);
  });

  test('by the path of its hooks', () => {
    expect(programOfHook('http://wvp:18080/index/hook/on_publish')).toBe('wvp');
    expect(programOfHook('http://127.0.0.1:15123/webhook/on_publish')).toBe('gowvp');
    expect(programOfHook('http://app/zlm/on_publish')).toBeNull();
  });
});

describe('the RTP range', () => {
  test.each([
    ['as WVP writes it', ranged, '30000-30500'],
    ['with blanks and a dash', 'media: { rtp: { enable: on, port-range: " 30000- 30500 " } }', '30000-30500'],
    ['with a blank that ZLMediaKit does not read over', 'media: { rtp: { enable: on, port-range: "30000 , 30500" } }', 'unknown: media.rtp.port-range'],
    ['in other words for the keys', 'media.rtp.enable: true\nmedia.rtp.portRange: 30000,30500', '30000-30500'],
    ['that is not handed out', 'media: { rtp: { enable: false, port-range: "30000,30500" } }', 'single-port'],
    ['without the switch', 'media: { rtp: { port-range: "30000,30500" } }', 'unknown: media.rtp.enable'],
    ['with a switch that is none', 'media: { rtp: { enable: maybe, port-range: "30000,30500" } }', 'unknown: media.rtp.enable'],
    ['without numbers', 'media: { rtp: { enable: true, port-range: all } }', 'unknown: media.rtp.port-range'],
    ['reversed', 'media: { rtp: { enable: true, port-range: "30500,30000" } }', 'unknown: media.rtp.port-range'],
    ['past the last port', 'media: { rtp: { enable: true, port-range: "65000,70000" } }', 'unknown: media.rtp.port-range'],
    ['that is missing', 'media: { rtp: { enable: true } }', 'unknown: media.rtp.port-range'],
  ])('%s', (_, yml, expected) => {
    expect(rtp(wvp(yml))).toBe(expected);
  });

  test('of AKStream is its own, that of gowvp has no switch', () => {
    expect(rtp(controllerOf({ image: 'akstreamkeeper' }))).toBe('own-ports');
    const toml = "[Media]\nRTPPortRange = '20000-20100'\n";
    const found = controllerOf({ image: 'gospace/gowvp', volumes: [mountDirectory('/opt/media/bin/configs', { 'config.toml': toml })] });
    expect(rtp(found)).toBe('20000-20100');
    expect(found?.rtp.kind === 'range' ? toml.slice(found.rtp.written.at.start, found.rtp.written.at.end) : '').toBe('20000-20100');
  });

  test('inside quotes may be edited there', () => {
    const yml = 'media: { rtp: { enable: true, port-range: "30000,30500" } }';
    const found = wvp(yml)?.rtp;
    const written = found?.kind === 'range' ? found.written : undefined;
    expect([written?.origin, written?.at.file, yml.slice(written?.at.start, written?.at.end)]).toEqual(['written', 'application.yml', '30000,30500']);
  });

  test('that comes from a variable or an anchor may not be edited', () => {
    const origin = (yml: string, parts: ServiceParts = {}): unknown => {
      const found = wvp(yml, parts)?.rtp;
      return found?.kind === 'range' ? found.written.origin : found;
    };
    expect(origin('media: { rtp: { enable: true, port-range: "${RANGE:30000,30500}" } }')).toBe('derived');
    expect(origin('x: &x 30000,30500\nmedia: { rtp: { enable: true, port-range: *x } }')).toBe('derived');
  });
});

describe('what the environment says', () => {
  test('comes before the files, in any spelling of the key', () => {
    for (const name of ['MEDIA_RTP_PORTRANGE', 'MEDIA_RTP_PORT_RANGE', 'media.rtp.port-range']) {
      expect(rtp(wvp(ranged, { environment: [[name, '40000,40500']] }))).toBe('40000-40500');
    }
    expect(rtp(wvp(ranged, { environment: [['MEDIA_RTP_PORTRANGE', { unknown: '${RANGE}' }]] }))).toBe('unknown: media.rtp.port-range');
  });

  test('comes behind the command', () => {
    expect(rtp(wvp(ranged, { environment: [['MEDIA_RTP_ENABLE', 'false']], command: ['java', '-jar', 'wvp.jar', '--media.rtp.enable=true'] }))).toBe('30000-30500');
    expect(rtp(wvp(ranged, { command: ['sh', '-c', 'java -Dmedia.rtp.enable=false -jar wvp.jar'] }))).toBe('single-port');
    expect(rtp(wvp(ranged, { command: ['sh', '-c', 'java -Dmedia.rtp.enable=$RTP -jar wvp.jar'] }))).toBe('unknown: media.rtp.enable');
  });

  test('counts as its last of several', () => {
    expect(rtp(wvp(ranged, { environment: [['MEDIA_RTP_ENABLE', 'true'], ['MEDIA_RTP_ENABLE', 'false']] }))).toBe('single-port');
  });

  test('is not known with a file of variables that is not at hand', () => {
    const unseenEnvironment = { value: { unknown: 'wvp.env' }, at: { file: 'docker-compose.yml', start: 5, end: 12 }, origin: 'derived' } as const;
    const found = controllerOf({ volumes: [mountFile(CONFIG, ranged, 'application.yml')] }, { unseenEnvironment });
    expect(rtp(found)).toBe('unknown: media.rtp.enable');
    expect(found?.setting('media.ip')?.at.start).toBe(5);
  });
});

describe('placeholders', () => {
  const host = 'media: { ip: "${ZLM_HOST:127.0.0.1}" }';
  test.each<[string, string, ServiceParts, unknown]>([
    ['have a default', host, {}, '127.0.0.1'],
    ['are filled from the environment', host, { environment: [['ZLM_HOST', 'media']] }, 'media'],
    ['are filled with nothing', host, { environment: [['ZLM_HOST', '']] }, ''],
    ['are not known with an unknown variable', host, { environment: [['ZLM_HOST', { unknown: '${IP}' }]] }, { unknown: '${ZLM_HOST:127.0.0.1}' }],
    ['are not known without a default', 'media: { ip: "${ZLM_HOST}" }', {}, { unknown: '${ZLM_HOST}' }],
    ['stand in one another', 'media: { ip: "${A:${B:c}}" }', {}, 'c'],
    ['stand in one another, the outer set', 'media: { ip: "${A:${B:c}}" }', { environment: [['A', 'a']] }, 'a'],
    ['have upper case variables, too', 'media: { ip: "${zlm.host-name:x}" }', { environment: [['ZLM_HOST_NAME', 'y']] }, 'y'],
    ['have no other spelling', 'media: { ip: "${ZLM_HOST:x}" }', { environment: [['zlm_host', 'y'], ['ZLMHOST', 'z']] }, 'x'],
    ['name other settings', 'media: { ip: "${my.ip:x}" }\nmy: { ip: "${IP:1.2.3.4}" }', {}, '1.2.3.4'],
    ['do not fill themselves', 'media: { ip: "${media.ip}" }', {}, { unknown: '${media.ip}' }],
    ['grow no further than they have to', 'media: { ip: "${a}" }\na: "${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}"', {}, { unknown: '${a}' }],
    ['stand among text', 'media: { ip: "http://${H:h}:${P:80}/" }', {}, 'http://h:80/'],
  ])('%s', (_, yml, parts, expected) => {
    expect(setting(yml, 'media.ip', parts)).toEqual(expected);
  });
});

describe('several files', () => {
  function files(texts: Record<string, string>, parts: ServiceParts = {}, unread: string[] = []): string | null {
    return rtp(controllerOf({ image: 'wvp', volumes: [mountDirectory('/opt/wvp/config', texts, unread)], ...parts }));
  }
  const other = ranged.replace('30500', '30900');

  test('that disagree are not believed', () => {
    expect(files({ 'application-dev.yml': ranged, 'application-docker.yml': other })).toBe('unknown: media.rtp.port-range');
    expect(files({ 'application-dev.yml': ranged, 'application-docker.yml': ranged })).toBe('30000-30500');
  });

  test.each<[string, ServiceParts]>([
    ['the environment', { environment: [['SPRING_PROFILES_ACTIVE', 'docker']] }],
    ['the command', { command: ['java', '-jar', 'wvp.jar', '--spring.profiles.active=docker'] }],
    ['several, the last wins', { environment: [['SPRING_PROFILES_ACTIVE', 'dev, docker']] }],
  ])('one of which is chosen by %s', (_, parts) => {
    expect(files({ 'application.yml': 'a: 1\n', 'application-dev.yml': ranged, 'application-docker.yml': other }, parts)).toBe('30000-30900');
  });

  test('one of which is chosen by the file without a profile', () => {
    expect(files({ 'application.yml': 'spring: { profiles: { active: "${RUN_ENV:dev}" } }\n', 'application-dev.yml': ranged, 'application-docker.yml': other })).toBe('30000-30500');
    expect(files({ 'application.yml': 'spring: { profiles: { active: "${RUN_ENV:dev}" } }\n', 'application-dev.yml': ranged, 'application-docker.yml': other }, { environment: [['RUN_ENV', 'docker']] })).toBe('30000-30900');
    expect(files({ 'application.yml': `spring.profiles.active: dev\n${ranged}`, 'application-dev.yml': other })).toBe('30000-30900');
  });

  test('of an unknown profile are not believed', () => {
    expect(files({ 'application-dev.yml': ranged, 'application-docker.yml': other }, { environment: [['SPRING_PROFILES_ACTIVE', { unknown: '${P}' }]] })).toBe('unknown: media.rtp.port-range');
  });

  test('count where they can be read, and are not known where one cannot', () => {
    expect(files({ 'application.yml': ranged }, {}, ['application-docker.yml'])).toBe('unknown: media.rtp.enable');
    expect(files({ 'application.yml': ranged }, {}, ['logo.png'])).toBe('30000-30500');
    expect(files({ 'application.yml': ranged, 'application-docker.yml': 'a: [\n' })).toBe('unknown: media.rtp.enable');
    expect(files({ 'application.yml': `spring.profiles.active: dev\n${ranged}`, 'application-docker.yml': 'a: [\n' })).toBe('30000-30500');
    expect(rtp(controllerOf({ image: 'wvp', volumes: [mountFile(CONFIG, ranged, 'application.yml'), mountUnseen('/opt/wvp/application.yml', 'outside', '/etc/wvp.yml')] }))).toBe('unknown: media.rtp.enable');
    expect(rtp(controllerOf({ image: 'wvp', volumes: [mountFile(CONFIG, ranged, 'application.yml'), mountUnseen('/opt/wvp/logs', 'outside', '/var/log/wvp')] }))).toBe('30000-30500');
  });

  test('have documents for profiles', () => {
    const documents = `${ranged}---\nspring: { config: { activate: { on-profile: big } } }\nmedia: { rtp: { port-range: "30000,30900" } }\n`;
    expect(files({ 'application.yml': documents })).toBe('unknown: media.rtp.port-range');
    expect(files({ 'application.yml': documents }, { environment: [['SPRING_PROFILES_ACTIVE', 'big']] })).toBe('30000-30900');
    expect(files({ 'application.yml': documents }, { environment: [['SPRING_PROFILES_ACTIVE', 'small']] })).toBe('30000-30500');
    expect(files({ 'application.yml': documents.replace('big', '"!big"') }, { environment: [['SPRING_PROFILES_ACTIVE', 'big']] })).toBe('unknown: media.rtp.port-range');
  });

  test('as properties', () => {
    expect(files({ 'application.properties': 'media.rtp.enable=true\nmedia.rtp.port-range=30000,30500\n' })).toBe('30000-30500');
  });
});
