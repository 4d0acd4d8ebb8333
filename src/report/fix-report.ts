import { estimate, extrapolation } from '../cost/estimate.ts';
import type { Applied, Assessed, Fix } from '../model/finding.ts';
import type { Service } from '../model/deployment.ts';
import type { Remark, Words } from '../model/source.ts';
import { isDiscarded } from '../ports/network-mode.ts';
import { countPairs } from '../ports/published.ts';
import { engineOf, figuresOf, isMeasured } from '../rule.ts';
import { displayWidth, wrap } from '../text/width.ts';
import type { LineCache } from './line-cache.ts';
import { UNBROKEN } from './language.ts';
import type { FileReport, RunReport } from './run-report.ts';
import { say, sayDone } from './sentences.ts';
import { openFixes } from './summary.ts';

/** The most lines that the report spends on a service that was left as it is. */
const MOST_LINES = 10;

export interface Page {
  readonly run: RunReport;
  readonly lines: LineCache;
  /** Display columns of a line. */
  readonly width: number;
}

/** What a fix did, and what a person has to do now. */
export function appliedLines({ fix }: Applied, path: string, { run, lines, width }: Page): string[] {
  const said = (words: Words, indent: string): string[] => indented(say(words, run.language), indent, width);
  const done = run.mode === 'fix' ? 'fixed' : 'would-fix';
  const result = said({ id: `report.${done}`, data: { path: [...new Set([path, ...fix.edits.map(({ at }) => at.file)])].filter((file) => fix.edits.some(({ at }) => at.file === file)), title: run.mode === 'fix' ? sayDone(fix.title, run.language) : say(fix.title, run.language) } }, '');
  if (run.mode === 'fix') for (const words of fix.after) result.push(...said(words, '  '));
  if (fix.reasons.length > 0) {
    result.push(...said({ id: 'report.change-with-it' }, '  '));
    const tell = run.mode === 'fix' ? sayDone : say;
    for (const reason of fix.reasons) result.push(...indented(placed(reason, path, lines, run, tell), '    - ', width));
  }
  return result;
}

/** Per service that was left: what it costs, why each strategy was held back, and the command that would apply it. */
export function heldBackLines(file: FileReport, page: Page): string[] {
  const { run } = page;
  const services = new Map<Service, Assessed[]>();
  for (const assessed of file.left) {
    const { service } = assessed.finding;
    if (service === null || !isHeldBack(assessed, run)) continue;
    const known = services.get(service);
    if (known === undefined) services.set(service, [assessed]);
    else known.push(assessed);
  }
  return [...services].flatMap(([service, left]) => {
    const touched = file.applied.some(({ fix }) => fix.service?.label === service.label);
    const head = indented(say(costWords(service, touched, run), run.language), '', page.width);
    const [fix = null] = openFixes({ left });
    const tail = fix === null ? [] : commandLines(say({ id: 'report.command' }, run.language), run.command(file.path, fix.strategy), page);
    const minimal = touched ? [] : minimalLines(left, page);
    const room = MOST_LINES - head.length - minimal.length - tail.length;
    return [...head, ...capped([...heldBack(left, file, page)], room, page), ...minimal, ...tail];
  });
}

/** What may be applied and is left all the same could not be written: standard error says why, and another command would not change it. */
function isHeldBack({ fix, notFixed }: Assessed, { unsafe }: RunReport): boolean {
  return fix === null ? notFixed !== null : fix.safety === 'unsafe' && !unsafe;
}

function costWords(service: Service, touched: boolean, { engine, costs }: RunReport): Words {
  const count = countPairs(service.ports);
  const name = service.label;
  if (count.pairs === 0 || isDiscarded(service)) return { id: 'report.left', data: { service: name } };
  // What they cost is told only where the number is known.
  if (count.atLeast) return { id: touched ? 'report.still-unknown' : 'report.left', data: { service: name } };
  const runs = engineOf(service, engine);
  if (!isMeasured(runs)) return { id: touched ? 'report.still-unmeasured' : 'report.left-unmeasured', data: { service: name, pairs: count.pairs, engine: runs } };
  const cost = estimate(count, costs);
  return {
    id: touched ? 'report.still' : 'report.left-cost',
    data: { service: name, pairs: count.pairs, processes: cost.processes, memory: cost.memory, start: cost.startSeconds, extrapolated: extrapolation(cost), figures: figuresOf(costs) },
  };
}

const heldIds = { host: 'report.held-host', minimal: 'report.held-merging', own: 'report.held-own' } as const;

/** One block of lines per strategy. */
function* heldBack(left: readonly Assessed[], file: FileReport, { run, lines, width }: Page): Generator<string[]> {
  const told = new Set<Fix>();
  const said = (words: Words, indent: string): string[] => indented(say(words, run.language), indent, width);
  for (const { fix } of left) {
    if (fix === null || told.has(fix)) continue;
    told.add(fix);
    yield said({ id: heldIds[fix.strategy ?? 'own'] }, '  ');
    for (const reason of fix.reasons) yield indented(placed(reason, file.path, lines, run), '    - ', width);
  }
  const reasons = new Set<string>();
  for (const { notFixed } of left) {
    if (notFixed === null) continue;
    const text = placed(notFixed, file.path, lines, run);
    if (reasons.has(text)) continue;
    reasons.add(text);
    yield notFixed.steps === undefined ? indented(text, '  ', width) : said({ id: 'report.by-hand', data: { text } }, '  ');
    for (const step of notFixed.steps ?? []) yield indented(placed(step, file.path, lines, run), '    - ', width);
  }
}

/** Where host networking was held back, the other strategy has a line, too. */
function minimalLines(left: readonly Assessed[], { run, width }: Page): string[] {
  const strategies = new Set(left.flatMap(({ fix }) => fix?.strategy ?? []));
  if (!strategies.has('host') || strategies.has('minimal')) return [];
  return indented(say({ id: 'report.held-minimal' }, run.language), '  ', width);
}

/** The command is never broken: on the line of its heading, or on one of its own. */
export function commandLines(heading: string, command: string, { width }: Page): string[] {
  const line = `  ${heading}${heading.endsWith(':') ? ' ' : ''}${command}`;
  return displayWidth(line) <= width ? [line] : [`  ${heading}`, `  ${command}`];
}

/** Whole blocks as long as there is room; the last line says how many are not shown. */
function capped(blocks: readonly string[][], room: number, { run }: Page): string[] {
  const result: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const more = blocks.length - index;
    const last = index === blocks.length - 1;
    if (result.length + block.length > room - (last ? 0 : 1)) return [...result, `    ${say({ id: 'report.more', data: { more } }, run.language)}`];
    result.push(...block);
  }
  return result;
}

export function placed(remark: Remark, path: string, lines: LineCache, { language }: RunReport, tell = say): string {
  const text = tell(remark, language);
  if (remark.at === null) return text;
  const { line } = lines.position(remark.at.file, remark.at.start);
  const id = remark.at.file === path ? 'report.at-line' : 'report.at-file';
  return say({ id, data: { text, path: remark.at.file, line: String(line) } }, language);
}

export function indented(text: string, indent: string, width: number): string[] {
  const hanging = ' '.repeat(indent.length);
  return wrap(text, width - indent.length).map((line, index) => (index === 0 ? indent : hanging) + line.replaceAll(UNBROKEN, ' '));
}
