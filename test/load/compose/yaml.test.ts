import { describe, expect, it } from 'vitest';
import { list, shortPorts } from './listing.ts';

const head = 'services:\n  zlm:\n    image: q\n';

async function code(text: string): Promise<number> {
  return (await list(text)).code;
}

/** Each row was tried with Docker Compose 2.40.3. */
describe('tabs', () => {
  it.each([
    ['behind a colon and an entry', `${head}    restart:\talways\n    ports:\t# a\n      - "1:1"\t# b\n`],
    ['before a colon', `${head}    restart\t: always\n`],
    ['behind a comma and an anchor', `${head}    x-a: &a\t[1,\t2]\n`],
    ['in a line of brackets', `${head}    ports: [\n\t"1:1",\n\t# c\n\t\n\t\t"2:2"\n    ]\n`],
    ['in quotes', `${head}    x-a: "a\n\tb"\n`],
    ['in a block text', `${head}    x-a: |\n      a\n      \t\n      b\n`],
    ['far right behind a plain text', `${head}    x-a: a\n      \t\n    restart: always\n`],
    ['in JSON', '{\n\t"services": {\n\t\t"zlm": {\n\t\t\t"image": "q"\n\t\t}\n\t}\n}\n'],
    ['behind the mark of a document', `---\t\n${head}`],
    ['between lines of comments', `${head}    # a\n\t\n\t# b\n    restart: always\n`],
  ])('may stand %s', async (_name, text) => expect(await code(text)).toBe(0));

  it.each([
    ['as a line', `services:\n  zlm:\n    image: q\n\t\n    restart: always\n`],
    ['as the last line', `${head}\t`],
    ['before an entry', `${head}    ports:\n      - "1:1"\n      \t- "2:2"\n`],
    ['between entries', `${head}    ports:\n      - "1:1"\n      \t\n      - "2:2"\n`],
    ['before a comment', `${head}    ports:\n      \t# c\n      - "1:1"\n`],
    ['behind a comment that is no line', `${head}    restart: always # a\n\t# b\n    tty: true\n`],
    ['between a comment and a key', `${head}    # a\n\t\n    restart: always\n`],
    ['at the start', `\t# c\n${head}`],
    ['behind a dash', `${head}    ports:\n      -\t"1:1"\n`],
    ['behind quotes', `${head}    x-a: "a"\n   \t\n    restart: always\n`],
    ['behind brackets', `${head}    x-a: [a]\n\t\n`],
    ['behind JSON', '{"services": {"zlm": {"image": "q"}}}\n\t\t\n'],
    ['behind the mark of a document', `---\n\t\n${head}`],
  ])('may not stand %s', async (_name, text) => expect(await code(text)).toBe(2));
});

describe('lines that stand too far left', () => {
  const end = '    restart: always\n';
  it.each([
    ['the end of brackets', `${head}    ports: [\n      "80:80"\n]\n${end}`, ['80>80/tcp']],
    ['all of what is in brackets', `${head}    ports: [ # c\n# d\n"80:80",\n  81:81\n]\n${end}`, ['80>80/tcp', '81>81/tcp']],
    ['braces in a list', `${head}    ports:\n      - {target: 80,\npublished: 81\n}\n      - "1:1"\n${end}`, ['81>80/tcp', '1>1/tcp']],
    ['brackets in brackets', `${head}    x-a: [[\n a\n],\n[b]]\n${end}`, []],
    ['text in quotes', `${head}    x-a: "a\n    b\nc"\n    x-b: 'a\n b'\n${end}`, []],
  ])('%s is read', async (_name, text, ports) => {
    const listing = await list(text);
    expect([listing.code, listing.errors]).toEqual([0, []]);
    expect(shortPorts(listing)).toEqual(ports);
  });

  it.each([
    ['plain text', `${head}    x-a: a\n    b\n`],
    ['a document inside brackets', `${head}    x-a: [\n---\n]\n`],
    ['brackets that have no end', `${head}    ports: [\n"80:80"\n`],
    ['quotes that have no end', `${head}    x-a: "a\nb\n`],
  ])('%s is not', async (_name, text) => expect(await code(text)).toBe(2));
});

describe('what go-yaml does not take', () => {
  it.each(['\\/', '\\uD83D\\uDE00', '\\uD800'])('the escape %s', async (escape) => expect(await code(`services: {"zlm": {"image": "q", "x-a": "a${escape}"}}\n`)).toBe(2));
  it.each(['\\\\/', '\\u00e9', '\\U0001F600', '\\x41', '\\\\uD800'])('but the escape %s', async (escape) => expect(await code(`services: {"zlm": {"image": "q", "x-a": "a${escape}"}}\n`)).toBe(0));
  it.each(['\x01', '\x0c', '\x7f', '\x80', '\ufffe'])('a control character', async (character) => expect(await code(`${head}    x-a: "${character}"\n`)).toBe(2));
  it.each(['\x85', '\u2028', '\ufeff'])('but other characters', async (character) => expect(await code(`${head}    x-a: "${character}"\n`)).toBe(0));
  it.each(['中', 'a.b', 'a/b', 'é', '$a', 'a#b'])('the anchor &%s', async (name) => expect(await code(`${head}    x-a: &${name} [x]\n`)).toBe(2));
  it.each(['a-b', 'a_b', '1', '-'])('but the anchor &%s', async (name) => expect(await code(`${head}    x-a: &${name} [x]\n    x-b: *${name}\n`)).toBe(0));
  it.each(['!!null b', '!!bool yes', '!!int', '!!int 1.5', '!!float x'])('the value %s', async (value) => expect(await code(`${head}    x-a: ${value}\n`)).toBe(2));
  it.each(['!!null ~', '!!bool true', '!!int "1"', '!!float 1', '!!str', '!foo b'])('but the value %s', async (value) => expect(await code(`${head}    x-a: ${value}\n`)).toBe(0));
  it.each(['%FOO bar\n---\n', '%YAML 1.2\n---\n'])('the directive %j', async (directive) => expect(await code(directive + head)).toBe(2));
  it.each(['%YAML 1.1\n---\n', '%TAG !e! tag:e,2000:\n---\n'])('but the directive %j', async (directive) => expect(await code(directive + head)).toBe(0));
  it.each(['[[{a: b}]]', 'a', '~', '[~]'])('a merge of %s', async (value) => expect(await code(`${head}    x-a: {<<: ${value}}\n`)).toBe(2));
});
