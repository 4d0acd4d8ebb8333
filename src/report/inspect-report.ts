import { modelError, modelVersion } from '../cost/model.ts';
import type { Words } from '../model/source.ts';
import { quoted } from '../text/quoted.ts';
import { visible, wrap } from '../text/width.ts';
import { appliedLines, heldBackLines, type Page } from './fix-report.ts';
import type { Holds, InspectedContainer, InspectReport, Remedy } from './inspect-run.ts';
import { LineCache } from './line-cache.ts';
import { grouped, size } from './language.ts';
import type { RunReport } from './run-report.ts';
import { say } from './sentences.ts';
import { leftBlocks, summaryLine, type StylishOptions } from './formats/stylish.ts';
import { tableLines } from './table.ts';

/** What runs, what it costs, what the rules find of it, and the command lines that would put it right. */
export function inspectReport(report: InspectReport, options: StylishOptions): string {
  const { run, containers } = report;
  const told = new Set<string>();
  const blocks = [headLines(report, options), ...containers.flatMap((container) => containerBlocks(container, report, options, told))];
  const shownCommands = containers.some(({ remedy }) => remedy.commands.length > 0);
  if (shownCommands) blocks.push(said({ id: 'inspect.read-only' }, run, options));
  if (containers.length === 0) blocks.push(said({ id: 'inspect.none', data: { looked: report.looked } }, run, options));
  const text = blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n\n`).join('');
  return containers.length === 0 ? text.replace(/\n\n$/, '\n') : text + summaryLine(run, options.width, options.colors);
}

function said(words: Words, { language }: RunReport, { width }: Pick<StylishOptions, 'width'>): string[] {
  return wrap(say(words, language), width);
}

const engineNames = { linux: 'Docker Engine', desktop: 'Docker Desktop', rootless: 'Docker Engine (rootless)', podman: 'podman' } as const;
const firewallNames = { 'iptables-nft': 'iptables (nf_tables)', 'iptables-legacy': 'iptables (legacy)', nftables: 'nftables' } as const;

function headLines({ run, engine, host, leftovers }: InspectReport, options: StylishOptions): string[] {
  const lines: string[] = [];
  if (engine !== null) {
    const { userlandProxy, firewall, hugePages, ipv6 } = engine;
    const facts: Words[] = [];
    if (userlandProxy !== null) facts.push({ id: userlandProxy ? 'inspect.proxy-on' : 'inspect.proxy-off' });
    if (firewall !== null) facts.push({ id: 'inspect.firewall', data: { kind: firewallNames[firewall] } });
    if (hugePages !== null) facts.push({ id: 'inspect.huge-pages', data: { state: hugePages } });
    if (ipv6 !== null) facts.push({ id: ipv6 ? 'inspect.both-families' : 'inspect.one-family' });
    const name = `${engineNames[engine.name]}${engine.version === null ? '' : ` ${engine.version}`}`;
    const id = facts.length === 0 ? 'inspect.engine-alone' : 'inspect.engine';
    lines.push(...said({ id, data: { engine: name, facts: facts.map((fact) => say(fact, run.language)) } }, run, options));
  }
  const megabytes = (kilobytes: number): number => kilobytes / 1024;
  if (host !== null) lines.push(...said({ id: 'inspect.memory', data: { total: megabytes(host.total), available: megabytes(host.available), reclaimable: megabytes(host.reclaimable) } }, run, options));
  if (leftovers === null) return lines;
  const { dead, pids, lost, others } = leftovers;
  const data = (holds: Holds): Record<string, number> => ({ processes: holds.processes, size: megabytes(heldBy(holds)) });
  if (lost.processes > 0) lines.push(...said({ id: 'inspect.lost', data: data(lost) }, run, options));
  if (others > 0) lines.push(...said({ id: 'inspect.others', data: { processes: others } }, run, options));
  if (dead.processes > 0) lines.push(...said({ id: 'inspect.dead', data: data(dead) }, run, options), '', ...killLines(pids));
  return lines;
}

/** By their numbers: another docker-proxy is none of them. */
function killLines(pids: readonly number[]): string[] {
  const together = 100;
  return Array.from({ length: Math.ceil(pids.length / together) }, (_, index) => `kill ${pids.slice(index * together, (index + 1) * together).join(' ')}`);
}

/** kB, as far as they are known. */
function heldBy({ own, kernel }: Holds): number {
  return (own ?? 0) + kernel;
}

function containerBlocks(container: InspectedContainer, { run }: InspectReport, options: StylishOptions, told: Set<string>): string[][] {
  const { colors, width } = options;
  const { name, id, image, status, file, zlm } = container;
  const title = [colors.bold(visible(name)), id.slice(0, 12), visible(image), visible(status)].join('  ');
  const page: Page = { run, lines: new LineCache(file.deployment.texts), width };
  const blocks = [[title, '', ...costLines(container, run, options)], ...leftBlocks(file, page, options, told)];
  if (!zlm) blocks.push(said({ id: 'inspect.not-zlm', data: { name: quoted(name) } }, run, options));
  return [...blocks, ...remedyBlocks(container, page, options)];
}

function costLines({ pairs, measured, estimated, estimatedThreads, unmeasured, status }: InspectedContainer, run: RunReport, options: StylishOptions): string[] {
  const { language } = run;
  const word = (id: string): string => say({ id: `inspect.${id}` }, language);
  const kilobytes = (value: number): string => (value === 0 ? '0' : size(value / 1024));
  if (pairs === 0 && (measured?.processes ?? 0) === 0 && (unmeasured === null || unmeasured === 'elsewhere' || unmeasured === 'no-proc')) return said({ id: 'inspect.no-ports' }, run, options);
  const none = '-';
  const estimate = (value: number | undefined, shown: (value: number) => string = grouped): string => (value === undefined ? (unmeasured === 'engine' ? word('not-measured') : none) : shown(value));
  const seen = (value: number | null | undefined, shown: (value: number) => string = grouped): string => (value === undefined || value === null ? (unmeasured === 'engine' ? word('not-measured') : none) : shown(value));
  const megabytes = (value: number): string => (value === 0 ? '0' : size(value));
  const own = measured?.own;
  const rows = [
    ['', word('measured'), word('estimated')],
    [word('pairs'), '', grouped(pairs)],
    [word('processes'), seen(measured?.processes), estimate(estimated?.processes)],
    [word('rules'), '', estimate(estimated?.firewallRules ?? undefined)],
    [word('threads'), seen(measured?.threads), estimate(estimated === null ? undefined : estimatedThreads)],
    [word('own'), seen(own, kilobytes), ''],
    [word('kernel'), seen(measured?.kernel, kilobytes), ''],
    [word('together'), own === null || own === undefined ? seen(own) : kilobytes(own + (measured?.kernel ?? 0)), estimate(estimated?.memory, megabytes)],
  ];
  const lines = tableLines(rows, { width: options.width, colors: options.colors, ink: (text) => text });
  const notes: Words[] = [];
  if (unmeasured !== null) notes.push({ id: `inspect.unmeasured-${unmeasured}`, data: { status } });
  if (measured?.unknown === 'root') notes.push({ id: 'inspect.only-root' });
  if (measured?.unknown === 'kernel') notes.push({ id: 'inspect.old-kernel' });
  if (estimated !== null && pairs > 0) notes.push({ id: 'inspect.estimate-of', data: { engine: `Docker ${run.costs.measuredWith}`, model: modelVersion, memory: 100 * modelError.memory, time: modelError.timeFactor, start: estimated.startSeconds, stop: estimated.stopSeconds } });
  return [...lines, ...(notes.length === 0 ? [] : ['']), ...notes.flatMap((note) => said(note, run, options))];
}

function remedyBlocks({ fixed, remedy }: InspectedContainer, page: Page, options: StylishOptions): string[][] {
  const { run } = page;
  if (fixed === null) return [];
  const { colors } = options;
  const applied = fixed.applied.flatMap((one) => appliedLines(one, fixed.path, page));
  const held = heldBackLines(fixed, { ...page, lines: new LineCache(fixed.deployment.texts) });
  if (applied.length === 0) return held.length === 0 ? [] : [[...said({ id: 'inspect.nothing-to-do' }, run, options), ...held]];
  const blocks = [[...applied, ...held]];
  if (remedy.origin !== null) blocks.push(said(remedy.origin, run, options));
  // What a person has to know stands before what may be copied.
  blocks.push(remedy.notes.flatMap((note) => said(note, run, options)));
  const safe = fixed.applied.every(({ fix }) => fix.safety === 'safe');
  if (remedy.commands.length > 0) blocks.push([...wrap(say({ id: safe ? 'inspect.to-put-right' : 'inspect.to-try' }, run.language), options.width).map(safe ? colors.green : colors.yellow), '', ...shell(remedy.commands)]);
  return [...blocks, ...afterwards(remedy, run, options)];
}

function afterwards({ keep, back }: Remedy, run: RunReport, options: StylishOptions): string[][] {
  const block = (id: string, commands: readonly string[]): string[] => (commands.length === 0 ? [] : [...said({ id }, run, options), '', ...shell(commands)]);
  return [block('inspect.keep', keep), block('inspect.back', back)];
}

/** Never broken and never indented: they are there to be copied. */
function shell(commands: readonly string[]): string[] {
  return commands.flatMap((command) => command.replace(/\n$/, '').split('\n').map(visible));
}
