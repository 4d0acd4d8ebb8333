import type { Severity } from '../../model/finding.ts';
import { visible } from '../../text/width.ts';
import type { PublishedRun } from '../run-report.ts';
import { say } from '../sentences.ts';
import { findingAndRemedy } from '../fix-words.ts';
import { loud, told, type Told } from '../told.ts';

type Kind = 'error' | 'warning' | 'notice';

/** A workflow command of those that make an annotation. */
export interface Annotation {
  readonly kind: Kind;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly message: string;
}

const kinds: Readonly<Record<Severity, Kind>> = { error: 'error', warning: 'warning', info: 'notice' };

/** A runner keeps this many of each kind for a step (actions/runner, src/Runner.Worker/ExecutionContext.cs). */
const MOST = 10;
/** A runner cuts at 4,096 characters (the same file). */
const MOST_CHARACTERS = 4000;

/** Workflow commands, which GitHub shows at the lines of a pull request: errors first, of each kind as many as it keeps. */
export function githubReport(run: PublishedRun): string {
  const unable = run.errors.map(({ path, say: words }): Annotation => ({ kind: 'error', properties: { ...fileProperty(run.pathOf(path)), title: 'zlm-lint' }, message: path === '' ? words(run.language) : `${path}: ${words(run.language)}` }));
  const all = [...unable, ...loud(told(run)).map((finding) => annotation(finding, run))];
  return (['error', 'warning', 'notice'] as const).flatMap((kind) => capped(kind, all.filter((one) => one.kind === kind), run)).map(command).join('');
}

function annotation(finding: Told, run: PublishedRun): Annotation {
  const { severity, rule } = finding.finding;
  const { start, end } = finding;
  // Columns are for one line only.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const place = finding.path === null ? {} : { ...fileProperty(finding.path), line: start.line, endLine: end.line, ...columns };
  return { kind: kinds[severity], properties: { ...place, title: `zlm-lint ${rule}` }, message: findingAndRemedy(finding, run.language).join('\n') };
}

function fileProperty(path: string | null): { readonly file?: string } {
  return path === null ? {} : { file: visible(path) };
}

/** The last one that is kept says how many are not. */
function capped(kind: Kind, annotations: readonly Annotation[], { language }: PublishedRun): readonly Annotation[] {
  if (annotations.length <= MOST) return annotations;
  const more = annotations.length - MOST + 1;
  return [...annotations.slice(0, MOST - 1), { kind, properties: { title: 'zlm-lint' }, message: say({ id: 'github.more', data: { more } }, language) }];
}

/** One line for a runner. */
export function command({ kind, properties, message }: Annotation): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  // The line feed between our own sentences is the only one; whatever else is unseen is made visible, which is longer.
  const shown = message.split('\n').map(visible).join('\n');
  const text = shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…` : shown;
  return `::${kind} ${given.join(',')}::${escaped(text)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
