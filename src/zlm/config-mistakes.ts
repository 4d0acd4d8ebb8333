import facts from '../../rules/_facts/config-keys.json' with { type: 'json' };
import images from '../../rules/_facts/images.json' with { type: 'json' };
import listeners from '../../rules/_facts/listeners.json' with { type: 'json' };
import type { Mount, Service } from '../model/deployment.ts';
import type { ConfigIni, IniValue } from './config-ini.ts';
import { isWithin, resolvePath } from './container-path.ts';
import { targetOf } from './effective-config.ts';
import { otherConfigOf } from './image-name.ts';
import { hasOwnKeys } from './recognise-mount.ts';

/** A key of a config.ini that ZLMediaKit does not have. */
export interface InventedKey {
  readonly key: string;
  /** The one that is meant. */
  readonly meant: string;
  readonly value: IniValue;
}

const invented = new Map(facts.invented.map(({ key, meant }) => [key, meant]));
const real = new Set([...listeners.listeners.map(({ key }) => key), ...facts.spelt.keys]);
const spelt = new Map([...real].map((key) => [letters(key), key]));

/** Keys that do nothing, by a list of known ones, and those that differ from a key of ZLMediaKit by case, `_` and `-` alone. */
export function inventedKeys({ values }: ConfigIni): InventedKey[] {
  return [...values].flatMap(([key, value]) => {
    const meant = invented.get(key) ?? (real.has(key) ? undefined : spelt.get(letters(key)));
    return meant === undefined || !value.assigned ? [] : [{ key, meant, value }];
  });
}

function letters(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

export interface DroppedRanges {
  readonly value: IniValue;
  readonly dropped: readonly string[];
  /** Nothing is left, so that everybody is let in. */
  readonly everybody: boolean;
  /** Everybody is what they meant. */
  readonly meant: boolean;
}

/** CIDR ranges in `http.allow_ip_range`, which ZLMediaKit drops; `null` when there are none. */
export function droppedRanges({ values }: ConfigIni): DroppedRanges | null {
  const value = values.get(facts.ranges.key);
  const entries = (value?.value ?? '').split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  const dropped = entries.filter((entry) => /^[\da-f.:]+\/\d+$/i.test(entry));
  if (value === undefined || dropped.length === 0) return null;
  return { value, dropped, everybody: dropped.length === entries.length, meant: dropped.some((entry) => entry.endsWith('/0')) };
}

/** Whether ZLMediaKit makes a secret of its own at every start that finds this file. */
export function hasNoSecret({ values }: ConfigIni): boolean {
  const secret = values.get(facts.secret.key)?.value ?? '';
  return secret === '' || secret === facts.secret.default;
}

/** The mount that brings a config.ini to a place other than the one where it is read; `null` when none does. */
export function misplacedConfig(service: Service): { readonly mount: Mount; readonly path: string } | null {
  for (const mount of service.volumes) {
    const target = targetOf(mount);
    const path = target === null ? null : configPathIn(mount, target);
    const other = service.image === null ? null : otherConfigOf(service.image.value);
    if (path !== null && (other === null || !isWithin(path, other))) return { mount, path };
  }
  return null;
}

/** Where in the container a mount puts ZLMediaKit's config.ini; `null` when that is not certain. */
function configPathIn(mount: Mount, target: string): string | null {
  if (target.endsWith('/config.ini')) return target;
  const own = `${target}/config.ini`;
  const mounted = mount.files();
  const held = mounted.known && mounted.files.some((file) => resolvePath('/', file.target) === own && hasOwnKeys(file.text));
  const isConfig = /\/conf(?:ig)?s?$/.test(target) || images.configPaths.some(({ path }) => path === target);
  return held && isConfig ? own : null;
}
