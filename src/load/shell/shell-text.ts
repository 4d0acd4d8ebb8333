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
}

/** A simple command: the program and its arguments, without assignments and redirections. */
export interface Command {
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
  /** Text that it reads from a here-document, with where it stands; for `bash <<EOF`. */
  readonly input: ShellText | null;
}

/** What makes it doubtful that the text was meant as the shell reads it, named by a message of the rule `valid-run`. */
export interface Doubt {
  readonly id: 'unclosed' | 'broken-continuation' | 'comment-in-command' | 'blank-in-command' | 'syntax';
  readonly start: number;
  readonly end: number;
  readonly data?: Readonly<Record<string, string>>;
}

export interface ShellCommands {
  /** In the order of the text, also those inside substitutions, functions, loops and conditions. */
  readonly commands: readonly Command[];
  readonly doubts: readonly Doubt[];
}

/** The offset in the file; `offset` may be the end of the text. */
export function placeInFile(places: readonly Place[], offset: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const place = places[low] ?? { at: 0, from: 0 };
  return place.from + (offset - place.at);
}

/** The place in the file of a piece of the text that is not empty; `whole` tells whether it stands there in one piece. */
export function rangeInFile(places: readonly Place[], start: number, end: number): { readonly start: number; readonly end: number; readonly whole: boolean } {
  const from = placeInFile(places, start);
  const to = end > start ? placeInFile(places, end - 1) + 1 : from;
  return { start: from, end: to, whole: to - from === end - start };
}
