import type { Deployment, Service } from '../model/deployment.ts';
import { networkModeOf } from '../ports/network-mode.ts';
import { isUnknown } from '../ports/spans.ts';
import { addressesOf, ownAddressesOf, type Address } from './addresses.ts';
import { isOnHost } from './host-ports.ts';
import { isUpstream } from './image-name.ts';
import { hostNames } from './sayings.ts';

/** Addresses by which one service looks for another and which do not resolve, because one of them is on the host's network. */
export interface LostNames {
  readonly speaker: Service;
  readonly target: Service;
  readonly addresses: readonly (Address & { readonly by: Service })[];
  /** The speaker is on the host's network: Docker's DNS does not answer it. Otherwise the target is, and has no name there. */
  readonly speakerOnHost: boolean;
}

/** What one service says that a ZLMediaKit sends its hooks to. */
export interface Spoken {
  readonly speaker: Service;
  readonly by: Service;
  readonly addresses: readonly Address[];
}

/** Each pair of services once, in the order in which they are said. */
export function lostNames(deployment: Deployment): LostNames[] {
  const targets = servicesByName(deployment);
  const found = new Map<Service, Map<Service, (Address & { by: Service })[]>>();
  for (const by of deployment.services) {
    if (by.disabled || targets.size === 0) continue;
    for (const address of addressesOf(by, deployment)) {
      const target = lost(address, targets.get(address.host.toLowerCase()) ?? [], deployment);
      if (target === null) continue;
      const pairs = found.get(address.speaker) ?? new Map<Service, (Address & { by: Service })[]>();
      found.set(address.speaker, pairs);
      pairs.set(target, [...(pairs.get(target) ?? []), { ...address, by }]);
    }
  }
  return [...found].flatMap(([speaker, pairs]) => [...pairs].map(([target, addresses]) => ({ speaker, target, addresses, speakerOnHost: isOnHost(speaker, deployment) === true })));
}

/** Without an answer of these no stream is let in or out; of others a forgotten default does no harm. */
const decides = new Set(['hook.on_publish', 'hook.on_play']);

/** Hooks that a ZLMediaKit on a bridge sends to its own container, where nothing answers them; for each ZLMediaKit those of one service. */
export function loopbackHooks(deployment: Deployment): Spoken[] {
  // Command lines in one text need not run on one host at one time.
  if (deployment.form === 'docker-run') return [];
  return deployment.services.flatMap((by) => {
    const hooks = by.disabled ? [] : [...ownAddressesOf(by, deployment)].filter(({ host, hook, where, speaker }) => hook && (decides.has(where) || !where.startsWith('hook.')) && /^(?:127\.[\d.]+|localhost)$/i.test(host) && isAlone(speaker, deployment));
    return [...new Set(hooks.map(({ speaker }) => speaker))].map((speaker) => ({ speaker, by, addresses: hooks.filter((address) => address.speaker === speaker) }));
  });
}

/** Whether ZLMediaKit is all that runs in a network of its own. */
function isAlone({ zlm, name, containerName, image, build, networkMode }: Service, deployment: Deployment): boolean {
  const shared = [`service:${name ?? ''}`, `container:${typeof containerName?.value === 'string' ? containerName.value : ''}`];
  const sharers = deployment.services.some((other) => other.networkMode !== null && (isUnknown(other.networkMode.value) || shared.includes(other.networkMode.value)));
  return zlm?.bundled === false && build === null && image !== null && isUpstream(image.value) && (networkMode === null || networkMode.value === 'bridge') && !sharers;
}

/** Empty where nothing is on the host: then every name is left to Docker. */
function servicesByName(deployment: Deployment): Map<string, Service[]> {
  const services = new Map<string, Service[]>();
  if (!deployment.services.some((service) => isOnHost(service, deployment) === true)) return services;
  for (const service of deployment.services) {
    for (const name of hostNames(service)) {
      if (/^localhost$|^[\d.:]+$/i.test(name)) continue;
      const known = services.get(name.toLowerCase());
      if (known === undefined) services.set(name.toLowerCase(), [service]);
      else known.push(service);
    }
  }
  return services;
}

/** The service that an address means and does not reach by its name; `null` when it does, or when that is not known. */
function lost({ host, speaker }: Address, targets: readonly Service[], deployment: Deployment): Service | null {
  const [target] = targets;
  const onHost = isOnHost(speaker, deployment);
  if (target === undefined || targets.includes(speaker) || onHost === null || networkModeOf(speaker) === 'none' || isAnswered(host, speaker, deployment)) return null;
  return onHost || targets.every((one) => isOnHost(one, deployment) === true) ? target : null;
}

/** `extra_hosts` of the service, or of the one whose network it shares; a variable among them may stand for any name. */
function isAnswered(host: string, speaker: Service, deployment: Deployment): boolean {
  const [, shared] = /^service:(.*)$/.exec(networkModeOf(speaker) ?? '') ?? [];
  const root = deployment.services.find(({ name }) => name === shared);
  return [...speaker.extraHosts, ...(root?.extraHosts ?? [])].some(({ value }) => isUnknown(value) || value.toLowerCase().split(/[:=]/)[0] === host.toLowerCase());
}
