import type { SettingOf } from '../rule.ts';

/** The part of a configuration that is asked for place by place. */
export interface InForce {
  readonly settingOf: SettingOf;
  /** Whether a file or directory, by its absolute path, is to be left out. */
  readonly ignored: (path: string, directory: boolean) => boolean;
  /** Where it lies; `null` where there is none. */
  readonly path: string | null;
}

/** Where nothing is configured. */
export const nothingInForce: InForce = { settingOf: () => ({}), ignored: () => false, path: null };
