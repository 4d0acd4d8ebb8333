import { byFile } from '../by-file.ts';
import { findingAndRemedy } from '../fix-words.ts';
import type { PublishedRun } from '../run-report.ts';
import { loud, type Told } from '../told.ts';
import { xmlDocument, type XmlElement } from '../xml.ts';

/** As the tools that Checkstyle's readers know say it: what they read has been the same since. */
const VERSION = '4.3';

/** The report of Checkstyle, which Jenkins, reviewdog and editors read: like the original it names every file that was looked at. */
export function checkstyleReport(run: PublishedRun): string {
  const files = byFile(run).map(({ name, findings, errors }): XmlElement => ({
    name: 'file',
    attributes: { name },
    children: [
      ...errors.map(({ say }) => error({ severity: 'error', message: [say(run.language)], source: 'zlm-lint' })),
      ...loud(findings).map((finding) => findingError(finding, run)),
    ],
  }));
  return xmlDocument({ name: 'checkstyle', attributes: { version: VERSION }, children: files });
}

function findingError(finding: Told, { language }: PublishedRun): XmlElement {
  const { start, page, finding: { rule, severity } } = finding;
  const lines = [...findingAndRemedy(finding, language), ...(page === null ? [] : [page])];
  // Readers take what stands before the last full stop for the tool.
  return error({ line: start.line, column: start.column, severity, message: lines, source: `zlm-lint.${rule}` });
}

function error(attributes: NonNullable<XmlElement['attributes']>): XmlElement {
  return { name: 'error', attributes };
}
