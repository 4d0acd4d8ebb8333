import type { Deployment } from '../model/deployment.ts';
import type { Finding } from '../model/finding.ts';
import type { ReadError } from './read-text.ts';

/** One deployment to look at: Compose files that belong together, or a file with command lines. */
export interface Project {
  /** The main file, as the report calls it. */
  readonly path: string;
  /** Texts that were read already, by the names the report uses. */
  readonly texts: ReadonlyMap<string, string>;
  /** Loads the deployment with these texts in place of those on disk. */
  readonly load: (texts: ReadonlyMap<string, string>) => Deployment;
  /** Where a path of the report lies, as it is named and with symlinks resolved; `null` for standard input. */
  readonly locate: (shown: string) => string | null;
  readonly real: (shown: string) => string | null;
  readonly named: boolean;
  /** Its texts say that there is nothing to say, as long as nobody names it; it need not be loaded. */
  readonly silent?: boolean;
  /** The main file is what came through standard input. */
  readonly stdin: boolean;
  /** Whether a finding of this service, or at this place, is anybody's business; without it all are. */
  readonly concerns?: (finding: Finding) => boolean;
}

export type ProjectError = ReadError | { readonly path: string; readonly code: 'no-files' | 'no-default' | 'no-path' | 'outside' };

export interface ProjectOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly maxBytes: number;
  readonly stdinFilename: string | null;
  /** Finding none is no error. */
  readonly allowNoFiles?: boolean;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Patterns of names that a directory search looks into, too. */
  readonly include: readonly string[];
  /** `-f`: these are merged into one project. */
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
  readonly projectDirectory: string | null;
  readonly processEnv: boolean;
  readonly allowOutside: boolean;
  /** Whether a file or directory is to be left out. */
  readonly ignored?: (path: string, directory: boolean) => boolean;
  readonly onRead?: (characters: number) => void;
}
