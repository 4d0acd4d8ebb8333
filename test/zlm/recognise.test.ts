import { describe, expect, test } from 'vitest';
import images from '../../rules/_facts/images.json' with { type: 'json' };
import type { Text, ZlmFacts } from '../../src/model/deployment.ts';
import { recognise } from '../../src/zlm/recognise.ts';
import { located, makeService, mountDirectory, mountFile, mountUnseen, mountVolume, type ServiceParts } from './service.ts';

const ini = '[general]\nmediaServerId=a\n[rtp_proxy]\nport=10000\n';

function found(parts: ServiceParts): ZlmFacts | null {
  return recognise(makeService(parts), { comments: [], named: [] });
}

function id(parts: ServiceParts): string | null {
  return found(parts)?.reason.id ?? null;
}

test('every fact names its source', () => {
  for (const entry of [...images.thirdParty, ...images.bundled.images, ...images.configPaths]) expect(entry.source.length).toBeGreaterThan(0);
});

describe('by image', () => {
  const names: readonly Text[] = [
    'zlmediakit/zlmediakit', 'zlmediakit/zlmediakit:master', 'zlmediakit/zlmediakit:latest', 'zlmediakit/zlmediakit:Release.last',
    'zlmediakit/zlmediakit:master@sha256:8b24d1d4a30736b2001e5d78fc46057cb3abf4cae527818f238678826537389f', 'zlmediakit/zlmediakit@sha256:8b24d1d4',
    'zlmediakit/zlmediakit-pro:feature_all', 'panjjo/zlmediakit', 'hkutangyu/zlmediakit:1.0', 'gemfield/zlmediakit:20.04-runtime-ubuntu18.04',
    'tannzh/zlmediakit', 'lucas/zlmediakit:0.1.0', 'panhome/zlmediakit:latest', 'taoxin/zlm', 'zlm', 'zlm:latest', 'zlm-svac:latest', 'zlm_run:latest',
    'wvp_zlm', 'cl-zlmedia:latest', 'zlmediakit:tag', 'ZLMediaKit:master', 'apaas-wvp-zlmediakit:1.0.2', 'polaris-media:latest',
    'polaris-tian-docker.pkg.coding.net/qt/polaris/polaris-media:2.7.3', 'docker.cnb.cool/polaris-tian/wvp-docker/polaris-media:latest',
    'registry.cn-hangzhou.aliyuncs.com/gq-docker/zlmediakit-amd:master', 'docker.xuanyuan.run/zlmediakit/zlmediakit:master',
    'dockerhub.icu/zlmediakit/zlmediakit', 'registry.example/mirror/zlmediakit-amd:master', 'localhost:5000/zlmediakit', 'my.zlmediakit.server:1',
    'zlmediakit-webrtc-arm64:8.0', 'zlm-media-server',
    { unknown: '${ZLM_IMAGE}' }, { unknown: '$ZLM_IMAGE' }, { unknown: '${ZLMEDIAKIT_IMAGE:?set it}' }, { unknown: '${REGISTRY}/${ZLM_IMAGE}:${TAG}' },
    { unknown: '${ZLM_IMAGE:-${MIRROR}/zlm/other}' }, { unknown: '${REGISTRY}zlmediakit:${TAG}' }, { unknown: 'zlmediakit/zlmediakit:${ZLM_TAG}' }, { unknown: '${POLARIS_MEDIA_IMAGE}' },
  ];
  test.each(names)('%j', (image) => {
    expect(found({ image })).toEqual({ reason: { id: 'zlm.image', data: { image: typeof image === 'string' ? image : image.unknown }, at: expect.anything() }, bundled: false });
  });

  const others: readonly Text[] = [
    'ghcr.io/yourname/zlmediakit-rs:latest', 'zlm-exporter', 'acme/zlm_registrar:1', 'zlm-web', 'zlm-hook:latest', 'zlm-ui', 'zlm-admin', 'zlmediakit-exporter',
    'zlm4j', 'zlmediakit/other', 'zlm/nginx:latest', 'registry.zlmediakit.com/redis', 'mediakit', 'nginx:zlm', 'redis@sha256:zlm', 'ossrs/srs:5', 'bluenviron/mediamtx',
    'livekit/livekit-server:v1.8.4', 'polaris-wvp:latest', 'polaris-nginx', 'polaris-tian-docker.pkg.coding.net/qt/polaris/polaris-redis:latest', 'media-polaris',
    'wvp-alpine:latest', 'hsw_wvp:1.3', 'taoxin/wvp', 'wvp_pro', 'wvp-pro:latest', 'registry.cn-shanghai.aliyuncs.com/ixugo/gowvp:latest', 'gb28181', 'owl', 'eclipse-temurin:17',
    'coturn/coturn:4.8.0', 'ghcr.io/sipcapture/heplify-server', 'edumeet-media-node', 'openjdk:11', 'gbserver:latest',
    { unknown: '${IMAGE}' }, { unknown: '${ZLM_HOOK_IMAGE}' }, { unknown: '${ZLM_REGISTRY}${IMAGE}' }, { unknown: '${ZLM_REPO}/nginx' }, { unknown: 'nginx:${ZLM_TAG}' },
    { unknown: '${MEDIA_CORE_IMAGE}' }, { unknown: '${REPOSITORY}/${EDUMEET_MN_SERVER}:${TAG}' }, { unknown: '$IMAGE_NAME:$IMAGE_TAG' }, { unknown: '' },
  ];
  test.each(others)('not %j', (image) => expect(found({ image })).toBeNull());

  test('never by the name of the service', () => {
    for (const name of ['zlm', 'zlmediakit', 'polaris-media', 'media-server']) expect(found({ name, containerName: name, hostname: name, image: 'nginx', ports: ['1935', '554', '10000'] })).toBeNull();
  });
});

describe('images that carry ZLMediaKit beside a controller', () => {
  test.each([
    [{ image: 'gospace/gowvp:latest' }], [{ image: 'gowvp/owl' }], [{ image: 'registry.cn-shanghai.aliyuncs.com/ixugo/homenvr:latest' }],
    [{ image: 'registry.cn-shanghai.aliyuncs.com/ixugo/owlpro' }], [{ image: 'AKStreamKeeper:latest' }],
    [{ image: '648540858/wvp_pro', ports: ['18080', '80'] }], [{ image: '648540858/wvp_pro', ports: ['18080', '30000-30500/udp'] }], [{ image: 'wvp_pro', ports: ['30000-30500'] }],
    [{ image: '648540858/wvp_pro:latest', volumes: [mountFile('/opt/media/config.ini', ini)] }],
    [{ image: 'ixugo/gowvp', volumes: [mountUnseen('/opt/media/bin/configs')] }],
    [{ image: 'lucas/wvp:0.1.0', ports: ['5060/udp', '80', '10000', '30000-30500/udp'] }],
    [{ image: 'wvp_pro_compose-main_wvp:latest', ports: ['5060'], volumes: [mountUnseen('/opt/media/config.ini')] }],
  ] satisfies [ServiceParts][])('%j', (parts) => expect(found(parts)).toMatchObject({ reason: { id: 'zlm.image' }, bundled: true }));

  test.each([
    [{ image: 'wvp_pro', ports: ['18080', '5060/udp', '5060'] }], [{ image: 'wvp-pro:latest', ports: ['18978'] }], [{ image: 'wvp', ports: ['18080', '30000-30500/udp'] }],
    [{ image: 'wvp', ports: ['80'] }], [{ image: 'ixugo/gowvp:latest', ports: ['15123', '15060/udp'] }], [{ image: 'acme/owl', ports: ['80', '30000-30500'] }],
    [{ image: 'srs-gb28181', ports: ['1935', '9000-9100/udp'] }],
  ] satisfies [ServiceParts][])('not %j', (parts) => expect(found(parts)).toBeNull());
});

describe('by command', () => {
  test.each([
    [{ command: ['./MediaServer', '-s', 'default.pem', '-c', '../conf/config.ini', '-l', '0'] }],
    [{ command: ['MediaServer', '-c', '/conf/config.ini'] }], [{ command: ['MediaServer -d -c /conf/config.ini'] }], [{ command: ['/opt/media/bin/MediaServer'] }],
    [{ entrypoint: ['/opt/media/bin/MediaServer'], command: ['-c', '/x.ini'] }], [{ command: ['sh', '-c', 'cd /opt/media/bin && exec ./MediaServer'] }],
    [{ command: ['sh -c "sleep 5; ./MediaServer -c ../conf/config.ini"'] }], [{ entrypoint: ['/bin/bash', '-c'], command: ['nohup ./MediaServer -d &\nwait'] }],
    [{ entrypoint: ['/bin/bash', '/entrypoint.sh'], command: ['MediaServer', '-c', '/conf/config.ini'] }], [{ entrypoint: ['tini', '--'], command: ['MediaServer'] }],
    [{ image: { unknown: '${IMAGE_TAG}' }, command: ['/opt/media/bin/MediaServer', '-c', '/opt/media/conf/config.ini'] }],
    [{ image: 'zlmediakit-rs', command: ['MediaServer'] }],
  ] satisfies [ServiceParts][])('%j', (parts) => expect(found(parts)).toMatchObject({ reason: { id: 'zlm.command' }, bundled: false }));

  test.each([
    [{ command: ['sh', '-c', 'pgrep MediaServer || exit 1'] }], [{ command: ['echo', 'MediaServer'] }], [{ command: ['sh -c "chmod +x MediaServer"'] }],
    [{ command: ['mediaserver'] }], [{ command: ['./ABLMediaServer'] }], [{ command: ['java', '-jar', 'MediaServer.jar'] }], [{ command: ['sh', '-c', '# ./MediaServer\nnginx'] }],
    [{ image: 'nginx', command: [] }],
  ] satisfies [ServiceParts][])('not %j', (parts) => expect(found(parts)).toBeNull());

  test('AKStreamKeeper starts ZLMediaKit', () => {
    expect(found({ command: ['dotnet', 'AKStreamKeeper.dll'] })).toMatchObject({ reason: { id: 'zlm.command' }, bundled: true });
  });
  test('a long command is cut', () => {
    expect(String(found({ command: [`./MediaServer -c ${'x'.repeat(200)}`] })?.reason.data?.['command'])).toHaveLength(80);
  });
});

describe('by mount', () => {
  test.each([
    '/opt/media/conf', '/opt/media/conf/', '/opt/media/conf/config.ini', '/opt/media/bin/config.ini', '/opt/media/config.ini', '/zlmediakit/config.ini', '/zlmediakit/conf',
    '/opt/zlm/conf/config.ini', '/opt/media/ZLMediaKit/release/linux/Debug/config.ini', '/opt/media-server/conf/config.ini',
  ])('onto %s', (target) => expect(found({ image: 'acme/media', volumes: [mountUnseen(target)] })).toMatchObject({ reason: { id: 'zlm.mount' }, bundled: false }));

  test.each(['/conf/config.ini', '/config/config.ini', '/usr/local/x/config.ini'])('onto %s, with its own keys', (target) => {
    expect(id({ image: 'acme/media', volumes: [mountFile(target, ini)] })).toBe('zlm.mount');
    expect(id({ image: 'acme/media', volumes: [mountFile(target, '[server]\nport=1\n')] })).toBeNull();
    expect(id({ image: 'acme/media', volumes: [mountUnseen(target)] })).toBeNull();
  });

  test.each(['/opt/media/bin/configs', '/root/AKStreamKeeper/Config/AKStreamKeeper.json'])('onto %s, which is bundled', (target) => {
    expect(found({ image: 'acme/nvr', volumes: [mountUnseen(target)] })).toMatchObject({ reason: { id: 'zlm.mount' }, bundled: true });
  });

  test('a build of wvp with its config is bundled', () => {
    const parts = { build: { context: '..', dockerfile: 'docker/wvp/Dockerfile' }, volumes: [mountFile('/opt/media/config.ini', ini)] };
    expect(found(parts)).toMatchObject({ reason: { id: 'zlm.mount', data: { target: '/opt/media/config.ini' } }, bundled: true });
  });

  test.each([
    ['the record folder', [mountUnseen('/opt/media/bin/www/record'), mountUnseen('/opt/media/www/record/')]], ['the media folder', [mountVolume('/opt/media')]],
    ['a folder that holds the config', [mountDirectory('/config', { 'config.ini': ini })]], ['a workspace', [mountDirectory('/workspace', { 'zlm/config.ini': ini })]],
    ['/etc/zlmediakit', [mountUnseen('/etc/zlmediakit/config.toml')]], ['an unknown path', [mountUnseen({ unknown: '${CONF}' })]], ['/opt/wvp/config', [mountUnseen('/opt/wvp/config')]],
    ['a file with another name', [mountFile('/etc/zlm.ini', ini)]],
  ])('not %s', (_, volumes) => expect(found({ image: 'acme/app', volumes })).toBeNull());

  test('not in a companion', () => expect(found({ image: 'zlm-exporter', volumes: [mountFile('/opt/media/conf/config.ini', ini)] })).toBeNull());
});

describe('by build', () => {
  test.each([
    [{ context: './zlm' }], [{ context: './buildFiles/zlm', dockerfile: 'Dockerfile' }], [{ context: './build/zlm/' }], [{ context: './deploy/release/zlm' }],
    [{ context: '..', dockerfile: './docker/zlmediakit/Dockerfile' }], [{ context: '.', dockerfile: 'Dockerfile_zlm' }], [{ context: './ZLMediaKit', dockerfile: 'docker/ubuntu18.04/Dockerfile.runtime' }],
    [{ context: 'https://github.com/ZLMediaKit/ZLMediaKit.git#master' }], [{ context: { unknown: '${ROOT}/zlm' } }], [{ context: './zlm/docker', dockerfile: 'Dockerfile.arm64' }],
  ] satisfies [ServiceParts['build']][])('%j', (build) => expect(id({ build: build ?? {} })).toBe('zlm.build'));

  test.each([
    [{ context: '.' }], [{}], [{ context: './media' }], [{ context: './wvp' }], [{ context: './zlm-registrar' }], [{ context: './zlmediakit-package', dockerfile: 'Dockerfile.registrar' }],
    [{ context: './zlmediakit-package', dockerfile: 'Dockerfile.processor' }], [{ context: './zlm/web' }], [{ context: './zlm-ui' }], [{ context: './zlm', dockerfile: 'Dockerfile.exporter' }], [{ context: './processor' }],
  ] satisfies [ServiceParts['build']][])('not %j', (build) => expect(found({ build: build ?? {} })).toBeNull());

  test.each([
    ['FROM zlmediakit/zlmediakit:master\nCOPY config.ini /opt/media/conf/\n'], ['FROM --platform=linux/amd64 panjjo/zlmediakit AS run\n'], ['ARG BASE=zlmediakit/zlmediakit:master\nFROM ${BASE}\n'],
    ['ARG BASE=zlmediakit/zlmediakit\nFROM $BASE:master\n'], ['ARG ZLM_IMAGE\nFROM ${ZLM_IMAGE}\n'], ['FROM zlmediakit/zlmediakit AS zlm\nFROM zlm\n'], ['FROM ubuntu\nCMD ["./MediaServer", "-c", "config.ini"]\n'],
    ['FROM ubuntu\nENTRYPOINT /opt/media/bin/MediaServer\n'], ['FROM ubuntu\nRUN git clone --depth=1 \\\n  https://gitee.com/xia-chu/ZLMediaKit.git\n'],
    ['FROM ubuntu\r\nRUN apt-get update && git clone https://github.com/ZLMediaKit/ZLMediaKit && cd ZLMediaKit\r\n'], ['FROM debian\nCOPY --from=zlmediakit/zlmediakit:master /opt/media/bin /opt/media/bin\n'],
  ])('a Dockerfile: %j', (text) => expect(found({ build: { context: './media', text } })).toMatchObject({ reason: { id: 'zlm.build' }, bundled: false }));

  test.each([
    ['FROM nginx\n'], ['# FROM zlmediakit/zlmediakit\nFROM nginx\n'], ['FROM zlmediakit/zlmediakit AS zlm\nFROM nginx\nCOPY --from=zlm /opt/media/bin/www /www\n'], ['FROM rust\nRUN git clone https://github.com/x/ZLMediaKit-rs\n'],
    ['FROM node\nENV ZLM_HOST=zlm\n'], ['FROM python\nLABEL note="talks to MediaServers"\n'],
  ])('not a Dockerfile: %j', (text) => expect(found({ build: { context: './media', text } })).toBeNull());

  test('the Dockerfile at hand decides, not the path', () => {
    expect(found({ build: { context: './zlm', text: 'FROM nginx\n' } })).toBeNull();
    expect(id({ build: { context: './zlm', text: 'FROM ubuntu\nADD media.tar /opt/media\nCMD ["sh", "run.sh"]\n' } })).toBe('zlm.build');
  });

  test('with a controller in the same image it is bundled', () => {
    const clone = 'FROM ubuntu\nRUN git clone https://gitee.com/xia-chu/ZLMediaKit\n';
    expect(found({ build: { context: './all', text: `${clone}CMD ["sh", "-c", "java -jar wvp.jar"]\n` } })?.bundled).toBe(true);
    expect(found({ build: { context: '.', text: 'FROM debian\nCOPY --from=zlmediakit/zlmediakit:master /opt/media/bin /opt/media/bin\nADD ./build ./gowvp\nCMD ["./gowvp"]\n' } })?.bundled).toBe(true);
    expect(found({ build: { context: './wvp' }, mentions: ['https://gitee.com/xia-chu/ZLMediaKit'] })).toMatchObject({ reason: { id: 'zlm.build' }, bundled: true });
    expect(found({ build: { context: './wvp', text: 'ARG zlmGitUrl\nRUN git clone $zlmGitUrl\n' }, mentions: ['zlmGitUrl=https://gitee.com/xia-chu/ZLMediaKit.git'] })).toMatchObject({ bundled: true });
    expect(found({ build: { context: './wvp' }, ports: ['80', '10000', '30000-30500'] })).toMatchObject({ reason: { id: 'zlm.build', data: { path: './wvp' } }, bundled: true });
    expect(found({ build: { context: './wvp' }, ports: ['18080', '5060', '50502-50600'] })).toBeNull();
  });
});

describe('by what the user says', () => {
  test('--zlm-service names a service or a container', () => {
    const service = makeService({ name: 'live', containerName: 'live-1', image: 'nginx' });
    expect(recognise(service, { comments: [], named: ['live'] })).toEqual({ reason: { id: 'zlm.option', data: { name: 'live' }, at: null }, bundled: false });
    expect(recognise(service, { comments: [], named: ['x', 'live-1'] })?.reason.data).toEqual({ name: 'live-1' });
    expect(recognise(service, { comments: [], named: ['liv'] })).toBeNull();
    expect(recognise(makeService({ name: null, image: 'nginx' }), { comments: [], named: ['null'] })).toBeNull();
  });

  test('it comes before other signs', () => {
    expect(recognise(makeService({ image: 'zlmediakit/zlmediakit' }), { comments: [], named: ['media'] })?.reason.id).toBe('zlm.option');
    expect(found({ image: 'zlmediakit/zlmediakit', command: ['MediaServer'], volumes: [mountUnseen('/opt/media/conf')] })?.reason.id).toBe('zlm.image');
    expect(recognise(makeService({ name: 'a', image: 'zlmediakit-rs' }), { comments: [], named: ['a'] })).not.toBeNull();
  });
});

describe('by comment', () => {
  const texts: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
    ['inside', 'services:\n  a:\n    # zlm-lint: zlmediakit\n    image: x\n  b:\n    image: y\n', ['a']],
    ['behind a value', 'services:\n  a:\n    image: x # zlm-lint: zlmediakit\n  b:\n    image: y\n', ['a']],
    ['behind the name', 'services:\n  a: # zlm-lint: zlmediakit\n    image: x\n  b:\n    image: y\n', ['a']],
    ['directly above', 'services:\n  a:\n    image: x\n  # zlm-lint: zlmediakit\n  b:\n    image: y\n', ['b']],
    ['above, with a comment between', 'services:\n  a:\n    image: x\n  # zlm-lint: zlmediakit\n  # ours\n  b:\n    image: y\n', ['b']],
    ['above the first', 'services:\r\n  # zlm-lint: zlmediakit\r\n  a:\r\n    image: x\r\n  b:\r\n    image: y\r\n', ['a']],
    ['a blank line between', 'services:\n  a:\n    image: x\n  # zlm-lint: zlmediakit\n\n  b:\n    image: y\n', []],
    ['the last lines of a service', 'services:\n  a:\n    image: x\n    # zlm-lint: zlmediakit\n  b:\n    image: y\n', ['a']],
    ['at the left margin inside', 'services:\n  a:\n# zlm-lint: zlmediakit\n    image: x\n  b:\n    image: y\n', ['a']],
    ['in other words', 'services:\n  a:\n    image: x # ZLM-Lint:  ZLMediaKit (ours)\n  b:\n    image: y\n', ['a']],
    ['something else', 'services:\n  a:\n    image: x # zlm-lint: zlmediakit-rs\n  b:\n    image: y # zlm-lint disable\n', []],
    ['behind the last value', 'services:\n  a:\n    image: x\n  b:\n    image: y # zlm-lint: zlmediakit\n', ['b']],
    ['behind a flow map', 'services:\n  a: {image: x} # zlm-lint: zlmediakit\n  b:\n    image: y\n', ['a']],
    ['behind a line of two', 'services: {  a: {image: x},   b: {image: y}} # zlm-lint: zlmediakit', ['b']],
    ['below, after a blank line', 'services:\r\n  a:\r\n    image: x\r\n\r\n    # zlm-lint: zlmediakit\r\n  b:\r\n    image: y\r\n', ['a']],
    ['at the end of the file', 'services:\n  a:\n    image: x\n  b:\n    image: y\n    # zlm-lint: zlmediakit', ['b']],
    ['above a command', 'services:\n  # zlm-lint: zlmediakit\n  sudo  a:\n    image: x\n  b:\n    image: y\n', ['a']],
    ['outside', '# zlm-lint: zlmediakit\nservices:\n  a:\n    image: x\n  b:\n    image: y\n', []],
  ];

  /** Extents as a YAML parser gives them, without what follows the last value, and with all of it. */
  const extents: readonly (readonly [what: string, end: (text: string, start: number, next: number) => number])[] = [
    ['up to the last value', (text, start, next) => start + text.slice(start, next).replace(/(?:\s|,|#.*)*$/, '').replace(/\}\}$/, '}').length],
    ['up to the next service', (_, __, next) => next],
  ];
  describe.each(extents)('with extents %s', (what, endOf) => {
    test.each(texts)('%s', (shape, text, expected) => {
      if (shape === 'behind a line of two' && what === 'up to the next service') return;
      const file = 'docker-compose.yml';
      const at = (start: number, end: number) => ({ file, start, end });
      const starts = ['a', 'b'].map((name) => text.indexOf(`  ${name}:`) + 2);
      const comments = [...text.matchAll(/#.*/g)].map(({ index, 0: value }) => located(value.trimEnd(), at(index, index + value.trimEnd().length)));
      const recognised = ['a', 'b'].filter((name, i) => {
        const start = starts[i] ?? 0;
        const next = i === 0 ? (starts[1] ?? 0) - 2 : text.length;
        const service = makeService({ name, image: 'nginx', at: at(start, start + 1), extent: at(start, endOf(text, start, next)) });
        return recognise(service, { comments, named: [], texts: new Map([[file, text]]) })?.reason.id === 'zlm.comment';
      });
      expect(recognised).toEqual(expected);
    });
  });

  test('in another file it says nothing', () => {
    const service = makeService({ image: 'nginx', extent: { file: 'a.yml', start: 0, end: 100 } });
    expect(recognise(service, { comments: [located('# zlm-lint: zlmediakit', { file: 'b.yml', start: 10, end: 32 })], named: [] })).toBeNull();
  });
});
