import { describe, expect, test } from 'vitest';
import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import type { Service } from '../../src/model/deployment.ts';
import type { PortSpan } from '../../src/model/port.ts';
import { featureOf, isTooNarrow, listenersOf, roleOf, rtpPairs, shippedListeners, usedRtpPorts, type Listener } from '../../src/zlm/listeners.ts';
import { fc, property } from './property.ts';
import { makeService, mountDirectory, mountFile, mountUnseen, mountVolume, type ServiceParts } from './service.ts';

const upstream = 'zlmediakit/zlmediakit:master';
const configPath = '/opt/media/conf/config.ini';

describe('the facts', () => {
  test('name each listener once, with a source and words in both languages', () => {
    const keys = facts.listeners.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key, protocols, feature, source } of facts.listeners) {
      expect(key).toMatch(/^[a-z_]+\.[A-Za-z_]+$/);
      expect(protocols.every((protocol) => protocol === 'tcp' || protocol === 'udp')).toBe(true);
      expect([feature.en, feature.zh, source].every((text) => text.length > 0)).toBe(true);
    }
    expect(featureOf('srt.port')).toEqual({ en: 'SRT', zh: 'SRT' });
    expect(featureOf('http.ssl_port')).toBeNull();
  });

  test('say what the shipped config.ini opens', () => {
    expect(shown(shippedListeners)).toEqual([
      'http.port 80/tcp', 'http.sslport 443/tcp', 'rtmp.port 1935/tcp', 'rtsp.port 554/tcp', 'rtp_proxy.port 10000/tcp', 'rtp_proxy.port 10000/udp',
      'rtp_proxy.port_range 30000-34999/tcp', 'rtp_proxy.port_range 30000-34999/udp', 'rtc.port 8000/udp', 'rtc.tcpPort 8000/tcp',
      'rtc.signalingPort 3000/tcp', 'rtc.signalingSslPort 3001/tcp', 'rtc.icePort 3478/udp', 'rtc.iceTcpPort 3478/tcp',
      'rtc.port_range 49152-65534/udp', 'srt.port 9000/udp',
    ]);
    expect(shippedListeners.every(({ from }) => from === 'shipped config')).toBe(true);
  });

  test('say which ports are advertised and which are opened on demand', () => {
    const keys = (which: (listener: Listener) => boolean): string[] => [...new Set(shippedListeners.filter(which).map(({ key }) => key))];
    expect(keys(({ oneToOne }) => oneToOne)).toEqual(['rtp_proxy.port', 'rtp_proxy.port_range', 'rtc.port', 'rtc.tcpPort', 'rtc.icePort', 'rtc.iceTcpPort', 'rtc.port_range']);
    expect(keys(({ onDemand }) => onDemand)).toEqual(['rtp_proxy.port_range', 'rtc.port_range']);
  });
});

describe('rtp_proxy.port_range', () => {
  const ranges: readonly (readonly [from: number, to: number, used: PortSpan | null, pairs: number])[] = [
    [30000, 35000, { from: 30000, to: 34999 }, 2500],
    [30000, 30500, { from: 30000, to: 30499 }, 250],
    [30000, 30499, { from: 30000, to: 30497 }, 249],
    [30000, 30100, { from: 30000, to: 30099 }, 50],
    [30000, 30036, { from: 30000, to: 30035 }, 18],
    [30000, 30035, { from: 30000, to: 30033 }, 17],
    [30000, 30034, { from: 30000, to: 30033 }, 0],
    [30001, 30100, { from: 30002, to: 30099 }, 49],
    [10001, 10010, { from: 10002, to: 10009 }, 0],
    [65000, 65535, { from: 65000, to: 65533 }, 267],
    [30500, 30000, null, 0],
    [40000, 35000, null, 0],
    [30000, 30000, null, 0],
    [0, 1, null, 0],
  ];
  test.each(ranges)('%d-%d', (from, to, used, pairs) => {
    expect(usedRtpPorts({ from, to })).toEqual(used);
    expect(rtpPairs({ from, to })).toBe(pairs);
  });

  const port = fc.integer({ min: 0, max: 65535 });

  property('uses whole pairs within the range, as many as the original counts', [port, port], (from, to) => {
    const used = usedRtpPorts({ from, to });
    if (used === null) return rtpPairs({ from, to }) === 0;
    const counted = Math.trunc(to / 2) - Math.trunc((from + 1) / 2);
    return used.from >= from && used.to <= to && used.from % 2 === 0 && used.to % 2 === 1 && used.to - used.from + 1 === 2 * counted;
  });
  property('is refused below 36 ports', [port, fc.nat({ max: 100 })], (from, width) => isTooNarrow({ from, to: from + width - 1 }) === width < 36);
});

describe('listenersOf: a config.ini at hand', () => {
  const opened = (ini: string): readonly Listener[] => {
    const result = listenersOf(makeService({ image: upstream, volumes: [mountFile(configPath, ini)] }));
    return result.known ? result.listeners : [];
  };
  const at = (ini: string, key: string): string[] => shown(opened(ini).filter((listener) => listener.key === key)).map((text) => text.split(' ')[1] ?? '');

  test('keys it lacks have their compiled defaults', () => {
    const listeners = opened('[general]\nmediaServerId=a\n');
    expect(shown(listeners)).toEqual(expect.arrayContaining(['rtsp.sslport 332/tcp', 'rtmp.sslport 19350/tcp', 'shell.port 9000/tcp', 'rtc.signalingPort 3000/tcp', 'srt.port 9000/udp']));
    expect(listeners.every(({ from }) => from === 'compiled default')).toBe(true);
    expect(listeners).toHaveLength(19);
  });

  test('keys it has say otherwise, and where that comes from', () => {
    const listeners = opened('[http]\nport=8080\nsslport=0\n');
    expect(listeners.find(({ key }) => key === 'http.port')).toMatchObject({ span: { from: 8080, to: 8080 }, from: 'config' });
    expect(listeners.some(({ key }) => key === 'http.sslport')).toBe(false);
  });

  test.each([
    ['[rtp_proxy]\nport_range=30000-30500', 'rtp_proxy.port_range', ['30000-30499/tcp', '30000-30499/udp']],
    ['[rtp_proxy]\nport_range=30000,30500', 'rtp_proxy.port_range', ['30000-34999/tcp', '30000-34999/udp']],
    ['[rtp_proxy]\nport_range=30500-30000', 'rtp_proxy.port_range', []],
    ['[rtp_proxy]\nport_range=30000-30010', 'rtp_proxy.port_range', ['30000-30009/tcp', '30000-30009/udp']],
    ['[rtp_proxy]\nport=11000', 'rtp_proxy.port', ['11000/tcp', '11000/udp']],
    ['[rtp_proxy]\nport=0', 'rtp_proxy.port', []],
    ['[rtmp]\nport=${MEDIA_RTMP}', 'rtmp.port', []],
    ['[rtc]\nport_range=50000-50100', 'rtc.port_range', ['50000-50099/udp']],
    ['[rtc]\nport_range=50100-50000', 'rtc.port_range', []],
    ['[rtc]\nenableTurn=0', 'rtc.port_range', []],
    ['[rtc]\nicePort=0', 'rtc.port_range', ['49152-65534/udp']],
    ['[rtc]\nicePort=0\niceTcpPort=0', 'rtc.port_range', []],
    ['[rtc]\nicePort=0\niceTcpPort=0', 'rtc.icePort', []],
    ['[rtc]\nportRange=50000-65000', 'rtc.port_range', ['49152-65534/udp']],
  ])('%j: %s', (ini, key, expected) => expect(at(ini, key)).toEqual(expected));
});

describe('listenersOf: which config.ini', () => {
  const ini = '[http]\nport=8080\n';
  const file = mountFile(configPath, ini, './zlm/config.ini');
  const known: readonly (readonly [what: string, parts: ServiceParts, path: string | null])[] = [
    ['nothing mounted', { image: upstream }, null],
    ['only records mounted', { image: upstream, volumes: [mountVolume('/opt/media/bin/www'), mountUnseen('/opt/media/bin/log')] }, null],
    ['a registry in front', { image: 'docker.xuanyuan.run/zlmediakit/zlmediakit:master' }, null],
    ['copied to another registry', { image: 'registry.example/mirror/zlmediakit:master' }, null],
    ['loaded from a file', { image: 'zlmediakit:master' }, null],
    ['with a digest', { image: `${upstream}@sha256:8b24d1d4` }, null],
    ['with Python', { image: 'zlmediakit/zlmediakit:master_py' }, null],
    ['a feature branch', { image: 'zlmediakit/zlmediakit:feature-transcode' }, null],
    ['its own command', { image: upstream, command: ['./MediaServer', '-s', 'default.pem', '-c', '../conf/config.ini', '-l', '0'] }, null],
    ['a command as one string', { image: upstream, command: ['MediaServer -c /opt/media/conf/config.ini'] }, null],
    ['a shell', { image: upstream, command: ['sh', '-c', 'cd /opt/media/bin && exec ./MediaServer -c ../conf/config.ini'] }, null],
    ['the file', { image: upstream, volumes: [file] }, './zlm/config.ini'],
    ['the directory', { image: upstream, volumes: [mountDirectory('/opt/media/conf/', { 'config.ini': ini })] }, './dir/config.ini'],
    ['a directory further up', { image: upstream, volumes: [mountDirectory('/opt/media', { 'conf/config.ini': ini })] }, './dir/conf/config.ini'],
    ['the file in a volume', { image: upstream, volumes: [file, mountVolume('/opt/media')] }, './zlm/config.ini'],
    ['the file before an unknown target', { image: upstream, volumes: [mountUnseen({ unknown: '${X}' }), file] }, './zlm/config.ini'],
    ['-c elsewhere', { image: upstream, command: ['MediaServer', '-c', '/conf/config.ini'], volumes: [mountFile('/conf/config.ini', ini)] }, './mounted'],
    ['-c in a shell string', { image: upstream, command: ['sh -c "MediaServer -c /conf/config.ini"'], volumes: [mountFile('/conf/config.ini', ini)] }, './mounted'],
    ['-c in a shell that changes directory', { image: upstream, command: ['bash', '-euc', 'cd /conf; /opt/media/bin/MediaServer -c config.ini'], volumes: [mountFile('/conf/config.ini', ini)] }, './mounted'],
    ['no -c: beside the program', { image: upstream, command: ['MediaServer'], volumes: [mountFile('/opt/media/bin/config.ini', ini)] }, './mounted'],
    ['--config=', { image: upstream, entrypoint: ['/opt/media/bin/MediaServer'], command: ['--config=/conf/config.ini'], volumes: [mountFile('/conf/config.ini', ini)] }, './mounted'],
    ['through tini', { image: upstream, entrypoint: ['tini', '--'], command: ['MediaServer', '-c', '/conf/config.ini'], volumes: [mountFile('/conf/config.ini', ini)] }, './mounted'],
    ['through a script at hand', { image: upstream, entrypoint: ['/bin/sh', '/start.sh'], volumes: [file, mountFile('/start.sh', '#!/bin/sh\nexec ./MediaServer -c ../conf/config.ini\n')] }, './zlm/config.ini'],
    ['a script that hands over', { image: upstream, entrypoint: ['/start.sh'], command: ['MediaServer', '-c', configPath], volumes: [file, mountFile('/start.sh', 'ulimit -n 65535\nexec "$@"\n')] }, './zlm/config.ini'],
    ['panjjo', { image: 'panjjo/zlmediakit', volumes: [mountFile('/zlmediakit/config.ini', ini)] }, './mounted'],
    ['gemfield', { image: 'gemfield/zlmediakit:20.04-runtime-ubuntu18.04', volumes: [mountFile('/opt/media/bin/config.ini', ini)] }, './mounted'],
    ['polaris-media', { image: 'docker.cnb.cool/polaris-tian/wvp-docker/polaris-media:latest', volumes: [mountFile(configPath, ini)] }, './mounted'],
    ['any other image: the one known path', { image: 'hkutangyu/zlmediakit:1.0', volumes: [mountDirectory('/opt/media/conf', { 'config.ini': ini })] }, './dir/config.ini'],
    ['a build: the one known path', { build: { context: './zlm' }, volumes: [file] }, './zlm/config.ini'],
    ['wvp_pro', { image: '648540858/wvp_pro:latest', volumes: [mountFile('/opt/media/config.ini', ini)] }, './mounted'],
    ['an image by variable', { image: { unknown: '${ZLM_IMAGE}' }, volumes: [file] }, './zlm/config.ini'],
  ];
  test.each(known)('known: %s', (_, parts, path) => {
    const result = listenersOf(makeService(parts));
    expect(result).toMatchObject({ known: true, configPath: path });
    expect(result.known && shown(result.listeners)[0]).toBe(path === null ? 'http.port 80/tcp' : 'http.port 8080/tcp');
  });

  const unknown: readonly (readonly [what: string, parts: ServiceParts, id: string, path: string | null])[] = [
    ['a missing file', { image: upstream, volumes: [mountUnseen(configPath)] }, 'missing', './mounted'],
    ['an absolute path', { image: upstream, volumes: [mountUnseen(configPath, 'outside', '/etc/zlm.ini')] }, 'outside', '/etc/zlm.ini'],
    ['an unreadable file', { image: upstream, volumes: [mountUnseen(configPath, 'unreadable')] }, 'unreadable', './mounted'],
    ['a directory without it', { image: upstream, volumes: [mountDirectory('/opt/media/conf', { 'other.ini': ini })] }, 'missing', './mounted'],
    ['a named volume', { image: upstream, volumes: [mountVolume('/opt/media/conf')] }, 'volume', null],
    ['a named volume further up', { image: upstream, volumes: [mountVolume('/opt/media')] }, 'volume', null],
    ['a mount on an unknown path', { image: upstream, volumes: [mountUnseen({ unknown: '${CONF}' })] }, 'variable', null],
    ['a mount on a path with a variable', { image: upstream, volumes: [mountUnseen('${CONF}')] }, 'variable', null],
    ['-c elsewhere, nothing there', { image: upstream, command: ['MediaServer', '-c', '/conf/config.ini'] }, 'other-path', null],
    ['no -c, nothing there', { image: upstream, command: ['MediaServer', '-d'] }, 'other-path', null],
    ['-c by variable', { image: upstream, command: [{ unknown: 'MediaServer -c ${CONF}' }], volumes: [file] }, 'variable', null],
    ['another command', { image: upstream, command: ['bash'], volumes: [file] }, 'command', null],
    ['a script not at hand', { image: upstream, entrypoint: ['/bin/bash', '/entrypoint.sh'], command: ['MediaServer', '-c', configPath], volumes: [file] }, 'script', null],
    ['a script that writes the config', { image: upstream, entrypoint: ['/start.sh'], volumes: [file, mountFile('/start.sh', 'envsubst < /t.ini > /opt/media/conf/config.ini\n./MediaServer -c ../conf/config.ini\n')] }, 'script', null],
    ['a shell that writes the config', { image: upstream, command: ['sh', '-c', "sed -i 's/80/8080/' /opt/media/conf/config.ini && ./MediaServer -c ../conf/config.ini"], volumes: [file] }, 'command', null],
    ['panjjo with the official path', { image: 'panjjo/zlmediakit:latest', volumes: [file] }, 'image', null],
    ['panjjo, nothing mounted', { image: 'panjjo/zlmediakit' }, 'image', null],
    ['somebody else’s image', { image: 'hkutangyu/zlmediakit:1.0' }, 'image', null],
    ['somebody else’s image behind a mirror', { image: 'docker.xuanyuan.run/panjjo/zlmediakit:master' }, 'image', null],
    ['another variant', { image: 'registry.example/zlmediakit-amd:master' }, 'image', null],
    ['an old release', { image: 'zlmediakit/zlmediakit:Release.last' }, 'image', null],
    ['an unknown tag', { image: { unknown: 'zlmediakit/zlmediakit:${TAG}' } }, 'image', null],
    ['an image by variable', { image: { unknown: '${ZLM_IMAGE}' } }, 'image', null],
    ['gowvp', { image: 'gospace/gowvp:latest', volumes: [mountDirectory('/opt/media/bin/configs', {})] }, 'image', null],
    ['a build', { image: upstream, build: { context: '.' } }, 'built', null],
  ];
  test.each(unknown)('not known: %s', (_, parts, id, path) => {
    const result = listenersOf(makeService(parts));
    expect(result).toMatchObject({ known: false, why: { id: `zlm-config.${id}` }, path, assumed: shippedListeners });
  });
});

describe('roleOf', () => {
  const zlm = { reason: { id: 'zlm.image', at: null }, bundled: false };
  const service: Service = { ...makeService({ image: upstream, volumes: [mountFile(configPath, '[rtc]\nport=8001\n[shell]\nport=0\n')] }), zlm };
  test.each([
    [80, 80, 'tcp', 'http.port'], [80, 80, 'udp', null], [8080, 8080, 'tcp', null], [332, 332, 'tcp', 'rtsp.sslport'], [322, 322, 'tcp', null],
    [8001, 8001, 'udp', 'rtc.port'], [8000, 8000, 'tcp', 'rtc.tcpPort'], [9000, 9000, 'udp', 'srt.port'], [9000, 9000, 'tcp', null],
    [30000, 30500, 'udp', 'rtp_proxy.port_range'], [34999, 36000, 'tcp', 'rtp_proxy.port_range'], [35000, 36000, 'tcp', null],
    [9990, 10010, 'tcp', 'rtp_proxy.port'], [0, 65535, 'udp', 'rtc.port_range'], [80, 443, 'tcp', 'http.port'], [80, 80, 'sctp', null],
  ])('%d-%d/%s: %s', (from, to, protocol, key) => expect(roleOf(service, { from, to }, protocol)).toBe(key));

  test('is what the shipped config says when the config is not known', () => {
    expect(roleOf({ ...makeService({ image: 'zlm' }), zlm }, { from: 554, to: 554 }, 'tcp')).toBe('rtsp.port');
  });
  test('is nothing in other services', () => expect(roleOf({ ...service, zlm: null }, { from: 80, to: 80 }, 'tcp')).toBeNull());
});

function shown(listeners: readonly Listener[]): string[] {
  return listeners.map(({ key, span: { from, to }, protocol }) => `${key} ${from === to ? from : `${from}-${to}`}/${protocol}`);
}
