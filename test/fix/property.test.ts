import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { assess, type FixOptions } from '../../src/fix/assess.ts';
import { fixAll, type FixResult } from '../../src/fix/fix.ts';
import { identify, lint } from '../../src/lint.ts';
import { loadCompose } from '../../src/load/compose/load-compose.ts';
import type { Deployment, Service } from '../../src/model/deployment.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PublishedPort } from '../../src/model/port.ts';
import type { ProjectReader } from '../../src/model/reader.ts';
import { usualCosts } from '../../src/cost/model.ts';
import { canonicalPorts } from '../../src/ports/published.ts';
import { isUnknown } from '../../src/ports/spans.ts';
import { randomFile, type RandomFile } from './random-compose.ts';

const FILE = 'random.yml';
const nothing: ProjectReader = { read: () => ({ ok: false, why: 'missing' }), kind: () => 'missing', list: () => null };

type Options = FixOptions & { readonly max: number };

const options: fc.Arbitrary<Options> = fc.record({
  strategy: fc.constantFrom('host', 'minimal', 'auto'),
  engine: fc.constantFrom('linux', 'linux', 'linux', 'desktop'),
  costs: fc.constant(usualCosts),
  unsafe: fc.boolean(),
  streams: fc.record({ count: fc.integer({ min: 1, max: 200 }), given: fc.boolean() }),
  max: fc.constantFrom(1, 256),
});

function load(text: string): Deployment {
  return identify(loadCompose({ file: FILE, text, reader: nothing }), []);
}

function findings(deployment: Deployment, given: Options): Finding[] {
  return lint(deployment, rules, { ...given, settingOf: () => ({ options: { max: given.max } }), zlmServices: [], named: true });
}

function fix(text: string, given: Options): FixResult & { readonly text: string } {
  const result = fixAll({
    texts: new Map([[FILE, text]]),
    load: (texts) => load(texts.get(FILE) ?? ''),
    lint: (deployment) => findings(deployment, given),
    options: given,
  });
  return { ...result, text: result.texts.get(FILE) ?? '' };
}

/** 500 runs and at most 10 s; a fixed seed, so that a run can be repeated. */
function holds(name: string, check: (file: RandomFile, given: Options) => void, numRuns: number): void {
  it(name, () => {
    fc.assert(fc.property(randomFile, options, check), { seed: 20261122, numRuns, interruptAfterTimeLimit: 10_000 });
  });
}

holds('a fix does what it announces and nothing else', (file, given) => {
  const before = load(file.text);
  for (const { fix: planned } of assess(before, findings(before, given), given)) if (planned !== null) expectSound(planned.edits, file.text);

  const result = fix(file.text, given);
  const after = load(result.text);
  expect(after.problems.map(({ id }) => id)).toEqual(before.problems.map(({ id }) => id));
  expect(after.rest()).toBe(before.rest());
  expect(after.services.map(({ name }) => name)).toEqual(before.services.map(({ name }) => name));
  before.services.forEach((service, index) => expectAnnounced(service, after.services[index] as Service, result));
  for (const comment of file.comments) expect(result.text.split(comment).length - 1, comment).toBeGreaterThan(0);
  if (result.applied.length === 0) expect(result.text).toBe(file.text);

  const again = fix(result.text, given);
  expect(again.text).toBe(result.text);
  expect(again.applied).toEqual([]);
}, 300);

holds('line ends and a byte order mark make no difference', (file, given) => {
  const { text } = fix(file.text, given);
  expect(fix(file.text.replaceAll('\n', '\r\n'), given).text).toBe(text.replaceAll('\n', '\r\n'));
  expect(fix(file.text.replaceAll('\n', '\r'), given).text).toBe(text.replaceAll('\n', '\r'));
  expect(fix(`\uFEFF${file.text}`, given).text).toBe(`\uFEFF${text}`);
}, 150);

function expectSound(edits: readonly { readonly at: { readonly start: number; readonly end: number } }[], text: string): void {
  const sorted = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  let done = 0;
  for (const { at } of sorted) {
    expect(at.start).toBeGreaterThanOrEqual(done);
    expect(at.end).toBeGreaterThanOrEqual(at.start);
    expect(at.end).toBeLessThanOrEqual(text.length);
    done = at.end;
  }
}

/** Compares a service with what the applied fixes said they would do to it. */
function expectAnnounced(before: Service, after: Service, { applied }: FixResult): void {
  const changes = applied.flatMap(({ fix }) => fix.changes).filter(({ service }) => service.name === before.name);
  const host = changes.some(({ networkMode }) => networkMode === 'host');
  const bare = changes.some(({ ports }) => ports === 'remove');
  const alone = host || changes.some(({ networks }) => networks === 'remove');
  expect(after.networkMode?.value ?? null).toEqual(host ? 'host' : (before.networkMode?.value ?? null));
  expect(after.networks.map(({ name }) => name)).toEqual(alone ? [] : before.networks.map(({ name }) => name));
  const entries = changes.flatMap(({ ports }) => (ports === undefined || ports === 'remove' ? [] : ports));
  const gone = new Set(entries.flatMap(({ from }) => from.flatMap(singles)));
  const said = entries.flatMap(({ into }) => (into === null ? [] : singles({ hostIp: { value: into.hostIp }, host: { value: into.host }, container: { value: into.container }, protocol: { value: into.protocol }, mode: null })));
  expect(published(after)).toEqual(bare ? [] : [...new Set([...published(before).filter((port) => !gone.has(port)), ...said])].sort());
  if (!bare && entries.length === 0) expect(canonicalPorts(after.ports)).toBe(canonicalPorts(before.ports));
  if (host) expect(after.ports).toEqual([]);
  expect(after.rest()).toEqual(before.rest());
}

/** Every single port that is published, counted out one by one. */
function published(service: Service): string[] {
  return [...new Set(service.ports.flatMap(singles))].sort();
}

interface Mapping {
  readonly hostIp: { readonly value: unknown };
  readonly host: { readonly value: PublishedPort['container']['value'] } | null;
  readonly container: { readonly value: PublishedPort['container']['value'] };
  readonly protocol: { readonly value: PublishedPort['protocol']['value'] };
  readonly mode: string | null;
}

function singles({ hostIp, host, container, protocol, mode }: Mapping): string[] {
  const rest = [hostIp.value, isUnknown(protocol.value) ? protocol.value : protocol.value.toLowerCase(), mode ?? 'ingress'];
  if (host === null || isUnknown(host.value) || isUnknown(container.value)) return [JSON.stringify([host?.value ?? null, container.value, ...rest])];
  const { from, to } = container.value;
  if (host.value.to - host.value.from !== to - from) return [JSON.stringify([host.value, container.value, ...rest])];
  const first = host.value.from;
  return Array.from({ length: to - from + 1 }, (_, index) => JSON.stringify([first + index, from + index, ...rest]));
}
