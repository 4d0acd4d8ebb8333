import { UNSEEN } from '../text/width.ts';

/** All but the line feed, which in JSON stands between values only. */
const HIDDEN = new RegExp(String.raw`(?!\n)${UNSEEN}`, 'gu');

/** JSON that steers no terminal, hides nothing from a reader, and has nothing in it that a GitHub runner takes for a command. */
export function jsonText(value: unknown): string {
  return `${withEscapes(JSON.stringify(value, null, 2))}\n`;
}

/** The same for text in which all of that stands between double quotes, as JSON and YAML read them. */
export function withEscapes(text: string): string {
  return text.replace(HIDDEN, escaped).replaceAll('##[', String.raw`#\u0023[`);
}

/** By its UTF-16 units: JSON has no other escape. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
