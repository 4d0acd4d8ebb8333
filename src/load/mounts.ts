import type { Mount, MountedFile, MountedFiles, Text, UnreadFile } from '../model/deployment.ts';
import type { SourceRange } from '../model/source.ts';
import type { Contents } from './contents.ts';
import { joinPath } from './paths.ts';
import { shown } from './port-spec.ts';
import { readSettings } from './settings.ts';

/** More than this is data, not configuration. */
const MAX_FILES = 200;
const MAX_ENTRIES = 500;
const MAX_DEPTH = 4;

/** The directory that relative paths written in a file start from; `null` when only the running machine knows it. */
export type DirectoryOf = (file: string) => string | null;

/** A mount in the short syntax of Compose and `docker run -v`. */
export function shortMount(at: SourceRange, written: Text, directory: DirectoryOf, contents: Contents): Mount {
  if (typeof written !== 'string') {
    const [source, target] = splitUnknown(written.unknown);
    return mount(at, 'bind', { unknown: source }, target === '' ? written : textWithVariables(target), false, directory, contents);
  }
  const { source, target, options } = splitVolume(written);
  if (source === null) return mount(at, 'volume', null, target, false, directory, contents);
  const bind = /^(?:[./~]|[A-Za-z]:[\\/])/.test(source);
  return mount(at, bind ? 'bind' : 'volume', source, target, options.includes('ro'), directory, contents);
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

/** A mount whose files are read when they are asked for. */
export function mount(at: SourceRange, kind: Mount['kind'], written: Text | null, target: Text, readOnly: boolean, directory: DirectoryOf, contents: Contents): Mount {
  const base = directory(at.file);
  const source = base === null && kind === 'bind' && typeof written === 'string' && !written.startsWith('/') ? { unknown: written } : written;
  let files: MountedFiles | undefined;
  const read = (): MountedFiles => {
    if (kind !== 'bind' || source === null) return { known: false, why: 'outside', path: source === null ? '' : shown(source) };
    if (typeof source !== 'string' || source.startsWith('~')) return { known: false, why: 'outside', path: shown(source) };
    return filesAt(joinPath(base ?? '.', source), shown(target), contents);
  };
  return { at, kind, source, target, readOnly, files: () => (files ??= read()) };
}

/** Its settings are read when somebody asks for them. */
export function textFile(path: string, target: string, text: string): MountedFile {
  let settings: ReturnType<MountedFile['settings']> | undefined;
  return { path, target, text, settings: () => (settings === undefined ? (settings = readSettings(path, text)) : settings) };
}

/** The text files at a path of the project: the file itself, or those of the directory. */
export function filesAt(path: string, target: string, contents: Contents): MountedFiles {
  const file = contents.shown(path);
  const kind = contents.reader.kind(path);
  if (kind === 'outside') return { known: false, why: kind, path };
  if (kind === 'missing') return { known: false, why: kind, path: file };
  if (kind === 'file') {
    const read = contents.reader.read(path);
    return read.ok ? { known: true, files: [mountedFile(file, target, read.text, contents)] } : { known: false, why: read.why, path: file };
  }
  if (kind !== 'directory') return { known: false, why: 'unreadable', path: file };
  const walked: Walked = { files: [], unread: [], entries: 0 };
  return walk(path, target, contents, walked, 0) ? { known: true, files: walked.files, unread: walked.unread } : { known: false, why: 'unreadable', path: file };
}

function mountedFile(path: string, target: string, text: string, { keep }: Contents): MountedFile {
  keep(path, text);
  return textFile(path, target, text);
}

interface Walked {
  readonly files: MountedFile[];
  readonly unread: UnreadFile[];
  entries: number;
}

/** Binary files are left unread: most are records, certificates, libraries. */
function walk(path: string, target: string, contents: Contents, walked: Walked, depth: number): boolean {
  const { reader } = contents;
  if (depth > MAX_DEPTH) return false;
  for (const name of reader.list(path) ?? []) {
    if (name === '.git' || name === 'node_modules') continue;
    if (++walked.entries > MAX_ENTRIES) return false;
    const inner = `${path}/${name}`;
    const innerTarget = `${target.replace(/\/$/, '')}/${name}`;
    const kind = reader.kind(inner);
    if (kind === 'directory' && !walk(inner, innerTarget, contents, walked, depth + 1)) return false;
    if (kind === 'outside') return false;
    if (kind !== 'file') continue;
    if (walked.files.length >= MAX_FILES) return false;
    const read = reader.read(inner);
    if (read.ok) walked.files.push(mountedFile(contents.shown(inner), innerTarget, read.text, contents));
    else walked.unread.push({ path: contents.shown(inner), target: innerTarget });
  }
  return true;
}
