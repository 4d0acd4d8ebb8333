import type { Deployment, Problem, RestRow, Service, ServiceChange } from '../model/deployment.ts';
import type { Applied, Finding } from '../model/finding.ts';
import type { PortMapping, PublishedPort } from '../model/port.ts';
import type { Located, Remark, Words } from '../model/source.ts';
import { canonicalPorts } from '../ports/published.ts';
import { disturbed } from './guard.ts';
import { changedFile } from './prove-files.ts';
import { newCollision } from './prove-ports.ts';

export interface State {
  readonly deployment: Deployment;
  readonly findings: readonly Finding[];
}

/** Compares the deployment that was read again with what the fixes announced; `null` when exactly that happened. */
export function disproof(before: State, after: State, claims: readonly Applied[]): Words | Remark | null {
  const broken = newProblem(before.deployment.problems, after.deployment.problems);
  if (broken !== null) return { id: 'dropped.problem', data: { problem: broken.id } };
  if (before.deployment.rest() !== after.deployment.rest()) return { id: 'dropped.rest' };
  const expected = expectedServices(before.deployment, claims);
  const actual = after.deployment.services;
  if (expected.length !== actual.length) return { id: 'dropped.services' };
  for (const [index, service] of expected.entries()) {
    const now = actual[index];
    const old = before.deployment.services[index];
    if (now === undefined || old === undefined || networkOf(service) !== networkOf(now) || !isAnnounced(old, now, claims)) return { id: 'dropped.change', data: { service: service.label } };
  }
  const collision = newCollision(before.deployment, after.deployment);
  if (collision !== null) return { id: 'dropped.collision', data: { services: collision } };
  const file = changedFile(before.deployment, after.deployment, claims);
  if (file !== null) return { id: 'dropped.file', data: { path: file } };
  const silenced = disturbed(before, after, claims);
  if (silenced !== null) return silenced;
  const [old, now] = [keysOf(before.deployment), keysOf(after.deployment)];
  const still = new Map<string, Finding[]>();
  for (const finding of after.findings) {
    const known = still.get(now(finding));
    if (known === undefined) still.set(now(finding), [finding]);
    else known.push(finding);
  }
  const comments = claims.flatMap(({ fix, findings }) => (fix.service === null ? findings : []));
  const stayed = notFewer(comments, before.findings.map((finding) => sameness(finding, old)), after.findings.map((finding) => sameness(finding, now)), old);
  if (stayed !== undefined) return { id: 'dropped.finding', data: { rule: stayed.rule } };
  for (const claim of claims) {
    if (claim.fix.service === null) continue;
    const open = claim.findings.find((finding) => !isAnswered(finding, still.get(old(finding)) ?? []));
    if (open !== undefined) return { id: 'dropped.finding', data: { rule: open.rule } };
  }
  const known = new Set(before.findings.map(old));
  const error = after.findings.find((finding) => finding.severity === 'error' && finding.suppressed === null && !known.has(now(finding)));
  return error === undefined ? null : { id: 'dropped.error', data: { rule: error.rule } };
}

function expectedServices(deployment: Deployment, claims: readonly Applied[]): Service[] {
  const byService = new Map<Service, ServiceChange[]>();
  for (const change of claims.flatMap(({ fix }) => fix.changes)) byService.set(change.service, [...(byService.get(change.service) ?? []), change]);
  return deployment.services.map((service) => {
    const changes = byService.get(service) ?? [];
    const mode = changes.some(({ networkMode }) => networkMode === 'host') ? 'host' : undefined;
    const alone = changes.some(({ networks }) => networks === 'remove') || mode !== undefined;
    return {
      ...service,
      ports: expectedPorts(service.ports, changes),
      networks: alone ? [] : service.networks,
      networkMode: mode === undefined ? service.networkMode : { value: mode, at: service.at, origin: 'written' },
    };
  });
}

function expectedPorts(ports: readonly PublishedPort[], changes: readonly ServiceChange[]): readonly PublishedPort[] {
  if (changes.some((change) => change.ports === 'remove')) return [];
  const own = changes.flatMap((change) => (change.ports === undefined || change.ports === 'remove' ? [] : change.ports));
  const gone = new Set(own.flatMap(({ from }) => from));
  return [...ports.filter((port) => !gone.has(port)), ...own.flatMap(({ into }) => (into === null ? [] : publishedAs(into)))];
}

/** A mapping as the loader would read it. */
function publishedAs({ hostIp, host, container, protocol }: PortMapping): PublishedPort {
  const at = { file: '', start: 0, end: 0 };
  const located = <T>(value: T): Located<T> => ({ value, at, origin: 'implied' });
  return { at, origin: 'implied', variable: false, numeric: false, text: '', hostIp: located(hostIp), host: located(host), container: located(container), protocol: located(protocol), mode: null };
}

/** The ports and networks of a service, without the places they are written at. */
function networkOf({ name, networkMode, networks, ports }: Service): string {
  const joined = networks.map(({ name: network, aliases, staticAddress }) => [network, aliases.map(({ value }) => value), staticAddress?.value ?? null]);
  return JSON.stringify([name, networkMode?.value ?? null, joined, canonicalPorts(ports)]);
}

/** Everything that is known of a service, without the places it is written at. */
export function pictureOf(service: Service): string {
  return networkOf(service) + JSON.stringify(service.rest().map(({ path, value }) => `${path}=${value}`).sort());
}

/** Beside ports and networks a service has changed by what was announced, value for value. */
function isAnnounced(before: Service, after: Service, claims: readonly Applied[]): boolean {
  const { removed, added } = difference(before.rest(), after.rest());
  const changes = claims.flatMap(({ fix }) => fix.changes.filter(({ service }) => service === before));
  const texts = claims.flatMap(({ fix }) => fix.texts.filter(({ service }) => service === before));
  for (const [path, entries] of [['extra_hosts[]', changes.flatMap(({ extraHosts = [] }) => extraHosts)], ['volumes[]', changes.flatMap(({ volumes = [] }) => volumes)]] as const) {
    for (const entry of entries) {
      const index = added.findIndex((row) => row.path === path && row.value === JSON.stringify(entry));
      if (index < 0) return false;
      added.splice(index, 1);
    }
  }
  // A value that changes is taken away at its path and comes back there.
  return removed.length === added.length && removed.length <= texts.length && removed.every(({ path }) => added.some((row) => row.path === path)) && added.every(({ value }) => texts.some(({ text }) => value.includes(JSON.stringify(text).slice(1, -1))));
}

function difference(before: readonly RestRow[], after: readonly RestRow[]): { removed: RestRow[]; added: RestRow[] } {
  const counts = new Map<string, number>();
  const key = ({ path, value }: RestRow): string => `${path}=${value}`;
  for (const row of before) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  const added = after.filter((row) => !taken(counts, key(row)));
  const removed = before.filter((row) => taken(counts, key(row)));
  return { removed, added };
}

function taken(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  if (left > 0) counts.set(key, left - 1);
  return left > 0;
}

/** The first problem that was not there before. */
export function newProblem(before: readonly Problem[], after: readonly Problem[]): Problem | null {
  const known = before.map(problemKey);
  for (const problem of after) {
    const index = known.indexOf(problemKey(problem));
    if (index < 0) return problem;
    known.splice(index, 1);
  }
  return null;
}

function problemKey({ id, data, service }: Problem): string {
  return JSON.stringify([id, data, service]);
}

/** What makes two findings the same, wherever they stand; services keep their order, and not all have a name. */
function keysOf({ services }: Deployment): (finding: Finding) => string {
  const order = new Map(services.map((service, index) => [service, index]));
  return ({ rule, messageId, service }) => JSON.stringify([rule, messageId, service === null ? null : (order.get(service) ?? service.label)]);
}

function sameness(finding: Finding, keyOf: (finding: Finding) => string): string {
  return keyOf(finding) + JSON.stringify(finding.data);
}

/** Two comments may be word for word the same, so those that a fix takes out are counted; the first of which as many are left. */
function notFewer(claimed: readonly Finding[], before: readonly string[], after: readonly string[], keyOf: (finding: Finding) => string): Finding | undefined {
  if (claimed.length === 0) return undefined;
  const left = new Map<string, number>();
  for (const key of before) left.set(key, (left.get(key) ?? 0) + 1);
  for (const finding of claimed) left.set(sameness(finding, keyOf), (left.get(sameness(finding, keyOf)) ?? 0) - 1);
  for (const key of after) left.set(key, (left.get(key) ?? 0) - 1);
  return claimed.find((finding) => (left.get(sameness(finding, keyOf)) ?? 0) < 0);
}

/** Gone, or less of it than there was; a finding at one of several places may leave the others. */
function isAnswered(finding: Finding, still: readonly Finding[]): boolean {
  if (finding.amount !== undefined) return still.every(({ amount = 0 }) => amount < (finding.amount ?? 0));
  return !still.some((other) => JSON.stringify(other.data) === JSON.stringify(finding.data));
}

