import { visible } from '../../text/width.ts';
import { costCells, costHeads, costRows, isShown, isWorthTelling, modelTexts, notesOn, outcomes, outcomeWords, type ServiceCost } from '../cost-report.ts';
import { placed } from '../fix-report.ts';
import { severityWords, UNBROKEN } from '../language.ts';
import { LineCache } from '../line-cache.ts';
import type { PublishedRun, Remedies } from '../run-report.ts';
import { say } from '../sentences.ts';
import { summaryText } from '../summary-text.ts';
import { loud, told, type Told } from '../told.ts';
import { unifiedDiff, type FileChange } from '../unified-diff.ts';

/** A page has room for these; GitHub shows 1 MiB of a step, and findings are up to 2,000 characters long. */
const MOST_FINDINGS = 50;
const MOST_SERVICES = 20;
/** Bytes. */
const MOST_DIFF = 200_000;

/** A page for people, such as the summary of a job: findings, what publishing costs, and what the fixes change. */
export async function markdownReport(run: PublishedRun): Promise<string> {
  const { language, mode, unsafe } = run;
  const findings = loud(told(run));
  const blocks = ['## zlm-lint', plain(summaryText(run)), ...errorsBlock(run), ...findingsBlock(findings, run)];
  if (findings.length === 0 && run.files.every(({ applied }) => applied.length === 0)) return joined(blocks);
  const { costs, changes, unproven } = await run.remedies();
  const services = costs.projects.flatMap(({ deployment, services: all }) => all.filter(isWorthTelling).map((service) => ({ service, file: deployment.file })));
  blocks.push(...services.slice(0, MOST_SERVICES).flatMap(({ service, file }) => costBlock(service, file, run, costs)));
  if (services.length > MOST_SERVICES) blocks.push(plain(say({ id: 'markdown.more', data: { more: services.length - MOST_SERVICES } }, language)));
  if (services.some(({ service: { now } }) => now !== null)) blocks.push(...modelTexts(costs).map(plain));
  const title = mode === 'fix' ? 'markdown.changed' : unsafe ? 'markdown.asked' : 'markdown.safe';
  if (changes.length > 0) blocks.push(`### ${plain(say({ id: title }, language))}`, diffBlock(changes, run));
  if (unproven.changes.length > 0) blocks.push(...unprovenBlock(unproven, run));
  return joined(blocks);
}

function joined(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').map((block) => `${block}\n`).join('\n');
}

function errorsBlock({ errors, language }: PublishedRun): string[] {
  if (errors.length === 0) return [];
  const items = errors.slice(0, MOST_FINDINGS).map(({ path, say: words }) => `- ${path === '' ? '' : `${code(path)}: `}${plain(words(language))}`);
  const more = errors.length - items.length;
  return [`### ${plain(say({ id: 'markdown.not-done' }, language))}`, [...items, ...(more > 0 ? [`- ${plain(say({ id: 'markdown.more', data: { more } }, language))}`] : [])].join('\n')];
}

function findingsBlock(findings: readonly Told[], { language }: PublishedRun): string[] {
  if (findings.length === 0) return [];
  const weight = { error: 0, warning: 1, info: 2 };
  const shown = [...findings].sort((a, b) => weight[a.finding.severity] - weight[b.finding.severity]).slice(0, MOST_FINDINGS);
  const rows = shown.map(({ finding, page, path, start, message }) => [
    plain(severityWords[finding.severity][language]),
    code(`${path ?? finding.at.file}:${start.line}`),
    page === null ? code(finding.rule) : `[${plain(finding.rule)}](${page})`,
    plain(message),
  ]);
  const head = ['', ...['markdown.place', 'markdown.rule', 'markdown.finding'].map((id) => plain(say({ id }, language)))];
  const more = findings.length - shown.length;
  return [table(head, rows), ...(more > 0 ? [plain(say({ id: 'markdown.more', data: { more } }, language))] : [])];
}

function costBlock(cost: ServiceCost, file: string, { language, pathOf }: PublishedRun, costs: Remedies['costs']): string[] {
  const { service, now, atLeast, after, engine } = cost;
  const title = `### ${plain(say({ id: 'markdown.cost', data: { service: service.label, file: pathOf(file) ?? file } }, language))}`;
  if (now === null) return [title, plain(say({ id: 'cost.not-measured', data: { engine } }, language))];
  if (now.pairs === 0 && atLeast) return [title, plain(say({ id: 'cost.unknown' }, language))];
  const figures = table(costHeads(language).map(plain), costCells(costRows(cost, now, language), atLeast, language).map((row) => row.map(plain)));
  const without = outcomes(after).filter(([strategy, outcome]) => !isShown(strategy, outcome)).map(([strategy, outcome]) => say({ id: 'cost.of-strategy', data: { strategy, outcome: say(outcomeWords(outcome, now, language), language) } }, language));
  const notes = notesOn(cost, costs).map((words) => say(words, language));
  return [title, figures, [...without, ...notes].map((text) => `- ${plain(text)}`).join('\n')];
}

function unprovenBlock({ applied, changes }: Remedies['unproven'], run: PublishedRun): string[] {
  const { language } = run;
  const reasons = applied.flatMap(({ fix, path, texts }) => [say(fix.title, language), ...fix.reasons.map((reason) => placed(reason, path, new LineCache(texts), run))]);
  const items = [...new Set(reasons)].slice(0, MOST_FINDINGS).map((reason) => `- ${plain(reason)}`);
  return [`<details><summary>${plain(say({ id: 'markdown.unproven' }, language))}</summary>`, plain(say({ id: 'markdown.reasons' }, language)), items.join('\n'), diffBlock(changes, run), '</details>'];
}

/** A block of code ends at a fence as long as its own, so that is longer than any in it. */
function diffBlock(changes: readonly FileChange[], { pathOf, language }: PublishedRun): string {
  const { text: diff, applies } = unifiedDiff(changes.map((change) => ({ ...change, path: pathOf(change.path) ?? change.path })));
  const lines = diff.split('\n');
  const shown = lines.map((line) => visible(line.replace(/\r$/, ''))).join('\n');
  if (new TextEncoder().encode(shown).length > MOST_DIFF) return plain(say({ id: 'markdown.long-diff', data: { lines: lines.length } }, language));
  const longest = Math.max(2, ...Array.from(diff.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const block = `${fence}diff\n${shown}${fence}`;
  return applies === 'always' ? block : `${block}\n\n${plain(say({ id: `report.patch-${applies}` }, language))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/**
 * Text in which nothing is markup: no link, no HTML. GitHub looks for `@names`, `#1`, `:emoji:` (`:1234:` is one) and `$math$` in what was
 * rendered, element by element, so there these signs are elements of their own.
 */
function plain(text: string): string {
  return visible(text)
    .replaceAll(UNBROKEN, ' ')
    .replace(/(\$|[#@](?=\w)|:(?=[\w+-]+:))|[!"#&*:<>@[\\\]^_`{|}~]|(?<=www)\./gi, (character, sign: string | undefined) => {
      const written = `&#${character.charCodeAt(0)};`;
      return sign === undefined ? written : `<span>${written}</span>`;
    });
}

function code(text: string): string {
  return `<code>${plain(text)}</code>`;
}
