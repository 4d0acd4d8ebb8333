import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/load/settings.ts';
import type { SettingsDocument } from '../../src/model/deployment.ts';
import { fc, property } from '../zlm/property.ts';

/** `key=value` of each document, with what may not be edited marked. */
function said(file: string, text: string): string[][] | null {
  return readSettings(file, text)?.map((document) => [...document].map(([key, { value, origin }]) => `${key}=${value}${origin === 'written' ? '' : ` (${origin})`}`)) ?? null;
}

function editableTextsAreInPlace(text: string, documents: readonly SettingsDocument[]): boolean {
  return documents.every((document) => [...document.values()].every(({ value, at, origin }) => origin !== 'written' || text.slice(at.start, at.end) === value));
}

describe('application.yml', () => {
  test('has dotted keys, lists with their index, and text as it is written', () => {
    const text = 'media:\n  rtp:\n    enable: true\n    port-range: 30000,30500 # pairs\n  http-port: 0x50\nsip:\n  alarm: [a, "b"]\n';
    expect(said('application.yml', text)).toEqual([['media.rtp.enable=true', 'media.rtp.port-range=30000,30500', 'media.http-port=0x50', 'sip.alarm[0]=a', 'sip.alarm[1]=b']]);
  });

  test('has a place inside the quotes', () => {
    const text = `a: "30000,30500"\nb: '\${ZLM_HOST:127.0.0.1}'\n`;
    const [document] = readSettings('a.yml', text) ?? [];
    expect(['a', 'b'].map((key) => document?.get(key)).map((one) => [one?.origin, text.slice(one?.at.start, one?.at.end)])).toEqual([['written', '30000,30500'], ['written', '${ZLM_HOST:127.0.0.1}']]);
  });

  test('may not be edited where its text is not the value', () => {
    expect(said('a.yml', 'a: "x\\ty"\nb: |\n  z\nc: \'it\'\'s\'\nd: one\n  two\n')).toEqual([['a=x\ty (derived)', 'b=z\n (derived)', "c=it's (derived)", 'd=one two (derived)']]);
  });

  test('says nothing as empty text', () => {
    expect(said('a.yml', 'a:\nb: ~\nc: null\nd: ""\n')).toEqual([['a=', 'b= (derived)', 'c= (derived)', 'd=']]);
  });

  test('is read through a byte order mark, with places behind it', () => {
    const text = '\uFEFFa: 1\r\nb: 2\r\n';
    expect(said('a.yaml', text)).toEqual([['a=1', 'b=2']]);
    expect(editableTextsAreInPlace(text, readSettings('a.yaml', text) ?? [])).toBe(true);
  });

  test('keeps its documents apart', () => {
    expect(said('a.yml', 'a: 1\n---\nspring:\n  profiles: pro\na: 2\n---\n')).toEqual([['a=1'], ['spring.profiles=pro', 'a=2'], []]);
  });

  test('brings what an alias stands for, which may not be edited', () => {
    expect(said('a.yml', 'a: &x { p: 1 }\nb: *x\nc: *x\n')).toEqual([['a.p=1', 'b.p=1 (derived)', 'c.p=1 (derived)']]);
    expect(said('a.yml', 'a: &x 1\nb: &x 2\nc: *x\n')).toEqual([['a=1', 'b=2', 'c=2 (derived)']]);
  });

  test('is merged with `<<`, below what it says itself', () => {
    expect(said('a.yml', 'base: &b { rtp: { enable: true, range: 1 }, id: x }\nmedia:\n  id: y\n  <<: *b\n')?.[0]?.slice(3)).toEqual(['media.rtp.enable=true (derived)', 'media.rtp.range=1 (derived)', 'media.id=y']);
    expect(said('a.yml', 'base: &b { rtp: { enable: true, range: 1 } }\nmedia:\n  <<: *b\n  rtp: { enable: false }\n')?.[0]?.slice(2)).toEqual(['media.rtp.enable=false']);
    expect(said('a.yml', 'm: { <<: [{ a: 1 }, { a: 2, b: 3 }] }\n')).toEqual([['m.a=1 (derived)', 'm.b=3 (derived)']]);
  });

  test.each([
    ['broken', 'media:\n  a: [1\nb: 2\n'],
    ['a placeholder of Maven', 'a: @x@\n'],
    ['a key said twice', 'media:\n  a: 1\n  a: 2\n'],
    ['a map that holds itself', 'a: &a { b: *a, c: *a }\n'],
    ['a bomb of aliases', `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')}`],
    ['a bomb of merges', `a0: &a0 { x: 1 }\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}] }\n`).join('')}`],
    ['nested without end', '['.repeat(100_000)],
    ['more than a megabyte', `a: ${'x'.repeat(1_000_000)}\n`],
  ])('that is %s is not known', (_, text) => {
    expect(readSettings('application.yml', text)).toBeNull();
  });

  test('of nothing says nothing', () => {
    expect(said('a.yml', '')).toEqual([]);
    expect(said('a.yml', '# nothing\n')).toEqual([]);
    expect(said('a.yml', 'only text\n')).toEqual([[]]);
  });
});

describe('JSON', () => {
  test('has dotted keys, whatever its blanks', () => {
    expect(said('AKStreamKeeper.json', '\uFEFF{\n\t"MinRtpPort": 10001,\n\t"Urls": ["http:\\/\\/x"],\t"Key": "a", "None": null, "Ok": true\n}')).toEqual([
      ['MinRtpPort=10001', 'Urls[0]=http://x (derived)', 'Key=a', 'None= (derived)', 'Ok=true'],
    ]);
  });

  test('takes the last of what is said twice', () => {
    expect(said('a.json', '{"a": 1, "a": 2}')).toEqual([['a=2']]);
  });

  test('with comments is not known', () => {
    expect(said('a.json', '{ // x\n "a": 1 }')).toBeNull();
    expect(said('a.json', '{"a": 1')).toBeNull();
  });
});

describe('TOML', () => {
  test('has tables, quotes and comments', () => {
    const text = "Debug = true\n[Media]\n  RTPPortRange = '20000-20100' # pairs\nIP = \"127.0.0.1\"\r\n[ Server . \"HTTP\" ] # web\nPort = 15123\na.b = 1.5\n";
    expect(said('config.toml', text)).toEqual([['Debug=true', 'Media.RTPPortRange=20000-20100', 'Media.IP=127.0.0.1', 'Server.HTTP.Port=15123', 'Server.HTTP.a.b=1.5']]);
  });

  test('keeps the tables of a list apart from the table before', () => {
    expect(said('c.toml', "[Media]\na = 1\n[[Media.Nodes]]\na = 2\n[[Media.Nodes]]\na = 3\n")).toEqual([['Media.a=1', 'Media.Nodes[0].a=2', 'Media.Nodes[1].a=3']]);
  });

  test('reads no settings inside long texts and lists', () => {
    expect(said('c.toml', 'a = """\nb = 1\n"""\nc = [\n  "d = 2", # e = "\n  { f = 3 },\n]\ng = { h = 4 }\ni = 5\n')).toEqual([['i=5']]);
  });

  test('may not be edited where its text is not the value', () => {
    expect(said('c.toml', 'a = "x\\ty"\nb = "\\q"\n')).toEqual([['a=x\ty (derived)']]);
  });

  test.each(['a', 'a =', 'a = "x', 'a = 1 2 = 3\nb', '[a', '[a] b = 1', 'a = [1', 'a = ]', '<xml/>'])('%j is not known', (text) => {
    expect(readSettings('c.toml', text)).toBeNull();
  });
});

describe('properties', () => {
  test('have three ways to set a key, and comments on lines of their own', () => {
    const text = '# no\n! no\nmedia.rtp.enable=true\nmedia.ip : 1.2.3.4  \n  media.id polaris # all of it\nempty=\nalone\n';
    expect(said('application.properties', text)).toEqual([['media.rtp.enable=true', 'media.ip=1.2.3.4', 'media.id=polaris # all of it', 'empty=', 'alone=']]);
  });

  test('go on behind a backslash and know escapes', () => {
    expect(said('a.properties', 'a=1,\\\n   2\nb=x\\:y\nc\\=d=\\u4e2d\\n\n# no \\\ne=3\nf=\\\\\ng=4\\')).toEqual([['a=1,2 (derived)', 'b=x:y (derived)', 'c=d=中\n (derived)', 'e=3', 'f=\\ (derived)', 'g=4 (derived)']]);
  });

  test('have documents', () => {
    expect(said('a.properties', '\uFEFFa=1\r\n#---\r\na=2\r\n')).toEqual([['a=1'], ['a=2']]);
  });
});

test('other files are no settings', () => {
  for (const file of ['config.ini', 'nginx.conf', 'yml', 'a.yml.bak']) expect(readSettings(file, 'a: 1\n')).toBeNull();
});

describe('whatever is written is read back, and stands where it is said to', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,6}[a-z]$/);
  const value = fc.stringMatching(/^[A-Za-z0-9${][A-Za-z0-9 :,.$\u{4e2d}{}#-]{0,12}[A-Za-z0-9}]$/u).filter((text) => !/: | #|[:]$/.test(text));
  const quote = fc.constantFrom('', '"', "'");
  const entries = fc.uniqueArray(fc.tuple(name, name, fc.tuple(value, quote)), { selector: ([section, key]) => `${section}.${key}`, maxLength: 12 });
  const end = fc.constantFrom('\n', '\r\n');
  const mark = fc.constantFrom('', '\uFEFF');
  type Entries = [section: string, key: string, value: [text: string, quote: string]][];

  function holds(file: string, text: string, entriesOf: Entries): boolean {
    const documents = readSettings(file, text);
    const [document] = documents ?? [];
    const wanted = new Map(entriesOf.map(([section, key, [written]]) => [`${section}.${key}`, written]));
    if (documents === null || (document?.size ?? 0) !== wanted.size || !editableTextsAreInPlace(text, documents)) return false;
    return [...wanted].every(([key, written]) => document?.get(key)?.value === written && document.get(key)?.origin === 'written');
  }

  function grouped(all: Entries): Entries[] {
    const sections = new Map<string, Entries>();
    for (const one of all) sections.set(one[0], [...(sections.get(one[0]) ?? []), one]);
    return [...sections.values()];
  }

  property('YAML', [entries, end, mark], (all: Entries, eol: string, bom: string) => {
    const quoted = (text: string, q: string): string => (q === '' && /^[{]|[{}].*:/.test(text) ? `"${text}"` : `${q}${text}${q}`);
    const rows = grouped(all).flatMap((group) => [`${group[0]?.[0] ?? ''}:`, ...group.map(([, key, [text, q]]) => `  ${key}: ${quoted(text, q)} # ${key}`)]);
    return holds('a.yml', bom + rows.join(eol), all);
  });

  property('JSON', [entries, end, mark], (all: Entries, eol: string, bom: string) => {
    const object = Object.fromEntries(grouped(all).map((group) => [group[0]?.[0] ?? '', Object.fromEntries(group.map(([, key, [text]]) => [key, text]))]));
    return holds('a.json', bom + JSON.stringify(object, null, 2).replaceAll('\n', eol), all);
  });

  property('TOML', [entries, end, mark], (all: Entries, eol: string, bom: string) => {
    const rows = grouped(all).flatMap((group) => [`[${group[0]?.[0] ?? ''}]`, ...group.map(([, key, [text, q]]) => `${key} = ${q || '"'}${text}${q || '"'} # ${key} = "no"`)]);
    return holds('a.toml', bom + rows.join(eol), all);
  });

  property('properties', [entries, end, mark], (all: Entries, eol: string, bom: string) => holds('a.properties', bom + all.map(([section, key, [text]]) => `${section}.${key} = ${text}`).join(eol), all));

  property('anything else', [fc.constantFrom('a.yml', 'a.json', 'a.toml', 'a.properties'), fc.string({ unit: fc.constantFrom(...'a b\n:=[]{}"\'\\#-&*<|.,\t\r\uFEFF') })], (file: string, text: string) => {
    const documents = readSettings(file, text);
    return documents === null || editableTextsAreInPlace(text, documents);
  });
});

// Quadratic work on these would not end within the time of a test.
describe('a megabyte in one piece is read', () => {
  const size = 900_000;
  const texts: [string, string][] = [
    ['a.properties', `a=b${' '.repeat(size)}x`],
    ['a.properties', 'a=\\\n'.repeat(size / 4)],
    ['a.properties', `a=${'\\'.repeat(size)}`],
    ['a.toml', `a = b${' '.repeat(size)}x`],
    ['a.toml', `a = ["${'\\"'.repeat(size / 2)}`],
    ['a.toml', `a${' '.repeat(size)}x`],
    ['a.toml', '\n'.repeat(size)],
    ['a.toml', `a = """${'x'.repeat(size)}"""`],
    ['a.yml', `a: &a x\n${Array.from({ length: 20_000 }, (_, i) => `b${i}: *a\n`).join('')}`],
  ];
  test.each(texts)('%s', (file, text) => {
    const documents = readSettings(file, text);
    expect(documents === null || editableTextsAreInPlace(text, documents)).toBe(true);
  });
});
