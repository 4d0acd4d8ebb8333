import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, glyphs, visible, widest, wrap } from '../../src/text/width.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const SCOTLAND = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';
const UNSEEN = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u061C\u202A-\u202E\u2060\u2066-\u2069\u2028\u2029]/u;

const anyText = fc.string({ unit: 'binary' });
const nastyText = fc
  .array(
    fc.constantFrom('a', '1', ' ', '中', '，', 'e\u0301', '😀', '❤', '👩', '🏽', '🇨', '\u200D', '\uFE0F', '\u20E3', '\u0301', '\x1b', '\n', '\t', '\u202E', '\uD83D', '\uDE00', '\u{E0001}', '\u{E0062}', '\u{E007F}'),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

it('widest takes any number of texts', () => {
  expect(widest([])).toBe(0);
  expect(widest([...Array<string>(200_000).fill('a'), '端口'])).toBe(4);
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['ports: [8080]', 13],
    ['端口范围', 8],
    ['端口 30000-30500', 16],
    ['，。（）', 8],
    ['ｱｲｳ', 3],
    ['서비스', 6],
    ['\u1112\u1161\u11AB', 2],
    ['café', 4],
    ['cafe\u0301', 4],
    ['😀', 2],
    ['❤', 1],
    ['❤️', 2],
    ['👍🏽', 2],
    ['🇨🇳', 2],
    ['1️⃣', 2],
    [FAMILY, 2],
    [SCOTLAND, 2],
    ['葛\u{E0100}', 2],
    ['a\u200B\u202E\x1b', 1],
    ['\x1b[1m\x1b[31m端口\x1b[39m\x1b[22m', 4],
    ['\x1b]8;;file:///srv/rules/%E4%B8%AD\x1b\\rule\x1b]8;;\x1b\\', 4],
    ['\x1b]8;id=1;http://a\x07rule\x1b]8;;\x07', 4],
  ])('%j is %i wide', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('visible', () => {
  it.each([
    ['\x1b[31mred', String.raw`\x1b[31mred`],
    ['a\nb\tc\rd', String.raw`a\nb\tc\rd`],
    ['\0\x7F\x9B', String.raw`\x00\x7f\x9b`],
    ['image\u202Egpj', String.raw`image\u202egpj`],
    ['\u2066\u2069\u200E\u200F\u061C', String.raw`\u2066\u2069\u200e\u200f\u061c`],
    ['a\u200Bb\u2060c\uFEFF', String.raw`a\u200bb\u2060c\ufeff`],
    ['a\u200Db\u200Cc', String.raw`a\u200db\u200cc`],
    ['\u2028\u2029', String.raw`\u2028\u2029`],
    ['\uD83D|\uDE00', String.raw`\ud83d|\ude00`],
    ['a\u{E0068}\u{E0069}', String.raw`a\u{e0068}\u{e0069}`],
    ['a\u{E0100}\uFE0F', String.raw`a\u{e0100}\ufe0f`],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(['zlmediakit', '端口，范围。', 'cafe\u0301', 'नमस्ते', 'مرحبا', FAMILY, SCOTLAND, '🇨🇳', '❤️‍🔥', '🏳️‍🌈', '👩🏽‍💻', '1️⃣', '葛\u{E0100}', '\u3000\u00A0'])(
    'leaves %s alone',
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  it('leaves nothing unseen, and has nothing to do the second time', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nastyText), (text) => {
        const shown = visible(text);
        expect(shown.replaceAll(/(?<=\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?)\u200D(?=\p{Extended_Pictographic})/gu, '')).not.toMatch(UNSEEN);
        expect(visible(shown)).toBe(shown);
      }),
      { numRuns: 500 },
    );
  });
});

describe('glyphs', () => {
  it('take the text apart and lose nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nastyText), (text) => {
        const parts = glyphs(text);
        expect(parts.map(({ raw }) => raw).join('')).toBe(text);
        expect(parts.map(({ shown }) => shown).join('')).toBe(visible(text));
        expect(parts.reduce((sum, { width }) => sum + width, 0)).toBe(displayWidth(visible(text)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces, and indents what follows', () => {
    expect(wrap('each published port starts one process', 20, '  ')).toEqual(['each published port', '  starts one process']);
    expect(wrap('each published port starts one process', 19, '  ')).toEqual(['each published port', '  starts one', '  process']);
  });

  it('keeps the spaces the text begins with', () => {
    expect(wrap('    one two', 7, '    ')).toEqual(['    one', '    two']);
  });

  it('keeps spaces that are not at a break', () => {
    expect(wrap('a  b c', 4)).toEqual(['a  b', 'c']);
  });

  it('breaks between Chinese characters, by the columns they take', () => {
    expect(wrap('每个端口都会启动一个进程', 8)).toEqual(['每个端口', '都会启动', '一个进程']);
    expect(wrap('每个端口都会启动一个进程', 9, ' ')).toEqual(['每个端口', ' 都会启动', ' 一个进程']);
    expect(wrap('发布了30000个端口', 8)).toEqual(['发布了', '30000个', '端口']);
  });

  it('begins no line with closing and ends no line with opening punctuation', () => {
    expect(wrap('端口范围，很大', 8)).toEqual(['端口范', '围，很大']);
    expect(wrap('这是端口（范围）', 10)).toEqual(['这是端口', '（范围）']);
    expect(wrap('他说“很好”了', 5)).toEqual(['他说', '“很', '好”了']);
    expect(wrap('a「b」！？c', 3)).toEqual(['a', '「b」！？', 'c']);
  });

  it('keeps a word that is too long whole, on a line of its own', () => {
    const url = 'https://docs.docker.com/reference/compose-file/services/#ports';
    expect(wrap(`see ${url} for more`, 20, '  ')).toEqual(['see', `  ${url}`, '  for more']);
    expect(wrap(url, 10)).toEqual([url]);
    expect(wrap('/opt/very/long/path x', 5)).toEqual(['/opt/very/long/path', 'x']);
  });

  it.each(['/opt/媒体服务器/配置.ini', './流媒体/サーバー/compose.yml', 'C:\\流媒体\\配置', '流媒体服务器.yml', 'https://example.com/中文路径'])(
    'breaks no path, whatever it is written in: %s',
    (path) => {
      expect(wrap(`请查看 ${path}，然后再试`, 12)).toContainEqual(expect.stringContaining(path));
    },
  );

  it('breaks where a line ends', () => {
    expect(wrap('one\ntwo three', 8, ' ')).toEqual(['one', ' two', ' three']);
    expect(wrap('', 8)).toEqual(['']);
  });

  it('does not break what a no-break space holds together', () => {
    expect(wrap('about 4\u00A0GB of memory', 9)).toEqual(['about', '4\u00A0GB of', 'memory']);
  });

  const words = fc.array(fc.stringMatching(/^[a-z0-9"/.-]{1,12}$/), { minLength: 1, maxLength: 20 });

  it('gives the words back, in lines no wider than asked unless they are one word', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 30 }), fc.constantFrom('', '  ', '      '), (list, width, indent) => {
        const lines = wrap(list.join(' '), width, indent);
        expect(lines.every((line, index) => index === 0 || line.startsWith(indent))).toBe(true);
        const bare = lines.map((line, index) => (index === 0 ? line : line.slice(indent.length)));
        expect(bare.join(' ')).toBe(list.join(' '));
        lines.forEach((line, index) => {
          if (displayWidth(line) > width) expect(bare[index]).not.toContain(' ');
        });
      }),
    );
  });

  const mixed = (...more: string[]) =>
    fc.array(fc.constantFrom('端', '口', '，', '（', '」', '“', '”', 'a', '1', '/', '.', '😀', 'が', '葛\u{E0100}', 'e\u0301', '한', ...more), { maxLength: 40 });
  const width = fc.integer({ min: 1, max: 20 });

  it('loses only spaces, in any writing', () => {
    fc.assert(
      fc.property(mixed(' ', '  '), width, (parts, columns) => {
        const spaceless = (text: string): string => text.replaceAll(' ', '');
        expect(spaceless(wrap(parts.join(''), columns).join(''))).toBe(spaceless(parts.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('puts punctuation where it may stand, whatever the width', () => {
    fc.assert(
      fc.property(mixed(), width, (parts, columns) => {
        const lines = wrap(parts.join(''), columns);
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[，」”]/u);
        for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（“]$/u);
      }),
      { numRuns: 500 },
    );
  });
});
