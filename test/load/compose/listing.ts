import { run } from '../../cli/main/run.ts';
import { temporaryDirectory } from '../../cli/temporary-directory.ts';

interface Unknown {
  readonly unknown: string;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ListedPort {
  readonly hostIp: string | Unknown;
  readonly host: Span | Unknown | null;
  readonly container: Span | Unknown;
  readonly protocol: string | Unknown;
  readonly mode: string | null;
  readonly role: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ListedService {
  readonly file: string;
  readonly form: string;
  readonly line: number;
  readonly name: string | null;
  readonly image: string | Unknown | null;
  readonly zlm: boolean;
  readonly zlmReason: string | null;
  readonly networkMode: string | Unknown | null;
  readonly networks: readonly string[];
  readonly ports: readonly ListedPort[];
  readonly expose: readonly string[];
}

export interface Listing {
  readonly code: number;
  readonly version: number;
  readonly services: readonly ListedService[];
  readonly errors: readonly { readonly path: string; readonly line: number | null; readonly message: string }[];
}

/** What `zlm-lint ports --format json` says of a file, and with which exit code. */
export async function list(text: string | Uint8Array, beside: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Promise<Listing> {
  const cwd = temporaryDirectory({ 'compose.yml': text, ...beside });
  const { code, stdout } = await run(['ports', '--format', 'json', ...args, 'compose.yml'], { cwd });
  return { ...(JSON.parse(stdout) as Omit<Listing, 'code'>), code };
}

/** A service with these entries of `ports:`, as they are written in YAML. */
export function withPorts(...entries: readonly string[]): string {
  return `services:\n  zlm:\n    image: zlmediakit/zlmediakit:master\n    ports:\n${entries.map((entry) => `      - ${entry}\n`).join('')}`;
}

/** A port in one line: `127.0.0.1 8080-8081>80-81/udp`; `*` is a host port that the engine picks. */
export function short({ hostIp, host, container, protocol, mode }: ListedPort): string {
  const text = (value: string | Unknown): string => (typeof value === 'string' ? value : `?${value.unknown}`);
  const span = (value: Span | Unknown): string => ('unknown' in value ? text(value) : value.from === value.to ? String(value.from) : `${value.from}-${value.to}`);
  const address = text(hostIp);
  return `${address === '' ? '' : `${address} `}${host === null ? '*' : span(host)}>${span(container)}/${text(protocol)}${mode === null ? '' : ` ${mode}`}`;
}

export function shortPorts({ services }: Pick<Listing, 'services'>, name = 'zlm'): string[] {
  return (services.find((service) => service.name === name)?.ports ?? []).map(short);
}
