import type { Deployment, PortChange, Service } from '../model/deployment.ts';
import { mappingText, mergeableGroups } from '../ports/published.ts';
import type { Guard } from './guard.ts';
import type { Left, Plan } from './plan.ts';

/** Says the same mappings in as few entries as possible: neighbours become ranges, duplicates go. What is published does not change. */
export function planMerge(service: Service, deployment: Deployment, guard: Guard): Plan {
  const merges: PortChange[] = [];
  const left: Left[] = [];
  for (const { members, into } of mergeableGroups(service.ports)) {
    const merge = { from: members.map(({ port }) => port), into };
    const alone = deployment.plan({ service, ports: [merge] });
    const silenced = 'edits' in alone ? guard.touchedBy(alone.edits, merge.from.map(({ at }) => at)) : null;
    if ('edits' in alone && silenced === null) merges.push(merge);
    for (const { port } of members) {
      if (silenced !== null) left.push({ of: port.at, why: silenced });
      else if ('refused' in alone) left.push({ of: port.at, why: { ...alone.refused, at: port.at } });
    }
  }
  if (merges.length === 0) return { left, none: left[0]?.why ?? { id: 'none.nothing-to-merge', at: service.portsAt?.at ?? service.at } };
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
