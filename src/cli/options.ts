import { Option } from 'commander';
import { costsOf, type Costs, type Firewall, type HugePages } from '../cost/model.ts';
import type { FormatName } from '../report/formats/index.ts';
import type { Language } from '../report/language.ts';
import type { Engine, SettingOf } from '../rule.ts';
import { nearest } from '../text/nearest.ts';
import type { InForce } from './in-force.ts';
import { longFlag, optionRows, type CommandName, type OptionRow } from './option-table.ts';
import type { ProjectOptions } from './project.ts';
import { levels, ruleIds, selected, type RuleChoice, type Selection } from './selection.ts';
import type { Terminal } from './terminal.ts';

export interface SharedOptions extends Settled {
  readonly ignore: readonly string[];
  /** `false` for `--no-config`. */
  readonly config?: string | false;
  readonly zlmService: readonly string[];
  readonly stdinFilename?: string;
  readonly include: readonly string[];
  readonly maxBytes: number;
  readonly color?: boolean;
  readonly file: readonly string[];
  readonly envFile: readonly string[];
  readonly profile: readonly string[];
  readonly projectDirectory?: string;
  readonly processEnv?: true;
  readonly allowOutside?: true;
  readonly allowNoFiles?: true;
}

/** What is known once the command line, the environment and the configuration have been read. */
interface Settled {
  /** The options that were given on the command line, by attribute. */
  readonly given: ReadonlySet<string>;
  /** Those that the command line, the environment or a configuration says. */
  readonly said: ReadonlySet<string>;
  readonly configuration: InForce;
}

/** The engine that publishes the ports, and its host. */
export interface EngineOptions {
  readonly engine: Engine;
  readonly engineVersion?: string;
  readonly userlandProxy: 'on' | 'off';
  readonly firewall: Firewall;
  readonly hugePages?: HugePages;
  readonly ipv6: 'on' | 'off';
}

export interface CostCommandOptions extends SharedOptions, EngineOptions {
  readonly streams: number;
  readonly format: 'table' | 'json' | 'svg';
}

/** What decides what is found and how it is fixed. */
export interface WorkOptions extends SharedOptions, EngineOptions, Selection {
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly check?: true;
  readonly strategy: 'host' | 'minimal' | 'auto';
  readonly streams: number;
  /** `undefined` where only the rule's own default says it. */
  readonly maxPorts: number | undefined;
  readonly printConfig?: string;
  readonly failOn: 'error' | 'warning' | 'info';
  readonly maxWarnings?: number;
  readonly quiet?: true;
  readonly exitZero?: true;
  readonly backup: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

export interface LintCommandOptions extends WorkOptions {
  readonly format: readonly FormatChoice[];
  readonly outputFile?: string;
}

/** A form of the report, and the file that it goes into. */
export interface FormatChoice {
  readonly name: FormatName;
  readonly file: string | null;
}

export interface InspectCommandOptions extends WorkOptions {
  readonly format: 'stylish' | 'json';
}

export interface PageCommandOptions {
  readonly color?: boolean;
}

export interface RecoverCommandOptions extends PageCommandOptions {
  readonly undo?: true;
}

export interface RulesCommandOptions extends PageCommandOptions {
  readonly format: 'table' | 'json';
}

export interface PortsCommandOptions extends SharedOptions {
  readonly format: 'table' | 'json';
}

/** What is wrong with an option's value; `data` fills the sentence of this code. */
export class BadOption extends Error {
  constructor(
    readonly code: 'bad-choice' | 'bad-number' | 'bad-version' | 'too-many' | 'unknown-rule' | 'missing-value' | 'two-formats' | 'two-in-one-file' | 'no-form-for-file' | 'no-rule' | 'no-shell',
    readonly data: Readonly<Record<string, string | number | readonly string[]>>,
    /** What was probably meant. */
    readonly near: string | null = null,
  ) {
    super(code);
  }
}

/** How the projects of a run are found and read. */
export function projectOptions(options: SharedOptions, { cwd, env, stdin, onRead }: Pick<Terminal, 'cwd' | 'env' | 'stdin' | 'onRead'>): ProjectOptions {
  return {
    cwd,
    env,
    stdin,
    maxBytes: options.maxBytes,
    stdinFilename: options.stdinFilename ?? null,
    include: options.include,
    files: options.file,
    envFiles: options.envFile,
    profiles: options.profile,
    projectDirectory: options.projectDirectory ?? null,
    processEnv: options.processEnv === true,
    allowOutside: options.allowOutside === true,
    ignored: options.configuration.ignored,
    allowNoFiles: options.allowNoFiles === true,
    ...(onRead === undefined ? {} : { onRead }),
  };
}

/** What is set of the rules: by the command line, otherwise by the configuration. */
export function settingsOf(options: WorkOptions): SettingOf {
  const { maxPorts, configuration } = options;
  return selected((rule, place) => {
    const set = configuration.settingOf(rule, place);
    return rule === 'no-wide-port-range' && maxPorts !== undefined ? { ...set, options: { ...set.options, max: maxPorts } } : set;
  }, options);
}

/** The engine that the costs are of. */
export function costsIn({ engineVersion, userlandProxy, firewall, hugePages, ipv6 }: EngineOptions): Costs {
  return costsOf({ version: engineVersion ?? null, userlandProxy: userlandProxy === 'on', firewall, hugePages: hugePages ?? null, ipv6: ipv6 === 'on' });
}

export function commandOptions(command: CommandName, language: Language): Option[] {
  return optionRows[command].map((row) => option(row, language));
}

function option(row: OptionRow, language: Language): Option {
  const { flags, help, choices, fallback, repeatable } = row;
  const made = new Option(flags, help[language]);
  if (fallback !== undefined) made.default(fallback);
  if (repeatable === true) made.default([], String(fallback ?? ''));
  if (choices !== undefined) made.argChoices = [...choices];
  const name = longFlag(row);
  return made.argParser((value: string, previous: unknown) => (repeatable === true ? [...(previous as readonly unknown[]), ...readOne(row, value, name)] : readValue(row, value, name)));
}

/** @throws BadOption */
function readOne(row: OptionRow, value: string, name: string): readonly unknown[] {
  const { rules, intoFile } = row;
  if (intoFile === true) return [readChosen(row, value, name)];
  if (rules === undefined) return [value];
  return rules === 'choice' ? [readChoice(name, value)] : readList(name, value);
}

/** The value of an option that was written as text. @throws BadOption under this name when it is none. */
export function readValue({ choices, number, most, pattern }: OptionRow, value: string, name: string): string | number {
  if (choices !== undefined && !choices.includes(value)) throw new BadOption('bad-choice', { option: name, choices, value }, nearest(value, choices));
  if (pattern?.test(value) === false) throw new BadOption('bad-version', { option: name, value });
  if (number === undefined) return value;
  if (!/^\d{1,15}$/.test(value) || Number(value) < number) throw new BadOption('bad-number', { option: name, value, least: number });
  if (most !== undefined && Number(value) > most) throw new BadOption('too-many', { option: name, value, most: String(most) });
  return Number(value);
}

/** `name` or `name=file`. @throws BadOption */
function readChosen(row: OptionRow, value: string, option: string): { readonly name: unknown; readonly file: string | null } {
  const [, given = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
  const name = readValue(row, given, option);
  if (file === '') throw new BadOption('missing-value', { option: `${option} ${given}=` });
  return { name, file: file ?? null };
}

/** `id` or `id=severity`. @throws BadOption */
function readChoice(option: string, value: string): RuleChoice {
  const [, id = '', given] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
  const severity = levels.find((level) => level === given) ?? null;
  const rule = knownRule(option, id.trim());
  if (given === '') throw new BadOption('missing-value', { option: `${option} ${rule}=` });
  if (given !== undefined && severity === null) throw new BadOption('bad-choice', { option: `${option} ${rule}`, choices: levels, value: given }, nearest(given, levels));
  return { id: rule, severity };
}

/** @throws BadOption */
function readList(option: string, value: string): string[] {
  const ids = value.split(',').flatMap((id) => (id.trim() === '' ? [] : knownRule(option, id.trim())));
  if (ids.length === 0) throw new BadOption('missing-value', { option });
  return ids;
}

/** @throws BadOption when there is no such rule */
export function knownRule(option: string, id: string): string {
  if (id === '') throw new BadOption('missing-value', { option });
  if (!ruleIds.includes(id)) throw new BadOption('unknown-rule', { option, rule: id }, nearest(id, ruleIds));
  return id;
}
