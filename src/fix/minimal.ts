import type { Deployment, PortMerge, Service } from '../model/deployment.ts';
import type { Remark, Words } from '../model/source.ts';
import { knownMapping, mappingText, mergeableGroups } from '../ports/published.ts';
import { spanText, widthOf } from '../ports/spans.ts';
import { roleOf, rtpRangeFor } from '../zlm/listeners.ts';
import type { Plan } from './host.ts';

/** Says the same mappings in as few entries as possible: neighbours become ranges, duplicates go. What is published does not change. */
export function planMinimal(service: Service, deployment: Deployment, streams: number): Plan {
  const merges: PortMerge[] = [];
  const left: Remark[] = [];
  for (const { members, into } of mergeableGroups(service.ports)) {
    const merge = { from: members.map(({ port }) => port), into };
    const alone = deployment.plan({ service, ports: [merge] });
    if ('edits' in alone) merges.push(merge);
    else left.push(...members.map(({ port }) => ({ ...alone.refused, at: port.at })));
  }
  if (merges.length === 0) return { left, none: left[0] ?? { ...nothingToMerge(service, streams), at: service.portsAt?.at ?? service.at } };
  const change = { service, ports: merges };
  const planned = deployment.plan(change);
  if ('refused' in planned) return { none: planned.refused };
  return {
    left,
    fix: {
      title: { id: 'title.merge', data: { service: service.label, into: merges.map(({ into }) => mappingText(into)) } },
      safety: 'safe',
      strategy: 'minimal',
      change,
      edits: planned.edits,
      reasons: [],
      after: [{ id: 'after.same' }],
    },
  };
}

/** Why merging helps no further; where the published RTP range is wider than so many streams need, the range that would do. */
export function nothingToMerge(service: Service, streams: number): Words {
  for (const { container, protocol } of service.ports.flatMap((port) => knownMapping(port) ?? [])) {
    const range = rtpRangeFor(streams, container.from);
    if (widthOf(range) < widthOf(container) && roleOf(service, container, protocol) === 'rtp_proxy.port_range') return { id: 'none.narrower', data: { streams, range: spanText(range) } };
  }
  return { id: 'none.nothing-to-merge' };
}
