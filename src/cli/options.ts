import { Option } from 'commander';
import type { Language, Sentence } from '../report/language.ts';
import type { SettingOf } from '../rule.ts';
import { nearest } from '../text/nearest.ts';
import type { ProjectOptions } from './projects.ts';
import { levels, ruleIds, selected, type RuleChoice, type Selection } from './selection.ts';
import type { Terminal } from './terminal.ts';

/** One option of the command line, with what `--help` says about it. */
export interface OptionRow {
  readonly flags: string;
  readonly help: Sentence;
  readonly choices?: readonly string[];
  readonly fallback?: string | number | boolean;
  /** A whole number, at least this. */
  readonly number?: 0 | 1;
  /** One rule, with a severity or without, or a list of them. */
  readonly rules?: 'choice' | 'list';
  readonly repeatable?: true;
}

const shared: readonly OptionRow[] = [
  { flags: '-f, --file <file>', repeatable: true, help: { en: 'Compose file, as docker compose -f; may be repeated', zh: 'Compose 文件，与 docker compose -f 相同，可重复' } },
  { flags: '--env-file <file>', repeatable: true, help: { en: 'variables, in place of the .env beside the Compose file; may be repeated', zh: '变量文件，取代 Compose 文件旁的 .env，可重复' } },
  { flags: '--profile <name>', repeatable: true, help: { en: 'this profile is active; may be repeated', zh: '启用此 profile，可重复' } },
  { flags: '--project-directory <dir>', help: { en: 'what relative paths start from', zh: '相对路径的起点目录' } },
  { flags: '--process-env', help: { en: 'variables of the environment count, too', zh: '环境变量也参与取值' } },
  { flags: '--allow-outside', help: { en: 'read files outside the project directory that it refers to', zh: '允许读取项目目录之外被引用的文件' } },
  { flags: '--lang <language>', choices: ['en', 'zh'], help: { en: 'language of the report; otherwise that of LC_ALL, LC_MESSAGES or LANG', zh: '报告语言，未指定时取自 LC_ALL、LC_MESSAGES 或 LANG' } },
  { flags: '--zlm-service <name>', repeatable: true, help: { en: 'this service is ZLMediaKit; may be repeated', zh: '指定某服务就是 ZLMediaKit，可重复' } },
  { flags: '--stdin-filename <path>', help: { en: 'name of what comes in through -; files beside it are read', zh: '经 - 输入的内容的文件名，会读取其旁边的文件' } },
  { flags: '--include <pattern>', repeatable: true, help: { en: 'also look for command lines in files of this name, such as *.tpl, when searching a directory; may be repeated', zh: '搜索目录时也在此名称的文件（如 *.tpl）中查找命令行，可重复' } },
  { flags: '--max-bytes <n>', number: 1, fallback: 10_000_000, help: { en: 'larger files are not read', zh: '超过此大小的文件不读取' } },
  { flags: '--color', help: { en: 'colours even where the output is no terminal', zh: '输出不是终端时也使用颜色' } },
  { flags: '--no-color', help: { en: 'no colours (as the variable NO_COLOR)', zh: '不使用颜色（等同环境变量 NO_COLOR）' } },
];

const lintOnly: readonly OptionRow[] = [
  { flags: '--fix', help: { en: 'apply the fixes that are proven safe', zh: '应用已证明安全的修复' } },
  { flags: '--unsafe-fixes', help: { en: 'with --fix, --check or --diff: the other fixes, too', zh: '与 --fix、--check 或 --diff 合用：也包括其他修复' } },
  { flags: '--diff', help: { en: 'print what --fix would change as a patch; write nothing', zh: '以补丁形式打印 --fix 的改动，不写文件' } },
  { flags: '--check', help: { en: 'exit with 1 when --fix would change a file; write nothing', zh: '若 --fix 会改动文件则以 1 退出，不写文件' } },
  { flags: '--strategy <name>', choices: ['host', 'minimal', 'auto'], fallback: 'auto', help: { en: 'host networking, fewer mappings, or what is safe', zh: '主机网络、精简映射，或取其中安全者' } },
  { flags: '--engine <name>', choices: ['linux', 'desktop', 'rootless', 'podman'], fallback: 'linux', help: { en: 'what runs the deployment; linux is a rootful Docker Engine', zh: '运行部署的引擎；linux 指 root 权限的 Docker Engine' } },
  { flags: '--streams <n>', number: 1, help: { en: 'concurrent RTP streams that a narrowed range has to carry (50 unless given)', zh: '收窄后的 RTP 端口范围需承载的并发流数（默认 50）' } },
  { flags: '--max-ports <n>', number: 1, fallback: 256, help: { en: 'port-protocol pairs that one service may publish', zh: '单个服务可发布的端口×协议对上限' } },
  { flags: '--fail-on <severity>', choices: ['error', 'warning', 'info'], fallback: 'warning', help: { en: 'exit with 1 for findings of this severity or above', zh: '存在不低于此级别的问题时以 1 退出' } },
  { flags: '--rule <id[=severity]>', rules: 'choice', repeatable: true, help: { en: 'switch a rule on, at its own severity or at off, info, warning, error; may be repeated', zh: '启用某条规则，级别为其默认值或指定的 off、info、warning、error；可重复' } },
  { flags: '--only <ids>', rules: 'list', repeatable: true, help: { en: 'run these rules only, separated by commas; may be repeated', zh: '只运行这些规则，用逗号分隔，可重复' } },
  { flags: '--skip <ids>', rules: 'list', repeatable: true, help: { en: 'do not run these rules, separated by commas; may be repeated', zh: '不运行这些规则，用逗号分隔，可重复' } },
  { flags: '--max-warnings <n>', number: 0, help: { en: 'exit with 1 for more warnings than this, whatever --fail-on says of warnings', zh: '警告超过此数时以 1 退出；警告不再由 --fail-on 决定' } },
  { flags: '--quiet', help: { en: 'report errors only; the exit code stays the same', zh: '只报告错误，退出码不变' } },
  { flags: '--exit-zero', help: { en: 'exit with 0 where it would be 1', zh: '本应以 1 退出时以 0 退出' } },
  { flags: '--no-backup', help: { en: 'no copy of a file that git does not track before it is fixed', zh: '修复 git 未跟踪的文件前不做备份' } },
  { flags: '--baseline <file>', help: { en: 'only findings that are not in this baseline count', zh: '只计入不在此基线中的问题' } },
  { flags: '--write-baseline <file>', help: { en: 'write all findings into this baseline; exit with 0', zh: '把全部问题写入此基线，以 0 退出' } },
  { flags: '--format <name>', choices: ['stylish', 'json'], fallback: 'stylish', help: { en: 'form of the report', zh: '报告格式' } },
];

const listOnly: readonly OptionRow[] = [
  { flags: '--format <name>', choices: ['table', 'json'], fallback: 'table', help: { en: 'form of the list', zh: '列表格式' } },
];

const spoken = shared.filter(({ flags }) => /^--(?:lang|color|no-color)\b/.test(flags));

export type CommandName = 'lint' | 'ports' | 'run' | 'rules' | 'explain' | 'completion';

/** The options of every command. */
export const optionRows: Readonly<Record<CommandName, readonly OptionRow[]>> = {
  lint: [...lintOnly, ...shared],
  ports: [...listOnly, ...shared],
  run: [...lintOnly, ...shared],
  rules: [...listOnly, ...spoken],
  explain: spoken,
  completion: spoken.filter(({ flags }) => flags.startsWith('--lang')),
};

export interface SharedOptions {
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

export interface LintCommandOptions extends SharedOptions, Selection {
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly check?: true;
  readonly strategy: 'host' | 'minimal' | 'auto';
  readonly engine: 'linux' | 'desktop' | 'rootless' | 'podman';
  readonly streams?: number;
  readonly maxPorts: number;
  readonly failOn: 'error' | 'warning' | 'info';
  readonly maxWarnings?: number;
  readonly quiet?: true;
  readonly exitZero?: true;
  readonly backup: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly format: 'stylish' | 'json';
}

export interface PageCommandOptions {
  readonly color?: boolean;
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
    readonly code: 'bad-choice' | 'bad-number' | 'unknown-rule' | 'missing-value' | 'no-rule' | 'no-shell',
    readonly data: Readonly<Record<string, string | number | readonly string[]>>,
    /** What was probably meant. */
    readonly near: string | null = null,
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
  };
}

/** What the command line sets of the rules. */
export function settingsOf(options: LintCommandOptions): SettingOf {
  return selected((rule) => (rule === 'no-wide-port-range' ? { options: { max: options.maxPorts } } : {}), options);
}

export function commandOptions(command: CommandName, language: Language): Option[] {
  return optionRows[command].map((row) => option(row, language));
}

function option(row: OptionRow, language: Language): Option {
  const { flags, help, choices, fallback, number, rules, repeatable } = row;
  const made = new Option(flags, help[language]);
  if (fallback !== undefined) made.default(fallback);
  if (repeatable === true) made.default([], '');
  if (choices === undefined && number === undefined && repeatable === undefined) return made;
  if (choices !== undefined) made.argChoices = [...choices];
  const name = `--${made.name()}`;
  return made.argParser((value: string, previous: unknown) => {
    if (choices !== undefined && !choices.includes(value)) throw new BadOption('bad-choice', { option: name, choices, value }, nearest(value, choices));
    if (number !== undefined && (!/^\d{1,15}$/.test(value) || Number(value) < number)) throw new BadOption('bad-number', { option: name, value, least: number });
    if (repeatable === true) return [...(previous as readonly unknown[]), ...(rules === 'choice' ? [readChoice(name, value)] : rules === 'list' ? readList(name, value) : [value])];
    return number === undefined ? value : Number(value);
  });
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
