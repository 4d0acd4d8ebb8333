import type { Severity } from '../model/finding.ts';
import type { RuleMeta } from '../rule.ts';
import { jsonText } from './json-text.ts';
import { severityWords } from './language.ts';
import { pagePath } from './rule-page.ts';
import { tableLines } from './table.ts';
import { inked, type PageOptions } from './terminal-page.ts';

const headings = { en: ['rule', 'severity', 'fixable', 'reports'], zh: ['规则', '级别', '可修复', '报告内容'] } as const;
const yes = { en: 'yes', zh: '是' } as const;

/** Every rule with the severities of its messages, whether it can be fixed, and what it reports. */
export function rulesTable(metas: readonly RuleMeta[], { width, colors, language }: PageOptions): string {
  const rows = metas.map((meta) => {
    const severities = severitiesOf(meta).map((severity) => severityWords[severity][language]);
    return [meta.id, severities.join(language === 'zh' ? '、' : ', '), meta.fixable ? yes[language] : '-', meta.summary[language]];
  });
  return `${tableLines([[...headings[language]], ...rows], { width, colors, ink: (lines) => inked(lines, colors) }).join('\n')}\n`;
}

/** The rule's own severity first. */
function severitiesOf({ severity, messages }: RuleMeta): Severity[] {
  return [...new Set([severity, ...Object.values(messages).map((message) => message.severity ?? severity)])];
}

/** Everything that the rules say of themselves, version 1; both languages, whatever is spoken. */
export function rulesJson(metas: readonly RuleMeta[]): string {
  const rules = metas.map(({ id, summary, severity, fixable, since, options, messages }) => ({
    id,
    summary,
    severity,
    fixable,
    since,
    pages: { en: pagePath(id, 'en'), zh: pagePath(id, 'zh') },
    options,
    messages: Object.fromEntries(Object.entries(messages).map(([name, message]) => [name, { severity: message.severity ?? severity, en: message.en, zh: message.zh }])),
  }));
  return jsonText({ version: 1, rules });
}
