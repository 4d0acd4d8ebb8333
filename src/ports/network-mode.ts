import type { Service } from '../model/deployment.ts';
import { isUnknown } from './spans.ts';

/** The network mode as the engine reads it; `null` when none is written, `undefined` when it is not known. */
export function networkModeOf(service: Service): string | null | undefined {
  if (service.networkMode === null) return null;
  return isUnknown(service.networkMode.value) ? undefined : service.networkMode.value;
}

/** What decides the network mode and is not known. */
export function unknownModeOf({ networkMode }: Service): string | null {
  return networkMode !== null && isUnknown(networkMode.value) ? networkMode.value.unknown : null;
}

/** The engine ignores published ports in host and none mode, and takes an empty mode for none; in another's network it refuses them. */
export function isDiscarded(service: Service): boolean {
  const mode = networkModeOf(service);
  return mode === 'host' || mode === 'none' || mode === '' || isShared(service);
}

/** Runs in the network of another service or container. */
export function isShared(service: Service): boolean {
  return /^(?:service|container):/.test(networkModeOf(service) ?? '');
}
