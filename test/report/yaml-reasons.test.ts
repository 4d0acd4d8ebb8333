import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/load/compose/parse.ts';
import { yamlReasonZh } from '../../src/report/yaml-reasons.ts';

/** Texts that are no YAML, each in another way. */
const broken = [
  'a:\n  b: 1\n c: 2\n', 'a:\n  - b\n - c\n', 'a:\n\tb: 1\n', 'a: b: c\n', 'a\nb: c\n', '[a\n b: c]\n', 'a:\n  b\n  c: d\n', `? a\n${'k'.repeat(1030)}: b\n`, '[a: b: c]\n', '- a\nb\n', '- a\nb: c\n', 'a:\n- b\nc\n',
  'a: "b\n', "a: 'b\n", 'a: [b\n', 'a: {b: c\n', 'a: [b]]\n', 'a: {b}}\n', 'a: [b c: d, e f]\n', 'a: {b: c d: e}\n', 'a: {"b"c}\n', 'a: ["b"c]\n', 'a: [,]\n', 'a: {,}\n', 'a: [b,,c]\n', 'a: "b"c\n', 'a: "b"#c\n', 'a: |#c\n  d\n',
  'a: | b\n  c\n', 'a: |99\n  c\n', '- |\n    \n  c\n', 'a: |\nb\n', 'a: @b\n', 'a: `b\n', 'a: %b\n', 'a: "\\q"\n', 'a: "\\xZZ"\n', 'a: !a !b c\n', 'a: &a &b c\n', 'a: &a\n', 'a: &a *b\n', 'a: &\n', 'a: *\n', 'a: *b\n', 'a: &b: c\n',
  'a: !!binary [b]\n', 'a: !<tag> b\n', 'a: !x!y b\n', '%YAML 3.0\n---\na: b\n', '%FOO bar\n---\na: b\n', '%YAML 1.1\na: b\n', '--- a: b\n', '--- - a\n', '...\na: b\n', 'a: b\n...\nc\n', '? [a\n', 'a: -\n - b\n', '- - a\n - b\n',
  'a: [\tb]\n- a', 'a: \n  \tb\n  c\n', 'a: [\nb\n]\n', 'services:\n  a: {\n  b: c\n}\n', '&a [b]: c\n- d\n', '-\ta\n', '- a:\n\t- b\n', '}', ']', 'a: b]\n', ': : :\n', '? a: b: c\n', '!\n', '!a&b c\n', '&a!b c\n', '[a]b: c\n', '{a: b}c: d\n', '[a]: b: c\n', '"a" "b": c\n', '[- a]\n', '{- a}\n', '[? a ? b]\n',
];

/** What both the package and Docker Compose's reader say against a text. */
function reasonsOf(text: string): string[] {
  const own = parseYaml('compose.yml', text).problems.map(({ data }) => String(data?.['reason']));
  const all = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' });
  return [...own, ...(Array.isArray(all) ? all : []).flatMap(({ errors }) => errors.map(({ message }) => message.replace(/: ".*"$/s, '')))];
}

describe('why a text is no YAML, in Chinese', () => {
  const reasons = [...new Set(broken.flatMap(reasonsOf))];

  it('is asked of many', () => {
    expect(reasons.length).toBeGreaterThan(45);
  });

  it.each(reasons)('%s', (reason) => {
    const zh = yamlReasonZh(reason);
    expect(zh).toMatch(/\p{Script=Han}/u);
    // What is kept is a piece of the text; the package's own words are not.
    expect(zh).not.toMatch(/\b(?:must|cannot|missing|unexpected|token|scalar|flow|block|implicit|indicator|tag|anchor|alias|key)\b|\$\d/i);
  });
});
