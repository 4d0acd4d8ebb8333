import type { Deployment } from '../model/deployment.ts';
import type { Words } from '../model/source.ts';
import { newProblem, pictureOf } from './prove.ts';

/** Another deployment that is made of some of the same files. */
export interface Neighbour {
  readonly deployment: Deployment;
  readonly load: (texts: ReadonlyMap<string, string>) => Deployment;
}

/** The others that read one of these files. */
export type NeighboursOf = (files: ReadonlySet<string>) => readonly Neighbour[];

/** What a fix of one deployment does to the others that read the same text: nothing, or the same to the same service. `null` when it is so. */
export function disproofElsewhere(before: Deployment, after: Deployment, changed: ReadonlyMap<string, string>, neighbours: NeighboursOf): Words | null {
  const files = new Set(changed.keys());
  const same = new Map(before.services.map((service, index) => [pictureOf(service), after.services[index]]));
  for (const { deployment, load } of neighbours(files)) {
    const path = deployment.file;
    const now = load(new Map([...deployment.texts, ...changed]));
    const problem = newProblem(deployment.problems, now.problems);
    if (problem !== null) return { id: 'dropped.other-project', data: { path, service: problem.service ?? '' } };
    for (const [index, service] of deployment.services.entries()) {
      const old = pictureOf(service);
      const [mine, theirs] = [same.get(old), now.services[index]];
      if (theirs !== undefined && pictureOf(theirs) === old) continue;
      if (theirs === undefined || mine === undefined || pictureOf(mine) !== pictureOf(theirs)) return { id: 'dropped.other-project', data: { path, service: service.label } };
    }
  }
  return null;
}
