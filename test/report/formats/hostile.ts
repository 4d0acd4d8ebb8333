import * as fc from 'fast-check';

/** Texts that end what they stand in, where they are not escaped, or do something to whoever reads them. */
export const hostile = [']]>', '<script>alert(1)</script>', `"'&quot;&#10;`, '::error::gone', '##[error]gone', '##vso[task.complete]', '\x1b[31mred', 'a\u202eb\u2066', 'zero\u200bwidth', 'two\nlines', '\n::error file=x::gone'];

const piece = fc.oneof(fc.constantFrom(...hostile, ...'<>&"\'#:[] ', '中', '👨‍👩‍👧', '\uFFFE', '\u0085', '\r', '\t'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }));

/** Any text of Unicode, mostly such. */
export const hostileText = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
