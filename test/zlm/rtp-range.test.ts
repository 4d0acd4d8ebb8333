import { describe, expect, it, test } from 'vitest';
import type { Mount } from '../../src/model/deployment.ts';
import { isPlaceholder, isReadAsWritten, readRtpRange, rtpRangeOf } from '../../src/zlm/rtp-range.ts';
import { makeDeployment, makeService, mountDirectory, mountFile, mountUnseen, type ServiceParts } from './service.ts';

const config = (text: string): Mount => mountFile('/opt/media/conf/config.ini', text, 'config.ini');

/** The range with where it is from, or why it is not known. */
function range(zlm: ServiceParts, ...others: ServiceParts[]): string {
  const service = makeService({ image: 'zlmediakit/zlmediakit:master', ...zlm });
  const found = rtpRangeOf(service, makeDeployment([service, ...others.map((parts, index) => makeService({ name: `other-${index}`, ...parts }))]));
  return found.known ? `${found.range.from}-${found.range.to} ${found.from} ${found.written.map(({ at }) => at.file).join('+')}`.trim() : found.why.id;
}

function wvp(said: string): ServiceParts {
  return { volumes: [mountFile('/opt/application.yml', `media: { rtp: { ${said} } }\n`, 'application.yml')] };
}

describe('the range without a controller', () => {
  test('is that of config.ini, the compiled one or the shipped one', () => {
    expect(range({ volumes: [config('[rtp_proxy]\nport_range=40000-40500\n')] })).toBe('40000-40500 config config.ini');
    expect(range({ volumes: [config('[http]\nport=80\n')] })).toBe('30000-35000 compiled default');
    expect(range({})).toBe('30000-35000 shipped config');
  });

  test('is not known where config.ini is not', () => {
    expect(range({ volumes: [mountUnseen('/opt/media/conf/config.ini')] })).toBe('zlm-config.missing');
    expect(range({ volumes: [mountUnseen('/opt/media/conf/config.ini', 'unreadable')] })).toBe('zlm-config.unreadable');
    expect(range({ volumes: [mountDirectory('/opt/media/conf', { 'default.pem': '' }, ['config.ini'])] })).toBe('zlm-config.unreadable');
    expect(range({ volumes: [mountDirectory('/opt/media/conf', { 'default.pem': '' })] })).toBe('zlm-config.missing');
  });

  test('is not known where the image holds more than ZLMediaKit', () => {
    const service = { ...makeService({ volumes: [config('[rtp_proxy]\nport_range=40000-40500\n')] }), zlm: { reason: { id: 'zlm.build', at: null }, bundled: true } };
    expect(rtpRangeOf(service, makeDeployment([service]))).toMatchObject({ known: false, why: { id: 'zlm-rtp.bundled' } });
  });

  test('is not known where hooks lead to one that is not at hand', () => {
    const hooks = '[hook]\nenable=1\non_publish=http://10.0.0.5:18080/index/hook/on_publish\n[rtp_proxy]\nport_range=40000-40500\n';
    expect(range({ volumes: [config(hooks)] })).toBe('zlm-rtp.foreign-controller');
    expect(range({ volumes: [config(hooks.replace('enable=1', 'enable=0'))] })).toBe('40000-40500 config config.ini');
    expect(range({ volumes: [config(hooks.replace('/index/hook', '/mine'))] })).toBe('40000-40500 config config.ini');
  });
});

describe('the range with a controller', () => {
  const own = { volumes: [config('[rtp_proxy]\nport_range=40000-40500\n')] };

  test('is the one that it pushes, written in both', () => {
    expect(range(own, wvp('enable: true, port-range: "30000,30500"'))).toBe('30000-30500 controller config.ini+application.yml');
    expect(range({}, wvp('enable: true, port-range: "30000,30500"'))).toBe('30000-30500 controller application.yml');
  });

  test('is that of config.ini where it receives at one port', () => {
    expect(range(own, wvp('enable: false'))).toBe('40000-40500 config config.ini');
  });

  test('is not known where its own is not, where it has no range, and where two differ', () => {
    expect(range(own, wvp('enable: "${RTP}"'))).toBe('zlm-rtp.controller');
    expect(range(own, { image: 'wvp' })).toBe('zlm-rtp.controller');
    expect(range(own, { image: 'akstreamkeeper' })).toBe('zlm-rtp.own-ports');
    expect(range(own, wvp('enable: true, port-range: "30000,30500"'), wvp('enable: true, port-range: "31000,31500"'))).toBe('zlm-rtp.two-controllers');
    expect(range(own, wvp('enable: true, port-range: "30000,30500"'), wvp('enable: true, port-range: "30000-30500"'))).toBe('30000-30500 controller config.ini+application.yml+application.yml');
  });
});

describe('isReadAsWritten', () => {
  it.each(['30000-35000', '30000- 30500', ' 30000-30500 ', '30000-30500 # 250 streams', '30000-30500;x', '030000-030500'])('%j', (text) => {
    expect(isReadAsWritten(text)).toBe(true);
  });

  it.each(['', '30000', '40000', '30000,30500', '30000~30500', '30000 - 30500', '30000 -30500', '30000-30500,31000-31500', '30000-30500 x', '70000-70100', '30000--30500', 'abc'])('not %j', (text) => {
    expect(isReadAsWritten(text)).toBe(false);
  });
});

describe('readRtpRange', () => {
  it('keeps the default of what it cannot read', () => {
    expect(readRtpRange('30000,30500')).toEqual({ from: 30000, to: 35000 });
    expect(readRtpRange('40000')).toEqual({ from: 40000, to: 35000 });
  });
});

describe('isPlaceholder', () => {
  it.each(['${RTP_RANGE}', '$RTP_RANGE', '{{ rtp_range }}', '__RTP_RANGE__', '<range>', '@range@', '%RANGE%', '${MIN}-${MAX}'])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each(['30000-35000', '30000,30500', '', '30000-30500 # 250'])('not %j', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});
