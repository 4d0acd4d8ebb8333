import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { xmlDocument } from '../../src/report/xml.ts';
import { visible } from '../../src/text/width.ts';
import { readXml } from './formats/read-xml.ts';

/** Any UTF-16 at all, and often what means something to a reader. */
const anyText = fc.oneof(
  fc.string({ unit: fc.oneof(fc.constantFrom(...'&<>"\'[]:#%;/\\', ']]>', '<!--', '<?', '&#0;', '::error::', '##[', '\0', '\x1b', '\r', '\n', '\t', '\u0085', '\u2028', '\u202e', '\u200b', '\uFEFF', '\uFFFE', '\uD800', '\uDC00', '中', '👨‍👩‍👧'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })) }),
  fc.array(fc.integer({ min: 0, max: 0xFFFF })).map((units) => String.fromCharCode(...units)),
);

test('any text reads back as it is made visible, as an attribute and inside an element', () => {
  fc.assert(
    fc.property(anyText, fc.array(anyText, { minLength: 1 }), (name, lines) => {
      const text = xmlDocument({ name: 'a', attributes: { name, lines }, children: [{ name: 'b', text: lines }, { name: 'c', attributes: { name } }] });
      const read = readXml(text);
      const shown = lines.map(visible).join('\n');
      expect(read.attributes).toEqual({ name: visible(name), lines: shown });
      expect(read.children.map(({ text: inside, attributes }) => [inside, attributes])).toEqual([[shown, {}], ['', { name: visible(name) }]]);
      for (const line of text.split('\n')) expect(line).not.toMatch(/^\s*::|##\[|##vso\[/);
    }),
  );
});

describe('what is written', () => {
  it('leaves out what is undefined, and closes what is empty', () => {
    expect(xmlDocument({ name: 'a', attributes: { b: 1, c: undefined }, children: [{ name: 'd' }] })).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a b="1">\n  <d/>\n</a>\n');
  });

  it('has commands broken by character references', () => {
    expect(xmlDocument({ name: 'a', attributes: { b: '##[error]x' }, text: ['x', '::error::y', ':::z'] })).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a b="#&#35;[error]x">x\n:&#58;error:&#58;y\n:&#58;&#58;z</a>\n');
  });
});
