import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };

export const project = join(import.meta.dirname, '../..');

export interface Input {
  readonly default?: unknown;
  readonly options?: readonly string[];
  readonly regex?: string;
  readonly type?: string;
  readonly description?: string;
}

export interface Job {
  readonly stage: string;
  readonly image: string;
  readonly variables: Readonly<Record<string, string | { readonly value: string; readonly expand: boolean }>>;
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
}

type Inputs = Readonly<Record<string, unknown>>;

const [header, content] = parseAllDocuments(readFileSync(join(project, 'templates/zlm-lint.yml'), 'utf8')).map((document) => document.toJS());

/** The inputs of the component. */
export const declared: Readonly<Record<string, Input>> = header.spec.inputs;

/** The address of the component in the example, and the inputs given there. */
export function exampleInclude(): { readonly component: string; readonly inputs: Inputs } {
  return parse(readFileSync(join(project, 'examples/gitlab/.gitlab-ci.yml'), 'utf8')).include[0];
}

/** The address under which a GitLab with a mirror of the repository has the component. */
export function componentAddress(): string {
  const path = new URL(manifest.homepage).pathname;
  return `$CI_SERVER_FQDN${path}/zlm-lint@v${manifest.version}`;
}

/** The one job of the component, by name, as GitLab makes it: the values are put into the parsed file. @throws for an input that GitLab would refuse */
export function jobOf(inputs: Inputs): { readonly name: string; readonly job: Job } {
  for (const name of Object.keys(inputs)) if (declared[name] === undefined) throw new Error(`${name}: no such input`);
  const values = Object.fromEntries(Object.entries(declared).map(([name, input]) => [name, valueOf(name, input, inputs[name] ?? input.default)]));
  const [[name, job] = ['', {}], ...others] = Object.entries(interpolated(content, values) as Record<string, unknown>);
  if (others.length > 0) throw new Error('more than one job');
  return { name, job: job as Job };
}

/** The variables of a job as they are in the environment of its script. */
export function environmentOf({ variables }: Job): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, said]) => [name, typeof said === 'string' ? said : said.value]));
}

function valueOf(name: string, { options, regex }: Input, value: unknown): string {
  if (typeof value !== 'string') throw new Error(`${name}: not a text`);
  if (options?.includes(value) === false) throw new Error(`${name}: ${value} is not in the list of options`);
  if (regex !== undefined && !new RegExp(regex).test(value)) throw new Error(`${name}: ${value} does not match`);
  return value;
}

function interpolated(node: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof node === 'string') return node.replace(/\$\[\[\s*inputs\.([\w-]+)\s*\]\]/g, (_, name: string) => valueOfBlock(name, values));
  if (Array.isArray(node)) return node.map((child) => interpolated(child, values));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [interpolated(key, values), interpolated(child, values)]));
}

function valueOfBlock(name: string, values: Readonly<Record<string, string>>): string {
  const value = values[name];
  if (value === undefined) throw new Error(`$[[ inputs.${name} ]]: no such input`);
  return value;
}
