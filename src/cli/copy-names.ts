import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';

const ID = String.raw`[\da-f-]{36}`;
const COPY = new RegExp(String.raw`^\.zlm-lint-${ID}\.tmp$`);
const REPORT = new RegExp(String.raw`^\.zlm-lint-report-${ID}\.tmp$`);

/** A new name beside a file, for a copy of a text of it while a fix is written. */
export function copyBeside(target: string): string {
  return join(dirname(target), `.zlm-lint-${randomUUID()}.tmp`);
}

/** The same for a report that is not complete yet. */
export function reportBeside(target: string): string {
  return join(dirname(target), `.zlm-lint-report-${randomUUID()}.tmp`);
}

export function isCopyName(name: string): boolean {
  return COPY.test(name);
}

export function isReportName(name: string): boolean {
  return REPORT.test(name);
}
