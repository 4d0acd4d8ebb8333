import facts from '../../rules/_facts/config-keys.json' with { type: 'json' };
import type { Deployment, Service } from '../model/deployment.ts';
import { isUnknown } from '../ports/spans.ts';

/** One address of `rtc.externIP` as players are told it. */
export type ExternIp =
  | { readonly kind: 'address' | 'loopback' | 'container' | 'domain'; readonly text: string }
  /** `$NAME` of which nothing is known, or which the environment does not have: ZLMediaKit leaves that one out. */
  | { readonly kind: 'unknown' | 'unset'; readonly text: string };

/**
 * The addresses of a comma-separated `rtc.externIP`; one that begins with `$` is taken from the environment.
 * Source: ZLMediaKit webrtc/WebRtcTransport.cpp `translateIPFromEnv`, pull request 1786.
 */
export function externIpsIn(text: string, service: Service, deployment: Deployment): ExternIp[] {
  return text.split(',').filter((one) => one !== '').map((one): ExternIp => {
    if (!one.startsWith('$')) return { kind: kindOf(one, deployment), text: one };
    const value = environmentValue(one.slice(1), service);
    if (value === undefined) return { kind: 'unknown', text: one };
    return value === null ? { kind: 'unset', text: one } : { kind: kindOf(value, deployment), text: value };
  });
}

/** `null` when the variable is certainly not there, `undefined` when nobody can tell. */
function environmentValue(name: string, { environment, mentions, build, image }: Service): string | null | undefined {
  const found = environment.find((variable) => variable.name === name)?.value.value;
  if (found !== undefined) return isUnknown(found) || found === '' ? undefined : found;
  const elsewhere = build !== null || image === null || mentions.some(({ value }) => isUnknown(value) || value.includes(name));
  return elsewhere ? undefined : null;
}

function kindOf(address: string, deployment: Deployment): 'address' | 'loopback' | 'container' | 'domain' | 'unknown' {
  const text = address.trim();
  if (/^(?:127\.|0\.0\.0\.0$|::1?$|localhost$)/i.test(text)) return 'loopback';
  if (isContainerAddress(text, deployment)) return 'container';
  if (/^\d+(?:\.\d+){3}$/.test(text) || text.includes(':')) return 'address';
  return /^(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?$/i.test(text) ? 'domain' : 'unknown';
}

/** On the engine's default bridge, or the address that the file gives a container; other private ones may be those of the machine. */
function isContainerAddress(text: string, { services }: Deployment): boolean {
  return text.startsWith(facts.addresses.defaultBridge) || services.some(({ networks }) => networks.some(({ staticAddress }) => staticAddress?.value === text));
}
