import type { Deployment, Problem, Service } from './model/deployment.ts';
import type { Finding, Report } from './model/finding.ts';
import type { Directive } from './model/suppression.ts';
import { networkModeOf } from './ports/network-mode.ts';
import { countPairs } from './ports/published.ts';
import { defaultOptions, type Rule, type RuleContext, type SettingOf } from './rule.ts';
import { readDirectives } from './suppress/directives.ts';
import { Silencer, type RulesRun } from './suppress/silencer.ts';
import { bundleLike, bundlesIn, recognise } from './zlm/recognise.ts';
import { speaksOfZlm } from './zlm/signs.ts';

export interface LintOptions extends RuleContext {
  /** Services that are ZLMediaKit because the user says so. */
  readonly zlmServices: readonly string[];
  /** The file was named on the command line, not found by a search. */
  readonly named: boolean;
  readonly settingOf: SettingOf;
  /** Every rule there is, where only some of them are asked. */
  readonly known?: readonly Rule[];
}

/** The deployment with ZLMediaKit recognised in its services; what one was known to be before it stays. */
export function identify(deployment: Deployment, zlmServices: readonly string[]): Deployment {
  const context = { comments: deployment.comments, named: zlmServices, texts: deployment.texts };
  for (const service of deployment.services) Object.assign(service, { zlm: recognise(service, context) ?? service.zlm });
  const shown = bundlesIn(deployment.services);
  for (const service of deployment.services) Object.assign(service, { zlm: service.zlm ?? bundleLike(service, shown) });
  return deployment;
}

/**
 * All findings of one deployment in the order of its text, those that a comment silences too; none when it has nothing to do with ZLMediaKit.
 * Of rules that are off there is only what a comment silences, as `unasked`.
 */
export function lint(deployment: Deployment, rules: readonly Rule[], options: LintOptions): Finding[] {
  identify(deployment, options.zlmServices);
  if (!concernsZlm(deployment, options.named)) return [];
  const directives = readDirectives(deployment.comments);
  const found = [...rules.flatMap((rule) => checked(rule, deployment, options)), ...unasked(directives.directives, deployment, rules, options)];
  const silencer = new Silencer(deployment, directives, found);
  const findings = found.map((finding): Finding => ({ ...finding, suppressed: silencer.suppressionOf(finding) })).filter((finding) => isAsked(finding) || finding.suppressed !== null);
  if (rules.some(({ review }) => review !== undefined)) findings.push(...reviewed(silencer, deployment, rules, options));
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
  return (named && fatal.some(({ id }) => hiding.has(id))) || [...deployment.texts.values()].some(speaksOfZlm);
}

/** Behind these there may be a whole project. */
const hiding = new Set(['yaml-syntax', 'include-unreadable', 'include-too-deep', 'read-too-often']);

function checked(rule: Rule, deployment: Deployment, options: LintOptions): Finding[] {
  const { id } = rule.meta;
  const { settingOf } = options;
  const defaults = defaultOptions(rule.meta);
  const optionsOf = (service: Service): Record<string, unknown> => ({ ...defaults, ...settingOf(id, { file: service.at.file, service }).options });
  return asked(rule, deployment, () => rule.check(deployment, options, optionsOf), settingOf);
}

/** What the rules find that were not asked, and that a comment names all the same. */
function unasked(directives: readonly Directive[], deployment: Deployment, rules: readonly Rule[], { known = rules, ...options }: LintOptions): Finding[] {
  const named = known.filter((rule) => !rules.includes(rule) && directives.some(({ rules: names }) => names.length === 0 || names.some(({ value }) => value === rule.meta.id)));
  return named.flatMap((rule) => checked(rule, deployment, options)).map((finding) => ({ ...finding, unasked: true }));
}

function isAsked(finding: Finding): boolean {
  return finding.unasked !== true;
}

/** What rules say of the comments that silence the others. */
function reviewed(silencer: Silencer, deployment: Deployment, rules: readonly Rule[], options: LintOptions): Finding[] {
  const { settingOf } = options;
  // Under another strategy or engine a rule may have had nothing to say, and the comment is for the day it does.
  if (silencer.mayBeUnused && (options.strategy !== 'auto' || options.engine !== 'linux')) {
    for (const finding of rules.flatMap((rule) => checked(rule, deployment, { ...options, strategy: 'auto', engine: 'linux' }))) silencer.suppressionOf(finding);
  }
  const outcome = silencer.outcome(rulesRun(deployment, rules, options));
  return rules.flatMap((rule) => {
    const optionsIn = (file: string): Record<string, unknown> => ({ ...defaultOptions(rule.meta), ...settingOf(rule.meta.id, { file, service: null }).options });
    return asked(rule, deployment, () => rule.review?.(outcome, optionsIn) ?? [], settingOf).filter(isAsked);
  });
}

/** A comment is called unused only where all is known that could have made it useful. */
function rulesRun(deployment: Deployment, rules: readonly Rule[], { settingOf, known = rules }: LintOptions): RulesRun {
  const { files, problems, services, unread } = deployment;
  const asked = new Set(rules.map(({ meta }) => meta.id));
  const whole = unread.length === 0 && !problems.some(({ fatal }) => fatal);
  const isOff = (rule: string, file: string, service: Service | null): boolean => settingOf(rule, { file, service }).severity === 'off';
  return {
    known: known.map(({ meta }) => meta.id),
    loud: new Set(known.filter(({ review }) => review !== undefined).map(({ meta }) => meta.id)),
    ran: (rule, file) => asked.has(rule) && !isOff(rule, file, null) && !services.some((service) => service.extent.file === file && isOff(rule, file, service)),
    uncertain: services.filter((service) => networkModeOf(service) === undefined || countPairs(service.ports).atLeast).map(({ extent }) => extent),
    // What is included or extended may serve other projects, where it silences something.
    judged: (file) => whole && files.includes(file),
  };
}

/** @throws Error that names the rule and the file when the rule itself fails. */
function asked({ meta }: Rule, deployment: Deployment, reports: () => Iterable<Report>, settingOf: SettingOf): Finding[] {
  try {
    return [...reports()].map((report) => finding(meta, report, settingOf));
  } catch (cause) {
    throw new Error(`rule ${meta.id} failed on ${deployment.file}`, { cause });
  }
}

function finding(meta: Rule['meta'], report: Report, settingOf: SettingOf): Finding {
  const set = settingOf(meta.id, { file: report.at.file, service: report.service }).severity;
  const own = meta.messages[report.messageId]?.severity ?? meta.severity;
  return { ...report, rule: meta.id, severity: set === undefined || set === 'off' ? own : set, suppressed: null, ...(set === 'off' ? { unasked: true } : {}) };
}

const weight = { error: 0, warning: 1, info: 2 };

function inReadingOrder(a: Finding, b: Finding): number {
  return a.at.start - b.at.start || weight[a.severity] - weight[b.severity] || (a.rule < b.rule ? -1 : 1);
}
