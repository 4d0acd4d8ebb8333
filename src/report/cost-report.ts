import type { Cost } from '../cost/estimate.ts';
import { modelError, modelVersion, type Costs, type Difference } from '../cost/model.ts';
import type { Deployment, Service } from '../model/deployment.ts';
import type { NotFixed, Strategy } from '../model/finding.ts';
import type { Words } from '../model/source.ts';
import { displayWidth, visible, widest, wrap } from '../text/width.ts';
import type { Colors } from 'picocolors/types.js';
import { bar } from './bar.ts';
import { LineCache } from './line-cache.ts';
import { jsonText } from './json-text.ts';
import { grouped, size, time, type Language } from './language.ts';
import { say } from './sentences.ts';

/** What a service costs now, and after the fix of each strategy. */
export interface ServiceCost {
  readonly service: Service;
  /** There is more of it than could be counted. */
  readonly atLeast: boolean;
  /** Pairs on an address that is not known. */
  readonly anywhere: number;
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
  readonly why: NotFixed | null;
}

export interface CostRun {
  readonly projects: readonly { readonly deployment: Deployment; readonly services: readonly ServiceCost[] }[];
  readonly costs: Costs;
  readonly language: Language;
  /** The command line that applies a strategy to a path, or says why it does not. */
  readonly command: (path: string, strategy: Strategy) => string | null;
}

export interface CostPage {
  /** Display columns of a line. */
  readonly width: number;
  readonly colors: Colors;
}

const strategies: readonly Strategy[] = ['host', 'minimal'];

export function outcomes(after: ServiceCost['after']): (readonly [Strategy, Outcome])[] {
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

function serviceLines(cost: ServiceCost, { file }: Deployment, run: CostRun, page: CostPage): string[] {
  const { service, now, after, atLeast, engine } = cost;
  const { language } = run;
  const place = page.colors.bold(`${visible(file)}  ${visible(service.label)}`);
  const told = (words: Words): string[] => broken(say(words, language), '  ', page.width);
  if (now === null) return [place, ...told({ id: 'cost.not-measured', data: { engine } })];
  if (now.pairs === 0 && atLeast) return [place, ...told({ id: 'cost.unknown' })];
  const lines = [place, ...table(costRows(cost, now, language), atLeast, language, page)];
  if (after !== null) {
    const worded = (label: string, words: Words): string[] => hanging(`  ${label.padEnd(LABEL)}  `, say(words, language), page.width);
    for (const [strategy, outcome] of outcomes(after)) if (!isShown(strategy, outcome)) lines.push(...worded(strategy, outcomeWords(outcome, now, language)));
    lines.push(...worded('native', { id: 'cost.native' }), '');
    for (const [strategy, outcome] of outcomes(after)) lines.push(...outcomeLines(strategy, outcome, file, cost, run, page));
  }
  const notes = notesOn(cost, run).flatMap(told);
  return [...lines, ...(notes.length === 0 ? [] : ['', ...notes])];
}

/** What the fix of a strategy is, and the command that applies it or says why not. */
function outcomeLines(strategy: Strategy, outcome: Outcome, file: string, { now }: ServiceCost, { language, command }: CostRun, { width }: CostPage): string[] {
  if (!isShown(strategy, outcome)) return [];
  const line = outcome.fix === 'none' && outcome.why?.steps === undefined ? null : command(file, strategy);
  const lines = broken(say({ id: 'cost.of-strategy', data: { strategy, outcome: say(outcomeWords(outcome, now, language), language) } }, language), '  ', width);
  return line === null ? lines : [...lines, `    ${line}`];
}

/** What the figures leave open. */
export function notesOn({ service, now, atLeast, anywhere }: ServiceCost, { costs }: CostRun): Words[] {
  if (now === null) return [];
  const notes: Words[] = [];
  const { memory, memoryOfProcesses, processes } = now;
  if (memory > 0) notes.push({ id: processes === 0 ? 'cost.hidden-kernel' : 'cost.hidden', data: { service: service.label, inProcesses: memoryOfProcesses, processes, each: Math.round((1024 * memoryOfProcesses) / Math.max(1, processes)), rest: memory - memoryOfProcesses } });
  if (now.memoryHugePages > 0) notes.push({ id: 'cost.huge-pages', data: { memory: now.memoryHugePages, extrapolated: now.hugePagesExtrapolated ? 1 : 0 } });
  else if (processes > 0 && costs.asked.hugePages === null) notes.push({ id: 'cost.huge-pages-unknown' });
  if (atLeast) notes.push({ id: 'cost.at-least' });
  if (anywhere > 0) notes.push({ id: 'cost.anywhere', data: { pairs: anywhere } });
  if (now.extrapolated) notes.push({ id: now.tooMany ? 'cost.too-many' : 'cost.extrapolated', data: { pairs: costs.measuredUpTo } });
  return notes;
}

/** What it costs now, and what after each strategy that makes another of it. */
export function costRows({ after }: ServiceCost, now: Cost, language: Language): (readonly [string, Cost])[] {
  return [[say({ id: 'cost.now' }, language), now], ...outcomes(after).flatMap(([strategy, outcome]): (readonly [string, Cost])[] => (isShown(strategy, outcome) ? [[strategy, outcome.cost]] : []))];
}

/** What the columns of {@link costCells} hold. */
export function costHeads(language: Language): string[] {
  return ['', ...['cost.pairs', 'cost.processes', 'cost.rules', 'cost.memory', 'cost.start', 'cost.stop'].map((id) => say({ id }, language))];
}

/** Rows of a table; the first is of today. */
export function costCells(rows: readonly (readonly [string, Cost])[], atLeast: boolean, language: Language): string[][] {
  return rows.map(([label, cost], index) => {
    const mark = cost.extrapolated ? '*' : '';
    const least = atLeast && index === 0 ? '≥' : '';
    return [
      label,
      least + grouped(cost.pairs),
      least + grouped(cost.processes),
      cost.firewallRules === null ? '?' : least + grouped(cost.firewallRules),
      cost.memory === 0 ? '0' : least + size(cost.memory) + mark,
      least + time(cost.startSeconds, language) + mark,
      least + time(cost.stopSeconds, language) + mark,
    ];
  });
}

export function outcomeWords({ fix, why, cost }: Outcome, now: Cost | null, language: Language): Words {
  // Elsewhere these sentences name their strategy themselves.
  if (fix === 'none') return why === null ? { id: 'cost.fix-nothing' } : { id: why.steps === undefined ? 'cost.fix-none' : 'cost.fix-by-hand', data: { why: say(why, language).replace(/^(?:host|minimal)(?:: |：)/, '') } };
  if (cost !== null && now !== null && cost.pairs === now.pairs) return { id: 'cost.fix-same' };
  return { id: fix === 'safe' ? 'cost.fix-safe' : 'cost.fix-unsafe' };
}

function broken(text: string, indent: string, width: number): string[] {
  return wrap(text, width - indent.length).map((line) => indent + line);
}

/** Display columns of the longest label. */
const LABEL = 'minimal'.length;

/** What the host's network costs is known whether a fix leads there or not; what a strategy costs that has no fix is what it costs now. */
export function isShown(strategy: Strategy, outcome: Outcome): outcome is Outcome & { readonly cost: Cost } {
  return outcome.cost !== null && (strategy === 'host' || outcome.fix !== 'none');
}

/** Words in place of figures. */
function hanging(head: string, text: string, width: number): string[] {
  return wrap(text, width - head.length).map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
}

const BAR = { memory: 8, start: 6 } as const;
const NARROW = 76;

function table(rows: readonly (readonly [string, Cost])[], atLeast: boolean, language: Language, { width, colors }: CostPage): string[] {
  const costs = rows.map(([, cost]) => cost);
  const most = { memory: Math.max(...costs.map(({ memory }) => memory)), start: Math.max(...costs.map(({ startSeconds }) => startSeconds)) };
  // A narrow page has no room for bars.
  const drawn = (value: number, of: number, columns: number): string => (width < NARROW ? '' : bar(value, of, columns));
  const withBars = (cells: readonly string[], memory: string, start: string): string[] => [...cells.slice(0, 5), memory, cells[5] ?? '', start, cells[6] ?? ''];
  const head = withBars(costHeads(language), '', '');
  const body = costCells(rows, atLeast, language).map((cells, index) => {
    const { memory = 0, startSeconds = 0 } = costs[index] ?? {};
    return withBars(cells, drawn(memory, most.memory, BAR.memory), drawn(startSeconds, most.start, BAR.start));
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
  const { measuredWith, userlandProxy, firewall, hugePages, measuredUpTo, differs, runs } = costs;
  const conditions = [`userland-proxy ${userlandProxy ? 'on' : 'off'}`, firewall, ...(hugePages === null ? [] : [`huge pages ${hugePages}`])];
  const percent = (share: number): number => Math.round(100 * share);
  const texts = [say({ id: differs.length === 0 ? 'cost.model' : 'cost.model-nearest', data: { model: modelVersion, engine: `Docker ${measuredWith}`, conditions, runs, pairs: measuredUpTo, memory: percent(modelError.memory), time: modelError.timeFactor } }, language)];
  if (differs.length > 0) texts.push(say({ id: 'cost.instead', data: { differs: differs.map((one) => say({ id: differences[one] }, language)) } }, language));
  return texts;
}

const differences: Readonly<Record<Difference, string>> = { version: 'cost.differs-version', firewall: 'cost.differs-firewall', hugePages: 'cost.differs-huge-pages' };

/** The same as the JSON contract, version 1. */
export function costJson({ projects, costs, language }: CostRun, errors: readonly { readonly path: string; readonly message: string }[]): string {
  const { asked, differs, measuredWith, userlandProxy, firewall, hugePages, measuredUpTo } = costs;
  const services = projects.flatMap(({ deployment, services: found }) => {
    const lines = new LineCache(deployment.texts);
    return found.map(({ service, atLeast, anywhere, now, after, engine }) => ({
      file: deployment.file,
      line: lines.position(service.at.file, service.at.start).line,
      service: service.label,
      zlm: service.zlm !== null,
      engine,
      measured: now !== null,
      atLeast,
      anywhere,
      now: figures(now),
      host: after === null ? null : outcome(after.host, language),
      minimal: after === null ? null : outcome(after.minimal, language),
    }));
  });
  const model = { version: modelVersion, engine: measuredWith, userlandProxy, firewall, hugePages, ipv6: asked.ipv6, measuredUpTo, error: modelError, differs };
  return jsonText({ version: 1, model, services, errors });
}

function outcome({ cost, fix, why }: Outcome, language: Language): object {
  return { ...figures(cost), fix, why: why === null ? null : say(why, language) };
}

function figures(cost: Cost | null): object | null {
  if (cost === null) return null;
  const { pairs, processes, firewallRules, memory, memoryOfProcesses, memoryHugePages, hugePagesExtrapolated, startSeconds, stopSeconds, extrapolated, tooMany } = cost;
  return { pairs, processes, firewallRules, memory: { total: memory, processes: memoryOfProcesses, kernel: memory - memoryOfProcesses, hugePagesAlways: memoryHugePages === 0 ? null : memoryHugePages, hugePagesExtrapolated }, startSeconds, stopSeconds, extrapolated, exceedsPidMax: tooMany };
}
