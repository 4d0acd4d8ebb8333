import { parseAllDocuments } from 'yaml';
import type { Deployment, Service } from '../../src/model/deployment.ts';
import { canonicalPorts } from '../../src/ports/published.ts';
import { isDiscarded } from '../../src/ports/network-mode.ts';
import { effectiveConfig } from '../../src/zlm/effective-config.ts';
import { listenersOf } from '../../src/zlm/listeners.ts';
import { rtpRangeOf } from '../../src/zlm/rtp-range.ts';
import { knownNames, withoutAddresses } from './references.ts';

/** Keys of a service whose meaning is compared elsewhere, or that may only grow. */
const OWN_CHECK = new Set(['ports', 'network_mode', 'networks', 'extra_hosts', 'volumes']);

/** Keys of config.ini that say what is listened on: what they say is compared as listeners. */
const LISTENER = /^(?:http|rtmp|rtsp)\.(?:ssl)?port$|^(?:srt|shell)\.port$|^rtp_proxy\.port(?:_range)?$|^rtc\.(?:port|port_range|tcpPort|signalingPort|signalingSslPort|icePort|iceTcpPort|enableTurn)$/;

/** What stands in the texts of one side for an address or a port of ZLMediaKit, and may stand there in another way after a fix. */
interface Sayable {
  readonly names: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** What a fix changed beside ports, networks, addresses and the listeners of ZLMediaKit. */
export function touched(before: Deployment, after: Deployment, fixed: readonly string[]): string[] {
  const found: string[] = [];
  const names = new Set([...knownNames(before), ...knownNames(after)]);
  const numbers = [numbersOf(before), numbersOf(after)] as const;
  const was: Sayable = { names, numbers: new Set([...numbers[0]].filter((one) => !numbers[1].has(one))) };
  const is: Sayable = { names, numbers: new Set([...numbers[1]].filter((one) => !numbers[0].has(one))) };
  const [old, now] = [before.services.map(({ label }) => label), after.services.map(({ label }) => label)];
  if (JSON.stringify(old) !== JSON.stringify(now)) return [`the services are ${now.join(', ')}, they were ${old.join(', ')}`];
  const configs = new Set(before.services.concat(after.services).filter(({ zlm }) => zlm !== null).flatMap((service) => configOf(service) ?? []));
  const compose = new Set(before.form === 'compose' ? composeFiles(before) : []);
  for (const [index, service] of before.services.entries()) {
    const other = after.services[index];
    if (other !== undefined) found.push(...ofService(service, other, fixed, before));
  }
  for (const [file, text] of before.texts) {
    const changed = after.texts.get(file);
    if (changed === undefined) found.push(`${file} is not read any more`);
    else if (changed !== text) found.push(...(compose.has(file) ? ofCompose(file, text, changed, was, is) : before.form === 'compose' || configs.has(file) ? (configs.has(file) ? ofConfig : ofLines)(file, text, changed, was, is) : ofCommands(file, before, after)));
  }
  for (const [file, text] of after.texts) {
    if (before.texts.has(file)) continue;
    if (!configs.has(file)) found.push(`${file} was not there before`);
    else if (/^\s*secret\s*=/m.test(text)) found.push(`${file} was made with a secret in it`);
  }
  return found;
}

/** The ports of ZLMediaKit, and the ends of its range as they are written. */
function numbersOf(deployment: Deployment): Set<string> {
  const numbers = new Set<number>();
  for (const service of deployment.services) {
    if (service.zlm === null) continue;
    const listeners = listenersOf(service);
    for (const { span, key } of listeners.known ? listeners.listeners : []) if (!key.endsWith('port_range')) numbers.add(span.from);
    const range = rtpRangeOf(service, deployment);
    if (range.known) numbers.add(range.range.from).add(range.range.to);
  }
  return new Set([...numbers].map(String));
}

/** A text without what may be said in another way. */
function withoutSayable(text: string, { names, numbers }: Sayable): string {
  if (/^\s*[#;]/.test(text)) return text;
  return withoutAddresses(text, names).replace(/(?<![\w.])\d+(?![\w.])/g, (number) => (numbers.has(number) ? '⟨port⟩' : number));
}

function configOf(service: Service): string | null {
  const config = effectiveConfig(service);
  return config.known && config.kind === 'mounted' ? config.file.path : null;
}

function composeFiles({ files, texts }: Deployment): string[] {
  return [...texts].filter(([file, text]) => files.includes(file) || (/\.ya?ml$/.test(file) && /^services\s*:/m.test(text))).map(([file]) => file);
}

function ofService(before: Service, after: Service, fixed: readonly string[], deployment: Deployment): string[] {
  const found: string[] = [];
  const { label } = before;
  const own = fixed.includes(label);
  const ports = (service: Service): string => (isDiscarded(service) ? '' : canonicalPorts(service.ports));
  const left = ports(before).split('\n').filter((row) => row !== '' && !hasRow(ports(after), row));
  if (!own && left.length > 0) found.push(`${label} no longer publishes ${left.join(', ')}`);
  if (!own && JSON.stringify(before.networkMode?.value) !== JSON.stringify(after.networkMode?.value)) found.push(`${label} has another network mode`);
  if (!own && networks(before) !== networks(after)) found.push(`${label} is in other networks`);
  if (own && after.networkMode === null && networks(before) !== networks(after)) found.push(`${label} is in other networks`);
  const lists: readonly (readonly [string, (service: Service) => string[]])[] = [
    ['extra_hosts', ({ extraHosts }) => extraHosts.map(({ value }) => JSON.stringify(value))],
    ['volumes', ({ volumes }) => volumes.map(({ source, target, readOnly }) => JSON.stringify([source, target, readOnly]))],
  ];
  for (const [key, list] of lists) {
    const gone = list(before).filter((item) => !list(after).includes(item));
    if (gone.length > 0) found.push(`${key} of ${label} lost ${gone.join(', ')}`);
  }
  const config = effectiveConfig(after);
  const more = after.volumes.filter((mount) => !before.volumes.some((one) => JSON.stringify(one.target) === JSON.stringify(mount.target)));
  const isNewConfig = own && config.known && config.kind === 'mounted' && more.length === 1 && more[0] === config.mount && !deployment.texts.has(config.file.path);
  if (more.length > 0 && !isNewConfig) found.push(`${label} has new mounts`);
  if (own && listenersOf(before).known && !listenersOf(after).known) found.push(`the config.ini of ${label} can no longer be read`);
  if (JSON.stringify(before.image?.value) !== JSON.stringify(after.image?.value)) found.push(`${label} has another image`);
  return found;
}

/** A row of canonicalPorts holds the spans of one address, protocol and shift. */
function hasRow(rows: string, wanted: string): boolean {
  const head = wanted.slice(0, wanted.lastIndexOf(' '));
  const found = rows.split('\n').find((row) => row === wanted || row.slice(0, row.lastIndexOf(' ')) === head);
  if (found === undefined) return false;
  return wanted.slice(wanted.lastIndexOf(' ') + 1).split(',').every((span) => found.slice(found.lastIndexOf(' ') + 1).split(',').includes(span) || found === wanted);
}

function networks({ networks: joined }: Service): string {
  return JSON.stringify(joined.map(({ name, aliases, staticAddress }) => [name, aliases.map(({ value }) => value), staticAddress?.value]));
}

/** A Compose file says the same of everything that is not a port, a network or an address, and keeps its comments. */
function ofCompose(file: string, before: string, after: string, was: Sayable, is: Sayable): string[] {
  const found: string[] = [];
  const [old, now] = [read(before), read(after)];
  if (old !== null && now === null) return [`${file} cannot be read any more`];
  // Docker Compose reads a bracket that is not indented; the package does not.
  if (old === null) return [];
  const nothing: Sayable = { names: new Set(), numbers: new Set() };
  const [a, b, exactly, exactlyNow] = [flat(old, was), flat(now, is), flat(old, nothing), flat(now, nothing)];
  for (const [path, value] of a) if (b.get(path) !== value && exactly.get(path) !== exactlyNow.get(path)) found.push(`${file}: ${path} was ${value}, is ${b.get(path) ?? 'gone'}`);
  for (const [path, value] of b) if (!a.has(path)) found.push(`${file}: ${path} is new: ${value}`);
  for (const [comment] of before.matchAll(/(?<=^|\s)#.*/gm)) if (!after.includes(comment.trimEnd())) found.push(`${file}: lost the comment ${comment}`);
  return found;
}

function read(text: string): unknown {
  // The package does not end a line at a lone CR, as Docker Compose does.
  const documents = parseAllDocuments(text.replace(/\r(?!\n)/g, '\n'), { merge: true, uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return null;
  return documents.map((document): unknown => document.toJS({ maxAliasCount: -1 }));
}

/** Every value by its path, with addresses taken out of the texts that may name one. */
function flat(value: unknown, sayable: Sayable, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const inService = /^\.\d+\.services\.[^.]+$/.test(path);
      if (inService && OWN_CHECK.has(key)) continue;
      flat(inner, sayable, `${path}.${key}`, into);
    }
    return into;
  }
  const text = JSON.stringify(value) ?? 'null';
  const addresses = /^\.\d+\.services\.[^.]+\.(?:environment|healthcheck|command|entrypoint|labels)(?:\.|$)/.test(path);
  into.set(path, addresses ? withoutSayable(text, sayable) : text);
  return into;
}

/** A mounted file keeps its lines, but for addresses and ports. */
function ofLines(file: string, before: string, after: string, was: Sayable, is: Sayable): string[] {
  // A network mode may come from a variable, and is written where its value comes from.
  const mode = (line: string): string => line.replace(/^(\s*(?:export\s+)?\w+\s*=\s*)=?(["']?)[\w-]*\2(?=\s*(?:#|$))/, (all, head: string, quote: string) => ([quote, ''].some((around) => after.includes(`${head}${around}host${around}`)) ? `${head}⟨mode⟩` : all));
  const [old, now] = [leftOver(before, after).map(mode), leftOver(after, before).map(mode)];
  const masked = [old.map((line) => withoutSayable(line, was)).join('\n'), now.map((line) => withoutSayable(line, is)).join('\n')] as const;
  const found = leftOver(masked[0], masked[1]).map((line) => `${file}: lost the line ${line}`);
  for (const line of leftOver(masked[1], masked[0])) found.push(`${file}: has a new line ${line}`);
  if (before.includes('\r\n') !== after.includes('\r\n')) found.push(`${file}: has other line ends`);
  return found;
}

/** A config.ini keeps its keys and its remarks; keys of listeners may say something else, and may be new. */
function ofConfig(file: string, before: string, after: string, was: Sayable, is: Sayable): string[] {
  const found: string[] = [];
  const [old, now] = [keysIn(before), keysIn(after)];
  for (const [key, value] of old) {
    const changed = now.get(key);
    if (changed === undefined) found.push(`${file}: lost ${key}`);
    else if (changed !== value && !LISTENER.test(key) && withoutSayable(value, was) !== withoutSayable(changed, is)) found.push(`${file}: ${key} was ${value}, is ${changed}`);
  }
  for (const [key, value] of now) if (!old.has(key) && !LISTENER.test(key)) found.push(`${file}: ${key} is new: ${value}`);
  const remarks = (text: string): string => text.split('\n').filter((line) => /^\s*[#;]/.test(line)).join('\n');
  for (const line of leftOver(remarks(before), remarks(after))) found.push(`${file}: lost the line ${line}`);
  if (before.includes('\r\n') !== after.includes('\r\n')) found.push(`${file}: has other line ends`);
  return found;
}

/** Every key with its section, read without the config reader. */
function keysIn(text: string): Map<string, string> {
  const keys = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n').map((row) => row.trim())) {
    if (/^(?:[#;]|$)/.test(line)) continue;
    const name = /^\[(.+)\]$/.exec(line)?.[1];
    if (name !== undefined) section = name.trim();
    else keys.set(`${section}.${line.split('=')[0]?.trim() ?? ''}`, line.slice(line.indexOf('=') + 1).trim());
  }
  return keys;
}

/** The lines of one text that the other does not have, as often as it has them; blank ones do not count. */
function leftOver(text: string, other: string): string[] {
  const count = new Map<string, number>();
  for (const line of other.split('\n')) count.set(line, (count.get(line) ?? 0) + 1);
  return text.split('\n').filter((line) => {
    const left = count.get(line) ?? 0;
    count.set(line, left - 1);
    return left <= 0 && line.trim() !== '';
  });
}

/** A script or a document keeps every character outside of its commands, and a command all that does not concern ports and networks. */
function ofCommands(file: string, before: Deployment, after: Deployment): string[] {
  const outside = ({ services, texts }: Deployment): string => {
    const text = texts.get(file) ?? '';
    let at = 0;
    let rest = '';
    for (const { extent } of services.filter((service) => service.extent.file === file).sort((a, b) => a.extent.start - b.extent.start)) {
      rest += `${text.slice(at, Math.max(at, extent.start))}⟨command⟩`;
      at = Math.max(at, extent.end);
    }
    return rest + text.slice(at);
  };
  const inside = ({ services }: Deployment): string => JSON.stringify(services.map((service) => service.rest().filter(({ path }) => path !== 'extra_hosts[]' && path !== 'volumes[]')));
  const found: string[] = [];
  if (outside(before) !== outside(after)) found.push(`${file}: something outside of its commands has changed`);
  if (inside(before) !== inside(after)) found.push(`${file}: other words than those of ports and networks have changed`);
  return found;
}
