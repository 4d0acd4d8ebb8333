import type { Mount, MountedFile, MountedFiles, Text } from '../../model/deployment.ts';
import type { ProjectReader } from '../../model/reader.ts';
import type { SourceRange } from '../../model/source.ts';
import { joinPath } from '../paths.ts';
import { shown } from './read-ports.ts';
import { entry, textOf, type Value } from './tree.ts';

/** More than this is data, not configuration. */
const MAX_FILES = 200;
const MAX_DEPTH = 4;

/** The directory that relative paths written in a file start from. */
export type DirectoryOf = (file: string) => string;

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
  const written = textOf(item)?.value ?? '';
  if (typeof written !== 'string') {
    const [source, target] = splitUnknown(written.unknown);
    return mount(item.at, 'bind', { unknown: source }, target === '' ? written : textWithVariables(target), false, directory, reader);
  }
  const { source, target, options } = splitVolume(written);
  if (source === null) return mount(item.at, 'volume', null, target, false, directory, reader);
  const bind = /^(?:[./~]|[A-Za-z]:[\\/])/.test(source);
  return mount(item.at, bind ? 'bind' : 'volume', source, target, options.includes('ro'), directory, reader);
}

/** `[SOURCE:]TARGET[:OPTIONS]`, where the source may begin with a Windows drive. */
function splitVolume(text: string): { source: string | null; target: string; options: string[] } {
  const drive = /^[A-Za-z]:[\\/]/.test(text) ? 2 : 0;
  const parts = text.slice(drive).split(':');
  const first = text.slice(0, drive) + (parts[0] ?? '');
  if (parts.length === 1) return { source: null, target: first, options: [] };
  return { source: first, target: parts[1] ?? '', options: (parts[2] ?? '').split(',') };
}

/** Splits at the first colon that does not stand inside `${…}`. */
function splitUnknown(text: string): [string, string] {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('${', i)) depth++;
    else if (text[i] === '}' && depth > 0) depth--;
    else if (text[i] === ':' && depth === 0) return [text.slice(0, i), text.slice(i + 1).split(':')[0] ?? ''];
  }
  return [text, ''];
}

function textWithVariables(text: string): Text {
  return text.includes('$') ? { unknown: text } : text;
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

function mount(at: SourceRange, kind: Mount['kind'], source: Text | null, target: Text, readOnly: boolean, directory: DirectoryOf, reader: ProjectReader): Mount {
  let files: MountedFiles | undefined;
  const read = (): MountedFiles => {
    if (kind !== 'bind' || source === null) return { known: false, why: 'outside', path: source === null ? '' : shown(source) };
    if (typeof source !== 'string' || source.startsWith('~')) return { known: false, why: 'outside', path: shown(source) };
    return filesAt(joinPath(directory(at.file), source), shown(target), reader);
  };
  return { at, kind, source, target, readOnly, files: () => (files ??= read()) };
}

/** The text files at a path of the project: the file itself, or those of the directory. */
export function filesAt(path: string, target: string, reader: ProjectReader): MountedFiles {
  const kind = reader.kind(path);
  if (kind === 'outside' || kind === 'missing') return { known: false, why: kind, path };
  if (kind === 'file') {
    const read = reader.read(path);
    return read.ok ? { known: true, files: [{ path, target, text: read.text }] } : { known: false, why: read.why, path };
  }
  if (kind !== 'directory') return { known: false, why: 'unreadable', path };
  const files: MountedFile[] = [];
  const complete = walk(path, target, reader, files, 0);
  return complete ? { known: true, files } : { known: false, why: 'unreadable', path };
}

/** Binary files are passed over: they are records, certificates, libraries. */
function walk(path: string, target: string, reader: ProjectReader, files: MountedFile[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  for (const name of reader.list(path) ?? []) {
    if (name === '.git' || name === 'node_modules') continue;
    const inner = `${path}/${name}`;
    const innerTarget = `${target.replace(/\/$/, '')}/${name}`;
    const kind = reader.kind(inner);
    if (kind === 'directory' && !walk(inner, innerTarget, reader, files, depth + 1)) return false;
    if (kind === 'outside') return false;
    if (kind !== 'file') continue;
    if (files.length >= MAX_FILES) return false;
    const read = reader.read(inner);
    if (read.ok) files.push({ path: inner, target: innerTarget, text: read.text });
  }
  return true;
}
