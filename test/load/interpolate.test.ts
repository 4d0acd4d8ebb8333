import { describe, expect, it } from 'vitest';
import { interpolate, joined, type Environment } from '../../src/load/interpolate.ts';

function environment(values: Readonly<Record<string, string>>, complete = true): Environment {
  const map = new Map(Object.entries(values));
  return { get: (name) => map.get(name), complete };
}

function text(template: string, values: Readonly<Record<string, string>> = {}, complete = true): unknown {
  const read = interpolate(template, environment(values, complete));
  return read.ok ? joined(read.pieces) : read.error.code;
}

describe('operators', () => {
  it.each<[string, Record<string, string>, string]>([
    ['$P:80', {}, ':80'],
    ['$P:80', { P: '8080' }, '8080:80'],
    ['$P$Q:80', { P: '80', Q: '81' }, '8081:80'],
    ['${P}:80', { P: '8080' }, '8080:80'],
    ['${P}:80', { P: '${Q}', Q: '1' }, '${Q}:80'],
    ['${p}', { P: '8080' }, ''],
    ['$P-x', { P: '1' }, '1-x'],
    ['${P:-8080}:80', {}, '8080:80'],
    ['${P:-8080}:80', { P: '' }, '8080:80'],
    ['${P-8080}:80', { P: '' }, ':80'],
    ['${P-8080}:80', {}, '8080:80'],
    ['${P:-}:80', {}, ':80'],
    ['${P:-8-9}:80', {}, '8-9:80'],
    ['${P-x:-9}:80', {}, 'x:-9:80'],
    ['${P-x:-9}:80', { P: '1' }, '1:80'],
    ['${P:-8080:80}', {}, '8080:80'],
    ['${P:-"8080"}:80', {}, '"8080":80'],
    ['${P:-80}:${P:-80}', {}, '80:80'],
    ['${P:-8080}:${Q:-80}/${R:-udp}', {}, '8080:80/udp'],
    ['${P:-${Q:-1234}}:80', {}, '1234:80'],
    ['${P:-${Q:-8}}0:80', {}, '80:80'],
    ['${P:-a${Q}b$R}', { Q: '1', R: '2' }, 'a1b2'],
    ['${P:-$$}:80', {}, '$:80'],
    ['${P:-{}}', {}, '{}'],
    ['${P:-{a}}x', {}, '{a}x'],
    ['${P+8080}:80', {}, ':80'],
    ['${P+8080}:80', { P: '' }, '8080:80'],
    ['${P:+8080}:80', { P: '' }, ':80'],
    ['${P:+8080}:80', { P: 'x' }, '8080:80'],
    ['${P:+${P}1}', { P: '8' }, '81'],
    ['${P:?need}:80', { P: '1' }, '1:80'],
    ['${P?need}:80', { P: '' }, ':80'],
    ['${P:-${Q:?read in any case}}', { P: '1' }, 'required'],
    ['${P:+${Q:?read in any case}}', {}, 'required'],
    ['${P:?${Q?read in any case}}', { P: '1' }, 'required'],
    ['${P:-${Q!}}', { P: '1' }, 'invalid'],
    ['$$P:80', { P: '1' }, '$P:80'],
    ['$$$P', { P: '1' }, '$1'],
    ['$:80', {}, '$:80'],
    ['$(x)', {}, '$(x)'],
    ['$1 $', {}, '$1 $'],
    ['8080:80', {}, '8080:80'],
    ['${A:-1}\n${B:-2}', {}, '1\n2'],
  ])('%s with %o', (template, values, expected) => {
    expect(text(template, values)).toBe(expected);
  });

  it.each([
    '${}:80', '${1P}:80', '${P }:80', '${ P}', '${P.x}:80', '${P:-8080', '${', '${P', '${P/a/b}', '${P:0:2}', '${#P}', '${P:=x}',
    '${P=x}', '${P:-a\nb}', '${P:-${}}', '${P-{}}:${Q}',
  ])('%s is refused', (template) => {
    expect(text(template)).toBe('invalid');
  });

  it('says what is wrong and where', () => {
    expect(interpolate('80:${P.x}:80', environment({}))).toEqual({
      ok: false,
      error: { offset: 3, text: '${P.x}', code: 'invalid' },
    });
    expect(interpolate('a${P:-${Q', environment({}))).toMatchObject({ ok: false, error: { offset: 1, text: '${P:-${Q' } });
    expect(interpolate('a${P:-${1}}', environment({}))).toMatchObject({ ok: false, error: { offset: 6, text: '${1}' } });
    expect(interpolate('a${P:?no $Q}:80', environment({ Q: 'port' }))).toEqual({
      ok: false,
      error: { offset: 1, text: '${P:?no $Q}', code: 'required', variable: 'P', message: 'no port' },
    });
    expect(text('${P:?x}', { P: '' })).toBe('required');
    expect(text('${P?x}')).toBe('required');
    expect(text('${P:?x}', { P: '' }, false)).toBe('required');
  });

  it('reads any nesting, in a time that grows with the text', () => {
    expect(text('${A:-'.repeat(50) + '1' + '}'.repeat(50))).toBe('1');
    for (const level of ['${A:-', '${A+', '${A:?', '${B+$A']) expect(typeof text(level.repeat(30_000) + '1' + '}'.repeat(30_000))).toBe('string');
    expect(text('${A:-'.repeat(30_000) + '1' + '}'.repeat(30_000))).toBe('1');
    expect(text('${A:-'.repeat(30_000) + '1' + '}'.repeat(15_000))).toBe('invalid');
  });
});

describe('without the environment of the process', () => {
  it.each<[string, unknown]>([
    ['${P}:80', { unknown: '${P}:80' }],
    ['$P', { unknown: '$P' }],
    ['${P:-8080}', '8080'],
    ['${P-8080}', '8080'],
    ['${P:-8${Q}}', { unknown: '8${Q}' }],
    ['${P:+r}x', 'x'],
    ['${P:?e}', { unknown: '${P:?e}' }],
    ['${P?e}', { unknown: '${P?e}' }],
  ])('%s', (template, expected) => {
    expect(text(template, {}, false)).toEqual(expected);
  });

  it('keeps the known stretches apart from the unknown', () => {
    expect(interpolate('a${P}b$$c', environment({}, false))).toMatchObject({
      pieces: [{ text: 'a' }, { unknown: '${P}' }, { text: 'b$c' }],
    });
  });
});

describe('what was substituted', () => {
  it('tells whether anything was', () => {
    const changed = (template: string) => {
      const read = interpolate(template, environment({}));
      return read.ok && read.changed;
    };
    expect(['8080:80', '$:80', '$(x)', ''].map(changed)).toEqual([false, false, false, false]);
    expect(['$$', '$P', '${P}', 'a${P:-}'].map(changed)).toEqual([true, true, true, true]);
  });

  it('tells where a default that was used is written', () => {
    const template = '$E:${P:-8080}:${Q:-${R-80}}/${S:-udp}$U';
    const read = interpolate(template, environment({ E: '::1', S: 'tcp' }));
    expect(read.ok && read.substitutions.map((found) => [
      template.slice(found.start, found.end),
      found.variable,
      found.from,
      found.defaultAt && template.slice(found.defaultAt.start, found.defaultAt.end),
    ])).toEqual([
      ['$E', 'E', 'environment', undefined],
      ['${P:-8080}', 'P', 'default', '8080'],
      ['${Q:-${R-80}}', 'Q', 'default', '${R-80}'],
      ['${R-80}', 'R', 'default', '80'],
      ['${S:-udp}', 'S', 'environment', undefined],
      ['$U', 'U', 'unset', undefined],
    ]);
  });
});
