import facts from '../../rules/_facts/images.json' with { type: 'json' };

/** A text that could not be read speaks of ZLMediaKit when one of these stands in it. */
const SPEAKING = ['zlm', 'mediakit', 'mediaserver'];

/** Whatever `recognise` goes by, as pieces of text that all have to be there, in lower case. */
const signs: readonly (readonly string[])[] = [
  ...SPEAKING.map((word) => [word]),
  ...[...facts.names.anywhere, ...facts.names.words].map((word) => [word]),
  ...facts.names.phrases,
  // An image may be written with other marks between its words; what is called after WVP only needs evidence beside it.
  ...facts.bundled.images.map(({ image }) => image.split('_')),
  ['wvp'],
  ...facts.bundled.configFiles.map((file) => [file.toLowerCase()]),
  // A path may go there and back again on its way.
  ...facts.configPaths.map(({ path }) => path.toLowerCase().split('/')),
  ['config.ini'],
];

export function speaksOfZlm(text: string): boolean {
  return new RegExp(SPEAKING.join('|'), 'i').test(text);
}

/**
 * Whether ZLMediaKit could be recognised from what a text says as it is written, without variables, escapes and other files: in doubt yes.
 * Quotes count for nothing, because a shell takes them away inside a word.
 */
export function mayNameZlm(text: string): boolean {
  const bare = text.toLowerCase().replace(/['"]/g, '');
  return signs.some((parts) => parts.every((part) => bare.includes(part)));
}
