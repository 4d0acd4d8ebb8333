import type { Cost } from '../cost/estimate.ts';
import { modelError, modelVersion, type Costs, type Difference } from '../cost/model.ts';
import type { Deployment, Service } from '../model/deployment.ts';
import type { Remark, Words } from '../model/source.ts';
import { displayWidth, visible, widest, wrap } from '../text/width.ts';
import type { Colors } from 'picocolors/types.js';
import { bar } from './bar.ts';
import { LineCache } from './json.ts';
import { grouped, size, time, type Language } from './language.ts';
import { say } from './sentences.ts';

/** What a service costs now, and after the fix of each strategy. */
export interface ServiceCost {
  readonly service: Service;
  /** There is more of it than could be counted. */
  readonly atLeast: boolean;
  /** `null`: with such an engine nothing was measured. */
  readonly now: Cost | null;
  /** `podman` and its like; `linux` for what was measured. */
  readonly engine: string;
  /** Of a service that is not ZLMediaKit nothing is moved. */
  readonly after: { readonly host: Outcome; readonly minimal: Outcome } | null;
}

/** What a strategy makes of a service, and whether its fix can be had. */
export interface Outcome {
  readonly cost: Cost | null;
  /** `none`: the strategy has no fix for it, for a reason or because there is nothing to do. */
  readonly fix: 'safe' | 'unsafe' | 'none';
  readonly why: Remark | null;
}

export interface CostRun {
  readonly projects: readonly { readonly deployment: Deployment; readonly services: readonly ServiceCost[] }[];
  readonly costs: Costs;
  readonly language: Language;
}

export interface CostPage {
  /** Display columns of a line. */
  readonly width: number;
  readonly colors: Colors;
}

const strategies = ['host', 'minimal'] as const;

type StrategyName = (typeof strategies)[number];

export function outcomes(after: ServiceCost['after']): (readonly [StrategyName, Outcome])[] {
  return after === null ? [] : strategies.map((strategy) => [strategy, after[strategy]]);
}

/** One table per service, with small bars, and what the figures are worth. */
export function costTable(run: CostRun, page: CostPage): string {
  const { projects, language } = run;
  const blocks = projects.flatMap(({ deployment, services }) => services.filter(isWorthTelling).map((service) => serviceLines(service, deployment, run, page)));
  const shown = projects.flatMap(({ services }) => services);
  if (shown.length === 0) return `${say({ id: 'cost.nothing' }, language)}\n`;
  const foot = shown.some(({ now }) => now !== null) ? modelTexts(run).flatMap((text) => wrap(text, page.width)) : [];
  return [...blocks, foot].filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** What a neighbour with a few ports costs is noise: less was not measured. */
const LEAST_PAIRS = 10;

export function isWorthTelling({ service, now }: ServiceCost): boolean {
  return service.zlm !== null || (now !== null && now.pairs >= LEAST_PAIRS);
}

function serviceLines(cost: ServiceCost, { file }: Deployment, { costs, language }: CostRun, page: CostPage): string[] {
  const { service, now, after, atLeast, engine } = cost;
  const place = page.colors.bold(`${visible(file)}  ${visible(service.label)}`);
  const told = (words: Words, indent = '  '): string[] => wrap(say(words, language), page.width - indent.length).map((line) => indent + line);
  if (now === null) return [place, ...told({ id: 'cost.not-measured', data: { engine } })];
  const rows: [string, Cost][] = [[say({ id: 'cost.now' }, language), now]];
  for (const [strategy, outcome] of outcomes(after)) if (isShown(strategy, outcome)) rows.push([strategy, outcome.cost]);
  const lines = [place, ...table(rows, language, page)];
  if (after !== null) {
    const worded = (label: string, words: Words): string[] => hanging(`  ${label.padEnd(LABEL)}  `, say(words, language), page.width);
    for (const [strategy, outcome] of outcomes(after)) if (!isShown(strategy, outcome)) lines.push(...worded(strategy, outcomeWords(strategy, outcome)));
    lines.push(...worded('native', { id: 'cost.native' }), '');
    for (const [strategy, outcome] of outcomes(after)) if (isShown(strategy, outcome)) lines.push(...told({ id: 'cost.of-strategy', data: { strategy, outcome: say(outcomeWords(strategy, outcome), language) } }));
  }
  lines.push(...(now.memory === 0 ? [] : ['', ...told({ id: now.processes === 0 ? 'cost.hidden-kernel' : 'cost.hidden', data: { service: service.label, memory: now.memory, inProcesses: now.memoryOfProcesses, each: Math.round(now.memoryOfProcesses * 10 / Math.max(1, now.processes)) / 10 + ' MB', processes: now.processes, rest: now.memory - now.memoryOfProcesses } })]));
  if (now.memoryHugePages > 0) lines.push(...told({ id: 'cost.huge-pages', data: { memory: now.memoryHugePages, extrapolated: now.hugePagesExtrapolated ? 1 : 0 } }));
  if (atLeast) lines.push(...told({ id: 'cost.at-least' }));
  if (now.extrapolated) lines.push(...told({ id: now.tooMany ? 'cost.too-many' : 'cost.extrapolated', data: { pairs: costs.measuredUpTo } }));
  return lines;
}

function outcomeWords(strategy: StrategyName, { fix, why }: Outcome): Words {
  if (fix === 'none') return { id: why === null ? 'cost.fix-nothing' : 'cost.fix-none', data: { strategy } };
  return { id: fix === 'safe' ? 'cost.fix-safe' : 'cost.fix-unsafe', data: { strategy } };
}

/** Display columns of the longest label. */
const LABEL = 'minimal'.length;

/** What the host's network costs is known whether a fix leads there or not; what a strategy costs that has no fix is what it costs now. */
export function isShown(strategy: StrategyName, outcome: Outcome): outcome is Outcome & { readonly cost: Cost } {
  return outcome.cost !== null && (strategy === 'host' || outcome.fix !== 'none');
}

/** Words in place of figures. */
function hanging(head: string, text: string, width: number): string[] {
  return wrap(text, width - head.length).map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
}

const BAR = { memory: 8, start: 6 } as const;

function table(rows: readonly (readonly [string, Cost])[], language: Language, { colors }: CostPage): string[] {
  const costs = rows.map(([, cost]) => cost);
  const most = { memory: Math.max(...costs.map(({ memory }) => memory)), start: Math.max(...costs.map(({ startSeconds }) => startSeconds)) };
  const head = ['', 'cost.pairs', 'cost.processes', 'cost.rules', 'cost.memory', '', 'cost.start', '', 'cost.stop'].map((id) => (id === '' ? '' : say({ id }, language)));
  const body = rows.map(([label, cost]): string[] => {
    const mark = cost.extrapolated ? '*' : '';
    return [
      label,
      grouped(cost.pairs),
      grouped(cost.processes),
      cost.firewallRules === null ? '?' : grouped(cost.firewallRules),
      cost.memory === 0 ? '0' : size(cost.memory) + mark,
      bar(cost.memory, most.memory, BAR.memory),
      time(cost.startSeconds, language) + mark,
      bar(cost.startSeconds, most.start, BAR.start),
      time(cost.stopSeconds, language) + mark,
    ];
  });
  const widths = head.map((_, column) => Math.max(column === 0 ? LABEL : 0, widest([head, ...body].map((row) => row[column] ?? ''))));
  const left = new Set([0, 5, 7]);
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => {
      const space = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
      const text = left.has(column) ? cell + space : space + cell;
      return (column === 5 || column === 7 ? ' ' : column === 0 ? '' : '  ') + (column === 5 || column === 7 ? colors.red(text) : text);
    }).join('')}`.trimEnd();
  return [colors.dim(line(head)), ...body.map(line)];
}

/** What was measured, what of that is exact, and how far the rest may be off. */
export function modelTexts({ costs, language }: CostRun): string[] {
  const { measuredWith, userlandProxy, firewall, hugePages, measuredUpTo, differs } = costs;
  const conditions = [`userland-proxy ${userlandProxy ? 'on' : 'off'}`, firewall, ...(hugePages === null ? [] : [`huge pages ${hugePages}`])];
  const percent = (share: number): number => Math.round(100 * share);
  const texts = [say({ id: 'cost.model', data: { model: modelVersion, engine: `Docker ${measuredWith}`, conditions, pairs: measuredUpTo, memory: percent(modelError.memory), time: percent(modelError.time) } }, language)];
  if (differs.length > 0) texts.push(say({ id: 'cost.instead', data: { differs: differs.map((one) => say({ id: differences[one] }, language)) } }, language));
  return texts;
}

const differences: Readonly<Record<Difference, string>> = { version: 'cost.differs-version', firewall: 'cost.differs-firewall', hugePages: 'cost.differs-huge-pages' };

/** The same as the JSON contract, version 1. */
export function costJson({ projects, costs, language }: CostRun, errors: readonly { readonly path: string; readonly message: string }[]): string {
  const { asked, differs, measuredWith, userlandProxy, firewall, hugePages, measuredUpTo } = costs;
  const services = projects.flatMap(({ deployment, services: found }) => {
    const lines = new LineCache(deployment.texts);
    return found.map(({ service, atLeast, now, after, engine }) => ({
      file: deployment.file,
      line: lines.position(service.at.file, service.at.start).line,
      service: service.label,
      zlm: service.zlm !== null,
      engine,
      measured: now !== null,
      atLeast,
      now: figures(now),
      host: after === null ? null : outcome(after.host, language),
      minimal: after === null ? null : outcome(after.minimal, language),
    }));
  });
  const model = { version: modelVersion, engine: measuredWith, userlandProxy, firewall, hugePages, ipv6: asked.ipv6, measuredUpTo, error: modelError, differs };
  return `${JSON.stringify({ version: 1, model, services, errors }, null, 2)}\n`;
}

function outcome({ cost, fix, why }: Outcome, language: Language): object {
  return { ...figures(cost), fix, why: why === null ? null : say(why, language) };
}

function figures(cost: Cost | null): object | null {
  if (cost === null) return null;
  const { pairs, processes, firewallRules, memory, memoryOfProcesses, memoryHugePages, hugePagesExtrapolated, startSeconds, stopSeconds, extrapolated, tooMany } = cost;
  return { pairs, processes, firewallRules, memory: { total: memory, processes: memoryOfProcesses, kernel: memory - memoryOfProcesses, hugePagesAlways: memoryHugePages === 0 ? null : memoryHugePages, hugePagesExtrapolated }, startSeconds, stopSeconds, extrapolated, exceedsPidMax: tooMany };
}
