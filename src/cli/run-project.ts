import type { loadRun } from '../load/run/load-run.ts';
import { entersOwnDirectory } from '../load/run/own-directory.ts';
import type { Deployment } from '../model/deployment.ts';
import type { ProjectReader } from '../model/reader.ts';
import { quoted } from '../text/quoted.ts';
import { realWith } from './project-reader.ts';
import type { Project } from './project.ts';

/** Where a file with command lines lies, and how its paths are called. */
export interface RunPlace {
  readonly reader: ProjectReader;
  readonly shown: (path: string) => string;
  readonly locate: Project['locate'];
}

/** Files with command lines as projects; what reads them is loaded when the first of them is met. */
export class RunProjects {
  private loader: typeof loadRun | null = null;
  private met = false;

  /** To be awaited before any of the projects is loaded. */
  async ready(): Promise<void> {
    if (this.met && this.loader === null) this.loader = (await import('../load/run/load-run.ts')).loadRun;
  }

  /** `here`: a command line that is run in the current directory; where a script is run nobody knows, unless it goes to its own directory. */
  project(path: string, text: string, place: RunPlace, { named, here }: { readonly named: boolean; readonly here: boolean }): Project {
    const { reader, shown, locate } = place;
    this.met = true;
    const load = (texts: ReadonlyMap<string, string>): Deployment => {
      if (this.loader === null) throw new Error('command lines are loaded before their reader is');
      const current = texts.get(path) ?? text;
      const known = here || entersOwnDirectory(path, current);
      return this.loader({ file: path, text: current, texts, reader, shown, directory: () => (known ? '.' : null), commandLine: here });
    };
    return { path, texts: new Map([[path, text]]), load, named, stdin: false, locate, real: realWith(reader, locate) };
  }
}

/** One word that holds blanks is a command line as a whole. */
export function lineOf(words: readonly string[]): string {
  const [only = ''] = words;
  return words.length === 1 && /\s/.test(only) ? only : words.map(quoted).join(' ');
}
