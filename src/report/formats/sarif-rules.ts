import type { ReportingDescriptor } from 'sarif';
import type { Severity } from '../../model/finding.ts';
import type { RuleMeta } from '../../rule.ts';
import type { PublishedRun } from '../run-report.ts';
import { pageAddress } from '../told.ts';

export type Level = 'error' | 'warning' | 'note';

export const levels: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'note' };

/** Of what is no matter of security. */
const problems: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'recommendation' };

/** Code scanning refuses longer descriptions. */
const MOST_CHARACTERS = 1024;

/** A rule with its page, as code scanning shows it beside an alert. */
export function ruleOf(meta: RuleMeta, run: PublishedRun): ReportingDescriptor {
  const { id, severity } = meta;
  const { language } = run;
  const address = pageAddress(id, run);
  const page = run.pageOf(id, language);
  const summary = described(meta.summary[language]);
  const promise = (page === null ? null : promiseOf(page)) ?? summary;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: promise },
    help: { text: `${promise} ${address}`, ...(page === null ? {} : { markdown: withAddresses(page, address) }) },
    helpUri: address,
    defaultConfiguration: { level: levels[severity] },
    // What a rule says follows from the text, or it says what it does not know.
    properties: { tags: ['docker', 'zlmediakit'], precision: 'high', 'problem.severity': problems[severity] },
  };
}

/** The first paragraph of a page. */
function promiseOf(page: string): string | null {
  const [, text] = /^# .*\n\n([^\n]+(?:\n[^\n]+)*)/.exec(page) ?? [];
  return text === undefined ? null : described(text.replaceAll('\n', ' '));
}

/** A sentence without the marks of Markdown. */
function described(text: string): string {
  const plain = text.replaceAll('`', '');
  const whole = plain.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS - 1)}…` : whole;
}

/** The page as it reads elsewhere: its links lead to the published version. What stands in code is no link. */
function withAddresses(page: string, address: string): string {
  return page.replace(/^```[^]*?^```|`[^`\n]*`|\]\(([^)\s]+)\)/gm, (whole, target: string | undefined) => (target === undefined ? whole : `](${new URL(target, address).href})`));
}
