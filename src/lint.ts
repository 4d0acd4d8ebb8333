import type { Deployment, Problem, Service } from './model/deployment.ts';
import type { Finding, Report } from './model/finding.ts';
import { defaultOptions, type Rule, type RuleContext, type SettingOf } from './rule.ts';
import { recognise } from './zlm/recognise.ts';

export interface LintOptions extends RuleContext {
  /** Services that are ZLMediaKit because the user says so. */
  readonly zlmServices: readonly string[];
  /** The file was named on the command line, not found by a search. */
  readonly named: boolean;
  readonly settingOf: SettingOf;
}

/** The deployment with ZLMediaKit recognised in its services. */
export function identify(deployment: Deployment, zlmServices: readonly string[]): Deployment {
  const context = { comments: deployment.comments, named: zlmServices, texts: deployment.texts };
  for (const service of deployment.services) Object.assign(service, { zlm: recognise(service, context) });
  return deployment;
}

/** All findings of one deployment in the order of its text; none when it has nothing to do with ZLMediaKit. */
export function lint(deployment: Deployment, rules: readonly Rule[], options: LintOptions): Finding[] {
  identify(deployment, options.zlmServices);
  if (!concernsZlm(deployment, options.named)) return [];
  const findings = rules.flatMap((rule) => checked(rule, deployment, options));
  const order = new Map([...deployment.texts.keys()].map((file, index) => [file, index]));
  return findings.sort((a, b) => (order.get(a.at.file) ?? 0) - (order.get(b.at.file) ?? 0) || inReadingOrder(a, b));
}

/** What keeps a whole text from being read, where no finding tells of it because its rule is off: the other rules saw nothing there. */
export function untold(deployment: Deployment, findings: readonly Finding[], options: LintOptions): Problem[] {
  const told = new Set(findings.map(({ messageId, at }) => `${messageId} ${at.file}:${at.start}`));
  if (!concernsZlm(deployment, options.named)) return [];
  return deployment.problems.filter(({ id, at, fatal, within }) => fatal && within === undefined && !told.has(`${id} ${at.file}:${at.start}`));
}

/** A text that cannot be read may hold ZLMediaKit; it is told of when its words say so, or when it was asked for by name. */
function concernsZlm(deployment: Deployment, named: boolean): boolean {
  if (deployment.services.some(({ zlm }) => zlm !== null)) return true;
  const fatal = deployment.problems.filter((problem) => problem.fatal);
  if (fatal.length === 0) return false;
  return (named && fatal.some(({ id }) => hiding.has(id))) || [...deployment.texts.values()].some((text) => /zlm|mediakit|mediaserver/i.test(text));
}

/** Behind these there may be a whole project. */
const hiding = new Set(['yaml-syntax', 'include-unreadable', 'include-too-deep', 'read-too-often']);

/** @throws Error that names the rule and the file when the rule itself fails. */
function checked(rule: Rule, deployment: Deployment, options: LintOptions): Finding[] {
  const { id } = rule.meta;
  const { settingOf } = options;
  const defaults = defaultOptions(rule.meta);
  try {
    const optionsOf = (service: Service): Record<string, unknown> => ({ ...defaults, ...settingOf(id, { file: service.at.file, service }).options });
    return [...rule.check(deployment, options, optionsOf)].flatMap((report) => finding(rule, report, settingOf) ?? []);
  } catch (cause) {
    throw new Error(`rule ${id} failed on ${deployment.file}`, { cause });
  }
}

/** `null` where the rule is set to `off`. */
function finding({ meta }: Rule, report: Report, settingOf: SettingOf): Finding | null {
  const set = settingOf(meta.id, { file: report.at.file, service: report.service }).severity;
  const severity = set ?? meta.messages[report.messageId]?.severity ?? meta.severity;
  return severity === 'off' ? null : { ...report, rule: meta.id, severity };
}

const weight = { error: 0, warning: 1, info: 2 };

function inReadingOrder(a: Finding, b: Finding): number {
  return a.at.start - b.at.start || weight[a.severity] - weight[b.severity] || (a.rule < b.rule ? -1 : 1);
}
