import type { Deployment, Service } from './model/deployment.ts';
import type { Report, Severity, Strategy } from './model/finding.ts';

/** The engine that will run the deployment; host networking reaches the host's network on a rootful Linux engine only. */
export type Engine = 'linux' | 'desktop' | 'rootless' | 'podman';

/** What creates this service: its own command line says so, otherwise the person who runs the linter. */
export function engineOf({ invocation }: Service, engine: Engine): Engine | 'nerdctl' {
  const tool = invocation?.tool;
  return tool === 'podman' || tool === 'nerdctl' ? tool : engine;
}

/** What the person who runs the linter has decided; every rule gets the same. */
export interface RuleContext {
  readonly strategy: Strategy | 'auto';
  readonly engine: Engine;
  /** Port-protocol pairs that one service may publish. */
  readonly maxPorts: number;
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
  readonly severity: Severity;
  readonly fixable: boolean;
  readonly since: string;
  readonly options: object;
  readonly messages: Readonly<Record<string, RuleMessage>>;
}

export interface Rule {
  readonly meta: RuleMeta;
  check(deployment: Deployment, context: RuleContext): Iterable<Report>;
}

/** As TypeScript reads a JSON file: message ids are known, severities are any string. */
interface RuleJson {
  readonly id: string;
  readonly severity: string;
  readonly fixable: boolean;
  readonly since: string;
  readonly options: object;
  readonly messages: object;
}

/** Binds a check to its `rule.json`; a message id that the file does not have does not compile. */
export function defineRule<Json extends RuleJson>(
  json: Json,
  check: (deployment: Deployment, context: RuleContext) => Iterable<Report<keyof Json['messages'] & string>>,
): Rule {
  return { meta: json as unknown as RuleMeta, check };
}
