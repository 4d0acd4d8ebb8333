import { describe, expect, test } from 'vitest';
import { mentionsOf, namesOf } from '../../src/zlm/names.ts';
import { fc, property } from './property.ts';
import { makeService } from './service.ts';

describe('namesOf', () => {
  test('gives every known name once', () => {
    const service = makeService({ name: 'zlm', containerName: 'zlm-1', hostname: 'media', aliases: ['zlm', 'live', { unknown: '${ALIAS}' }] });
    expect(namesOf(service).map(({ name }) => name)).toEqual(['zlm', 'zlm-1', 'media', 'live']);
  });
  test('a command without a name has none', () => expect(namesOf(makeService({ name: null }))).toEqual([]));
  test('an unknown name is none', () => expect(namesOf(makeService({ name: 'a', containerName: { unknown: '${NAME}' } })).map(({ name }) => name)).toEqual(['a']));
});

describe('mentionsOf', () => {
  test.each([
    'zlm', 'zlm:1935', 'http://zlm', 'http://zlm/', 'http://zlm:80/index/api/', 'ZLM_HOST=zlm', 'proxy_pass http://zlm/;', '"zlm"', "'zlm'", 'rtmp://user:pw@zlm/live', '["zlm"]',
    'server zlm:80;', 'upstream zlm {', 'a,zlm,b', 'host: zlm', 'zlm:media', '${ZLM_HOST:-zlm}', '${ZLM_HOST-zlm}', '${A:-http://zlm:80}', '使用zlm服务', 'ZLM', 'Zlm:80', 'zlm.',
    'http%3A%2F%2Fzlm%3A80', 'http:\\/\\/zlm:80', '{"text":"a\\nzlm"}', 'zlm.media-net:80', 'http://zlm.media-net/', 'http:\\/\\/zlm.media-net', '//zlm', '|zlm|', '(zlm)', 'tcp(zlm:3306)',
    'zlm/conf', '*zlm', '{zlm}', 'zlm\n', '\r\nzlm\r\n', '\tzlm', '=zlm=',
  ])('%j names it', (text) => expect(mentionsOf(text, 'zlm')).toEqual([text.toLowerCase().lastIndexOf('zlm')]));

  test.each([
    '', 'nothing', './zlm/conf', '/opt/zlm', '../zlm', 'C:\\data\\zlm', 'zlm.yml', './zlm.ini', 'zlm-data', 'my-zlm', 'zlm_data', 'my_zlm', 'zlm2', 'xzlm', 'my.zlm.example.com', 'zlm.example.com',
    'http://zlm.example.com/', '--zlm', '--zlm=1', '$zlm', '${zlm}', '${ZLM_HOST}', 'zlmediakit', 'zlm://stream', 'http://host/zlm/', 'location /zlm/ {', 'image/zlm:latest', 'a.zlm',
  ])('%j does not', (text) => expect(mentionsOf(text, 'zlm')).toEqual([]));

  test('gives every place', () => {
    const text = 'zlm http://zlm:80 ./zlm İ zlm';
    expect(mentionsOf(text, 'zlm').map((at) => text.slice(at, at + 3))).toEqual(['zlm', 'zlm', 'zlm']);
    expect(mentionsOf(text, 'zlm')).toEqual([0, 11, 26]);
  });
  test('names of schemes are no hosts before ://', () => expect(mentionsOf('redis://redis:6379', 'redis')).toEqual([8]));
  test('names with dots, dashes and underscores', () => {
    expect(mentionsOf('http://polaris-media:80', 'polaris-media')).toEqual([7]);
    expect(mentionsOf('a_b a_b_c a.b', 'a_b')).toEqual([0]);
    expect(mentionsOf('x.y', 'x.y')).toEqual([0]);
  });
  test('an empty name is nowhere', () => expect(mentionsOf('abc', '')).toEqual([]));

  property('finds a name between any blanks', [fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/), fc.constantFrom(' ', '\n', '"', "'", '=', ',', '//')], (name, before) => {
    return mentionsOf(`${before}${name} `, name).includes(before.length);
  });
  property('only finds the name', [fc.string({ unit: fc.constantFrom(...'zlm./:-_$ {}') }), fc.constantFrom('zlm', 'z', 'z-l')], (text, name) => {
    return mentionsOf(text, name).every((at) => text.startsWith(name, at));
  });

  test('is linear', () => {
    const start = performance.now();
    for (const text of ['zlm'.repeat(500_000), 'zlm.'.repeat(500_000), '-zlm'.repeat(500_000), '${aaaaaaaaaaaaaaaaaaaa-zlm'.repeat(100_000), `${'z'.repeat(1_000_000)}`]) mentionsOf(text, 'zlm');
    mentionsOf('z'.repeat(1_000_000), 'z'.repeat(63));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
