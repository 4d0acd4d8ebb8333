import type { Char } from './cmd-line.ts';
import type { Word } from './shell-text.ts';

/** A command line as a Windows program splits it: blanks, double quotes, backslashes before quotes; `unclosed` is where a quote stays open. */
export function splitWords(text: string, chars: readonly Char[]): { readonly words: Word[]; readonly unclosed: number | null } {
  const words: Word[] = [];
  let at = 0;
  let unclosed: number | null = null;
  for (;;) {
    while (isBlank(chars[at])) at += 1;
    const first = chars[at];
    if (first === undefined) return { words, unclosed };
    const from = at;
    let value = '';
    let opened: number | null = null;
    let known = true;
    let loose = false;
    while (at < chars.length && (opened !== null || !isBlank(chars[at]))) {
      const { char, unknown, start } = chars[at] ?? first;
      if (unknown) {
        known = false;
        loose ||= opened === null;
        at += 1;
      } else if (char === '\\') {
        let count = 0;
        while (isPlain(chars[at], '\\')) {
          count += 1;
          at += 1;
        }
        const quoted = isPlain(chars[at], '"');
        value += '\\'.repeat(quoted ? count >> 1 : count);
        if (quoted && count % 2 === 1) {
          value += '"';
          at += 1;
        }
      } else if (char !== '"') {
        value += char;
        at += 1;
      } else if (opened !== null && isPlain(chars[at + 1], '"')) {
        value += '"';
        at += 2;
      } else {
        opened = opened === null ? start : null;
        at += 1;
      }
    }
    unclosed ??= opened;
    words.push(wordOf(text, chars, from, at, known ? value : null, loose));
  }
}

function wordOf(text: string, chars: readonly Char[], from: number, to: number, value: string | null, loose: boolean): Word {
  const start = chars[from]?.start ?? 0;
  const end = chars[to - 1]?.end ?? start;
  const source = text.slice(start, end);
  const quoted = /^"[^"]*"$/.test(source);
  const plain = quoted ? source.slice(1, -1) : source;
  if (value === null) return { value: { unknown: plain }, start, end, origin: 'derived', quote: quoted ? '"' : '', loose };
  const written = value === plain && chars.slice(from, to).every((char) => char.end - char.start === 1);
  return { value, start, end, origin: written ? 'written' : 'derived', quote: written && quoted ? '"' : '', loose: false };
}

function isBlank(char: Char | undefined): boolean {
  return char !== undefined && !char.unknown && (char.char === ' ' || char.char === '\t');
}

function isPlain(char: Char | undefined, expected: string): boolean {
  return char !== undefined && !char.unknown && char.char === expected;
}
