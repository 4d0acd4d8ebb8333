import { formatNames } from '../report/formats/index.ts';
import type { Sentence } from '../report/language.ts';

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
  /** A file may stand behind the value: `value=file`. */
  readonly intoFile?: true;
  /** The largest number. */
  readonly most?: number;
  /** Text that is not of a choice. */
  readonly pattern?: RegExp;
  /** Its key in a configuration, dots between the keys on the way; a variable `ZLM_LINT_…` says it, too. */
  readonly setting?: string;
  /** What the key of a configuration says, where that is not what the option says. */
  readonly meaning?: Sentence;
  /** It finds, changes or remembers files, which containers are not. */
  readonly ofFiles?: true;
}

const onOff = ['on', 'off'] as const;
const VERSION = /^\d{1,4}(?:\.\d{1,4}){0,2}$/;

const shared: readonly OptionRow[] = [
  { flags: '-f, --file <file>', ofFiles: true, repeatable: true, help: { en: 'Compose file, as docker compose -f; may be repeated', zh: 'Compose 文件，与 docker compose -f 相同，可重复' } },
  { flags: '--env-file <file>', ofFiles: true, repeatable: true, help: { en: 'variables, in place of the .env beside the Compose file; may be repeated', zh: '变量文件，取代 Compose 文件旁的 .env，可重复' } },
  { flags: '--profile <name>', ofFiles: true, setting: 'profile', repeatable: true, help: { en: 'this profile is active; may be repeated', zh: '启用此 profile，可重复' } },
  { flags: '--project-directory <dir>', ofFiles: true, help: { en: 'what relative paths start from', zh: '相对路径的起点目录' } },
  { flags: '--process-env', ofFiles: true, help: { en: 'variables of the environment count, too', zh: '环境变量也参与取值' } },
  { flags: '--allow-outside', ofFiles: true, help: { en: 'read files outside the project directory that it refers to', zh: '允许读取项目目录之外被引用的文件' } },
  { flags: '--allow-no-files', ofFiles: true, help: { en: 'finding nothing to look at is no error', zh: '没有找到可检查的文件时不算错误' } },
  { flags: '--lang <language>', setting: 'language', choices: ['en', 'zh'], help: { en: 'language of the report; otherwise that of LC_ALL, LC_MESSAGES or LANG', zh: '报告语言，未指定时取自 LC_ALL、LC_MESSAGES 或 LANG' } },
  { flags: '--zlm-service <name>', setting: 'zlmService', repeatable: true, help: { en: 'this service is ZLMediaKit; may be repeated', zh: '指定某服务就是 ZLMediaKit，可重复' } },
  { flags: '--stdin-filename <path>', ofFiles: true, help: { en: 'name of what comes in through -; files beside it are read', zh: '经 - 输入的内容的文件名，会读取其旁边的文件' } },
  { flags: '--include <pattern>', ofFiles: true, setting: 'include', repeatable: true, help: { en: 'also look for command lines in files of this name, such as *.tpl, when searching a directory; may be repeated', zh: '搜索目录时也在此名称的文件（如 *.tpl）中查找命令行，可重复' } },
  { flags: '--ignore <pattern>', ofFiles: true, setting: 'ignore', repeatable: true, help: { en: 'leave out files of this name, as .gitignore writes it; may be repeated', zh: '忽略此名称的文件，写法同 .gitignore，可重复' } },
  { flags: '--max-bytes <n>', setting: 'maxBytes', number: 1, fallback: 10_000_000, help: { en: 'larger files are not read', zh: '超过此大小的文件不读取' } },
  { flags: '--config <file>', help: { en: 'this configuration, not the .zlm-lint.yaml found here or further up', zh: '使用此配置文件，而不是在当前目录或上级找到的 .zlm-lint.yaml' } },
  { flags: '--no-config', help: { en: 'no configuration file', zh: '不使用配置文件' } },
  { flags: '--color', help: { en: 'colours even where the output is no terminal', zh: '输出不是终端时也使用颜色' } },
  { flags: '--no-color', help: { en: 'no colours (as the variable NO_COLOR)', zh: '不使用颜色（等同环境变量 NO_COLOR）' } },
];

/** Of the engine that publishes the ports, and of its host. */
const engineRows: readonly OptionRow[] = [
  { flags: '--engine <name>', setting: 'engine.name', choices: ['linux', 'desktop', 'rootless', 'podman'], fallback: 'linux', help: { en: 'what runs the deployment; linux is a rootful Docker Engine', zh: '运行部署的引擎；linux 指 root 权限的 Docker Engine' } },
  { flags: '--engine-version <version>', setting: 'engine.version', pattern: VERSION, help: { en: 'version of the Docker Engine, such as 28 or 20.10: costs are those measured with it, or with the nearest', zh: 'Docker Engine 的版本，如 28 或 20.10：成本按该版本或最接近的实测版本计' } },
  { flags: '--userland-proxy <state>', setting: 'engine.userlandProxy', choices: onOff, fallback: 'on', help: { en: 'whether the engine starts docker-proxy processes', zh: '引擎是否启动 docker-proxy 进程' } },
  { flags: '--firewall <backend>', setting: 'engine.firewall', choices: ['iptables-nft', 'iptables-legacy', 'nftables'], fallback: 'iptables-nft', help: { en: 'what the engine writes firewall rules with; nftables is its own backend from 29 on', zh: '引擎写防火墙规则的方式；nftables 指 29 起的原生后端' } },
  { flags: '--huge-pages <state>', setting: 'engine.hugePages', choices: ['always', 'madvise', 'never'], help: { en: 'transparent huge pages of the host; where nothing is said, both are told', zh: '主机的透明大页设置；未指定时两种情况都给出' } },
  { flags: '--ipv6 <state>', setting: 'engine.ipv6', choices: onOff, fallback: 'on', help: { en: 'whether the host has IPv6: a second docker-proxy for each port', zh: '主机是否有 IPv6：有则每个端口多一个 docker-proxy' } },
];

const streamsRow: OptionRow = { flags: '--streams <n>', setting: 'streams', number: 1, most: 10_000, fallback: 50, help: { en: 'concurrent RTP streams that a narrowed range has to carry', zh: '收窄后的 RTP 端口范围需承载的并发流数' } };

const lintOnly: readonly OptionRow[] = [
  { flags: '--fix', ofFiles: true, help: { en: 'apply the fixes that are proven safe', zh: '应用已证明安全的修复' } },
  { flags: '--unsafe-fixes', ofFiles: true, help: { en: 'with --fix, --check or --diff: the other fixes, too', zh: '与 --fix、--check 或 --diff 合用：也包括其他修复' } },
  { flags: '--diff', ofFiles: true, help: { en: 'print what --fix would change as a patch; write nothing', zh: '以补丁形式打印 --fix 的改动，不写文件' } },
  { flags: '--check', ofFiles: true, help: { en: 'exit with 1 when --fix would change a file; write nothing', zh: '若 --fix 会改动文件则以 1 退出，不写文件' } },
  { flags: '--strategy <name>', setting: 'strategy', choices: ['host', 'minimal', 'auto'], fallback: 'auto', help: { en: 'host networking, fewer mappings, or what is safe', zh: '主机网络、精简映射，或取其中安全者' } },
  ...engineRows,
  streamsRow,
  { flags: '--max-ports <n>', setting: 'rules.no-wide-port-range.max', number: 1, fallback: 256, help: { en: 'port-protocol pairs that one service may publish', zh: '单个服务可发布的端口×协议对上限' } },
  { flags: '--fail-on <severity>', setting: 'failOn', choices: ['error', 'warning', 'info'], fallback: 'warning', help: { en: 'exit with 1 for findings of this severity or above', zh: '存在不低于此级别的问题时以 1 退出' } },
  { flags: '--rule <id[=severity]>', rules: 'choice', repeatable: true, help: { en: 'switch a rule on, at its own severity or at off, info, warning, error; may be repeated', zh: '启用某条规则，级别为其默认值或指定的 off、info、warning、error；可重复' } },
  { flags: '--only <ids>', rules: 'list', repeatable: true, help: { en: 'run these rules only, separated by commas; may be repeated', zh: '只运行这些规则，用逗号分隔，可重复' } },
  { flags: '--skip <ids>', rules: 'list', repeatable: true, help: { en: 'do not run these rules, separated by commas; may be repeated', zh: '不运行这些规则，用逗号分隔，可重复' } },
  { flags: '--max-warnings <n>', setting: 'maxWarnings', number: 0, help: { en: 'exit with 1 for more warnings than this, whatever --fail-on says of warnings', zh: '警告超过此数时以 1 退出；警告不再由 --fail-on 决定' } },
  { flags: '--quiet', ofFiles: true, help: { en: 'report errors only; the exit code stays the same', zh: '只报告错误，退出码不变' } },
  { flags: '--exit-zero', help: { en: 'exit with 0 where it would be 1', zh: '本应以 1 退出时以 0 退出' } },
  { flags: '--no-backup', ofFiles: true, setting: 'backup', meaning: { en: 'copy a file that git could not bring back before it is fixed', zh: '修复前备份 git 无法恢复的文件' }, help: { en: 'no copy of a file that git could not bring back before it is fixed', zh: '修复前不备份 git 无法恢复的文件' } },
  { flags: '--baseline <file>', ofFiles: true, setting: 'baseline', help: { en: 'only findings that are not in this baseline count', zh: '只计入不在此基线中的问题' } },
  { flags: '--write-baseline <file>', ofFiles: true, help: { en: 'write all findings into this baseline; exit with 0', zh: '把全部问题写入此基线，以 0 退出' } },
  { flags: '--format <name[=file]>', choices: formatNames, repeatable: true, intoFile: true, fallback: 'stylish', ofFiles: true, help: { en: 'form of the report, written into a file where one is named; may be repeated', zh: '报告格式，可指定写入的文件，可重复' } },
  { flags: '--output-file <file>', ofFiles: true, help: { en: 'write the report into this file', zh: '把报告写入此文件' } },
  { flags: '--print-config <file>', ofFiles: true, help: { en: 'print what holds for this file, and where each value comes from', zh: '打印对此文件生效的设置及各值的来源' } },
];

const listOnly: readonly OptionRow[] = [
  { flags: '--format <name>', choices: ['table', 'json'], fallback: 'table', help: { en: 'form of the list', zh: '列表格式' } },
];

const inspectOnly: readonly OptionRow[] = [
  { flags: '--format <name>', choices: ['stylish', 'json'], fallback: 'stylish', help: { en: 'form of the report', zh: '报告格式' } },
];

const costOnly: readonly OptionRow[] = [
  ...engineRows,
  streamsRow,
  { flags: '--format <name>', choices: ['table', 'json', 'svg'], fallback: 'table', help: { en: 'form of the report; svg is a picture', zh: '报告格式；svg 为图片' } },
];

const recoverOnly: readonly OptionRow[] = [
  { flags: '--undo', help: { en: 'give every file its old text, even where its new one could be put in place', zh: '即使可以完成修复，也恢复所有文件的旧文本' } },
];

const spoken = shared.filter(({ flags }) => /^--(?:lang|color|no-color)\b/.test(flags));

export type CommandName = 'lint' | 'ports' | 'cost' | 'run' | 'inspect' | 'recover' | 'init' | 'rules' | 'explain' | 'completion';

/** The options of every command. */
export const optionRows: Readonly<Record<CommandName, readonly OptionRow[]>> = {
  lint: [...lintOnly, ...shared],
  ports: [...listOnly, ...shared],
  cost: [...costOnly, ...shared],
  run: [...lintOnly, ...shared],
  inspect: [...lintOnly, ...inspectOnly, ...shared].filter(({ ofFiles }) => ofFiles !== true),
  recover: [...recoverOnly, ...spoken],
  // What is needed to read a directory.
  init: shared.filter(({ setting = '' }) => ['language', 'ignore', 'maxBytes'].includes(setting)),
  rules: [...listOnly, ...spoken],
  explain: spoken,
  completion: spoken.filter(({ flags }) => flags.startsWith('--lang')),
};

/** Every option that a configuration may say. */
export const settings: readonly (OptionRow & { readonly setting: string })[] = optionRows.lint.flatMap((row) => (row.setting === undefined ? [] : [{ ...row, setting: row.setting }]));

/** Those at the top of a configuration, and those below its key `engine`, by their own key there. */
export const plainSettings = settings.filter(({ setting }) => !setting.includes('.'));
export const engineSettings = settings.flatMap((row) => (row.setting.startsWith('engine.') ? [{ ...row, key: row.setting.slice('engine.'.length) }] : []));

/** An option that is on or off: `--no-…`, and one that takes these words. */
export function isSwitch({ flags, choices }: OptionRow): boolean {
  return flags.startsWith('--no-') || choices?.[0] === 'on';
}

/** What a key of a configuration says. */
export function meaningOf({ meaning, help, repeatable }: OptionRow): Sentence {
  if (meaning !== undefined || repeatable !== true) return meaning ?? help;
  return { en: help.en.replace('; may be repeated', ''), zh: help.zh.replace('，可重复', '') };
}

export function longFlag({ flags }: OptionRow): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** The property that holds an option's value. */
export function attributeOf(row: OptionRow): string {
  return longFlag(row).replace(/^--(?:no-)?/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
