import type { Deployment, Problem, Service, ServiceChange } from '../model/deployment.ts';
import type { Applied, Finding } from '../model/finding.ts';
import type { Remark, Words } from '../model/source.ts';
import { canonicalPorts } from '../ports/published.ts';
import { disturbed } from './guard.ts';

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
  const actual = after.deployment.services.map(pictureOf);
  if (expected.length !== actual.length) return { id: 'dropped.services' };
  for (const [index, picture] of expected.entries()) {
    if (picture.text !== actual[index]?.text) return { id: 'dropped.change', data: { service: picture.name } };
  }
  const silenced = disturbed(before, after, claims);
  if (silenced !== null) return silenced;
  const [old, now] = [keysOf(before.deployment), keysOf(after.deployment)];
  const still = new Map<string, Finding[]>();
  for (const finding of after.findings) {
    const known = still.get(now(finding));
    if (known === undefined) still.set(now(finding), [finding]);
    else known.push(finding);
  }
  const comments = claims.flatMap(({ fix, findings }) => (fix.change === null ? findings : []));
  const stayed = notFewer(comments, before.findings.map((finding) => sameness(finding, old)), after.findings.map((finding) => sameness(finding, now)), old);
  if (stayed !== undefined) return { id: 'dropped.finding', data: { rule: stayed.rule } };
  for (const claim of claims) {
    if (claim.fix.change === null) continue;
    const open = claim.findings.find((finding) => !isAnswered(finding, still.get(old(finding)) ?? []));
    if (open !== undefined) return { id: 'dropped.finding', data: { rule: open.rule } };
  }
  const known = new Set(before.findings.map(old));
  const error = after.findings.find((finding) => finding.severity === 'error' && finding.suppressed === null && !known.has(now(finding)));
  return error === undefined ? null : { id: 'dropped.error', data: { rule: error.rule } };
}

interface Picture {
  readonly name: string;
  readonly text: string;
}

function expectedServices(deployment: Deployment, claims: readonly Applied[]): Picture[] {
  const byService = new Map<Service, ServiceChange[]>();
  for (const { fix: { change } } of claims) if (change !== null) byService.set(change.service, [...(byService.get(change.service) ?? []), change]);
  return deployment.services.map((service) => {
    const changes = byService.get(service) ?? [];
    const mode = changes.some(({ networkMode }) => networkMode === 'host') ? 'host' : undefined;
    const alone = changes.some(({ networks }) => networks === 'remove') || mode !== undefined;
    const bare = changes.some(({ ports }) => ports === 'remove');
    return pictureOf({
      ...service,
      ports: bare ? [] : service.ports,
      networks: alone ? [] : service.networks,
      networkMode: mode === undefined ? service.networkMode : { value: mode, at: service.at, origin: 'written' },
    });
  });
}

/** Everything that is known of a service, without the places it is written at. */
export function pictureOf(service: Service): Picture {
  const { name, networkMode, networks, ports } = service;
  const joined = networks.map(({ name: network, aliases, staticAddress }) => [network, aliases.map(({ value }) => value), staticAddress?.value ?? null]);
  const text = JSON.stringify([name, networkMode?.value ?? null, joined, canonicalPorts(ports), service.rest()]);
  return { name: service.label, text };
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

