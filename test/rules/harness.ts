import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectReader } from '../../src/cli/project-reader.ts';
import { assess, type FixOptions } from '../../src/fix/assess.ts';
import { fixAll, type FixResult, type Texts } from '../../src/fix/fix.ts';
import { lint, type LintOptions } from '../../src/lint.ts';
import { loadCompose } from '../../src/load/compose/load-compose.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { Assessed, Fix } from '../../src/model/finding.ts';
import type { Remark, SourceRange } from '../../src/model/source.ts';
import { fill } from '../../src/report/language.ts';
import type { Rule } from '../../src/rule.ts';
import { Lines } from '../../src/text/lines.ts';

export const RULES = fileURLToPath(new URL('../../rules/', import.meta.url));

/** `UPDATE_CASES=1 npx vitest run test/rules` writes what a case expects anew; read every change of it. */
export const UPDATE = process.env['UPDATE_CASES'] === '1';

const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const MAX_BYTES = 10_000_000;

/** The folders of rules, without those that begin with `_`. */
export function ruleFolders(): string[] {
  return readdirSync(RULES).filter((name) => !name.startsWith('_') && statSync(join(RULES, name)).isDirectory());
}

/** What `name.options.json` may say; without it a case runs as `zlm-lint --fix FILE` does. */
export type CaseOptions = Partial<LintOptions & FixOptions>;

const DEFAULTS: Readonly<LintOptions & FixOptions> = { strategy: 'auto', engine: 'linux', maxPorts: 256, zlmServices: [], named: true, unsafe: false };

/** One text to lint, with the project around it. */
export interface Input {
  readonly file: string;
  readonly text: string;
  readonly directory: string;
  readonly options: Readonly<LintOptions & FixOptions>;
}

/** One input of a rule's `cases/`, with the files that say what is expected of it. */
export interface RuleCase extends Input {
  readonly name: string;
  readonly rule: string;
  readonly outFile: string;
  readonly fixedFile: string;
}

/** The cases of a rule; a file among them that belongs to none is an error. */
export function casesOf(rule: string): RuleCase[] {
  const folder = join(RULES, rule, 'cases');
  if (!existsSync(folder)) return [];
  const entries = new Set(readdirSync(folder));
  entries.delete('.keep');
  const cases = [...entries].filter((entry) => !/\.(?:out|options\.json|fixed|fixed\.ya?ml)$/.test(entry)).map((entry) => readCase(rule, folder, entry));
  for (const one of cases) {
    const own = [one.outFile, dirname(one.fixedFile), one.fixedFile].map((path) => basename(path));
    for (const entry of [one.name, `${one.name}.yml`, `${one.name}.options.json`, ...own]) entries.delete(entry);
  }
  if (entries.size > 0) throw new Error(`${folder}: not part of a case: ${[...entries].join(', ')}`);
  return cases;
}

function readCase(rule: string, folder: string, entry: string): RuleCase {
  const isFolder = statSync(join(folder, entry)).isDirectory();
  if (!isFolder && !entry.endsWith('.yml')) throw new Error(`${folder}: ${entry} is neither x.yml nor a folder`);
  const name = isFolder ? entry : entry.slice(0, -'.yml'.length);
  // A single file has nothing beside it, whatever else lies in `cases/`.
  const directory = join(folder, name);
  const file = isFolder ? COMPOSE_NAMES.find((known) => existsSync(join(directory, known))) : `${name}.yml`;
  if (file === undefined) throw new Error(`${directory}: no Compose file`);
  const options = join(folder, `${name}.options.json`);
  return {
    name,
    rule,
    file,
    directory,
    text: readFileSync(isFolder ? join(directory, file) : join(folder, file), 'utf8'),
    options: { ...DEFAULTS, ...(existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as CaseOptions) : {}) },
    outFile: join(folder, `${name}.out`),
    fixedFile: isFolder ? join(folder, `${name}.fixed`, file) : join(folder, `${name}.fixed.yml`),
  };
}

/** A text without a project, such as an example of a README. */
export function inputOf(text: string, options: CaseOptions = {}): Input {
  return { file: 'compose.yml', text, directory: join(RULES, 'nothing-is-here'), options: { ...DEFAULTS, ...options } };
}

export function load(input: Input, texts: Texts = new Map()): Deployment {
  const { file, text, directory } = input;
  return loadCompose({ file, text: texts.get(file) ?? text, reader: projectReader(directory, { maxBytes: MAX_BYTES }) });
}

/** What these rules find in an input, with the fix that would be chosen. */
export function findIn(input: Input, rules: readonly Rule[]): { readonly deployment: Deployment; readonly found: Assessed[] } {
  const deployment = load(input);
  return { deployment, found: assess(deployment, lint(deployment, rules, input.options), input.options) };
}

/** What `--fix` makes of an input with these rules alone. */
export function fixWith(input: Input, rules: readonly Rule[], text = input.text): FixResult {
  return fixAll({
    texts: new Map([[input.file, text]]),
    load: (texts) => load(input, texts),
    lint: (deployment) => lint(deployment, rules, input.options),
    options: input.options,
  });
}

export function fixedText(result: FixResult, { file, text }: Input): string {
  return result.texts.get(file) ?? text;
}

/**
 * Findings as `.out` writes them: `line:column-endLine:endColumn severity rule messageId`, the message, and which fix answers it.
 * A fix that is not proven safe is followed by the ids of the reasons and their places.
 */
export function printed({ deployment, found }: ReturnType<typeof findIn>, rules: readonly Rule[]): string {
  const lines = new Map([...deployment.texts].map(([file, text]) => [file, new Lines(text)]));
  const place = ({ file, start }: SourceRange): string => {
    const { line, column } = lines.get(file)?.position(start) ?? { line: 0, column: 0 };
    return `${line}:${column}`;
  };
  const because = ({ id, at }: Remark): string => (at === null ? id : `${id} ${place(at)}`);
  return found
    .map(({ finding, fix, notFixed }) => {
      const { at, severity, rule, messageId, data = {}, related = [] } = finding;
      const message = rules.find(({ meta }) => meta.id === rule)?.meta.messages[messageId];
      if (message === undefined) throw new Error(`${rule} has no message ${messageId}`);
      const rows = [`${place(at)}-${place({ ...at, start: at.end })} ${severity} ${rule} ${messageId}`, `  ${fill(message, data, 'en')}`];
      if (related.length > 0) rows.push(`  related: ${related.map(place).join(', ')}`);
      if (fix !== null) rows.push(`  fix: ${fixLine(fix, because)}`);
      if (notFixed !== null) rows.push(`  no fix: ${because(notFixed)}`);
      return rows.map((row) => `${row}\n`).join('');
    })
    .join('');
}

function fixLine({ strategy, safety, title, reasons }: Fix, because: (reason: Remark) => string): string {
  const head = `${strategy ?? 'own'} ${title.id} ${safety}`;
  return reasons.length === 0 ? head : `${head}: ${reasons.map(because).join(', ')}`;
}

/** The text of a file, `null` when there is none. */
export function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Writes what a case expects; `null` takes the file away, and its folder with it. */
export function update(path: string, text: string | null): void {
  if (text !== null) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } else if (existsSync(path)) rmSync(dirname(path).endsWith('.fixed') ? dirname(path) : path, { recursive: true });
}
