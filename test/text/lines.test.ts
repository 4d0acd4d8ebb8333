import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eolOf, Lines } from '../../src/text/lines.ts';

const textWithLineEnds = fc.array(fc.constantFrom('a', '中', '😀', '\uFEFF', ' ', '\n', '\r', '\r\n'), { maxLength: 40 }).map((parts) => parts.join(''));

/** The same, one character after the other. */
function naivePosition(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let column = 1;
  for (let at = 0; at < offset; at += 1) {
    const endsLine = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n');
    line += endsLine ? 1 : 0;
    column = endsLine ? 1 : column + 1;
  }
  return { line, column };
}

describe('Lines', () => {
  it('knows every kind of line end', () => {
    const lines = new Lines('a\nbc\r\nd\re');
    expect(lines.count).toBe(4);
    expect([1, 2, 3, 4].map((line) => lines.text(line))).toEqual(['a', 'bc', 'd', 'e']);
    expect([1, 2, 3, 4].map((line) => lines.start(line))).toEqual([0, 2, 6, 8]);
  });

  it('takes \\n\\r for two line ends and \\r\\n for one', () => {
    expect(new Lines('a\n\rb').count).toBe(3);
    expect(new Lines('a\r\nb').count).toBe(2);
    expect(new Lines('\r\r\n\n').count).toBe(4);
  });

  it('has one empty line in an empty text, and an empty last line after a final line end', () => {
    expect(new Lines('').count).toBe(1);
    expect(new Lines('').text(1)).toBe('');
    expect(new Lines('a\r\n').count).toBe(2);
    expect(new Lines('a\r\n').text(2)).toBe('');
  });

  it('counts a byte order mark and both halves of a surrogate pair', () => {
    expect(new Lines('\uFEFFports:').position(1)).toEqual({ line: 1, column: 2 });
    expect(new Lines('x\n😀b').position(4)).toEqual({ line: 2, column: 3 });
  });

  it('leaves a line end to the line it ends', () => {
    const lines = new Lines('ab\r\nc');
    expect(lines.position(2)).toEqual({ line: 1, column: 3 });
    expect(lines.position(3)).toEqual({ line: 1, column: 4 });
    expect(lines.position(4)).toEqual({ line: 2, column: 1 });
  });

  it('takes an offset outside the text for its nearest end', () => {
    const lines = new Lines('a\nb');
    expect(lines.position(-3)).toEqual({ line: 1, column: 1 });
    expect(lines.position(99)).toEqual({ line: 2, column: 2 });
  });

  it('throws for a line that is not there', () => {
    expect(() => new Lines('a\n').text(3)).toThrow(RangeError);
    expect(() => new Lines('a\n').start(0)).toThrow(RangeError);
  });

  it('agrees with counting', () => {
    fc.assert(
      fc.property(textWithLineEnds, (text) => {
        const lines = new Lines(text);
        for (let offset = 0; offset <= text.length; offset += 1) {
          expect(lines.position(offset)).toEqual(naivePosition(text, offset));
          expect(lines.lineOf(offset)).toBe(lines.position(offset).line);
        }
      }),
    );
  });

  it('loses nothing but the line ends', () => {
    fc.assert(
      fc.property(textWithLineEnds, (text) => {
        const lines = new Lines(text);
        const all = Array.from({ length: lines.count }, (_, index) => lines.text(index + 1));
        expect(all).toEqual(text.split(/\r\n|\n|\r/));
      }),
    );
  });

  it('is quick for a million lines', () => {
    const lines = new Lines('x\r\n'.repeat(1_000_000));
    expect(lines.count).toBe(1_000_001);
    expect(lines.position(2_999_998)).toEqual({ line: 1_000_000, column: 2 });
  });
});

describe('eolOf', () => {
  it.each([
    ['a\nb\r\n', '\n'],
    ['a\r\nb\n', '\r\n'],
    ['a\rb\r\n', '\r'],
    ['no line end', '\n'],
    ['', '\n'],
  ])('%j', (text, eol) => {
    expect(eolOf(text)).toBe(eol);
  });
});
