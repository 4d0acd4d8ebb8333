import { run, type Ran } from '../main/run.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { changed, fakeEngine, recorded, type FakeEngine, type FakeWorld, type Json } from './fake-engine.ts';

export interface Report {
  readonly engine: Readonly<Record<string, unknown>> | null;
  readonly host: object | null;
  readonly leftovers: { readonly dead: Holds & { readonly pids: number[] }; readonly lost: Holds; readonly others: number } | null;
  readonly containers: readonly Container[];
  readonly errors: readonly { readonly message: string }[];
}

export interface Holds {
  readonly processes: number;
  readonly threads: number;
  readonly memory: number | null;
  readonly kernelMemory: number;
}

export interface Container {
  readonly name: string;
  readonly measured: Holds | null;
  readonly notMeasured: string | null;
  readonly estimated: { readonly processes: number } | null;
  readonly notCarried: readonly string[];
  readonly command: string;
  readonly secrets: readonly object[];
  readonly commands: readonly string[];
  readonly keep: readonly string[];
  readonly back: readonly string[];
  readonly origin: string | null;
  readonly notes: readonly string[];
  readonly safe: boolean | null;
  readonly findings: readonly { readonly rule: string }[];
}

export const CONFIG = '[http]\nport=80\nsslport=0\n[rtmp]\nport=0\nsslport=0\n[rtsp]\nport=554\nsslport=0\n[rtp_proxy]\nport=0\nport_range=43000-43003\n[rtc]\nport=0\ntcpPort=0\nsignalingPort=0\nsignalingSslPort=0\nicePort=0\niceTcpPort=0\n[srt]\nport=0\n[shell]\nport=0\n';

export type InspectWorld = FakeWorld & { readonly cwd: string };

/** An engine whose containers mount what lies in `cwd`. */
export function world(engine: FakeEngine = { recorded: 'docker-28' }, config = CONFIG): InspectWorld {
  const cwd = temporaryDirectory({ 'config.ini': config });
  const containers = engine.containers ?? ['zlm', 'other'].map((name) => recorded(engine.recorded, name));
  return { cwd, ...fakeEngine(cwd, { ...engine, containers: containers.map((one) => changed(one, (text) => text.replaceAll('/srv/zlm', cwd))) }) };
}

export async function inspected(world: InspectWorld, ...words: string[]): Promise<Ran & { readonly json: Report }> {
  const ran = await run(['inspect', '--format', 'json', ...words], world);
  return { ...ran, json: JSON.parse(ran.stdout) as Report };
}

/** The first container of the report. */
export async function remedyFor(one: InspectWorld, ...words: string[]): Promise<Container> {
  const { json } = await inspected(one, ...words);
  const [container] = json.containers;
  if (container === undefined) throw new Error('nothing was found');
  return container;
}

export function zlm(change: (text: string) => string = (text) => text): Json {
  return changed(recorded('docker-28', 'zlm'), change);
}

export function withLabels(container: Json, labels: object): Json {
  return changed(container, (text) => text.replace('"Labels":{}', `"Labels":${JSON.stringify(labels)}`));
}

export const labelled = (labels: object): Json => withLabels(zlm(), labels);

/** On a network of the user, as its JSON says it. */
export function media(text: string): string {
  return text.replace('"NetworkMode":"bridge"', '"NetworkMode":"media"').replace('"Networks":{"bridge":', '"Networks":{"media":');
}

/** An engine that runs these, as 28.5 describes them. */
export function running(...containers: readonly Json[]): InspectWorld {
  return world({ recorded: 'docker-28', containers });
}

/** The other container of the recordings, changed. */
export function other(change: (text: string) => string = (text) => text): Json {
  return changed(recorded('docker-28', 'other'), change);
}

/** Another container under another name and id, so that there are two. */
export function twin(container: Json, name: string): Json {
  const [from = ''] = String(container['Name']).split('/').slice(1);
  return changed(container, (text) => text.replaceAll(String(container['Id']), `${name.length}`.repeat(64).slice(0, 64)).replace(`"Name":"/${from}"`, `"Name":"/${name}"`));
}
