import type { Service, ServiceChange } from '../../model/deployment.ts';
import type { Assessed, Fix } from '../../model/finding.ts';
import type { Remark } from '../../model/source.ts';
import type { Suppression } from '../../model/suppression.ts';
import { mappingText } from '../../ports/published.ts';
import type { Report, ReportedChange, ReportedFile, ReportedFinding, ReportedFix, ReportedRemark, ReportedSuppression } from '../contract.ts';
import { fill } from '../language.ts';
import { jsonText } from '../json-text.ts';
import { LineCache } from '../line-cache.ts';
import { pagePath } from '../rule-page.ts';
import type { FileReport, RunReport } from '../run-report.ts';
import { say } from '../sentences.ts';
import { summarise } from '../summary.ts';

/** The report as the published JSON contract, version 1. */
export function jsonReport(run: RunReport): string {
  return jsonText(reportOf(run));
}

export function reportOf(run: RunReport): Report {
  return {
    version: 1,
    files: run.files.flatMap((file) => filesJson(file, run)),
    errors: run.errors.map(({ path, say: told }) => ({ path, message: told(run.language) })),
    summary: summarise(run),
  };
}

/** One entry for the project's main file, and one for every other file in which something was found or fixed. */
function filesJson({ path, deployment, left, applied }: FileReport, run: RunReport): ReportedFile[] {
  const lines = new LineCache(deployment.texts);
  const places = applied.map(({ fix }) => fix.edits[0]?.at.file ?? path);
  const paths = new Set([path, ...left.map(({ finding }) => finding.at.file), ...places]);
  return [...paths].map((file) => ({
    path: file,
    form: deployment.form,
    findings: left.filter(({ finding }) => finding.at.file === file).map((assessed) => findingJson(assessed, lines, run)),
    fixed: places.filter((place) => place === file).length,
  }));
}

export function findingJson({ finding, fix, notFixed }: Assessed, lines: LineCache, { metas, language }: RunReport): ReportedFinding {
  const start = lines.position(finding.at.file, finding.at.start);
  const end = lines.position(finding.at.file, finding.at.end);
  const message = metas.get(finding.rule)?.messages[finding.messageId];
  return {
    rule: finding.rule,
    page: metas.has(finding.rule) ? pagePath(finding.rule, language) : null,
    messageId: finding.messageId,
    message: message === undefined ? finding.messageId : fill(message, finding.data ?? {}, language),
    data: finding.data ?? {},
    severity: finding.severity,
    service: nameOf(finding.service),
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    suppressed: finding.suppressed === null ? null : suppressionJson(finding.suppressed, lines),
    fix: fix === null ? null : fixJson(fix, lines, language),
    notFixed: notFixed === null ? null : { ...remarkJson(notFixed, lines, language), ...(notFixed.steps === undefined ? {} : { steps: notFixed.steps.map((step) => remarkJson(step, lines, language)) }) },
  };
}

/** `null` without one. A label is the name, but for secrets in it. */
function nameOf(service: Service | null): string | null {
  return service === null || service.name === null ? null : service.label;
}

function suppressionJson({ kind, reason, at }: Suppression, lines: LineCache): ReportedSuppression {
  return { kind, reason, path: at?.file ?? null, line: at === null ? null : lines.position(at.file, at.start).line };
}

function fixJson(fix: Fix, lines: LineCache, language: RunReport['language']): ReportedFix {
  return {
    title: say(fix.title, language),
    safety: fix.safety,
    strategy: fix.strategy,
    edits: fix.edits.map(({ at, text }) => ({ path: at.file, start: at.start, end: at.end, text })),
    changes: fix.changes.map(changeJson),
    settings: fix.texts.map(({ at, text, service }) => ({ service: nameOf(service), path: at.file, start: at.start, end: at.end, text })),
    created: fix.created.map(({ file }) => file),
    reasons: fix.reasons.map((reason) => remarkJson(reason, lines, language)),
  };
}

/** What becomes of a service, in the words of Compose. */
function changeJson({ service, networkMode, networks, ports, extraHosts, volumes }: ServiceChange): ReportedChange {
  return {
    service: nameOf(service),
    ...(networkMode === undefined ? {} : { networkMode }),
    ...(networks === undefined ? {} : { networks: [] }),
    ...(ports === undefined ? {} : { ports: ports === 'remove' ? [] : ports.map(({ from, into }) => ({ from: from.map(({ text }) => text), into: into === null ? null : mappingText(into) })) }),
    ...(extraHosts === undefined ? {} : { extraHosts }),
    ...(volumes === undefined ? {} : { volumes }),
  };
}

function remarkJson(remark: Remark, lines: LineCache, language: RunReport['language']): ReportedRemark {
  const message = say(remark, language);
  return remark.at === null ? { message } : { message, path: remark.at.file, line: lines.position(remark.at.file, remark.at.start).line };
}
