import type { Deployment, Service, ServiceChange } from '../model/deployment.ts';
import type { Fix } from '../model/finding.ts';
import { estimate } from '../cost/estimate.ts';
import { countPairs } from '../ports/published.ts';
import type { Remark, Words } from '../model/source.ts';
import { endpointTexts } from '../ports/endpoints.ts';
import type { Engine } from '../rule.ts';
import { listenersOf } from '../zlm/listeners.ts';
import { certainCollision, hostConditions, newlyReachable, publishedEndpoints } from './host-conditions.ts';
import { applyAgain, hostSetting, statusCommand } from './form-words.ts';
import type { Surroundings } from '../zlm/surroundings.ts';

/** A fix, or why there is none. `left`: places that this fix does not reach, with the reason. */
export type Plan = ({ readonly fix: Fix } | { readonly none: Remark }) & { readonly left?: readonly Remark[] };

/** Moves a ZLMediaKit service to the host's network; safe when the files prove that nobody loses their way to it. */
export function planHost(service: Service, surroundings: Surroundings, engine: Engine): Plan {
  const { deployment } = surroundings;
  if (service.zlm === null) return { none: { id: 'none.not-zlm', at: service.at } };
  if (engine !== 'linux') return { none: { id: 'none.engine', data: { engine }, at: service.at } };
  const extended = service.settings.find(({ name }) => name === 'extends');
  if (extended !== undefined) return { none: { id: 'none.extends', at: extended.at } };
  const link = service.links[0] ?? service.externalLinks[0];
  if (link !== undefined) return { none: { id: 'none.links', at: link.at } };
  const taken = certainCollision(service, surroundings);
  if (taken !== null) return { none: taken };
  const change: ServiceChange = {
    service,
    networkMode: 'host',
    ...(service.ports.length > 0 || service.portsAt !== null || service.publishAll !== null ? { ports: 'remove' as const } : {}),
    ...(service.networksAt === null ? {} : { networks: 'remove' as const }),
  };
  const planned = deployment.plan(change);
  if ('refused' in planned) return { none: planned.refused };
  const reasons = [...toolRemark(service), ...hostConditions(service, surroundings)];
  const opens = endpointTexts(newlyReachable(service, listenersOf(service)));
  const firewall = endpointTexts(publishedEndpoints(service));
  return {
    fix: {
      title: { id: titleOf(opens, firewall), data: { service: service.label, setting: hostSetting(service), opens, firewall } },
      safety: reasons.length === 0 ? 'safe' : 'unsafe',
      strategy: 'host',
      change,
      edits: planned.edits,
      reasons,
      after: afterHost(service, deployment, opens, firewall),
    },
  };
}

function titleOf(opens: readonly string[], firewall: readonly string[]): string {
  if (opens.length === 0) return 'title.host';
  return firewall.length === 0 ? 'title.host-opens-only' : 'title.host-opens';
}

/** Other tools than docker forward ports in ways of their own. */
function toolRemark({ invocation, at }: Service): Remark[] {
  return invocation === null || invocation.tool === 'docker' ? [] : [{ id: 'host.tool', data: { tool: invocation.tool }, at }];
}

/** What was won, and what a person does now. */
function afterHost(service: Service, deployment: Deployment, opens: readonly string[], firewall: readonly string[]): Words[] {
  const cost = estimate(countPairs(service.ports));
  const close: Words[] = opens.length === 0 ? [] : [{ id: opens.some((text) => text.startsWith('3478/')) ? 'after.close-turn' : 'after.close' }];
  return [
    { id: 'after.saved', data: { processes: cost.processes, memory: cost.memory, start: cost.startSeconds } },
    applyAgain(deployment, service),
    ...(firewall.length === 0 ? [] : [{ id: 'after.firewall', data: { firewall } }]),
    ...close,
    { id: 'after.look', data: { commands: [statusCommand(deployment, service), 'ss -lntu', 'pgrep -c docker-proxy'] } },
  ];
}
