import type { Deployment, MountedFile } from '../model/deployment.ts';
import type { Applied } from '../model/finding.ts';
import { readConfigIni } from '../zlm/config-ini.ts';

/**
 * A file that a mount brings in and that says something else than the fixes announced; `null` when there is none.
 * As many settings may have changed in a file as values were announced for it, and a file that was made says what it was made to say.
 */
export function changedFile(before: Deployment, after: Deployment, claims: readonly Applied[]): string | null {
  const created = new Map(claims.flatMap(({ fix }) => fix.created.map(({ file, text }): [string, string] => [file, text])));
  const announced = new Map<string, number>();
  for (const { at } of claims.flatMap(({ fix }) => fix.texts)) announced.set(at.file, (announced.get(at.file) ?? 0) + 1);
  if (announced.size + created.size === 0) return null;
  const now = mountedFiles(after);
  for (const [file, text] of created) if (now.get(file)?.text !== text) return file;
  for (const [path, file] of mountedFiles(before)) {
    const other = now.get(path);
    if (other === undefined) return path;
    if (file.text !== other.text && differences(file, other) > (announced.get(path) ?? 0)) return path;
  }
  return null;
}

function mountedFiles({ services }: Deployment): Map<string, MountedFile> {
  const found = new Map<string, MountedFile>();
  for (const mount of services.flatMap(({ volumes }) => volumes)) {
    const files = mount.files();
    if (files.known) for (const file of files.files) found.set(file.path, file);
  }
  return found;
}

/** How many settings differ; a text that holds none counts its lines. */
function differences(before: MountedFile, after: MountedFile): number {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return new Set([...old.keys(), ...now.keys()].filter((key) => old.get(key) !== now.get(key))).size;
}

function valuesOf(file: MountedFile): ReadonlyMap<string, string> {
  const documents = file.settings();
  if (documents !== null) return new Map(documents.flatMap((document, index) => [...document].map(([key, { value }]): [string, string] => [`${index} ${key}`, value])));
  if (/\.ini$/.test(file.target)) return new Map([...readConfigIni(file.text).values].map(([key, { value }]) => [key, value]));
  return new Map(file.text.split(/\r\n|\n|\r/).map((line, index): [string, string] => [String(index), line]));
}
