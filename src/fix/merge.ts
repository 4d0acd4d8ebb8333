import type { Deployment, PortChange, Service } from '../model/deployment.ts';
import type { Remark } from '../model/source.ts';
import { mappingText, mergeableGroups } from '../ports/published.ts';
import type { Plan } from './plan.ts';

/** Says the same mappings in as few entries as possible: neighbours become ranges, duplicates go. What is published does not change. */
export function planMerge(service: Service, deployment: Deployment): Plan {
  const merges: PortChange[] = [];
  const left: Remark[] = [];
  for (const { members, into } of mergeableGroups(service.ports)) {
    const merge = { from: members.map(({ port }) => port), into };
    const alone = deployment.plan({ service, ports: [merge] });
    if ('edits' in alone) merges.push(merge);
    else left.push(...members.map(({ port }) => ({ ...alone.refused, at: port.at })));
  }
  if (merges.length === 0) return { left, none: left[0] ?? { id: 'none.nothing-to-merge', at: service.portsAt?.at ?? service.at } };
  const change = { service, ports: merges };
  const planned = deployment.plan(change);
  if ('refused' in planned) return { none: planned.refused };
  return {
    left,
    fix: {
      title: { id: 'title.merge', data: { service: service.label, into: merges.flatMap(({ into }) => (into === null ? [] : mappingText(into))) } },
      safety: 'safe',
      strategy: 'minimal',
      service,
      changes: [change],
      texts: [],
      created: [],
      edits: planned.edits,
      reasons: [],
      after: [{ id: 'after.same' }],
    },
  };
}
