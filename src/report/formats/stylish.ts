import type { Colors } from 'picocolors/types.js';
import type { Assessed, Finding, Fix, Severity } from '../../model/finding.ts';
import type { Remark } from '../../model/source.ts';
import { excerpt } from '../../text/excerpt.ts';
import { visible, wrap } from '../../text/width.ts';
import { costLines } from '../cost-line.ts';
import { fixWords } from '../fix-words.ts';
import { appliedLines, heldBackLines, placed, type Page } from '../fix-report.ts';
import { LineCache } from '../line-cache.ts';
import { fill, severityWords } from '../language.ts';
import type { FileReport, RunReport } from '../run-report.ts';
import { say } from '../sentences.ts';
import { summarise } from '../summary.ts';
import { summaryText } from '../summary-text.ts';

export interface StylishOptions {
  readonly width: number;
  readonly colors: Colors;
  /** The address of a rule's page where the terminal has links, otherwise `null`: then the command is named that shows it. */
  readonly pageAddress: ((rule: string) => string) | null;
  readonly pageCommand: (rule: string) => string;
}

/** The report for people: findings with their code, what was fixed, what was held back and why, and a count. */
export function stylishReport(run: RunReport, options: StylishOptions): string {
  const { width, colors } = options;
  const told = new Set<string>();
  const blocks: string[][] = [];
  for (const file of run.files) {
    const page: Page = { run, lines: new LineCache(file.deployment.texts), width };
    blocks.push(...file.applied.map((applied) => coloured(appliedLines(applied, file.path, page), colors.green)));
    blocks.push(...leftBlocks(file, page, options, told));
    blocks.push(run.mode === 'lint' ? costLines(file, page) : heldBackLines(file, page));
  }
  const text = blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n\n`).join('');
  return text + summaryLine(run, width, colors);
}

/** What was found in one file, a block for each finding; `told` are the rules whose page was named already. */
export function leftBlocks({ left }: FileReport, page: Page, options: StylishOptions, told: Set<string>): string[][] {
  const shown = new Map<Fix, Shown>();
  return left.filter(({ finding }) => finding.suppressed === null).map((assessed) => [...findingLines(assessed, page, options, shown), ...pageLines(assessed.finding, page, options, told)]);
}

function coloured([first = '', ...rest]: readonly string[], colour: (text: string) => string): string[] {
  return [colour(first), ...rest];
}

function findingLines(assessed: Assessed, page: Page, { colors, pageAddress }: StylishOptions, shown: Map<Fix, Shown>): string[] {
  const { finding } = assessed;
  const { run, lines, width } = page;
  const { line, column } = lines.position(finding.at.file, finding.at.start);
  const place = `${visible(finding.at.file)}:${line}:${column}`;
  const message = run.metas.get(finding.rule)?.messages[finding.messageId];
  const text = message === undefined ? finding.messageId : fill(message, finding.data ?? {}, run.language);
  const rule = pageAddress === null || message === undefined ? finding.rule : linked(finding.rule, pageAddress(finding.rule));
  const result = [`${colors.bold(place)}  ${severityWord(finding.severity, run, colors)}  ${colors.dim(rule)}`];
  result.push(...wrap(text, width - 2).map((part) => `  ${part}`));
  result.push(...frame(finding, page, colors));
  if (run.mode === 'lint') result.push(...fixLines(assessed, { file: finding.at.file, line }, page, colors, shown));
  return result;
}

/** Text that leads somewhere when it is clicked (OSC 8). */
function linked(text: string, address: string): string {
  return `\x1b]8;;${address}\x1b\\${text}\x1b]8;;\x1b\\`;
}

/** Where no link leads to the page of the rule, its first finding names the command that shows it. */
function pageLines({ rule }: Finding, { run, width }: Page, { colors, pageAddress, pageCommand }: StylishOptions, told: Set<string>): string[] {
  if (pageAddress !== null || told.has(rule) || !run.metas.has(rule)) return [];
  told.add(rule);
  return wrap(say({ id: 'report.page', data: { command: pageCommand(rule) } }, run.language), width - 2).map((part) => colors.dim(`  ${part}`));
}

/** Where a fix was told in full. */
interface Shown {
  readonly file: string;
  readonly line: number;
}

function fixLines({ finding, fix, notFixed }: Assessed, place: Shown, page: Page, colors: Colors, shown: Map<Fix, Shown>): string[] {
  const { run, width } = page;
  const { language } = run;
  const paragraph = (text: string): string[] => wrap(text, width - 2).map((part) => colors.cyan(`  ${part}`));
  const earlier = fix === null ? undefined : shown.get(fix);
  if (earlier !== undefined) {
    const id = earlier.file === place.file ? 'report.fix-same' : 'report.fix-same-file';
    return paragraph(say({ id, data: { path: earlier.file, line: String(earlier.line) } }, language));
  }
  if (fix !== null) shown.set(fix, place);
  const words = fixWords({ fix, notFixed }, language, (why) => because(why, finding, place, page));
  return words === null ? [] : paragraph(words);
}

/** Why there is no fix, with the place of the reason where that is neither the finding's nor the service as such. */
function because(notFixed: Remark, { service }: Finding, { file, line }: Shown, { run, lines }: Page): string {
  const { at } = notFixed;
  const isService = at?.start === service?.at.start && at?.file === service?.at.file;
  const elsewhere = at !== null && !isService && (at.file !== file || lines.position(at.file, at.start).line !== line);
  return elsewhere ? placed(notFixed, file, lines, run) : say(notFixed, run.language);
}

function frame(finding: Finding, { lines, width }: Page, colors: Colors): string[] {
  const source = lines.shown(finding.at.file);
  const digits = String(source.position(finding.at.end).line + 1).length;
  const gutter = digits + 5;
  return excerpt(source, finding.at, { width: width - gutter }).flatMap(({ number, text, marked, underline }) => {
    const head = `${marked ? '>' : ' '} ${String(number).padStart(digits)} |`;
    const row = text === '' ? colors.dim(head) : `${marked ? head : colors.dim(head)} ${marked ? text : colors.dim(text)}`;
    if (underline === null) return [row];
    const mark = '^'.repeat(Math.max(1, underline.length));
    return [row, `${colors.dim(`  ${' '.repeat(digits)} |`)} ${' '.repeat(underline.from)}${severityColour(finding.severity, colors)(mark)}`];
  });
}

function severityWord(severity: Severity, { language }: RunReport, colors: Colors): string {
  return severityColour(severity, colors)(severityWords[severity][language]);
}

function severityColour(severity: Severity, colors: Colors): (text: string) => string {
  return severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.blue;
}

export function summaryLine(run: RunReport, width: number, colors: Colors): string {
  if (run.files.length === 0) return '';
  const lines = wrap(summaryText(run), width);
  const { errors, warnings, infos, fixed } = summarise(run);
  if (errors + warnings + infos + fixed === 0) return `${lines.join('\n')}\n`;
  return `${lines.map(errors > 0 ? colors.red : colors.bold).join('\n')}\n`;
}
