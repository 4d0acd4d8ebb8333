import type { PortSpan } from '../model/port.ts';
import { readFlag, readPort, readPortRange } from './config-values.ts';

/** The value of a key: its text, and where that text stands. */
export interface IniValue {
  readonly value: string;
  /** UTF-16 offsets of the value in the text, end exclusive; an empty value stands behind its `=`. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** False for a line without `=`, which ZLMediaKit reads as an empty value. */
  readonly assigned: boolean;
}

export interface ConfigIni {
  /** Where a key may be added to a section, behind the last line that says something in it; `null` when there is no such section. */
  readonly endOf: (section: string) => number | null;
  readonly get: (section: string, key: string) => IniValue | undefined;
  /** Every key that is read, as `section.key`, with its value. */
  readonly values: ReadonlyMap<string, IniValue>;
  /** The keys of a section, in the order in which they are first said. */
  readonly keys: (section: string) => readonly string[];
  /** The port that `section.key` says, 0 when it disables the listener; `undefined` when the key is absent. */
  readonly port: (key: string) => number | undefined;
  /** The range that `section.key` says over the fallback, which is also the answer when the key is absent. */
  readonly range: (key: string, fallback: PortSpan) => PortSpan;
  /** The switch that `section.key` says; `undefined` when the key is absent. */
  readonly flag: (key: string) => boolean | undefined;
}

/**
 * Reads config.ini as ZLMediaKit's own parser does: only whole lines are comments, the last of equal keys wins, and a byte order mark
 * is part of the first line, so that a section named there is lost.
 * Source: ZLToolKit src/Util/mini.h `mINI_basic::parse`, src/Util/util.h `trim`.
 */
export function readConfigIni(text: string): ConfigIni {
  const { values, ends } = parse(text);
  const find = (key: string): IniValue | undefined => values.get(key);
  const read = <T>(key: string, how: (value: string) => T): T | undefined => {
    const found = find(key);
    return found === undefined ? undefined : how(found.value);
  };
  return {
    endOf: (name) => ends.get(name) ?? null,
    get: (section, key) => find(`${section}.${key}`),
    values,
    keys: (section) => [...values.keys()].flatMap((key) => (key.startsWith(`${section}.`) ? [key.slice(section.length + 1)] : [])),
    port: (key) => read(key, readPort),
    range: (key, fallback) => read(key, (value) => readPortRange(value, fallback)) ?? fallback,
    flag: (key) => read(key, readFlag),
  };
}

function parse(text: string): { readonly values: Map<string, IniValue>; readonly ends: Map<string, number> } {
  const values = new Map<string, IniValue>();
  const ends = new Map<string, number>();
  let section = '';
  let line = 0;
  for (let next = 0; next <= text.length; ) {
    const newline = text.indexOf('\n', next);
    const { start, end } = trimmed(text, next, newline < 0 ? text.length : newline);
    next = newline < 0 ? text.length + 1 : newline + 1;
    line++;
    const first = text[start];
    if (start === end || first === ';' || first === '#') continue;
    if (end - start >= 3 && first === '[' && text[end - 1] === ']') {
      const name = trimmed(text, start + 1, end - 1);
      section = text.slice(name.start, name.end);
      ends.set(section, end);
      continue;
    }
    const equals = text.slice(start, end).indexOf('=');
    const assigned = equals >= 0;
    const key = trimmed(text, start, assigned ? start + equals : end);
    const value = assigned ? trimmed(text, start + equals + 1, end) : { start: end, end };
    values.set(`${section}.${text.slice(key.start, key.end)}`, { value: text.slice(value.start, value.end), ...value, line, assigned });
    ends.set(section, end);
  }
  return { values, ends };
}

/** The span without the blanks at its ends; all blanks leave its first place. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  let last = end;
  while (last > start && isBlank(text[last - 1])) last--;
  let first = start;
  while (first < last && isBlank(text[first])) first++;
  return { start: first, end: last };
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r';
}
