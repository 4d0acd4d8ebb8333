import { visible } from '../text/width.ts';

export interface XmlElement {
  readonly name: string;
  /** Several lines where it is a list; what is `undefined` is left out. */
  readonly attributes?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly children?: readonly XmlElement[];
  /** Lines; an element has these or children. */
  readonly text?: readonly string[];
}

/** An XML document in which every text reads back as `visible` shows it, so that none has a character in it which XML forbids. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, '')}`;
}

function element({ name, attributes = {}, children = [], text = [] }: XmlElement, indent: string): string {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escaped(typeof value === 'object' ? value : [String(value)], '&#10;')}"`));
  const start = `${indent}<${name}${given.join('')}`;
  if (children.length > 0) return `${start}>\n${children.map((child) => element(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
  return text.length > 0 ? `${start}>${escaped(text, '\n')}</${name}>\n` : `${start}/>\n`;
}

function escaped(lines: readonly string[], lineEnd: string): string {
  return lines.map(xmlText).join(lineEnd);
}

/** What came from a file is made visible and harmless. */
export function xmlText(text: string): string {
  return visible(text).replace(MARKUP, (character) => names[character] ?? `&#${character.charCodeAt(0)};`);
}

/** Two colons or two number signs may be a command to whoever reads the log: `::error::` and `##[error]` on GitHub, `##vso[` on Azure. */
const MARKUP = /[&<>"']|(?<=:):|(?<=#)#/g;

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
