import type { NamedValue, Text } from '../../model/deployment.ts';
import type { Located } from '../../model/source.ts';
import type { Contents } from '../contents.ts';
import type { DirectoryOf } from '../mounts.ts';
import { joinPath } from '../paths.ts';
import { shown } from '../port-spec.ts';
import type { Flag } from './flags.ts';

/** What `--env-file` adds to the variables of a command line, the last file first, and the files that are not at hand. */
export function readEnvFiles(flags: readonly Flag[], written: readonly NamedValue[], directory: DirectoryOf, contents: Contents): { readonly environment: readonly NamedValue[]; readonly unseen: readonly Located<Text>[] } {
  const unseen: Located<Text>[] = [];
  const added = new Map<string, NamedValue>();
  for (const flag of [...flags].reverse()) {
    const base = typeof flag.value === 'string' && flag.value.startsWith('/') ? '/' : directory(flag.at.file);
    const read = typeof flag.value === 'string' && base !== null ? variablesIn(joinPath(base, flag.value), contents) : null;
    if (read === null) unseen.push({ value: { unknown: shown(flag.value ?? '') }, at: flag.valueAt, origin: 'derived' });
    for (const one of read ?? []) if (!added.has(one.name)) added.set(one.name, one);
  }
  for (const { name } of written) added.delete(name);
  return { environment: [...written, ...added.values()], unseen: unseen.reverse() };
}

/** Lines of `NAME=value`, with nothing quoted; a name alone passes the variable on. Source: docker/cli pkg/kvfile `parseKeyValueFile`. */
function variablesIn(path: string, { reader, shown: shownPath, keep }: Contents): NamedValue[] | null {
  const read = reader.read(path);
  if (!read.ok) return null;
  const file = shownPath(path);
  keep(file, read.text);
  const found = new Map<string, NamedValue>();
  for (const row of read.text.matchAll(/^\uFEFF?[^\S\n]*([^\s=#][^\s=]*)(=(.*?))?\r?$/gm)) {
    const [all, name = '', assigned, value = ''] = row;
    const end = row.index + all.replace(/\r$/, '').length;
    const at = { file, start: end - value.length, end };
    found.set(name, { name, value: assigned === undefined ? { value: { unknown: name }, at, origin: 'derived' } : { value, at, origin: 'written' } });
  }
  return [...found.values()];
}
