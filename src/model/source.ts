/** A place in a file: UTF-16 offsets into its decoded text (a byte order mark counts), end exclusive. */
export interface SourceRange {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where a value came from, and so whether its text may be edited.
 * `written`: the text at `at` is the value. `implied`: a default; `at` is where it would be written.
 * `derived`: it came through an alias, a merge key or a variable; it may be pointed at, never edited.
 */
export type Origin = 'written' | 'implied' | 'derived';

export interface Located<T> {
  readonly value: T;
  readonly at: SourceRange;
  readonly origin: Origin;
}

/** A value that only the machine that runs the deployment knows; `unknown` is its text, such as `${RTP_PORT}`. */
export interface Unknown {
  readonly unknown: string;
}

/** Words of a sentence that the report writes: an id of the catalogue, and what is filled in. */
export interface Words {
  readonly id: string;
  readonly data?: WordData;
}

export type WordData = Readonly<Record<string, string | number | readonly string[]>>;

/** A sentence with the place it speaks of. */
export interface Remark extends Words {
  readonly at: SourceRange | null;
}
