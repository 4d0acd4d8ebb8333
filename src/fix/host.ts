import type { Deployment, Service, ServiceChange } from '../model/deployment.ts';
import type { Fix } from '../model/finding.ts';
import { estimate } from '../cost/estimate.ts';
import { countPairs } from '../ports/published.ts';
import type { Remark, Words } from '../model/source.ts';
import { endpointTexts } from '../ports/endpoints.ts';
import type { Engine } from '../rule.ts';
import { listenersOf } from '../zlm/listeners.ts';
import { hostConditions, newlyReachable, publishedEndpoints } from './host-conditions.ts';
import type { Surroundings } from './surroundings.ts';

/** A fix, or why there is none. `left`: places that this fix does not reach, with the reason. */
export type Plan = ({ readonly fix: Fix } | { readonly none: Remark }) & { readonly left?: readonly Remark[] };

/** Moves a ZLMediaKit service to the host's network; safe when the files prove that nobody loses their way to it. */
export function planHost(service: Service, surroundings: Surroundings, engine: Engine): Plan {
  const { deployment } = surroundings;
  if (service.zlm === null) return { none: { id: 'none.not-zlm', at: service.at } };
  if (engine !== 'linux') return { none: { id: 'none.engine', data: { engine }, at: service.at } };
  const extended = service.settings.find(({ name }) => name === 'extends');
  if (extended !== undefined) return { none: { id: 'none.extends', at: extended.at } };
  const change: ServiceChange = {
    service,
    networkMode: 'host',
    ...(service.ports.length > 0 || service.portsAt !== null ? { ports: 'remove' as const } : {}),
    ...(service.networksAt === null ? {} : { networks: 'remove' as const }),
  };
  const planned = deployment.plan(change);
  if ('refused' in planned) return { none: planned.refused };
  const reasons = [...hostConditions(service, surroundings)];
  const opens = endpointTexts(newlyReachable(service, listenersOf(service)));
  const firewall = endpointTexts(publishedEndpoints(service));
  return {
    fix: {
      title: { id: opens.length > 0 ? 'title.host-opens' : 'title.host', data: { service: service.name ?? '', opens, firewall } },
      safety: reasons.length === 0 ? 'safe' : 'unsafe',
      strategy: 'host',
      change,
      edits: planned.edits,
      reasons,
      after: afterHost(service, deployment, opens, firewall),
    },
  };
}

/** What was won, and what a person does now. */
function afterHost(service: Service, deployment: Deployment, opens: readonly string[], firewall: readonly string[]): Words[] {
  const cost = estimate(countPairs(service.ports));
  const command = composeCommand(deployment);
  const name = service.name ?? '';
  const close: Words[] = opens.length === 0 ? [] : [{ id: opens.some((text) => text.startsWith('3478/')) ? 'after.close-turn' : 'after.close' }];
  return [
    { id: 'after.saved', data: { processes: cost.processes, memory: cost.memory, start: cost.startSeconds } },
    { id: 'after.up', data: { command: `${command} up -d ${name}` } },
    { id: 'after.firewall', data: { firewall } },
    ...close,
    { id: 'after.look', data: { commands: [`${command} ps ${name}`, 'ss -lntu', 'pgrep -c docker-proxy'] } },
  ];
}

/** The command that acts on these files: Compose finds its default names, and the override beside them, in the current directory by itself. */
export function composeCommand({ files: [main = '', ...others], options }: Pick<Deployment, 'files' | 'options'>): string {
  const found = /^(?:\.\/)?(?:docker-)?compose\.ya?ml$|^-$/.test(main) && others.every((file) => /^(?:docker-)?compose\.override\.ya?ml$/.test(file));
  const files = found ? [] : [main, ...others].flatMap((file) => ['-f', file]);
  return ['docker compose', ...[...options, ...files].map(quoted)].join(' ');
}

/** Quoted for a POSIX shell where it has to be. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
