import type { Cost } from '../cost/estimate.ts';
import type { Words } from '../model/source.ts';
import { visible, wrap } from '../text/width.ts';
import { isShown, isWorthTelling, modelTexts, notesOn, outcomes, type CostRun, type ServiceCost } from './cost-report.ts';
import { grouped, size, time, type Language } from './language.ts';
import { say } from './sentences.ts';
import { xmlText } from './xml.ts';

const WIDTH = 720;
const MARGIN = 24;
/** Where bars begin and how long the longest is. */
const BARS = { from: 130, length: 420 } as const;
const ROW = 22;
/** Columns of text in a line. */
const COLUMNS = 96;
const TITLE_COLUMNS = 64;

const STYLE = `
text { font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; fill: #1f2328 }
.page { fill: #ffffff } .title { font-size: 17px; font-weight: 600 } .group { font-weight: 600 } .note { font-size: 12px; fill: #59636e }
.now { fill: #cf222e } .host { fill: #1a7f37 } .minimal { fill: #bf8700 } .track { fill: #eff1f3 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .page { fill: #0d1117 } .note { fill: #9198a1 } .track { fill: #212830 }
.now { fill: #f85149 } .host { fill: #3fb950 } .minimal { fill: #d29922 }
}
`;

/** A picture for a ticket: per service and figure a bar for now and for each strategy. */
export function costPicture(run: CostRun): string {
  const { projects, language } = run;
  const canvas = new Canvas();
  const services = projects.flatMap(({ deployment, services: found }) => found.filter(isWorthTelling).map((cost) => ({ cost, file: deployment.file })));
  for (const { cost, file } of services) drawService(canvas, cost, file, run);
  if (services.length === 0) canvas.text(say({ id: 'cost.nothing' }, language), 'note');
  canvas.skip(6);
  for (const text of modelTexts(run)) canvas.paragraph(text);
  const names = services.map(({ cost: { service } }) => service.label);
  const description: Words = names.length === 0 ? { id: 'cost.nothing' } : { id: 'cost.picture-description', data: { services: names } };
  return canvas.svg(say({ id: 'cost.picture-title' }, language), say(description, language), language);
}

interface Row {
  readonly kind: 'now' | 'host' | 'minimal';
  readonly label: string;
  readonly cost: Cost;
}

const groups: readonly { readonly id: string; readonly of: (cost: Cost) => number; readonly shown: (value: number, language: Language) => string }[] = [
  { id: 'cost.processes', of: ({ processes }) => processes, shown: grouped },
  { id: 'cost.memory', of: ({ memory }) => memory, shown: (value) => (value === 0 ? '0' : size(value)) },
  { id: 'cost.start', of: ({ startSeconds }) => startSeconds, shown: time },
  { id: 'cost.stop', of: ({ stopSeconds }) => stopSeconds, shown: time },
];

function drawService(canvas: Canvas, cost: ServiceCost, file: string, run: CostRun): void {
  const { service, now, after, engine, atLeast } = cost;
  const { language } = run;
  for (const line of wrap(`${visible(file)}  ${visible(service.label)}`, TITLE_COLUMNS)) canvas.text(line, 'title', 26);
  if (now === null) {
    canvas.paragraph(say({ id: 'cost.not-measured', data: { engine } }, language));
    return;
  }
  if (now.pairs === 0 && atLeast) {
    canvas.paragraph(say({ id: 'cost.unknown' }, language));
    return;
  }
  const rows: Row[] = [{ kind: 'now', label: say({ id: 'cost.now' }, language), cost: now }];
  for (const [strategy, outcome] of outcomes(after)) if (isShown(strategy, outcome)) rows.push({ kind: strategy, label: strategy, cost: outcome.cost });
  for (const { id, of, shown } of groups) {
    const most = Math.max(...rows.map(({ cost }) => of(cost)), 1);
    canvas.text(say({ id }, language), 'group');
    for (const { kind, label, cost } of rows) {
      const exact = id === 'cost.processes';
      canvas.bar({ kind, label, share: of(cost) / most, value: (atLeast && kind === 'now' ? '≥' : '') + shown(of(cost), language) + (cost.extrapolated && !exact ? '*' : '') });
    }
    canvas.skip(6);
  }
  for (const words of notesOn(cost, run)) canvas.paragraph(say(words, language));
  if (after !== null) canvas.paragraph(say({ id: 'cost.of-strategy', data: { strategy: 'native', outcome: say({ id: 'cost.native' }, language) } }, language));
}

/** Grows downwards. */
class Canvas {
  private readonly parts: string[] = [];
  private y = MARGIN;

  text(text: string, kind: string, height = ROW): void {
    this.y += height;
    this.parts.push(`<text class="${kind}" x="${MARGIN}" y="${this.y - 6}">${xmlText(text)}</text>`);
  }

  paragraph(text: string): void {
    for (const line of wrap(text, COLUMNS)) this.text(line, 'note', 18);
  }

  bar({ kind, label, share, value }: { readonly kind: Row['kind']; readonly label: string; readonly share: number; readonly value: string }): void {
    const x = MARGIN + BARS.from;
    const length = Math.round(BARS.length * share);
    this.y += ROW;
    this.parts.push(
      `<text x="${MARGIN + 12}" y="${this.y - 6}">${xmlText(label)}</text>`,
      `<rect class="track" x="${x}" y="${this.y - 18}" width="${BARS.length}" height="14" rx="2"/>`,
      ...(length === 0 ? [] : [`<rect class="${kind}" x="${x}" y="${this.y - 18}" width="${length}" height="14" rx="2"/>`]),
      `<text x="${x + BARS.length + 10}" y="${this.y - 6}">${xmlText(value)}</text>`,
    );
  }

  skip(height: number): void {
    this.y += height;
  }

  svg(title: string, description: string, language: Language): string {
    const height = this.y + MARGIN;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" lang="${language}" aria-labelledby="zlm-lint-title zlm-lint-description">`,
      `<title id="zlm-lint-title">${xmlText(title)}</title>`,
      `<desc id="zlm-lint-description">${xmlText(description)}</desc>`,
      `<style>${STYLE}</style>`,
      `<rect class="page" width="${WIDTH}" height="${height}" rx="6"/>`,
      ...this.parts,
      '</svg>',
      '',
    ].join('\n');
  }
}
