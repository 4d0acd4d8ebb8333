import { Option } from 'commander';
import { costsOf, type Costs } from '../cost/model.ts';
import type { Language, Sentence } from '../report/language.ts';
import type { SettingOf } from '../rule.ts';
import type { InForce } from './in-force.ts';
import type { ProjectOptions } from './projects.ts';
import type { Terminal } from './terminal.ts';

/** One option of the command line, with what `--help` says about it. */
export interface OptionRow {
  readonly flags: string;
  readonly help: Sentence;
  readonly choices?: readonly string[];
  readonly fallback?: string | number | boolean;
  readonly number?: true;
  readonly repeatable?: true;
  /** The largest number. */
  readonly most?: number;
  /** Text that is not of a choice. */
  readonly pattern?: RegExp;
  /** Its key in a configuration, dots between the keys on the way; a variable `ZLM_LINT_…` says it, too. */
  readonly setting?: string;
  /** What the key of a configuration says, where that is not what the option says. */
  readonly meaning?: Sentence;
}

const onOff = ['on', 'off'] as const;
const VERSION = /^\d{1,4}(?:\.\d{1,4}){0,2}$/;

const shared: readonly OptionRow[] = [
  { flags: '-f, --file <file>', repeatable: true, help: { en: 'Compose file, as docker compose -f; may be repeated', zh: 'Compose 文件，与 docker compose -f 相同，可重复' } },
  { flags: '--env-file <file>', repeatable: true, help: { en: 'variables, in place of the .env beside the Compose file; may be repeated', zh: '变量文件，取代 Compose 文件旁的 .env，可重复' } },
  { flags: '--profile <name>', setting: 'profile', repeatable: true, help: { en: 'this profile is active; may be repeated', zh: '启用此 profile，可重复' } },
  { flags: '--project-directory <dir>', help: { en: 'what relative paths start from', zh: '相对路径的起点目录' } },
  { flags: '--process-env', help: { en: 'variables of the environment count, too', zh: '环境变量也参与取值' } },
  { flags: '--allow-outside', help: { en: 'read files outside the project directory that it refers to', zh: '允许读取项目目录之外被引用的文件' } },
  { flags: '--lang <language>', setting: 'language', choices: ['en', 'zh'], help: { en: 'language of the report; otherwise that of LC_ALL, LC_MESSAGES or LANG', zh: '报告语言，未指定时取自 LC_ALL、LC_MESSAGES 或 LANG' } },
  { flags: '--zlm-service <name>', setting: 'zlmService', repeatable: true, help: { en: 'this service is ZLMediaKit; may be repeated', zh: '指定某服务就是 ZLMediaKit，可重复' } },
  { flags: '--stdin-filename <path>', help: { en: 'name of what comes in through -; files beside it are read', zh: '经 - 输入的内容的文件名，会读取其旁边的文件' } },
  { flags: '--include <pattern>', setting: 'include', repeatable: true, help: { en: 'also look for command lines in files of this name, such as *.tpl, when searching a directory; may be repeated', zh: '搜索目录时也在此名称的文件（如 *.tpl）中查找命令行，可重复' } },
  { flags: '--ignore <pattern>', setting: 'ignore', repeatable: true, help: { en: 'leave out files of this name, as .gitignore writes it; may be repeated', zh: '忽略此名称的文件，写法同 .gitignore，可重复' } },
  { flags: '--max-bytes <n>', setting: 'maxBytes', number: true, fallback: 10_000_000, help: { en: 'larger files are not read', zh: '超过此大小的文件不读取' } },
  { flags: '--config <file>', help: { en: 'this configuration, not the .zlm-lint.yaml found here or further up', zh: '使用此配置文件，而不是在当前目录或上级找到的 .zlm-lint.yaml' } },
  { flags: '--no-config', help: { en: 'no configuration file', zh: '不使用配置文件' } },
  { flags: '--color', help: { en: 'colours even where the output is no terminal', zh: '输出不是终端时也使用颜色' } },
  { flags: '--no-color', help: { en: 'no colours (as the variable NO_COLOR)', zh: '不使用颜色（等同环境变量 NO_COLOR）' } },
];

const lintOnly: readonly OptionRow[] = [
  { flags: '--fix', help: { en: 'apply the fixes that are proven safe', zh: '应用已证明安全的修复' } },
  { flags: '--unsafe-fixes', help: { en: 'with --fix, --check or --diff: the other fixes, too', zh: '与 --fix、--check 或 --diff 合用：也包括其他修复' } },
  { flags: '--diff', help: { en: 'print what --fix would change as a patch; write nothing', zh: '以补丁形式打印 --fix 的改动，不写文件' } },
  { flags: '--check', help: { en: 'exit with 1 when --fix would change a file; write nothing', zh: '若 --fix 会改动文件则以 1 退出，不写文件' } },
  { flags: '--strategy <name>', setting: 'strategy', choices: ['host', 'minimal', 'auto'], fallback: 'auto', help: { en: 'host networking, fewer mappings, or what is safe', zh: '主机网络、精简映射，或取其中安全者' } },
  { flags: '--engine <name>', setting: 'engine.name', choices: ['linux', 'desktop', 'rootless', 'podman'], fallback: 'linux', help: { en: 'what runs the deployment; linux is a rootful Docker Engine', zh: '运行部署的引擎；linux 指 root 权限的 Docker Engine' } },
  { flags: '--engine-version <version>', setting: 'engine.version', pattern: VERSION, help: { en: 'version of the Docker Engine, such as 28 or 20.10: costs are those measured with it, or with the nearest', zh: 'Docker Engine 的版本，如 28 或 20.10：成本按该版本或最接近的实测版本计' } },
  { flags: '--userland-proxy <state>', setting: 'engine.userlandProxy', choices: onOff, fallback: 'on', help: { en: 'whether the engine starts docker-proxy processes', zh: '引擎是否启动 docker-proxy 进程' } },
  { flags: '--streams <n>', setting: 'streams', number: true, most: 10_000, fallback: 50, help: { en: 'RTP streams that a narrower range has to carry', zh: '缩小 RTP 范围后仍须承载的流数' } },
  { flags: '--max-ports <n>', setting: 'rules.no-wide-port-range.max', number: true, fallback: 256, help: { en: 'port-protocol pairs that one service may publish', zh: '单个服务可发布的端口×协议对上限' } },
  { flags: '--fail-on <severity>', setting: 'failOn', choices: ['error', 'warning', 'info'], fallback: 'warning', help: { en: 'exit with 1 for findings of this severity or above', zh: '存在不低于此级别的问题时以 1 退出' } },
  { flags: '--no-backup', setting: 'backup', meaning: { en: 'copy a file that git does not track before it is fixed', zh: '修复 git 未跟踪的文件前先备份' }, help: { en: 'no copy of a file that git does not track before it is fixed', zh: '修复 git 未跟踪的文件前不做备份' } },
  { flags: '--format <name>', choices: ['stylish', 'json'], fallback: 'stylish', help: { en: 'form of the report', zh: '报告格式' } },
  { flags: '--print-config <file>', help: { en: 'print what holds for this file, and where each value comes from', zh: '打印对此文件生效的设置及各值的来源' } },
];

const portsOnly: readonly OptionRow[] = [
  { flags: '--format <name>', choices: ['table', 'json'], fallback: 'table', help: { en: 'form of the list', zh: '列表格式' } },
];

/** Every option that a configuration may say. */
export const settings: readonly (OptionRow & { readonly setting: string })[] = [...lintOnly, ...shared].flatMap((row) => (row.setting === undefined ? [] : [{ ...row, setting: row.setting }]));

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
}

/** What is known once the command line, the environment and the configuration have been read. */
interface Settled {
  /** The options that were given on the command line, by attribute. */
  readonly given: ReadonlySet<string>;
  readonly configuration: InForce;
}

export interface LintCommandOptions extends SharedOptions {
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly check?: true;
  readonly strategy: 'host' | 'minimal' | 'auto';
  readonly engine: 'linux' | 'desktop' | 'rootless' | 'podman';
  readonly engineVersion?: string;
  readonly userlandProxy: 'on' | 'off';
  readonly streams: number;
  /** `undefined` where only the rule's own default says it. */
  readonly maxPorts: number | undefined;
  readonly printConfig?: string;
  readonly failOn: 'error' | 'warning' | 'info';
  readonly backup: boolean;
  readonly format: 'stylish' | 'json';
}

export interface PortsCommandOptions extends SharedOptions {
  readonly format: 'table' | 'json';
}

/** What is wrong with an option's value; `data` fills the sentence of this code. */
export class BadOption extends Error {
  constructor(
    readonly code: 'bad-choice' | 'bad-number' | 'bad-version' | 'too-many',
    readonly data: Readonly<Record<string, string | readonly string[]>>,
  ) {
    super(code);
  }
}

/** How the projects of a run are found and read. */
export function projectOptions(options: SharedOptions, { cwd, env, stdin }: Terminal): ProjectOptions {
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
  };
}

/** What is set of the rules: by the command line, otherwise by the configuration. */
export function settingsOf({ maxPorts, configuration }: LintCommandOptions): SettingOf {
  return (rule, place) => {
    const set = configuration.settingOf(rule, place);
    return rule === 'no-wide-port-range' && maxPorts !== undefined ? { ...set, options: { ...set.options, max: maxPorts } } : set;
  };
}

/** The engine that the costs are of. */
export function costsIn({ engineVersion, userlandProxy }: Pick<LintCommandOptions, 'engineVersion' | 'userlandProxy'>): Costs {
  return costsOf({ version: engineVersion ?? null, userlandProxy: userlandProxy === 'on' });
}

export function lintOptions(language: Language): Option[] {
  return [...lintOnly, ...shared].map((row) => option(row, language));
}

/** What `zlm-lint init` needs to read a directory. */
export function initOptions(language: Language): Option[] {
  return shared.filter(({ setting }) => ['language', 'ignore', 'maxBytes'].includes(setting ?? '')).map((row) => option(row, language));
}

export function portsOptions(language: Language): Option[] {
  return [...portsOnly, ...shared].map((row) => option(row, language));
}

function option(row: OptionRow, language: Language): Option {
  const { flags, help, choices, fallback, number, repeatable, pattern } = row;
  const made = new Option(flags, help[language]);
  const name = longFlag(row);
  if (fallback !== undefined) made.default(fallback);
  if (repeatable === true) made.default([], '');
  if (choices !== undefined) made.argChoices = [...choices];
  if (choices === undefined && number === undefined && repeatable === undefined && pattern === undefined) return made;
  return made.argParser((value: string, previous: unknown) => {
    const read = readValue(row, value, name);
    return repeatable === true ? [...(previous as readonly string[]), read] : read;
  });
}

/** What a key of a configuration says. */
export function meaningOf({ meaning, help, repeatable }: OptionRow): Sentence {
  if (meaning !== undefined || repeatable !== true) return meaning ?? help;
  return { en: help.en.replace('; may be repeated', ''), zh: help.zh.replace('，可重复', '') };
}

function longFlag({ flags }: OptionRow): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** The property that holds an option's value. */
export function attributeOf(row: OptionRow): string {
  return longFlag(row).replace(/^--(?:no-)?/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The value of an option that was written as text. @throws BadOption under this name when it is none. */
export function readValue({ choices, number, most, pattern }: OptionRow, value: string, name: string): string | number {
  if (choices !== undefined && !choices.includes(value)) throw new BadOption('bad-choice', { option: name, choices, value });
  if (pattern?.test(value) === false) throw new BadOption('bad-version', { option: name, value });
  if (number !== true) return value;
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new BadOption('bad-number', { option: name, value });
  if (most !== undefined && Number(value) > most) throw new BadOption('too-many', { option: name, value, most: String(most) });
  return Number(value);
}
