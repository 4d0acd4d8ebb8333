import type { Located } from '../model/source.ts';
import type { EffectiveConfig } from './effective-config.ts';

/** What a mounted config.ini says for `section.key`, with its place in the file; `null` when it does not say it. */
export function valueAt({ ini, file }: Extract<EffectiveConfig, { kind: 'mounted' }>, key: string): Located<string> | null {
  const dot = key.indexOf('.');
  const found = ini.get(key.slice(0, dot), key.slice(dot + 1));
  return found === undefined ? null : { value: found.value, at: { file: file.path, start: found.start, end: found.end }, origin: found.assigned ? 'written' : 'implied' };
}
