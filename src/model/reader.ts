/** The files of one project, as the loaders may see them. A path is absolute or relative to the project's root. */
export interface ProjectReader {
  /** The decoded text; a byte order mark is kept as its first character. */
  read(path: string): ProjectText;
  /** As `read`, with U+FFFD for each byte that is no UTF-8; for files of which only some words matter. */
  readLoosely?(path: string): ProjectText;
  /** What lies there, symlinks followed. */
  kind(path: string): PathKind;
  /** The names in a directory, sorted; `null` when it cannot be listed. */
  list(dir: string): readonly string[] | null;
  /** The one name of what several paths lead to; without it no path is a symlink. */
  real?(path: string): string;
}

/** `outside`: not below the root once symlinks are resolved, whether or not something lies there. */
export type ProjectText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'missing' | 'outside' | 'unreadable' };

/** `other`: neither a file nor a directory, or something that cannot be looked at. */
export type PathKind = 'file' | 'directory' | 'missing' | 'outside' | 'other';
