/** What a sentence fills in, `{memory|size}` with its format, each once. */
export function placeholders(sentence: string): string[] {
  return [...new Set(sentence.match(/\{\w+(?:\|\w+)?\}/g))].sort();
}

const HAN = String.raw`[\u3400-\u9FFF“”‘’（）《》、，。：；！？]`;
const ASCII = String.raw`[,;:!?()]`;
/** Beside a Chinese character, or between two words with no space, where only punctuation of the sentence can stand. */
const MISPLACED = new RegExp(`${HAN} ?${ASCII}|${ASCII} ?${HAN}|${HAN}\\.|[A-Za-z][,;:][A-Z]`, 'gu');

/** ASCII punctuation that belongs to the Chinese of a sentence, not to code in it. */
export function asciiPunctuation(sentence: string): string[] {
  return sentence.replace(/\{\w+(?:\|\w+)?\}/g, 'x').match(MISPLACED) ?? [];
}
