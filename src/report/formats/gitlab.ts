import type { Severity } from '../../model/finding.ts';
import { visible } from '../../text/width.ts';
import { findingAndRemedy } from '../fix-words.ts';
import { jsonText } from '../json-text.ts';
import type { PublishedRun, RunError } from '../run-report.ts';
import { loud, told, type Told } from '../told.ts';

/** Without any of these GitLab drops the issue and all behind it (gitlabhq, lib/gitlab/ci/parsers/codequality/code_climate.rb). */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

/** GitLab does not say what its words mean. `critical` is left for files that were not checked, and nothing blocks. */
const severities: Readonly<Record<Severity, Issue['severity']>> = { error: 'major', warning: 'minor', info: 'info' };

/** A code quality report. */
export function gitlabReport(run: PublishedRun): string {
  const seen = new Map<string, number>();
  const unable = run.errors.map((error) => {
    const count = (seen.get(error.path) ?? 0) + 1;
    seen.set(error.path, count);
    return failure(error, count, run);
  });
  return jsonText([...unable, ...loud(told(run)).map((finding) => issue(finding, run))]);
}

/** GitLab shows the description and nothing else, so the rule and the remedy stand in it. */
function issue(told: Told, { language }: PublishedRun): Issue {
  const { finding: { rule, severity, at }, fingerprint, path, start, end } = told;
  const description = `${rule}: ${findingAndRemedy(told, language).join(language === 'zh' ? '' : ' ')}`;
  return { description: visible(description), check_name: rule, fingerprint, severity: severities[severity], location: { path: path ?? at.file, lines: { begin: start.line, end: end.line } } };
}

/** What was not checked; GitLab wants a path, and the root of the project is one. */
function failure({ path, say }: RunError, count: number, { language, pathOf, digest }: PublishedRun): Issue {
  return {
    description: visible(`zlm-lint: ${say(language)}`),
    check_name: 'zlm-lint',
    fingerprint: digest(JSON.stringify(['zlm-lint', pathOf(path), count])),
    severity: 'critical',
    location: { path: path === '' ? '.' : (pathOf(path) ?? path), lines: { begin: 1, end: 1 } },
  };
}
