import { eastAsianWidth } from 'get-east-asian-width';

/** What a reader takes for one character: its text, the same made visible, and the columns that takes. */
export interface Glyph {
  readonly raw: string;
  readonly shown: string;
  readonly width: number;
}

/** Characters that steer a terminal, reorder a line, or are not seen at all, for a pattern with the flag `u`: control, bidi and zero width characters, lone surrogates. */
export const UNSEEN = String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]`;

const PICTOGRAPH = String.raw`\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?`;

/** Joiners, selectors and tags are ordinary in these places only; elsewhere they hide text. */
const glyphPattern = once(() => new RegExp(
  [
    String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`,
    String.raw`${PICTOGRAPH}(?:\u200D${PICTOGRAPH})*`,
    String.raw`\p{RI}\p{RI}`,
    String.raw`[#*0-9]\uFE0F\u20E3`,
    String.raw`\p{Ideographic}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
    UNSEEN,
    String.raw`[^](?:(?!${UNSEEN})\p{M})*`,
  ].join('|'),
  'gu',
));
const aloneUnseen = once(() => new RegExp(`^${UNSEEN}$`, 'u'));
const EMOJI_SEQUENCE = /[\uFE0F\u200D]|\p{Emoji_Modifier}|\p{RI}\p{RI}/u;
/** Besides marks, the vowels and finals of Hangul, which are drawn into the syllable before them. */
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u1160-\u11FF\uD7B0-\uD7FF]/u;
const PLAIN = /^[\x20-\x7E\xA0]*$/;

const NAMED_ESCAPES: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/** Whether each character is one of its own, seen, and one column wide. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The text, character by character as it is read; nothing is left out. */
export function glyphs(text: string): Glyph[] {
  if (isPlain(text)) return Array.from(text, (raw) => ({ raw, shown: raw, width: 1 }));
  return Array.from(text.matchAll(glyphPattern()), ([raw]) => {
    if (!aloneUnseen().test(raw)) return { raw, shown: raw, width: glyphWidth(raw) };
    const shown = escaped(raw);
    return { raw, shown, width: shown.length };
  });
}

/** Colours and links (SGR and OSC 8), which the report itself puts into its lines. */
const INK = /\x1b\[[\d;]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/** The columns a text takes on a terminal; colours, links and characters that {@link visible} would escape count 0. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const [raw] of text.replace(INK, '').matchAll(glyphPattern())) width += glyphWidth(raw);
  return width;
}

/** The width of the widest of any number of texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** The text with everything that cannot be seen, or would steer the terminal, written as `\n`, `\x1b`, `\u202e` or `\u{e0001}`. */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(glyphPattern(), (raw) => (aloneUnseen().test(raw) ? escaped(raw) : raw));
}

function escaped(character: string): string {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

function glyphWidth(glyph: string): number {
  if (isPlain(glyph)) return glyph.length;
  if (aloneUnseen().test(glyph)) return 0;
  if (EMOJI_SEQUENCE.test(glyph)) return 2;
  let width = 0;
  for (const character of glyph) {
    if (!NO_WIDTH.test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  }
  return width;
}

const STOPS = '，。；：、）」！？』】》〉〕］｝”’\u3000';
const CLOSING = `${STOPS}…—％・ー々`;
const OPENING = '（「『【《〈〔［｛“‘';
const CJK = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF65`;
/** A place between two characters, one of them Chinese or Japanese, that needs no space to break the line; code and flags may follow a stop. */
const breakPattern = once(() => new RegExp(
  String.raw`(?<![${OPENING}])(?![${CLOSING}])` +
    String.raw`(?:(?<=[${CJK}])(?=[${CJK}${OPENING}\p{L}\p{N}])|(?<=[${CLOSING}\p{L}\p{N}])(?=[${CJK}])|(?<=[${STOPS}])(?=[-\x60]))`,
  'gu',
));
/** None of them is among these. */
const UNBROKEN = /^[\0-\u2013]*$/;
/** What may be one path or address: a run without the punctuation that ends one in Chinese. */
const RUN = new RegExp(`[^${STOPS}${OPENING}]+`, 'gu');
const COPYABLE = /[\\/]|\.[A-Za-z]/;

/**
 * The text in lines of at most `width` columns, the indent of all but the first line included.
 * It breaks at spaces, which are dropped there, and between Chinese characters; a word that is too long stays whole,
 * and so does anything that looks like a path or an address, because it is there to be copied.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? '' : indent;
    let used = displayWidth(line);
    if (isPlain(paragraph) && used + paragraph.length <= width) {
      lines.push(line + paragraph);
      continue;
    }
    let empty = true;
    for (const { space, word } of words(paragraph)) {
      const wordWidth = displayWidth(word);
      if (empty || used + space.length + wordWidth <= width) {
        line += space + word;
        used += space.length + wordWidth;
        empty = false;
      } else if (word !== '') {
        lines.push(line);
        line = indent + word;
        used = displayWidth(line);
      }
    }
    lines.push(line);
  }
  return lines;
}

/** What is never broken, each with the spaces before it. */
function words(paragraph: string): { space: string; word: string }[] {
  const found: { space: string; word: string }[] = [];
  for (let start = 0, end = 0; end < paragraph.length; start = end) {
    let first = start;
    while (paragraph[first] === ' ') first++;
    const next = paragraph.indexOf(' ', first);
    end = next < 0 ? paragraph.length : next;
    const [space, unspaced] = [paragraph.slice(start, first), paragraph.slice(first, end)];
    let from = 0;
    for (const at of breaks(unspaced)) {
      found.push({ space: from === 0 ? space : '', word: unspaced.slice(from, at) });
      from = at;
    }
    found.push({ space: from === 0 ? space : '', word: unspaced.slice(from) });
  }
  return found;
}

function breaks(unspaced: string): number[] {
  if (UNBROKEN.test(unspaced)) return [];
  const places = Array.from(unspaced.matchAll(breakPattern()), (place) => place.index);
  if (places.length === 0) return places;
  const whole = [...unspaced.matchAll(RUN)].filter(([run]) => COPYABLE.test(run));
  let next = 0;
  return places.filter((at) => {
    while (next < whole.length && runEnd(whole[next]) <= at) next += 1;
    return at <= (whole[next]?.index ?? at);
  });
}

function runEnd(run: RegExpExecArray | undefined): number {
  return run === undefined ? 0 : run.index + run[0].length;
}

/** Unicode's classes take milliseconds to compile, and most texts need none of them. */
function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}
