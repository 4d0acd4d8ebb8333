import type { Deployment } from '../model/deployment.ts';
import type { Located, SourceRange } from '../model/source.ts';
import type { EffectiveConfig } from './effective-config.ts';

export type MountedConfig = Extract<EffectiveConfig, { kind: 'mounted' }>;

/** A place in the mounted file; the mount itself when its text has no file of its own, such as a `content` of Compose. */
export function placeIn({ file, mount }: MountedConfig, { start, end }: { readonly start: number; readonly end: number }, { texts }: Deployment): SourceRange {
  return texts.has(file.path) ? { file: file.path, start, end } : mount.at;
}

/** What a mounted config.ini says for `section.key`, with its place in the file; `null` when it does not say it. */
export function valueAt({ ini, file }: MountedConfig, key: string): Located<string> | null {
  const dot = key.indexOf('.');
  const found = ini.get(key.slice(0, dot), key.slice(dot + 1));
  return found === undefined ? null : { value: found.value, at: { file: file.path, start: found.start, end: found.end }, origin: found.assigned ? 'written' : 'implied' };
}
