import type { Neighbour, NeighboursOf } from '../fix/neighbours.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Project } from './project.ts';

/** The projects of one run: which of them read the same files. Each is loaded once, for its own sake or for the others. */
export class ReadTogether {
  private readonly known = new Map<Project, Neighbour>();
  private readonly order: ReadonlyMap<Project, number>;
  private readonly unread: Set<Project>;
  /** Who of those that are known reads a file. */
  private readonly readers = new Map<string, Set<Project>>();

  constructor(projects: readonly Project[], isSkipped: (project: Project) => boolean = () => false) {
    this.order = new Map(projects.map((project, index) => [project, index]));
    this.unread = new Set(projects.filter((project) => !isSkipped(project)));
    for (const project of projects) if (isSkipped(project)) this.enter(project, project.texts.keys());
  }

  /** The project as it was read. */
  deploymentOf(project: Project): Deployment {
    return this.read(project).deployment;
  }

  /** Only when a fix asks, all projects are loaded. */
  neighboursOf(project: Project): NeighboursOf {
    return (files) => {
      for (const other of [...this.unread]) if (other !== project) this.read(other);
      const found = new Set([...files].flatMap((file) => [...(this.readers.get(file) ?? [])]));
      found.delete(project);
      return [...found].sort((a, b) => (this.order.get(a) ?? 0) - (this.order.get(b) ?? 0)).map((other) => this.read(other));
    };
  }

  /** These files were written: who reads them is to be loaded anew. */
  forget(files: readonly string[]): void {
    for (const project of new Set(files.flatMap((file) => [...(this.readers.get(file) ?? [])]))) {
      for (const file of this.known.get(project)?.deployment.texts.keys() ?? []) this.readers.get(file)?.delete(project);
      this.known.delete(project);
      this.unread.add(project);
    }
  }

  private read(project: Project): Neighbour {
    const known = this.known.get(project);
    if (known !== undefined) return known;
    const neighbour = { deployment: project.load(project.texts), load: (texts: ReadonlyMap<string, string>) => project.load(texts) };
    this.known.set(project, neighbour);
    this.unread.delete(project);
    this.enter(project, neighbour.deployment.texts.keys());
    return neighbour;
  }

  private enter(project: Project, files: Iterable<string>): void {
    for (const file of files) {
      const readers = this.readers.get(file);
      if (readers === undefined) this.readers.set(file, new Set([project]));
      else readers.add(project);
    }
  }
}
