import type { Deployment, Service, Text } from '../../src/model/deployment.ts';
import { isUnknown } from '../../src/ports/spans.ts';
import { controllersOf, type Controller } from '../../src/zlm/controller.ts';
import { mentionsOf, namesOf } from '../../src/zlm/names.ts';
import { unseen } from '../../src/zlm/sayings.ts';
import { isAddress, type Network } from './network.ts';

/** A host that a text of the deployment names, and the port that is asked for there; `null` when the text does not say it. */
export interface Reference {
  readonly from: Service;
  readonly place: string;
  readonly host: string;
  readonly port: number | null;
  readonly protocol: string;
}

const SCHEMES: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, rtmp: 1935, rtsp: 554, redis: 6379, mysql: 3306, mariadb: 3306, postgresql: 5432, mongodb: 27017, amqp: 5672 };
const MOST_TEXT = 1_000_000;

interface Token {
  readonly start: number;
  readonly end: number;
  readonly host: string;
  readonly port: number | null;
  readonly protocol: string;
}

/** All that services say of each other, each with a place that is the same after a fix, as long as only hosts and ports have changed. */
export function referencesIn({ deployment }: Network): readonly Reference[] {
  const found = known.get(deployment) ?? findReferences(deployment);
  known.set(deployment, found);
  return found;
}

const known = new WeakMap<Deployment, readonly Reference[]>();

function findReferences(deployment: Deployment): Reference[] {
  const names = knownNames(deployment);
  return [...deployment.services.flatMap((service) => [...ofTexts(service, names)]), ...controllersOf(deployment).flatMap((one) => ofController(one, deployment))];
}

/** A line with its addresses taken out, so that it can be found again when they have changed. */
export function withoutAddresses(line: string, names: ReadonlySet<string>): string {
  let text = '';
  let copied = 0;
  for (const { start, end } of tokensIn(line, names)) {
    text += `${line.slice(copied, start)}⟨⟩`;
    copied = end;
  }
  return text + line.slice(copied);
}

/** Every name of a deployment by which somebody might be addressed. */
export function knownNames({ services }: Deployment): Set<string> {
  const names = new Set(['localhost', 'host.docker.internal']);
  for (const service of services) {
    for (const { name } of namesOf(service)) names.add(name.toLowerCase());
    for (const { value } of service.extraHosts) if (!isUnknown(value)) names.add((value.split(/[:=]/)[0] ?? '').toLowerCase());
  }
  names.delete('');
  return names;
}

/** What cannot be read of a service, and may hold a name. */
export function unknownTexts(service: Service): string[] {
  return unseen(service).map(({ text }) => text);
}

function* ofTexts(service: Service, names: ReadonlySet<string>): Generator<Reference> {
  const variables = new Map(service.environment.map(({ name, value }) => [name, value.value]));
  for (const { name, value } of service.environment) {
    for (const reference of inText(service, `environment ${name}`, value.value, names)) yield reference.port === null ? { ...reference, ...portBeside(name, variables) } : reference;
  }
  // A check written as a list has its host and its port in words of their own.
  const joined: readonly (readonly [string, readonly { readonly value: Text }[]])[] = [['entrypoint', service.entrypoint], ['command', service.command], ['settings', service.mentions]];
  for (const [where, list] of joined) yield* inText(service, where, list.map(({ value }) => (isUnknown(value) ? '?' : value)).join(' '), names);
  for (const { name, value } of service.labels) yield* inText(service, `labels ${name}`, value.value, names);
  for (const { target, text } of mountedFiles(service)) yield* inText(service, target, text, names);
}

/** A mounted directory may hold the deployment's own files; no program in the container reads them. */
const ABOUT_DEPLOYMENT = /(?:^|\/)[^/]*compose[^/]*\.ya?ml$|\.md$|\/\.git\//i;

/** ZLMediaKit alone reads no settings of a controller, though they may lie in the same directory as its own. */
function mountedFiles(service: Service): { readonly target: string; readonly text: string }[] {
  return service.volumes.flatMap((mount) => {
    const mounted = mount.files();
    return mounted.known ? mounted.files.filter(({ text, target, settings }) => text.length < MOST_TEXT && !ABOUT_DEPLOYMENT.test(target) && !(isAlone(service) && settings() !== null)) : [];
  });
}

function isAlone({ zlm }: Service): boolean {
  return zlm !== null && !zlm.bundled;
}

function* inText(from: Service, where: string, text: Text, names: ReadonlySet<string>): Generator<Reference> {
  if (isUnknown(text)) return;
  const seen = new Map<string, number>();
  for (const line of text.split('\n').map((row) => row.trim())) {
    if (/^(?:[#;]|\/\/)/.test(line)) continue;
    const tokens = tokensIn(line, names);
    if (tokens.length === 0) continue;
    const masked = withoutAddresses(line, names);
    const again = seen.get(masked) ?? 0;
    seen.set(masked, again + 1);
    for (const [index, { start, host, port, protocol }] of tokens.entries()) {
      // Of a command line, the word and the option before it tell; its first word is a program.
      const setting = /^(?:entrypoint|command|settings)$/.test(where) ? line.slice(0, start).split(/\s+/).slice(-2).join(' ') : where.startsWith('/') ? masked : `${where}: ${masked}`;
      if (port !== null || isAddress(host) || SAYS_ADDRESS.test(setting)) yield { from, place: `${where}: ${masked} (${again}.${index})`, host, port, protocol };
    }
  }
}

/** A name without a port is an address only where the setting says so: it may as well be a user, a database or an id. */
const SAYS_ADDRESS = /host|addr|ur[il]|endpoint|hook|upstream|proxy|origin|target|api|(?:^|[\W_])(?:ip|server)(?![a-z])/i;

function tokensIn(line: string, names: ReadonlySet<string>): Token[] {
  const lower = line.toLowerCase();
  const starts = new Map<number, number>();
  const add = (start: number, end: number): void => void starts.set(start, Math.max(end, starts.get(start) ?? 0));
  for (const name of names) if (lower.includes(name)) for (const start of mentionsOf(line, name)) add(start, start + name.length);
  for (const { index, 0: address } of line.matchAll(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\.\d)/g)) add(index, index + address.length);
  const tokens: Token[] = [];
  let reached = 0;
  for (const [start, end] of [...starts].sort(([a], [b]) => a - b)) {
    if (start < reached) continue;
    const behind = line.slice(end);
    const scheme = /([a-z][\w+.-]*):\\?\/\\?\/(?:[^\s/@]*@)?$/i.exec(line.slice(0, start))?.[1]?.toLowerCase().split(':').at(-1);
    const written = /^:(\d+)/.exec(behind) ?? (scheme === undefined ? /^\s+(\d+)(?=\s|$)/.exec(behind) : null);
    const port = written === null ? (scheme === undefined ? null : (SCHEMES[scheme] ?? null)) : Number(written[1]);
    reached = end + (written?.[0].length ?? 0);
    tokens.push({ start, end: reached, host: line.slice(start, end), port, protocol: /^(?:srt|rtp|udp)$/.test(scheme ?? '') ? 'udp' : 'tcp' });
  }
  return tokens;
}

/** `ZLM_PORT` beside `ZLM_HOST`. */
function portBeside(name: string, variables: ReadonlyMap<string, Text>): { readonly port: number | null } {
  const stem = /^(.*?)_?(?:HOST|IP|ADDR(?:ESS)?|SERVER)$/i.exec(name)?.[1];
  if (stem === undefined) return { port: null };
  for (const beside of [`${stem}_PORT`, `${stem}_HTTP_PORT`]) {
    const value = variables.get(beside);
    if (typeof value === 'string' && /^\d+$/.test(value)) return { port: Number(value) };
  }
  return { port: null };
}

const CONTROLLERS: Readonly<Record<string, { readonly zlm: readonly [string, string]; readonly hook: readonly [string, string, number] }>> = {
  wvp: { zlm: ['media.ip', 'media.http-port'], hook: ['media.hook-ip', 'server.port', 18080] },
  gowvp: { zlm: ['Media.IP', 'Media.HTTPPort'], hook: ['Media.WebHookIP', 'Server.HTTP.Port', 15123] },
};

/** A controller says host and port in settings of their own; its hooks are called by ZLMediaKit, from where that is. */
function ofController({ program, service, setting }: Controller, deployment: Deployment): Reference[] {
  const keys = CONTROLLERS[program];
  if (keys === undefined || isAlone(service)) return [];
  const text = (key: string): string | null => {
    const value = setting(key)?.value;
    return typeof value === 'string' ? value : null;
  };
  const number = (key: string, fallback: number | null): number | null => {
    const value = text(key);
    return value !== null && /^\d+$/.test(value) ? Number(value) : fallback;
  };
  const [ip, httpPort] = keys.zlm;
  const [hookIp, serverPort, usual] = keys.hook;
  const found: Reference[] = [];
  const host = text(ip);
  if (host !== null) found.push({ from: service, place: `${ip} of ${service.label}`, host, port: number(httpPort, 80), protocol: 'tcp' });
  const hook = text(hookIp);
  if (hook === null) return found;
  for (const zlm of deployment.services) if (zlm.zlm !== null) found.push({ from: zlm, place: `${hookIp} of ${service.label}`, host: hook, port: number(serverPort, usual), protocol: 'tcp' });
  return found;
}
