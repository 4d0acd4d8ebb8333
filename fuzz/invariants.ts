import type { Report, ReportedEdit, ReportedFinding } from '../src/report/contract.ts';
import { isYaml, textsOf, type Input } from './input.ts';
import { checkForms, checkOtherCommands } from './forms.ts';
import { checkModel } from './model.ts';
import { yamlErrors, commentsOf, lineEndsOf } from './texts.ts';
import { checkByteOrderMark, checkFileOrder, checkKeyOrder, checkLineEnds } from './variants.ts';
import { Broken, type World } from './world.ts';

/** What the program makes of an input; each run is made once, and only when it is asked for. */
export class Shown {
  readonly texts: ReadonlyMap<string, string>;
  private linted: Promise<Report> | null = null;
  private fixing: Promise<Fixed> | null = null;

  constructor(readonly input: Input, readonly world: World) {
    this.texts = textsOf(input.files);
  }

  report(): Promise<Report> {
    return (this.linted ??= this.lint());
  }

  private async lint(): Promise<Report> {
    this.world.put(this.input.files);
    return this.world.report([], this.input);
  }

  fixed(): Promise<Fixed> {
    return (this.fixing ??= this.fix());
  }

  private async fix(): Promise<Fixed> {
    this.world.put(this.input.files);
    const report = await this.world.report(['--fix', '--no-backup'], this.input);
    return { report, files: this.world.files() };
  }
}

interface Fixed {
  readonly report: Report;
  readonly files: Input['files'];
}

export type Invariant = (shown: Shown) => Promise<void>;

/** What holds for every input; each throws `Broken` where it does not. Crashes and files that are not text any more show in all of them. */
export const invariants = {
  positions: async (shown) => {
    const report = await shown.report();
    for (const { path, findings } of report.files) for (const finding of findings) checkFinding(path, finding, shown.texts);
    for (const { message } of report.errors) if (/internal error|内部错误/.test(message)) throw new Broken('crash', message);
  },
  fix: async (shown) => {
    const { report, files } = await shown.fixed();
    if (report.errors.some(({ message }) => /internal error|内部错误/.test(message))) throw new Broken('crash', JSON.stringify(report.errors));
    const again = await shown.world.report(['--fix', '--no-backup'], shown.input);
    const now = shown.world.files();
    for (const [name, bytes] of now) if (files.get(name)?.equals(bytes) !== true) throw new Broken('second-fix', `${name} is changed again`);
    if (again.summary.fixed > 0) throw new Broken('second-fix', `${again.summary.fixed} fixes are reported again`);
    if (report.summary.fixed === 0) for (const name of files.keys()) if (shown.input.files.get(name)?.equals(files.get(name) ?? Buffer.alloc(0)) !== true) throw new Broken('fix', `${name} changes, and no fix is reported`);
    for (const [name, before] of shown.input.files) checkFixedText(name, before, files.get(name));
  },
  model: checkModel,
  'line-ends': checkLineEnds,
  'byte-order-mark': checkByteOrderMark,
  'key-order': checkKeyOrder,
  'file-order': checkFileOrder,
  forms: checkForms,
  commands: checkOtherCommands,
} satisfies Readonly<Record<string, Invariant>>;

export type InvariantName = keyof typeof invariants;

export const invariantNames = Object.keys(invariants) as readonly InvariantName[];

/** What is broken first, or `null`. */
export async function firstBroken(input: Input, world: World, names: readonly InvariantName[] = invariantNames): Promise<Broken | null> {
  const shown = new Shown(input, world);
  try {
    for (const name of names) await invariants[name](shown);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error;
    throw error;
  }
}

function checkFinding(path: string, finding: ReportedFinding, texts: ReadonlyMap<string, string>): void {
  const { rule, line, column, endLine, endColumn, message, fix, notFixed } = finding;
  const text = texts.get(path);
  const place = `${rule} at ${path}:${line}:${column}-${endLine}:${endColumn}`;
  if (line < 1 || column < 1 || endLine < line || (endLine === line && endColumn < column)) throw new Broken('positions', `${place} is no range`);
  if (text !== undefined) for (const [at, end] of [[line, column], [endLine, endColumn]] as const) if (!isInside(text, at, end)) throw new Broken('positions', `${place} lies outside`);
  const words = [message, fix?.title ?? '', ...(fix?.reasons ?? []).map((reason) => reason.message), notFixed?.message ?? ''];
  for (const said of words) if (/\bundefined\b|\[object |\bNaN\b|\{\w+\}/.test(said) && ![...texts.values()].some((one) => /undefined|object|NaN|\{/.test(one))) throw new Broken('words', `${rule}: ${said}`);
  if (fix !== null) checkEdits(rule, fix.edits, texts);
}

/** Lines end where the most generous reader ends them; a CR before a LF may be a character of the line. */
function isInside(text: string, line: number, column: number): boolean {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  if (/[\r\n]$/.test(text) || text === '') lines.push('');
  const last = lines[line - 1];
  return last !== undefined && column - 1 <= Math.max(last.replace(/\r?\n$|\r$/, '').length + (last.endsWith('\r\n') ? 1 : 0), (text.split('\n')[line - 1] ?? '').length);
}

function checkEdits(rule: string, edits: readonly ReportedEdit[], texts: ReadonlyMap<string, string>): void {
  const done = new Map<string, number>();
  for (const { path, start, end } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const text = texts.get(path);
    if (text === undefined) continue;
    if (start < 0 || end < start || end > text.length) throw new Broken('edits', `${rule}: ${path} ${start}-${end} of ${text.length} lies outside`);
    if (start < (done.get(path) ?? 0)) throw new Broken('edits', `${rule}: ${path} ${start}-${end} overlaps`);
    done.set(path, end);
  }
}

function checkFixedText(name: string, before: Buffer, after: Buffer | undefined): void {
  if (after === undefined) throw new Broken('fix', `${name} is gone`);
  if (after.equals(before)) return;
  const [was, is] = [before.toString('utf8'), after.toString('utf8')];
  // Behind a lone CR among others a new line is one more kind.
  const [ends, others] = [lineEndsOf(was), lineEndsOf(is)];
  if (ends.length > 0 && !(ends.length > 1 && ends.includes('\r')) && others.some((end) => !ends.includes(end))) throw new Broken('line-ends-kept', `${name}: ${JSON.stringify(ends)} became ${JSON.stringify(others)}`);
  const comments = commentsOf(name, was);
  for (const comment of new Set(comments)) {
    // What is put out of force stands behind a # with its comment; one that silences nothing may be taken away by its own rule.
    if (!comment.includes('zlm-lint-') && is.split(comment).length <= comments.filter((one) => one === comment).length) throw new Broken('comments-kept', `${name}: ${comment}`);
  }
  if (isYaml(name) && yamlErrors(was).length === 0 && yamlErrors(is).length > 0) throw new Broken('parses', `${name}: ${yamlErrors(is)[0]}`);
}
