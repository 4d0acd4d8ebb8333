import type { Mount } from '../../model/deployment.ts';
import type { Contents } from '../contents.ts';
import { mount, shortMount, textFile, type DirectoryOf } from '../mounts.ts';
import { shown } from '../port-spec.ts';
import { entry, textOf, type Value } from './tree.ts';

/** Reads `volumes`, `configs` and `secrets` of a service: everything that can bring a file into the container. */
export function readMounts(service: Value, root: Value, directory: DirectoryOf, contents: Contents): Mount[] {
  const mounts: Mount[] = [];
  const volumes = entry(service, 'volumes');
  // A later file's mount takes the place of an earlier one at the same target.
  const byTarget = new Map<string, Mount>();
  if (volumes?.kind === 'list') for (const item of volumes.items) replaceAt(byTarget, readVolume(item, directory, contents));
  mounts.push(...byTarget.values());
  for (const kind of ['configs', 'secrets'] as const) {
    const list = entry(service, kind);
    if (list?.kind === 'list') for (const item of list.items) mounts.push(readConfig(item, kind, root, directory, contents));
  }
  return mounts;
}

function replaceAt(byTarget: Map<string, Mount>, mount: Mount): void {
  byTarget.set(shown(mount.target), mount);
}

function readVolume(item: Value, directory: DirectoryOf, contents: Contents): Mount {
  if (item.kind === 'map') {
    const source = textOf(entry(item, 'source'))?.value ?? null;
    const target = textOf(entry(item, 'target'))?.value ?? '';
    const type = textOf(entry(item, 'type'))?.value;
    const kind = type === 'bind' ? 'bind' : type === 'volume' ? 'volume' : 'other';
    const readOnly = textOf(entry(item, 'read_only'))?.value === 'true';
    return mount(item.at, kind, source, target, readOnly, directory, contents);
  }
  return shortMount(item.at, textOf(item)?.value ?? '', directory, contents);
}

function readConfig(item: Value, kind: 'configs' | 'secrets', root: Value, directory: DirectoryOf, contents: Contents): Mount {
  const name = textOf(item)?.value ?? textOf(entry(item, 'source'))?.value ?? '';
  const fallback = kind === 'configs' ? `/${shown(name)}` : `/run/secrets/${shown(name)}`;
  const target = textOf(entry(item, 'target'))?.value ?? fallback;
  const definition = entry(entry(root, kind), shown(name));
  const content = textOf(entry(definition, 'content'))?.value;
  if (typeof content === 'string') {
    const files = [textFile(shown(name), shown(target), content)];
    return { at: item.at, kind: 'bind', source: name, target, readOnly: true, files: () => ({ known: true, files }) };
  }
  return mount(item.at, 'bind', textOf(entry(definition, 'file'))?.value ?? null, target, true, directory, contents);
}
