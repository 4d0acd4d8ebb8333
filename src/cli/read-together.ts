import type { Neighbour, NeighboursOf } from '../fix/neighbours.ts';
import type { Project } from './projects.ts';

/** The projects of one run: which of them read the same files. Each is loaded for that once, and only when a fix asks. */
export class ReadTogether {
  private readonly known = new Map<Project, Neighbour>();

  constructor(private readonly projects: readonly Project[]) {}

  neighboursOf(project: Project): NeighboursOf {
    const others = this.projects.filter((other) => other !== project);
    return (files) => others.map((other) => this.read(other)).filter(({ deployment }) => [...files].some((file) => deployment.texts.has(file)));
  }

  /** These files were written: who reads them is to be loaded anew. */
  forget(files: readonly string[]): void {
    for (const [project, { deployment }] of this.known) if (files.some((file) => deployment.texts.has(file))) this.known.delete(project);
  }

  private read(project: Project): Neighbour {
    let neighbour = this.known.get(project);
    if (neighbour === undefined) this.known.set(project, (neighbour = { deployment: project.load(project.texts), load: (texts) => project.load(texts) }));
    return neighbour;
  }
}
