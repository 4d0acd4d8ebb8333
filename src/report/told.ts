import type { Assessed } from '../model/finding.ts';
import { placeText } from '../text/place-text.ts';
import { fill } from './language.ts';
import { LineCache } from './line-cache.ts';
import { pagePath } from './rule-page.ts';
import type { FileReport, PublishedRun } from './run-report.ts';

/** Line and column from 1; columns in UTF-16 units, a byte order mark is none. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A finding as other programs are told of it. */
export interface Told extends Assessed {
  readonly message: string;
  /** From the root of its repository; `null` for standard input. */
  readonly path: string | null;
  readonly start: Position;
  /** Exclusive. */
  readonly end: Position;
  /** The address of its rule's page; `null` where it is of no rule. */
  readonly page: string | null;
  /** Known again when lines move and words change; no two of a run are the same. 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** What it was found in. */
  readonly file: FileReport;
  readonly lines: LineCache;
}

/** All findings of a run in the order of the report, those that are silenced too. */
export function told(run: PublishedRun): Told[] {
  const { metas, language, pathOf, digest } = run;
  const seen = new Map<string, number>();
  return run.files.flatMap((file) => {
    const lines = new LineCache(file.deployment.texts);
    return file.left.map((assessed): Told => {
      const { rule, messageId, service, at, data = {} } = assessed.finding;
      const path = pathOf(at.file);
      const text = file.deployment.texts.get(at.file) ?? '';
      const key = JSON.stringify([path, rule, messageId, service?.label ?? null, placeText(lines.shownText(at.file), at, digest)]);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      const message = metas.get(rule)?.messages[messageId];
      return {
        ...assessed,
        message: message === undefined ? messageId : fill(message, data, language),
        path,
        start: positionIn(lines, at.file, at.start, text),
        end: positionIn(lines, at.file, at.end, text),
        page: metas.has(rule) ? pageAddress(rule, run) : null,
        fingerprint: digest(`${key} ${count}`),
        file,
        lines,
      };
    });
  });
}

/** Where a published version has the page of a rule. */
export function pageAddress(rule: string, { program: { homepage, version }, language }: PublishedRun): string {
  return `${homepage}/blob/v${version}/${pagePath(rule, language)}`;
}

/** A place in a text without its byte order mark. */
export function positionIn(lines: LineCache, file: string, offset: number, text: string): Position {
  const { line, column } = lines.position(file, offset);
  return { line, column: line === 1 && column > 1 && text.startsWith('\uFEFF') ? column - 1 : column };
}

/** Those that nothing silences. */
export function loud(findings: readonly Told[]): Told[] {
  return findings.filter(({ finding }) => finding.suppressed === null);
}
