import type { FoundInvocation } from './find-invocations.ts';
import { readFlags, type Flag } from './flags.ts';
import { placeWords, type RunWord } from './run-word.ts';
import { readSh } from '../shell/sh.ts';

/** Keys of a `*.container` unit and the flags of `podman run` that they stand for. Source: podman-systemd.unit(5). */
const keys: Readonly<Record<string, string>> = {
  PublishPort: 'publish', Network: 'network', NetworkAlias: 'network-alias', ContainerName: 'name', Volume: 'volume', Mount: 'mount', Environment: 'env',
  EnvironmentFile: 'env-file', ExposeHostPort: 'expose', HostName: 'hostname', User: 'user', Label: 'label', Sysctl: 'sysctl', DropCapability: 'cap-drop',
  AddHost: 'add-host', IP: 'ip', IP6: 'ip6', Pod: 'pod', Entrypoint: 'entrypoint', DNS: 'dns',
};

/** The container of a Podman Quadlet; `null` when the text has no `[Container]` section. */
export function readQuadlet(file: string, text: string): FoundInvocation | null {
  const flags: Flag[] = [];
  let image: RunWord | null = null;
  let args: readonly RunWord[] = [];
  let section = '';
  let head: { start: number; end: number } | null = null;
  const entry = /^[ \t]*(?:\[([^\]\r\n]*)\][ \t]*|([A-Za-z]\w*)[ \t]*=[ \t]*((?:[^\r\n\\]|\\(?!\r?\n)|\\\r?\n)*))$/gm;
  for (const match of text.matchAll(entry)) {
    const [whole, name, key = '', value = ''] = match;
    if (name !== undefined) {
      section = name;
      if (name === 'Container') head = { start: match.index, end: match.index + whole.trimEnd().length };
      continue;
    }
    if (section !== 'Container') continue;
    const end = match.index + whole.length;
    const start = end - value.length;
    const trimmed = value.trimEnd();
    const word: RunWord = { value: /%[a-zA-Z]/.test(trimmed) ? { unknown: trimmed } : trimmed, at: { file, start, end: start + trimmed.length }, editable: !trimmed.includes('\\'), whole: true, shared: false, quote: '', loose: false };
    const at = { file, start: match.index + (whole.length - whole.trimStart().length), end: word.at.end };
    if (key === 'Image') image = word;
    else if (key === 'Exec') args = placeWords(readSh(trimmed).commands[0]?.words ?? [], [{ at: 0, from: start }], { file, text });
    else if (key === 'PodmanArgs') flags.push(...readFlags(placeWords(readSh(`x ${trimmed}`).commands[0]?.words.slice(1) ?? [], [{ at: 0, from: start - 2 }], { file, text }), 'podman', 'run', word.at).flags);
    else if (keys[key] !== undefined && trimmed !== '') flags.push({ name: keys[key], value: word.value, at, valueAt: word.at, valueEditable: word.editable, removable: true, gap: null, others: '' });
  }
  if (head === null) return null;
  const range = { file, ...head };
  return {
    tool: 'podman',
    verb: 'run',
    at: { file, start: head.start, end: text.length },
    head: range,
    networkFlag: 'Network=',
    read: { flags, image, args, loose: [], refusal: image === null ? { id: 'no-image', data: {}, at: range } : null, help: false },
  };
}
