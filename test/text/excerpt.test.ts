import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, type ExcerptLine } from '../../src/text/excerpt.ts';
import { Lines } from '../../src/text/lines.ts';
import { displayWidth } from '../../src/text/width.ts';

/** The excerpt of a text whose range stands between `«` and `»`, which are taken out. */
function excerptOf(marked: string, width = 60, context?: number): ExcerptLine[] {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const lines = new Lines(marked.replace('«', '').replace('»', ''));
  return excerpt(lines, { start, end }, context === undefined ? { width } : { width, context });
}

/** How it looks on a screen with one column for each character. */
function drawn(lines: readonly ExcerptLine[]): string[] {
  return lines.flatMap(({ number, text, marked, underline }) => {
    const line = `${number}${marked ? '>' : ' '}|${text}`;
    return underline === null ? [line] : [line, `  |${' '.repeat(underline.from)}${'^'.repeat(underline.length)}`];
  });
}

describe('excerpt', () => {
  it('shows the line with one before and one after', () => {
    expect(drawn(excerptOf('services:\n  zlm:\n    ports: «[80]»\n  web:\n'))).toEqual([
      '2 |  zlm:',
      '3>|    ports: [80]',
      '  |           ^^^^',
      '4 |  web:',
    ]);
  });

  it('takes more context, or none, as far as there are lines', () => {
    expect(drawn(excerptOf('a\nb\n«c»\nd\n', 60, 0))).toEqual(['3>|c', '  |^']);
    expect(drawn(excerptOf('a\nb\n«c»\nd\n', 60, 5))).toEqual(['1 |a', '2 |b', '3>|c', '  |^', '4 |d']);
  });

  it('underlines a range over several lines to the end of the first, and marks three', () => {
    expect(drawn(excerptOf('a\n  «b1\n  b2\n  b3»\nc\n'))).toEqual(['1 |a', '2>|  b1', '  |  ^^', '3>|  b2', '4>|  b3', '5 |c']);
    expect(drawn(excerptOf('a\n«b1\r\nb2\r\nb3\r\nb4»\nc\n'))).toEqual(['1 |a', '2>|b1', '  |^^', '3>|b2', '4>|b3']);
  });

  it('does not mark the line after a range that ends with a line end', () => {
    expect(drawn(excerptOf('«a\n»b\n'))).toEqual(['1>|a', '  |^', '2 |b']);
  });

  it('underlines one column for an empty range, wherever it is', () => {
    expect(drawn(excerptOf('a«»bc', 60, 0))).toEqual(['1>|abc', '  | ^']);
    expect(drawn(excerptOf('abc«»\nd', 60, 0))).toEqual(['1>|abc', '  |   ^']);
    expect(drawn(excerptOf('«»'))).toEqual(['1>|', '  |^']);
    expect(drawn(excerptOf('a\n«»'))).toEqual(['1 |a', '2>|', '  |^']);
    expect(excerptOf('«»端口')[0]?.underline).toEqual({ from: 0, length: 1 });
  });

  it('underlines one column when the range is only a line end', () => {
    expect(drawn(excerptOf('ab«\r\n»c', 60, 0))).toEqual(['1>|ab', '  |  ^']);
  });

  it('counts Chinese characters as two columns', () => {
    expect(excerptOf('服务: «端口范围» # 大')).toEqual([{ number: 1, text: '服务: 端口范围 # 大', marked: true, underline: { from: 6, length: 8 } }]);
  });

  it('expands tabs, also under the underline', () => {
    expect(drawn(excerptOf('\tports:\t«80»\n'))).toEqual(['1>|    ports:  80', '  |            ^^']);
    expect(excerptOf('a«\t»b')[0]?.underline).toEqual({ from: 1, length: 3 });
  });

  it('shows what cannot be seen, and underlines it whole', () => {
    expect(drawn(excerptOf('image: «\x1b[31m»x'))).toEqual(['1>|image: \\x1b[31mx', '  |       ^^^^^^^^']);
    expect(excerptOf('«a\u202Eb»')[0]).toMatchObject({ text: 'a\\u202eb', underline: { from: 0, length: 8 } });
  });

  it('does not show the byte order mark of the file, but any other', () => {
    expect(drawn(excerptOf('\uFEFFa: «\uFEFF»'))).toEqual(['1>|a: \\ufeff', '  |   ^^^^^^']);
    expect(excerptOf('«\uFEFFab»')[0]).toMatchObject({ text: 'ab', underline: { from: 0, length: 2 } });
  });

  it('takes a range that starts inside a character for the character', () => {
    expect(excerpt(new Lines('a😀b'), { start: 2, end: 3 }, { width: 40 })[0]?.underline).toEqual({ from: 1, length: 2 });
  });

  it('cuts a long line at its end when the mark is near its beginning', () => {
    expect(drawn(excerptOf('«abc»defghijklmnopqrstuvwxyz', 12))).toEqual(['1>|abcdefghijk…', '  |^^^']);
    expect(drawn(excerptOf('abcdefgh«ijkl»', 12))).toEqual(['1>|abcdefghijkl', '  |        ^^^^']);
    expect(drawn(excerptOf('abcdefg«hijk»l', 12))).toEqual(['1>|abcdefghijkl', '  |       ^^^^']);
  });

  it('cuts a long line on both sides of a mark in its middle', () => {
    expect(drawn(excerptOf('abcdefghijklm«nop»qrstuvwxyz', 12))).toEqual(['1>|…klmnopqrst…', '  |    ^^^']);
  });

  it('cuts a long line at its beginning when the mark is near its end, and uses all the room', () => {
    expect(drawn(excerptOf('abcdefghijklmnopqrstuvw«xyz»', 12))).toEqual(['1>|…pqrstuvwxyz', '  |         ^^^']);
    expect(drawn(excerptOf('abcdefghijklmnopqrstuvwxyz«»', 12))).toEqual(['1>|…qrstuvwxyz', '  |           ^']);
  });

  it('shows the start of a mark that is too long', () => {
    expect(drawn(excerptOf('abcdefgh«ijklmnopqrstuvw»xyz', 12))).toEqual(['1>|…ijklmnopqr…', '  | ^^^^^^^^^^']);
  });

  it('does not cut a wide character in two', () => {
    expect(excerptOf('«端»口范围端口范围端口范围', 12)[0]?.text).toBe('端口范围端…');
  });

  it('cuts the lines around the marked one at their ends', () => {
    expect(drawn(excerptOf(`${'x'.repeat(30)}\n${' '.repeat(20)}«a»\n`, 12))[0]).toBe('1 |xxxxxxxxxxx…');
  });

  it('is quick for many findings in one long line', () => {
    const lines = new Lines(`{${'"端口":"30000",'.repeat(200_000)}}`);
    for (let start = 1; start < 200_000; start += 100) {
      const [line] = excerpt(lines, { start, end: lines.text(1).length }, { width: 80 });
      expect(displayWidth(line?.text ?? '')).toBeLessThanOrEqual(80);
    }
  });

  it('keeps the start of the mark in view, above its underline', () => {
    const around = fc.array(fc.constantFrom('a', ' ', '端', '\t', '😀', '\x1b'), { maxLength: 80 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(around, around, around, fc.integer({ min: 12, max: 40 }), (before, marked, after, width) => {
        const range = { start: before.length, end: before.length + 1 + marked.length };
        const [line] = excerpt(new Lines(`${before}M${marked}${after}`), range, { width });
        const at = line?.text.indexOf('M') ?? -1;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(line?.underline?.from).toBe(displayWidth(line?.text.slice(0, at) ?? ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps within the width, and the underline within the text', () => {
    const text = fc.array(fc.constantFrom('a', 'b: ', '端口', '\t', '😀', 'e\u0301', '\u0301', '👩‍💻', '\x1b', '\u202E', '\u{E0001}', '\n', '\r\n', '\uFEFF', '\uD83D'), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(80), fc.nat(40), fc.integer({ min: 12, max: 40 }), fc.nat(2), (source, from, length, width, context) => {
        const lines = new Lines(source);
        const start = Math.min(from, source.length);
        const shown = excerpt(lines, { start, end: Math.min(start + length, source.length) }, { width, context });
        expect(shown.filter(({ underline }) => underline !== null).map(({ number }) => number)).toEqual([lines.lineOf(start)]);
        for (const { text: line, underline } of shown) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u202E\uFEFF]/u);
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          if (underline === null) continue;
          expect(underline.length).toBeGreaterThanOrEqual(1);
          expect(underline.from + underline.length).toBeLessThanOrEqual(Math.min(width, displayWidth(line) + 1));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
