import type { ProjectReader } from '../model/reader.ts';

/** What lies on the host and is brought into containers: files that a fix may edit, and one that it makes. */
export interface Contents {
  readonly reader: ProjectReader;
  /** What the report calls a path of the reader. */
  readonly shown: (path: string) => string;
  /** The text of this file is at hand from now on, by the name the report uses. */
  readonly keep: (file: string, text: string) => void;
}

/** A reader for which these texts, by the name the report uses, stand in place of what lies on disk. */
export function readerOver(reader: ProjectReader, texts: ReadonlyMap<string, string>, shown: (path: string) => string): ProjectReader {
  const textOf = (path: string): string | undefined => texts.get(shown(path));
  return {
    ...reader,
    read: (path) => {
      const text = textOf(path);
      return text === undefined ? reader.read(path) : { ok: true, text };
    },
    kind: (path) => (textOf(path) === undefined ? reader.kind(path) : 'file'),
  };
}
