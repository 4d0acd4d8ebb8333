import type { Service, ServiceChange } from '../model/deployment.ts';
import type { Fix } from '../model/finding.ts';
import type { Remark } from '../model/source.ts';
import { endpointTexts } from '../ports/endpoints.ts';
import type { Engine } from '../rule.ts';
import { listenersOf } from '../zlm/listeners.ts';
import { hostConditions, newlyReachable, publishedEndpoints } from './host-conditions.ts';
import type { Surroundings } from './surroundings.ts';

/** A fix, or why there is none. `left`: places that this fix does not reach, with the reason. */
export type Plan = { readonly fix: Fix; readonly left?: readonly Remark[] } | { readonly none: Remark };

/** Moves a ZLMediaKit service to the host's network; safe when the files prove that nobody loses their way to it. */
export function planHost(service: Service, surroundings: Surroundings, engine: Engine): Plan {
  const { deployment } = surroundings;
  if (service.zlm === null) return { none: { id: 'none.not-zlm', at: service.at } };
  if (engine !== 'linux') return { none: { id: 'none.engine', data: { engine }, at: service.at } };
  const extended = service.settings.find(({ name }) => name === 'extends');
  if (extended !== undefined) return { none: { id: 'none.extends', at: extended.at } };
  const override = deployment.unread.find(({ id }) => id === 'unread.override');
  if (override !== undefined) return { none: override };
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
      after: [
        { id: 'after.up', data: { service: service.name ?? '', compose: composeCommand(deployment.file) } },
        { id: 'after.firewall', data: { firewall } },
        { id: 'after.look', data: { service: service.name ?? '', compose: composeCommand(deployment.file) } },
      ],
    },
  };
}

/** The command that acts on this file: Compose finds its default names in the current directory by itself. */
export function composeCommand(file: string): string {
  return /^(?:\.\/)?(?:docker-)?compose\.ya?ml$|^-$/.test(file) ? 'docker compose' : `docker compose -f ${quoted(file)}`;
}

/** Quoted for a POSIX shell where it has to be. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
