import type { FoundInvocation } from './find-invocations.ts';
import { readFlags, type Flag } from './flags.ts';
import { placeWords, type RunWord } from './run-word.ts';
import { readSh } from '../shell/sh.ts';
import { readUnitFile, type UnitEntry } from './unit-file.ts';

/** Keys of a `*.container` unit of which every value counts, and the flags of `podman run` that they stand for. Source: podman-systemd.unit(5). */
const lists: Readonly<Record<string, string>> = {
  PublishPort: 'publish', Network: 'network', NetworkAlias: 'network-alias', Volume: 'volume', Mount: 'mount', Environment: 'env', EnvironmentFile: 'env-file',
  ExposeHostPort: 'expose', Label: 'label', Sysctl: 'sysctl', DropCapability: 'cap-drop', AddHost: 'add-host', DNS: 'dns',
};

/** Keys of which the last value counts. */
const single: Readonly<Record<string, string>> = { ContainerName: 'name', HostName: 'hostname', User: 'user', IP: 'ip', IP6: 'ip6', Pod: 'pod', Entrypoint: 'entrypoint' };

interface Source {
  readonly file: string;
  readonly text: string;
}

/** The container of a Podman Quadlet; `null` when the text has no `[Container]` section. */
export function readQuadlet(file: string, text: string): FoundInvocation | null {
  const source = { file, text };
  const sections = readUnitFile(text).filter(({ name }) => name === 'Container');
  const [head] = sections;
  if (head === undefined) return null;
  const byKey = new Map<string, UnitEntry[]>();
  for (const entry of sections.flatMap(({ entries }) => entries)) {
    const known = byKey.get(entry.key);
    if (known === undefined) byKey.set(entry.key, [entry]);
    else known.push(entry);
  }
  const last = (key: string): UnitEntry | undefined => byKey.get(key)?.slice(-1).find(({ value }) => value !== '');
  const listed = Object.entries(lists).flatMap(([key, flag]) => sinceCleared(byKey.get(key)).map((entry) => flagOf(flag, entry, source)));
  const lone = Object.entries(single).flatMap(([key, flag]) => [last(key)].flatMap((entry) => (entry === undefined ? [] : [flagOf(flag, entry, source, true)])));
  const range = { file, start: head.start, end: head.end };
  const further = readFlags(sinceCleared(byKey.get('PodmanArgs')).flatMap((entry) => wordsOf(entry, source)), 'podman', 'run', range);
  const image = last('Image');
  const exec = last('Exec');
  return {
    tool: 'podman',
    verb: 'run',
    at: { file, start: head.start, end: text.length },
    head: range,
    networkFlag: 'Network=',
    read: {
      // What is left of the last one of several must not be an empty value, which would take the others away.
      flags: [...[...listed, ...lone].sort((a, b) => a.at.start - b.at.start), ...further.flags.map((flag): Flag => ({ ...flag, removable: false }))],
      image: image === undefined ? null : wordOf(image, source, true),
      args: exec === undefined ? [] : wordsOf(exec, source),
      loose: further.loose,
      refusal: image === undefined ? { id: 'no-image', data: {}, at: range } : null,
      help: false,
    },
  };
}

/** An empty value takes all before it away. Source: podman pkg/systemd/parser/unitfile.go, LookupAllRaw. */
function sinceCleared(entries: readonly UnitEntry[] = []): readonly UnitEntry[] {
  return entries.slice(entries.findLastIndex(({ value }) => value === '') + 1);
}

function flagOf(name: string, entry: UnitEntry, source: Source, unquoted = false): Flag {
  const { value, at, editable, quote } = wordOf(entry, source, unquoted);
  const { start, gap } = entry;
  const valueAt = editable ? { ...at, start: at.start + quote.length, end: at.end - quote.length } : at;
  return { name, value, at: { ...at, start, end: entry.end }, valueAt, valueEditable: editable, removable: true, gap: gap === null ? null : { ...gap, file: source.file }, others: '' };
}

/** The value as one word; podman takes the quotes around it away where a key has one value. */
function wordOf({ value, valueStart, valueEnd, gap }: UnitEntry, { file }: Source, unquoted: boolean): RunWord {
  const quote = unquoted && /^".*"$/s.test(value) && value.length > 1 ? '"' : '';
  const text = quote === '' ? value : value.slice(1, -1);
  const at = { file, start: valueStart, end: valueEnd };
  return { value: /%[a-zA-Z]/.test(text) ? { unknown: text } : text, at, editable: gap === null, whole: true, shared: false, quote, loose: false };
}

/** The words of a value that is split as a command is. */
function wordsOf({ value, places }: UnitEntry, source: Source): RunWord[] {
  const words = readSh(`x ${value}`).commands[0]?.words.slice(1) ?? [];
  return placeWords(words, places.map(({ at, from }) => ({ at: at === 0 ? 0 : at + 2, from: at === 0 ? from - 2 : from })), source);
}
