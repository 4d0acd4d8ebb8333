import type { Unknown } from '../../model/source.ts';

/** Which grammar a text is read with: a POSIX shell or Bash, `cmd.exe`, or PowerShell. */
export type ShellName = 'sh' | 'cmd' | 'powershell';

/** A piece of a file that a shell reads, without what the file puts around it: Markdown quotes, YAML indentation, prompts. */
export interface ShellText {
  readonly shell: ShellName;
  readonly text: string;
  /** Where the text stands in the file: runs of characters that stand there as they are, in order. */
  readonly places: readonly Place[];
  /** Documentation, which people paste: line continuations that a shell would not take are read as they are meant. */
  readonly tolerant: boolean;
}

/** From offset `at` of the shell text on, up to the next place, its characters stand at `from` in the file. */
export interface Place {
  readonly at: number;
  readonly from: number;
  /** They do not stand there themselves: they were put in place of something, and are only of use all together. */
  readonly filled?: Filled;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Filled {
  /** In the shell text; the next place follows there. */
  readonly length: number;
  /** The end in the file of what they were put in place of. */
  readonly to: number;
  /** Something elsewhere in the file belongs to it, as the argument of a format does: it cannot be taken out alone. */
  readonly bound: boolean;
}

/** One word as the shell passes it to the program; `start` and `end` are offsets in the shell text, quotes included. */
export interface Word {
  readonly value: string | Unknown;
  readonly start: number;
  readonly end: number;
  /** `written`: between the quotes stands the value itself. `derived`: a variable, an escape, several quotes, a substitution. */
  readonly origin: 'written' | 'derived';
  readonly quote: '"' | "'" | '';
  /** Not known, and it may be no word or several: an unquoted variable or substitution, `"$@"`, a pattern. */
  readonly loose: boolean;
  /** Where all that is not known is whether they are there: the words that it may be, as of `${X:+--rm}`. */
  readonly maybe?: readonly string[];
}

/** A simple command: the program and its arguments, without assignments and redirections. */
export interface Command {
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
  /** Text that it reads from a here-document, with where it stands; for `bash <<EOF`. */
  readonly input: ShellText | null;
  /** What may run it several times: how a loop begins, or a function that is called again. */
  readonly repeatedBy: Span | null;
}

/** What makes it doubtful that the text was meant as the shell reads it, named by a message of the rule `valid-run`. */
export interface Doubt {
  readonly id: 'unclosed' | 'broken-continuation' | 'comment-in-command' | 'blank-in-command' | 'syntax' | 'script-not-read';
  readonly start: number;
  readonly end: number;
  readonly data?: Readonly<Record<string, string>>;
}

export interface ShellCommands {
  /** In the order of the text, also those inside substitutions, functions, loops and conditions. */
  readonly commands: readonly Command[];
  readonly doubts: readonly Doubt[];
}

/** The offset in the file; `offset` may be the end of the text. The last character of what was filled in stands at the last one there. */
export function placeInFile(places: readonly Place[], offset: number): number {
  const { at, from, filled } = places[placeIndex(places, offset)] ?? { at: 0, from: 0 };
  if (filled === undefined) return from + (offset - at);
  const last = Math.max(from, filled.to - 1);
  if (offset >= at + filled.length) return last + 1 + offset - at - filled.length;
  return offset === at + filled.length - 1 ? last : Math.min(from + (offset - at), last);
}

/**
 * The place in the file of a piece of the text that is not empty, with all of what something in it was put in place of.
 * `whole`: nothing else stands there, so that it can be taken out.
 */
export function rangeInFile(places: readonly Place[], start: number, end: number): { readonly start: number; readonly end: number; readonly whole: boolean } {
  if (end <= start) {
    const at = placeInFile(places, start);
    return { start: at, end: at, whole: true };
  }
  let index = placeIndex(places, start);
  const last = placeIndex(places, end - 1);
  const from = startIn(places[index], start);
  let to = from;
  let whole = true;
  for (; index <= last; index++) {
    const place = places[index] ?? { at: 0, from: 0 };
    const stop = Math.min(end, index === last ? end : (places[index + 1]?.at ?? end));
    const { filled } = place;
    if (startIn(place, Math.max(start, place.at)) !== to) whole = false;
    to = filled === undefined ? place.from + (stop - place.at) : filled.to;
    if (filled !== undefined && (filled.bound || start > place.at || stop < place.at + filled.length)) whole = false;
  }
  return { start: from, end: Math.max(from, to), whole };
}

function startIn({ at, from, filled }: Place = { at: 0, from: 0 }, offset: number): number {
  return filled === undefined ? from + (offset - at) : from;
}

/** The place that holds the character at `offset`. */
export function placeIndex(places: readonly Place[], offset: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
