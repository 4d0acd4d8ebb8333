import { commandsOf, loadInspect } from '../../../src/load/inspect/load-inspect.ts';
import { usualDefaults, type EngineDefaults } from '../../../src/load/inspect/engine-defaults.ts';
import { readImages, readInspected } from '../../../src/load/inspect/read-inspected.ts';
import type { Deployment } from '../../../src/model/deployment.ts';

export const ID = '60417df878cdc017b5b725d8e05b79675c740785a3a8a149a6aa469447008bec';

export interface Parts {
  readonly config?: object;
  readonly host?: object;
  /** Beside `Config` and `HostConfig`. */
  readonly top?: object;
}

/** A container as `docker inspect` prints it, cut down to what a plain `docker run` says. */
export function containerJson({ config = {}, host = {}, top = {} }: Parts = {}): object {
  return {
    Id: ID,
    Name: '/zlm',
    Image: 'sha256:1',
    State: { Status: 'running', Running: true, Pid: 4711 },
    HostConfig: { NetworkMode: 'bridge', RestartPolicy: { Name: 'no', MaximumRetryCount: 0 }, LogConfig: { Type: 'json-file', Config: {} }, IpcMode: 'private', ShmSize: 67108864, Runtime: 'runc', ...host },
    Config: { Hostname: ID.slice(0, 12), Image: 'zlmediakit/zlmediakit:master', Env: null, Cmd: ['sleep', 'infinity'], Entrypoint: null, Labels: {}, ...config },
    NetworkSettings: { Networks: {} },
    Mounts: [],
    ...top,
  };
}

export const imageJson = { Id: 'sha256:1', RepoTags: ['zlmediakit/zlmediakit:master'], Config: { Cmd: ['sleep', 'infinity'], Entrypoint: null, Env: null, Labels: { built: 'yes' } } };

/** What one container becomes, one flag in each entry; `image`: `null` where the image is not at hand. */
export function commandOf(container: object, { image = imageJson, defaults = usualDefaults }: { readonly image?: object | null; readonly defaults?: EngineDefaults } = {}): { readonly flags: readonly string[]; readonly notCarried: readonly string[]; readonly text: string; readonly load: () => Deployment } {
  const read = readInspected(JSON.stringify([container]));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const images = readImages(JSON.stringify(image === null ? [] : [image]));
  const { commands, odd } = commandsOf(read.containers, ({ imageId }) => images.get(imageId)?.config ?? null, defaults);
  const [command] = commands;
  if (command === undefined) throw new Error(JSON.stringify([read.odd, odd]));
  const nowhere = { read: () => ({ ok: false, why: 'outside' }) as const, kind: () => 'outside' as const, list: () => null };
  return { ...command, flags: command.text.trimEnd().split(' \\\n  '), load: () => loadInspect({ commands, reader: nowhere, whole: true }, new Map()) };
}
