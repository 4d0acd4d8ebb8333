import type { Costs } from './cost/model.ts';
import type { Deployment, Service } from './model/deployment.ts';
import type { Report, Severity, Strategy } from './model/finding.ts';
import type { SuppressionsRead } from './model/suppression.ts';

/** The engine that will run the deployment; host networking reaches the host's network on a rootful Linux engine only. */
export type Engine = 'linux' | 'desktop' | 'rootless' | 'podman';

/** What creates this service: its own command line says so, otherwise the person who runs the linter. */
export function engineOf({ invocation }: Service, engine: Engine): Engine | 'nerdctl' {
  const tool = invocation?.tool;
  return tool === 'podman' || tool === 'nerdctl' ? tool : engine;
}

/** Whose figures are printed, for `{figures|figures}`; empty where they are those of the engine that was asked for. */
export function figuresOf({ differs, measuredWith, firewall, hugePages }: Costs): string {
  if (differs.length === 0) return '';
  return [`Docker ${measuredWith}`, ...(differs.includes('firewall') ? [firewall] : []), ...(differs.includes('hugePages') ? [`huge pages ${hugePages ?? ''}`] : [])].join(', ');
}

/** What publishing costs was measured with a rootful Docker Engine on Linux and with nothing else. */
export function isMeasured(engine: ReturnType<typeof engineOf>): boolean {
  return engine === 'linux';
}

/** What the person who runs the linter has decided; every rule gets the same. */
export interface RuleContext {
  readonly strategy: Strategy | 'auto';
  readonly engine: Engine;
  readonly costs: Costs;
}

/** What is set of a rule at one place; what is not set is as its `rule.json` has it. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What is set of the rules; a rule may be set in another way for one service, or for one file of a deployment. */
export type SettingOf = (rule: string, place: Place) => RuleSetting;

/** A file as the report calls it, and the service that a finding speaks of. */
export interface Place {
  readonly file: string;
  readonly service: Service | null;
}

export interface RuleMessage {
  readonly en: string;
  readonly zh: string;
  /** Where this message weighs more or less than the rule. */
  readonly severity?: Severity;
}

/** What `rule.json` holds; its schema is `rules/rule.schema.json`. */
export interface RuleMeta {
  readonly id: string;
  /** What the rule reports, as a list of rules says it. */
  readonly summary: { readonly en: string; readonly zh: string };
  readonly severity: Severity;
  readonly fixable: boolean;
  readonly since: string;
  /** A JSON Schema; empty for a rule that has no options. */
  readonly options: { readonly properties?: Readonly<Record<string, RuleOption>> };
  readonly messages: Readonly<Record<string, RuleMessage>>;
}

/** What a JSON Schema says of one option, as far as the program reads it. */
export interface RuleOption {
  readonly type: string;
  readonly default: unknown;
  readonly description: string;
}

/** The options that hold for a service, each with a value. */
export type OptionsOf<Options> = (service: Service) => Options;

/** The options that hold in a file, each with a value. */
export type OptionsIn<Options> = (file: string) => Options;

export interface Rule {
  readonly meta: RuleMeta;
  check(deployment: Deployment, context: RuleContext, optionsOf: OptionsOf<Readonly<Record<string, unknown>>>): Iterable<Report>;
  /** Asked once every check has spoken, with what became of the comments that silence findings; none of them silences what this reports. */
  readonly review?: (suppressions: SuppressionsRead, optionsIn: OptionsIn<Readonly<Record<string, unknown>>>) => Iterable<Report>;
}

/** The options of a rule where nothing is set. */
export function defaultOptions({ options }: RuleMeta): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options.properties ?? {}).map(([name, { default: value }]) => [name, value]));
}

/** As TypeScript reads a JSON file: message ids are known, severities are any string. */
interface RuleJson {
  readonly id: string;
  readonly summary: { readonly en: string; readonly zh: string };
  readonly severity: string;
  readonly fixable: boolean;
  readonly since: string;
  readonly options: object;
  readonly messages: object;
}

/** The options as `rule.json` declares them: each has the type of its default. */
type DeclaredOptions<Json> = Json extends { readonly options: { readonly properties: infer Properties } } ? { readonly [Name in keyof Properties]: Properties[Name] extends { readonly default: infer Value } ? Value : never } : Readonly<Record<string, never>>;

/** Binds a check to its `rule.json`; a message id or an option that the file does not have does not compile. */
export function defineRule<Json extends RuleJson>(
  json: Json,
  check: (deployment: Deployment, context: RuleContext, optionsOf: OptionsOf<DeclaredOptions<Json>>) => Iterable<Report<keyof Json['messages'] & string>>,
): Rule {
  return { meta: json as unknown as RuleMeta, check: (deployment, context, optionsOf) => check(deployment, context, optionsOf as OptionsOf<DeclaredOptions<Json>>) };
}

/** As `defineRule`, for a rule that looks at the comments which silence the others. */
export function defineReview<Json extends RuleJson>(json: Json, review: (suppressions: SuppressionsRead, optionsIn: OptionsIn<DeclaredOptions<Json>>) => Iterable<Report<keyof Json['messages'] & string>>): Rule {
  return { meta: json as unknown as RuleMeta, check: () => [], review: (suppressions, optionsIn) => review(suppressions, optionsIn as OptionsIn<DeclaredOptions<Json>>) };
}
