import { linesOf } from '../texts/piece.ts';
import { placeInFile, type Place } from '../shell/shell-text.ts';

/** `Key=value` of a unit file, with the lines that continue it. */
export interface UnitEntry {
  readonly key: string;
  readonly value: string;
  /** The whole entry in the file, from its key to the end of its last line. */
  readonly start: number;
  readonly end: number;
  /** The value in the file. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Where the characters of the value stand. */
  readonly places: readonly Place[];
  /** Between the lines of a continued value: the first break, or a comment, which the reader skips. */
  readonly gap: { readonly start: number; readonly end: number } | null;
}

export interface UnitSection {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly entries: readonly UnitEntry[];
}

interface Line {
  readonly start: number;
  readonly text: string;
}

/**
 * The sections of a unit file as podman reads them: a backslash at the end of a line is dropped and the next line goes on without its
 * blanks; comments and empty lines in between are skipped. Source: podman pkg/systemd/parser/unitfile.go, Parse.
 */
export function readUnitFile(text: string): UnitSection[] {
  const sections: { name: string; start: number; end: number; entries: UnitEntry[] }[] = [];
  let open: Line[] = [];
  let skipped: Line | null = null;
  const lines = linesIn(text);
  for (const [index, line] of lines.entries()) {
    if (/^[#;]|^$/.test(line.text)) {
      if (open.length > 0 && line.text !== '') skipped ??= line;
      continue;
    }
    open.push(line);
    // The last line has nothing to go on with.
    if (line.text.endsWith('\\') && index < lines.length - 1) continue;
    const [first] = open;
    const section = open.length === 1 ? /^\[([^\][]+)\][ \t]*$/.exec(line.text)?.[1] : undefined;
    if (section !== undefined) sections.push({ name: section, start: line.start, end: line.start + line.text.length, entries: [] });
    else if (first !== undefined) sections.at(-1)?.entries.push(...entryOf(open, skipped));
    open = [];
    skipped = null;
  }
  return sections;
}

/** The lines without the blanks around them. */
function linesIn(text: string): Line[] {
  return linesOf(text).map(({ start, end }) => {
    const whole = text.slice(start, end);
    return { start: end - whole.trimStart().length, text: whole.trim() };
  });
}

function entryOf(lines: readonly Line[], comment: Line | null): UnitEntry[] {
  const joined = lines.map(({ text }) => text.replace(/\\$/, '')).join('');
  const [, key, before = ''] = /^([^=]*?)(\s*=\s*)/.exec(joined) ?? [];
  const [first, second] = [lines[0], lines[1]];
  const last = lines.at(-1);
  if (key === undefined || key === '' || first === undefined || last === undefined) return [];
  const from = key.length + before.length;
  const places: Place[] = [];
  let at = 0;
  for (const { start, text } of lines) {
    const length = text.replace(/\\$/, '').length;
    if (at + length > from) places.push({ at: Math.max(0, at - from), from: start + Math.max(0, from - at) });
    at += length;
  }
  const end = last.start + last.text.length;
  const value = joined.slice(from);
  const gap = comment !== null ? { start: comment.start, end: comment.start + comment.text.length } : second !== undefined ? { start: first.start + first.text.length - 1, end: second.start } : null;
  const valueStart = value === '' ? end : placeInFile(places, 0);
  const valueEnd = value === '' ? end : placeInFile(places, value.length - 1) + 1;
  return [{ key, value, start: first.start, end, valueStart, valueEnd, places, gap }];
}
