import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Project, ProjectOptions } from '../../src/cli/project.ts';
import { readProjects } from '../../src/cli/projects.ts';
import { costsOf, usualEngine, type EngineFacts } from '../../src/cost/model.ts';
import { assess, type FixOptions } from '../../src/fix/assess.ts';
import { fixAll, type FixResult, type Texts } from '../../src/fix/fix.ts';
import { lint, type LintOptions } from '../../src/lint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Assessed, Finding, Fix } from '../../src/model/finding.ts';
import type { Remark, SourceRange } from '../../src/model/source.ts';
import { fill } from '../../src/report/language.ts';
import { rules as everyRule } from '../../rules/index.ts';
import type { Rule, RuleSetting } from '../../src/rule.ts';
import { Lines } from '../../src/text/lines.ts';

export const RULES = fileURLToPath(new URL('../../rules/', import.meta.url));

/** `UPDATE_CASES=1 npx vitest run test/rules` writes what a case expects anew; read every change of it. */
export const UPDATE = process.env['UPDATE_CASES'] === '1';

/** The folders of rules, without those that begin with `_`. */
export function ruleFolders(): string[] {
  return readdirSync(RULES).filter((name) => !name.startsWith('_') && statSync(join(RULES, name)).isDirectory());
}

/** How a case is read: the options of the command line that say so, and the paths that are named on it. */
type Reading = Pick<ProjectOptions, 'env' | 'files' | 'envFiles' | 'profiles' | 'projectDirectory' | 'processEnv' | 'allowOutside' | 'include'> & { readonly paths: readonly string[] };

/** What is set of the rules, in the words of a configuration: a severity, options, or both. */
type Rules = Readonly<Record<string, RuleSetting>>;

/** What `name.options.json` may say; without it a folder is read as `zlm-lint --fix` in it, a file as `zlm-lint --fix FILE`. */
export type CaseOptions = Partial<Omit<LintOptions, 'settingOf' | 'costs' | 'known'> & Omit<FixOptions, 'costs' | 'only'> & Reading & { readonly rules: Rules; readonly host: Partial<EngineFacts> }>;

const DEFAULTS: Required<CaseOptions> = {
  strategy: 'auto',
  engine: 'linux',
  host: {},
  streams: { count: 50, given: false },
  rules: {},
  zlmServices: [],
  named: true,
  unsafe: false,
  env: {},
  files: [],
  envFiles: [],
  profiles: [],
  projectDirectory: null,
  processEnv: false,
  allowOutside: false,
  include: [],
  paths: [],
};

/** One project to lint, read as the command line reads it. */
export interface Input {
  readonly project: Project;
  readonly options: Readonly<LintOptions & FixOptions>;
}

/** One input of a rule's `cases/`, with the files that say what is expected of it. */
export interface RuleCase extends Input {
  readonly name: string;
  readonly rule: string;
  readonly outFile: string;
  readonly file: string;
  /** The file, or the folder with every file that a fix changes. */
  readonly fixed: string;
}

/** Compose files, and files with command lines. */
const ENDINGS = new Set(['.yml', '.sh', '.md', '.ps1', '.cmd', '.txt', '.mk', '.service', '.container', '.py']);

/** The cases of a rule; a file among them that belongs to none is an error. */
export async function casesOf(rule: string): Promise<RuleCase[]> {
  const folder = join(RULES, rule, 'cases');
  if (!existsSync(folder)) return [];
  const entries = new Set(readdirSync(folder));
  entries.delete('.keep');
  const cases = await Promise.all([...entries].filter((entry) => !/\.(?:out|options\.json|fixed|fixed\.\w+)$/.test(entry)).map((entry) => readCase(rule, folder, entry)));
  for (const one of cases) {
    for (const entry of [one.name, basename(one.file), `${one.name}.options.json`, basename(one.outFile), basename(one.fixed)]) entries.delete(entry);
  }
  if (entries.size > 0) throw new Error(`${folder}: not part of a case: ${[...entries].join(', ')}`);
  return cases;
}

async function readCase(rule: string, folder: string, entry: string): Promise<RuleCase> {
  const isFolder = statSync(join(folder, entry)).isDirectory();
  const ending = isFolder ? '' : extname(entry);
  if (!isFolder && !ENDINGS.has(ending)) throw new Error(`${folder}: ${entry} is neither a file that is read nor a folder`);
  const name = isFolder ? entry : entry.slice(0, -ending.length);
  const file = join(folder, `${name}.options.json`);
  const options: CaseOptions = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CaseOptions) : {};
  const input = isFolder ? await read(join(folder, name), options, null) : await inputOf(readFileSync(join(folder, entry)), options, entry);
  return { ...input, name, rule, outFile: join(folder, `${name}.out`), fixed: join(folder, `${name}.fixed${ending}`), file: join(folder, entry) };
}

/** A text without anything beside it, such as an example of a README. */
export function inputOf(text: string | Uint8Array, options: CaseOptions = {}, file = 'compose.yml'): Promise<Input> {
  return read(join(RULES, 'nothing-is-here'), { ...options, paths: ['-'] }, { file, text });
}

async function read(cwd: string, given: CaseOptions, stdin: { file: string; text: string | Uint8Array } | null): Promise<Input> {
  const { rules, host, ...rest } = { ...DEFAULTS, ...given };
  const options = { ...rest, costs: costsOf({ ...usualEngine, ...host }), settingOf: (rule: string) => rules[rule] ?? {} };
  const { projects, errors } = await readProjects(options.paths, { ...options, cwd, maxBytes: 10_000_000, stdinFilename: stdin?.file ?? null, stdin: chunks(stdin?.text ?? '') });
  const [project, ...others] = projects;
  if (project === undefined || others.length + errors.length > 0) throw new Error(`${cwd}: not one project: ${JSON.stringify([projects.map(({ path }) => path), errors])}`);
  return { project: stdin === null ? project : alone(project), options };
}

/** As a file beside which nothing lies: a fix may make one there. */
function alone(project: Project): Project {
  const load = (texts: Texts): Deployment => {
    const deployment = project.load(texts);
    return deployment.form === 'compose' ? { ...deployment, newFile: (name) => (texts.has(name) ? null : { file: name, source: `./${name}` }) } : deployment;
  };
  return { ...project, load };
}

async function* chunks(text: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  yield text;
}

export function load({ project }: Input, texts: Texts = project.texts): Deployment {
  return project.load(texts);
}

/** What these rules find; one that looks at the comments which silence the others is told of all of them. */
function lintWith({ options }: Input, rules: readonly Rule[], deployment: Deployment): Finding[] {
  if (!rules.some(({ review }) => review !== undefined)) return lint(deployment, rules, { ...options, known: everyRule }).filter(({ unasked }) => unasked !== true);
  const ids = new Set(rules.map(({ meta }) => meta.id));
  return lint(deployment, everyRule, options).filter(({ rule, unasked }) => ids.has(rule) && unasked !== true);
}

/** What these rules find in an input, with the fix that would be chosen. */
export function findIn(input: Input, rules: readonly Rule[]): { readonly deployment: Deployment; readonly found: Assessed[] } {
  const deployment = load(input);
  return { deployment, found: assess(deployment, lintWith(input, rules, deployment), input.options) };
}

/** What `--fix` makes of an input with these rules alone; `texts` stand in place of what lies on disk. */
export function fixWith(input: Input, rules: readonly Rule[], texts = load(input).texts): FixResult {
  return fixAll({
    texts,
    load: (changed) => load(input, changed),
    lint: (deployment) => lintWith(input, rules, deployment),
    options: input.options,
  });
}

/** The files that are not as they were, by the names the report uses. */
export function changes({ applied, texts, originals }: FixResult): Map<string, string> {
  const made = new Set(applied.flatMap(({ fix }) => fix.created.map(({ file }) => file)));
  return new Map([...texts].filter(([path, text]) => made.has(path) || (originals.get(path) ?? text) !== text));
}

/** What a case shows of them: of a case that is one file, that file. */
export function shownChanges(result: FixResult, { project, file }: RuleCase): Map<string, string> {
  return new Map([...changes(result)].filter(([path]) => path === project.path || statSync(file).isDirectory()));
}

/**
 * Findings as `.out` writes them: `line:column-endLine:endColumn severity rule messageId`, the message, and which fix answers it.
 * Places outside the main file begin with their file, and a fix that edits others names them.
 * A fix that is not proven safe is followed by the reasons, as `id(what it fills in) place`.
 */
export function printed({ deployment, found }: ReturnType<typeof findIn>, rules: readonly Rule[]): string {
  const lines = new Map([...deployment.texts].map(([file, text]) => [file, new Lines(text)]));
  const offset = ({ file, start }: SourceRange): string => {
    const { line, column } = (lines.get(file) ?? new Lines('')).position(start);
    return `${line}:${column}`;
  };
  const place = (at: SourceRange): string => (at.file === deployment.file ? offset(at) : `${at.file}:${offset(at)}`);
  const because = (remark: Remark): string => said(remark) + (remark.at === null ? '' : ` ${place(remark.at)}`);
  return found
    .map(({ finding, fix, notFixed }) => {
      const { at, severity, rule, messageId, data = {}, related = [] } = finding;
      const message = rules.find(({ meta }) => meta.id === rule)?.meta.messages[messageId];
      if (message === undefined) throw new Error(`${rule} has no message ${messageId}`);
      const rows = [`${place(at)}-${offset({ ...at, start: at.end })} ${severity} ${rule} ${messageId}`, `  ${fill(message, data, 'en')}`];
      if (related.length > 0) rows.push(`  related: ${related.map(place).join(', ')}`);
      if (fix !== null) rows.push(`  fix: ${fixLine(fix, deployment.file, because)}`);
      if (notFixed !== null) rows.push(`  no fix: ${[notFixed, ...(notFixed.steps ?? [])].map(because).join(', ')}`);
      return rows.map((row) => `${row}\n`).join('');
    })
    .join('');
}

function fixLine({ strategy, safety, title, reasons, edits }: Fix, main: string, because: (reason: Remark) => string): string {
  const files = [...new Set(edits.map(({ at }) => at.file))];
  const elsewhere = files.some((file) => file !== main) ? ` in ${files.join(', ')}` : '';
  const head = `${strategy ?? 'own'} ${said(title)} ${safety}${elsewhere}`;
  return reasons.length === 0 ? head : `${head}: ${reasons.map(because).join(', ')}`;
}

/** A sentence of a catalogue by its id, with what is filled in. */
function said({ id, data = {} }: Pick<Remark, 'id' | 'data'>): string {
  const words = Object.entries(data).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`);
  return words.length === 0 ? id : `${id}(${words.join('; ')})`;
}

/** The text of a file, `null` when there is none. */
export function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** What a case is fixed to, by the names the report uses. */
export function fixedOf({ fixed, project }: RuleCase): Map<string, string> {
  if (!existsSync(fixed)) return new Map();
  if (!statSync(fixed).isDirectory()) return new Map([[project.path, readFileSync(fixed, 'utf8')]]);
  const files = readdirSync(fixed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => join(entry.parentPath, entry.name)).map((path) => [relative(fixed, path), readFileSync(path, 'utf8')]));
}

/** Writes what a case is reported as; `null` takes the file away. */
export function updateOut({ outFile }: RuleCase, text: string | null): void {
  if (text !== null) writeFileSync(outFile, text);
  else rmSync(outFile, { force: true });
}

/** Writes what a case is fixed to. */
export function updateFixed({ fixed }: RuleCase, texts: ReadonlyMap<string, string>): void {
  rmSync(fixed, { recursive: true, force: true });
  for (const [file, text] of texts) {
    const path = extname(fixed) === '.fixed' ? join(fixed, file) : fixed;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
