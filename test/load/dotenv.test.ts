import { describe, expect, it } from 'vitest';
import { readDotenv } from '../../src/load/dotenv.ts';

const given = new Map([['HOME', '/root'], ['P', '1']]);
const lookup = (name: string) => given.get(name);

describe('values', () => {
  it.each<[string, Record<string, string>]>([
    ['A=8080\nB=1\n', { A: '8080', B: '1' }],
    ['A=8080', { A: '8080' }],
    ['A = 8080 \n', { A: '8080' }],
    ['A: 8080\n', { A: '8080' }],
    ['  A=1\n\n\t\n# c\n  # d\nB=2', { A: '1', B: '2' }],
    ['A=8080\r\nB=1\r\n', { A: '8080', B: '1' }],
    ['\uFEFFA=8080\n', { A: '8080' }],
    ['export A=1\nexport  B: 2\nexporter=3\n', { A: '1', B: '2', exporter: '3' }],
    ['A=8080#c\nB=80 #c\nC=80\t#c', { A: '8080#c', B: '80', C: '80\t#c' }],
    ['A=\nB=  \r\nC=1', { A: '', B: '', C: '1' }],
    ['A= # c\n', { A: '# c' }],
    ['A=1\nA=2\n', { A: '2' }],
    ["A='8080' # c\nB=1", { A: '8080', B: '1' }],
    ['A="8080"# c\n', { A: '8080' }],
    ['A="8 # 0"\n', { A: '8 # 0' }],
    ['A="x\ny"\nB=\'p\nq\'\nC=1', { A: 'x\ny', B: 'p\nq', C: '1' }],
    ['A="a\\nb\\rc\\td\\"e\\$f\\\\g"', { A: 'a\nb\rc\td"e$f\\g' }],
    ['A="\\q\\0101"', { A: '\\qA' }],
    ["A='a\\nb$B'", { A: 'a\\nb$B' }],
    ["A='it\\'s'", { A: "it's" }],
    ['A=a"b"c', { A: 'a"b"c' }],
    ['A=a=b:c', { A: 'a=b:c' }],
    ['a.b-c[0]=1\nÄ=2', { 'a.b-c[0]': '1', Ä: '2' }],
    ['A=6\nB=${A}0\nC=$A$$A\nD="${A}\\n"', { A: '6', B: '60', C: '6$A', D: '6\n' }],
    ['B=${A:-7}\nA=6', { B: '7', A: '6' }],
    ['A=${NONE}0', { A: '0' }],
    ['H=${HOME}/x', { H: '/root/x' }],
    ['P=2\nQ=$P', { P: '2', Q: '1' }],
    ['HOME\nNONE\nexport P\r\nQ', { HOME: '/root', P: '1' }],
    ['A=1\nA\n', { A: '1' }],
    ['=5\n', {}],
    ['', {}],
  ])('%j', (text, expected) => {
    const read = readDotenv(text, lookup);
    expect(Object.fromEntries(read.values)).toEqual(expected);
    expect(read.errors).toEqual([]);
  });
});

describe('places', () => {
  it.each<[string, string, string | undefined]>([
    ['A=8080\n', 'A', '8080'],
    ['\uFEFFB=1\nA = 8080 # c\r\n', 'A', '8080'],
    ['A="8080"\n', 'A', '8080'],
    ["A: 'x'", 'A', 'x'],
    ['A=${B}0\n', 'A', '${B}0'],
    ['A=1\nA=22\n', 'A', '22'],
    ['P=1\nP\n', 'P', undefined],
  ])('%j', (text, name, expected) => {
    const place = readDotenv(text, lookup).places.get(name);
    expect(place && text.slice(place.start, place.end)).toBe(expected);
  });

  it('an empty value is placed right after its separator', () => {
    expect(readDotenv('A=  \r\n').places.get('A')).toEqual({ start: 2, end: 2 });
  });
});

it('names the variables that had no value', () => {
  const read = readDotenv('A=${X}${Y:-1}\nB=$A\nC=$X\nC=1\n', lookup);
  expect([...read.unset]).toEqual([['A', ['X']]]);
});

describe('errors', () => {
  it.each([
    ['A=1\nB+=2\nC=3', 5, 'bad-character', ['A', 'C']],
    ['A B=1\nC=3', 0, 'space-in-name', ['C']],
    ['A=1\nB="x\nC=3', 6, 'unclosed-quote', ['A', 'C']],
    ['A=${\nC=3', 2, 'bad-substitution', ['C']],
    ['A=${X:?no}\nC=3', 2, 'required-variable', ['C']],
  ])('%j', (text, offset, code, names) => {
    const read = readDotenv(text);
    expect(read.errors).toMatchObject([{ offset, code }]);
    expect([...read.values.keys()]).toEqual(names);
  });
});
