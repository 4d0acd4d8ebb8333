import type { Deployment, Service, Text } from '../model/deployment.ts';
import type { PortSpan, PublishedPort } from '../model/port.ts';
import type { Unknown } from '../model/source.ts';
import { countPairs, effectivePorts } from '../ports/published.ts';
import { isUnknown, spanText } from '../ports/spans.ts';
import type { RuleMeta } from '../rule.ts';
import { displayWidth, visible, widest } from '../text/width.ts';
import { jsonText } from './json-text.ts';
import { LineCache } from './line-cache.ts';
import { fill, grouped, type Language } from './language.ts';
import { say } from './sentences.ts';
import { secretsOf, type Secrets } from './without-secrets.ts';

export interface PortsRun {
  readonly deployments: readonly Deployment[];
  readonly errors: readonly PortsError[];
  readonly language: Language;
  readonly roles: Roles;
}

export interface PortsError {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** What ZLMediaKit uses a published port for; `null` for other services and unknown uses. */
export interface Roles {
  of(service: Service, port: PublishedPort, deployment: Deployment): string | null;
  words(role: string, language: Language): string;
}

/** What cannot be resolved in the text, as lines for `errors`. */
export function portsErrors(deployment: Deployment, meta: RuleMeta | undefined, language: Language): PortsError[] {
  const lines = new LineCache(deployment.texts);
  return deployment.problems.filter(({ stage }) => stage === 'compose').map((problem) => {
    const { id, data = {}, at } = secretsOf(deployment).words(problem);
    const message = meta?.messages[id];
    return { path: at.file, line: lines.position(at.file, at.start).line, message: message === undefined ? id : fill(message, data, language) };
  });
}

/** The published ports as the JSON contract, version 1. */
export function portsJson({ deployments, errors, roles }: PortsRun): string {
  const services = deployments.flatMap((deployment) => {
    const lines = new LineCache(deployment.texts);
    const secrets = secretsOf(deployment);
    return deployment.services.filter(({ disabled }) => !disabled).map((service) => ({
      file: deployment.file,
      form: deployment.form,
      line: lines.position(service.at.file, service.at.start).line,
      name: secrets.json(service.name),
      image: secrets.json(service.image?.value ?? null),
      zlm: service.zlm !== null,
      zlmReason: service.zlm === null ? null : say(secrets.words(service.zlm.reason), 'en'),
      networkMode: secrets.json((service.invocation === null ? service.networkMode?.value : service.invocation.network) ?? null),
      networks: secrets.json(service.networks.map(({ name }) => name)),
      ports: [...effectivePorts(service.ports), ...service.refusedPorts].map((port) => portJson(port, roles.of(service, port, deployment), lines, secrets)),
      expose: secrets.json(service.expose),
      ...invocationJson(service, secrets),
    }));
  });
  return jsonText({ version: 1, services, errors });
}

/** What only a command line says. */
function invocationJson({ invocation }: Service, secrets: Secrets): object {
  if (invocation === null) return {};
  const { tool, verb, args, publishAll } = invocation;
  return { args: secrets.json(args), publishAll, tool, verb };
}

function portJson({ at, hostIp, host, container, protocol, mode }: PublishedPort, role: string | null, lines: LineCache, secrets: Secrets): object {
  const { line, column } = lines.position(at.file, at.start);
  return {
    hostIp: secrets.json(hostIp.value),
    host: secrets.json(host?.value ?? null),
    container: secrets.json(container.value),
    protocol: secrets.json(protocol.value),
    mode,
    role,
    file: at.file,
    line,
    column,
  };
}

const headings = { en: ['service', 'host', 'container', 'protocol', 'use', 'count', 'line'], zh: ['服务', '主机', '容器', '协议', '用途', '数量', '行'] } as const;

/** A table: service, host, container, protocol, what ZLMediaKit uses the port for, how many, and the line. */
export function portsTable({ deployments, language, roles }: PortsRun): string {
  return deployments
    .map((deployment) => {
      const lines = new LineCache(deployment.texts);
      const started = deployment.services.filter(({ disabled }) => !disabled);
      const rows = started.flatMap((service) => serviceRows(service, deployment, lines, roles, language));
      const title = `${visible(deployment.file)}\n`;
      const table = rows.length === 0 ? `  ${say({ id: 'ports.none' }, language)}\n` : columns([[...headings[language]], ...rows]);
      return title + table + started.map((service) => footLines(service, deployment, language)).join('') + disabledLine(deployment, language);
    })
    .join('\n');
}

function serviceRows(service: Service, deployment: Deployment, lines: LineCache, roles: Roles, language: Language): string[][] {
  const secrets = secretsOf(deployment);
  const name = secrets.text(service.label) + (service.zlm === null ? '' : ' *');
  if (service.ports.length === 0) {
    if (service.zlm === null) return [];
    return [[name, secrets.text(text(service.networkMode?.value ?? '-')), '-', '-', '', '0', String(lines.position(service.at.file, service.at.start).line)]];
  }
  return service.ports.map((port) => {
    const role = roles.of(service, port, deployment);
    const count = countPairs([port]);
    return [
      name,
      ...[hostText(port), span(port.container.value), text(port.protocol.value)].map((cell) => secrets.text(cell)),
      role === null ? '' : roles.words(role, language),
      count.atLeast ? '?' : grouped(count.pairs),
      place(port.at.file, lines.position(port.at.file, port.at.start).line, deployment),
    ];
  });
}

/** How many pairs a service publishes in all, and why it is taken for ZLMediaKit. */
function footLines(service: Service, deployment: Deployment, language: Language): string {
  if (service.zlm === null) return '';
  const secrets = secretsOf(deployment);
  const { pairs, atLeast } = countPairs(service.ports);
  const total = say({ id: 'ports.total', data: { service: secrets.text(service.label), least: atLeast ? 1 : 0, pairs } }, language);
  return `  ${total}  ${say({ id: 'ports.legend', data: { reason: say(secrets.words(service.zlm.reason), language) } }, language)}\n`;
}

/** Services that no profile starts, so that nobody misses them without a word. */
function disabledLine(deployment: Deployment, language: Language): string {
  const names = deployment.services.filter(({ disabled, ports }) => disabled && ports.length > 0).map(({ label }) => secretsOf(deployment).text(label));
  return names.length === 0 ? '' : `  ${say({ id: 'ports.disabled', data: { services: names.join(', ') } }, language)}\n`;
}

/** A line of the main file, or of another with its name. */
function place(file: string, line: number, deployment: Deployment): string {
  return file === deployment.file ? String(line) : `${file}:${line}`;
}

function hostText({ hostIp, host }: PublishedPort): string {
  const address = text(hostIp.value);
  return (address === '' ? '' : `${address} `) + (host === null ? '*' : span(host.value));
}

function span(value: PortSpan | Unknown): string {
  return isUnknown(value) ? value.unknown : spanText(value);
}

function text(value: Text): string {
  return isUnknown(value) ? value.unknown : value;
}

function columns(rows: readonly string[][]): string {
  const shown = rows.map((row) => row.map(visible));
  const widths = (shown[0] ?? []).map((_, column) => widest(shown.map((row) => row[column] ?? '')));
  return shown.map((row) => `  ${row.map((cell, column) => padded(cell, widths[column] ?? 0, column >= row.length - 2)).join('  ').trimEnd()}\n`).join('');
}

/** The last two columns hold numbers. */
function padded(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - displayWidth(cell));
  return right ? space + cell : cell + space;
}
