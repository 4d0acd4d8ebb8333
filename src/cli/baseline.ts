import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { LineCache } from '../report/line-cache.ts';
import type { FileReport } from '../report/run-report.ts';
import { applyBaseline, baselineOf, baselineText, keyText, readBaseline, type BaselineEntry, type KeyOf } from '../suppress/baseline.ts';
import { placeText } from '../text/place-text.ts';
import type { Project } from './project.ts';
import { readTextFile, type ReadError } from './read-text.ts';
import type { FileWriteError } from './write-error.ts';
import { writeOwnFile } from './write-text.ts';

/** What one project came to. */
export interface Looked {
  readonly project: Project;
  readonly report: FileReport;
}

export type BaselineError = ReadError | FileWriteError | { readonly path: string; readonly code: 'not-json' | 'not-a-baseline' | 'newer-baseline' | 'baseline-kept' };

/** The findings of a `--baseline` file, and where their paths begin. */
export class Baseline {
  /** How often each is there, by its key. */
  private readonly counts: ReadonlyMap<string, number>;

  private constructor(
    private readonly file: string,
    private readonly entries: readonly BaselineEntry[],
  ) {
    this.counts = new Map(entries.map((entry) => [keyText(entry), entry.count]));
  }

  static read(file: string, maxBytes: number): Baseline | BaselineError {
    const read = readTextFile(file, { maxBytes });
    if (!read.ok) return read.error;
    const found = readBaseline(read.file.text);
    return 'entries' in found ? new Baseline(file, found.entries) : { path: file, code: found.id, ...found.data };
  }

  apply(findings: readonly Finding[], project: Project, texts: ReadonlyMap<string, string>): Finding[] {
    return applyBaseline(findings, this.counts, keysOf(this.file, project, texts));
  }

  /** Entries of which fewer are found than the baseline has, in files that were looked at or are gone; `ran` tells whether a rule could have found anything. */
  stale(looked: readonly Looked[], ran: (rule: string, file: string) => boolean): BaselineEntry[] {
    const found = new Map<string, number>();
    const names = new Map<string, string>();
    for (const { project, report } of looked) {
      const { texts } = report.deployment;
      const keyOf = keysOf(this.file, project, texts);
      for (const name of texts.keys()) names.set(pathOf(this.file, project, name), name);
      const own = baselineOf([{ findings: report.left.map(({ finding }) => finding).filter(({ suppressed }) => suppressed?.kind === 'baseline'), keyOf }]);
      for (const entry of own) found.set(keyText(entry), Math.max(entry.count, found.get(keyText(entry)) ?? 0));
    }
    return this.entries.filter((entry) => {
      if ((found.get(keyText(entry)) ?? 0) >= entry.count) return false;
      const name = names.get(entry.file);
      return name === undefined ? entry.file !== '-' && !existsSync(resolve(dirname(this.file), entry.file)) : ran(entry.rule, name);
    });
  }
}

/** Writes what was found, but for what comments silence; a file that is no baseline is not overwritten. */
export function writeBaseline(file: string, looked: readonly Looked[], maxBytes: number): { readonly count: number } | BaselineError {
  const old = readTextFile(file, { maxBytes });
  if (old.ok && old.file.text.trim() !== '' && 'id' in readBaseline(old.file.text)) return { path: file, code: 'baseline-kept' };
  const entries = baselineOf(looked.map(({ project, report }) => ({ findings: report.left.map(({ finding }) => finding), keyOf: keysOf(file, project, report.deployment.texts) })));
  return writeOwnFile(file, baselineText(entries)) ?? { count: entries.reduce((sum, { count }) => sum + count, 0) };
}

/** The report as it is with the baseline that was just written of it. */
export function asBaselined({ left, ...report }: FileReport): FileReport {
  return { ...report, left: left.map(({ finding }) => ({ finding: { ...finding, suppressed: finding.suppressed ?? { kind: 'baseline', reason: null, at: null } }, fix: null, notFixed: null })) };
}

function keysOf(baseline: string, project: Project, texts: ReadonlyMap<string, string>): KeyOf {
  const lines = new LineCache(texts);
  return ({ rule, service, at }) => ({ rule, file: pathOf(baseline, project, at.file), service: service?.label ?? null, text: placeText(lines.shownText(at.file), at, digestOf) });
}

/** The same on every machine: relative to the baseline, with `/`. */
function pathOf(baseline: string, project: Project, name: string): string {
  const location = project.locate(name);
  return location === null ? name : relative(dirname(baseline), location).split(sep).join('/');
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
