import { loadProject } from '../../../src/load/compose/load-compose.ts';
import { normalPath } from '../../../src/load/paths.ts';
import type { Deployment } from '../../../src/model/deployment.ts';
import type { ProjectReader } from '../../../src/model/reader.ts';
import { effectivePorts } from '../../../src/ports/published.ts';
import { isUnknown } from '../../../src/ports/spans.ts';

type Files = Readonly<Record<string, string>>;

/** Reads files that are nowhere but here. */
export function memoryReader(files: Files): ProjectReader {
  const all = new Map(Object.entries(files).map(([path, text]) => [normalPath(path), text]));
  const isDirectory = (path: string): boolean => path === '.' || [...all.keys()].some((file) => file.startsWith(`${path}/`));
  return {
    read(path) {
      const text = all.get(normalPath(path));
      return text === undefined ? { ok: false, why: isDirectory(normalPath(path)) ? 'unreadable' : 'missing' } : { ok: true, text };
    },
    kind: (path) => (all.has(normalPath(path)) ? 'file' : isDirectory(normalPath(path)) ? 'directory' : 'missing'),
    list: (path) => {
      const prefix = normalPath(path) === '.' ? '' : `${normalPath(path)}/`;
      return [...new Set([...all.keys()].filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length).split('/')[0] ?? ''))].sort();
    },
  };
}

/** The project as Compose would merge it, with an empty process environment. */
export function loaded(files: Files, main: readonly string[], profiles: readonly string[] = []): Deployment {
  return loadProject({ files: main, texts: new Map(), reader: memoryReader(files), shown: (path) => path, environment: new Map(), envFiles: null, profiles, directory: '.', options: [] });
}

/** What Compose would show of each service: `config --format json`, as far as networking goes. */
export function picture({ services }: Deployment): object {
  const rows = services.map(({ name, ports, networkMode, networks, disabled }): [string, object] => [
    name ?? '',
    { ports: effectivePorts(ports).flatMap(expanded).sort(), networkMode: networkMode?.value ?? null, networks: [...new Set(networks.map((network) => network.name))].sort(), disabled },
  ]);
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Port = Parameters<typeof effectivePorts>[0][number];

/** A range as its ports. */
export function expanded({ hostIp, host, container, protocol, mode }: Port): string[] {
  const [ip, name] = [hostIp.value, protocol.value];
  if (isUnknown(container.value) || isUnknown(ip) || isUnknown(name) || isUnknown(host?.value)) return ['?'];
  const { from, to } = container.value;
  const hosts = host?.value ?? null;
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const published = hosts === null ? '' : hosts.to - hosts.from > to - from ? `${hosts.from}-${hosts.to}` : String(hosts.from + i);
    return [ip, published, from + i, name, mode ?? 'ingress'].join(' ');
  });
}
