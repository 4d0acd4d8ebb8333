import type { Mount } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import { mount, shortMount, type DirectoryOf } from '../mounts.ts';
import { shown } from '../port-spec.ts';
import { entry, textOf, type Value } from './tree.ts';

/** Reads `volumes`, `configs` and `secrets` of a service: everything that can bring a file into the container. */
export function readMounts(service: Value, root: Value, directory: DirectoryOf, reader: ProjectReader): Mount[] {
  const mounts: Mount[] = [];
  const volumes = entry(service, 'volumes');
  // A later file's mount takes the place of an earlier one at the same target.
  const byTarget = new Map<string, Mount>();
  if (volumes?.kind === 'list') for (const item of volumes.items) replaceAt(byTarget, readVolume(item, directory, reader));
  mounts.push(...byTarget.values());
  for (const kind of ['configs', 'secrets'] as const) {
    const list = entry(service, kind);
    if (list?.kind === 'list') for (const item of list.items) mounts.push(readConfig(item, kind, root, directory, reader));
  }
  return mounts;
}

function replaceAt(byTarget: Map<string, Mount>, mount: Mount): void {
  byTarget.set(shown(mount.target), mount);
}

function readVolume(item: Value, directory: DirectoryOf, reader: ProjectReader): Mount {
  if (item.kind === 'map') {
    const source = textOf(entry(item, 'source'))?.value ?? null;
    const target = textOf(entry(item, 'target'))?.value ?? '';
    const type = textOf(entry(item, 'type'))?.value;
    const kind = type === 'bind' ? 'bind' : type === 'volume' ? 'volume' : 'other';
    const readOnly = textOf(entry(item, 'read_only'))?.value === 'true';
    return mount(item.at, kind, source, target, readOnly, directory, reader);
  }
  return shortMount(item.at, textOf(item)?.value ?? '', directory, reader);
}

function readConfig(item: Value, kind: 'configs' | 'secrets', root: Value, directory: DirectoryOf, reader: ProjectReader): Mount {
  const name = textOf(item)?.value ?? textOf(entry(item, 'source'))?.value ?? '';
  const fallback = kind === 'configs' ? `/${shown(name)}` : `/run/secrets/${shown(name)}`;
  const target = textOf(entry(item, 'target'))?.value ?? fallback;
  const definition = entry(entry(root, kind), shown(name));
  const content = textOf(entry(definition, 'content'))?.value;
  if (typeof content === 'string') {
    const files = [{ path: shown(name), target: shown(target), text: content }];
    return { at: item.at, kind: 'bind', source: name, target, readOnly: true, files: () => ({ known: true, files }) };
  }
  return mount(item.at, 'bind', textOf(entry(definition, 'file'))?.value ?? null, target, true, directory, reader);
}
