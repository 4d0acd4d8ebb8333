import type { Help } from 'commander';
import { Command, CommanderError } from 'commander';
import type { Language, Sentence } from '../report/language.ts';
import { nearest } from '../text/nearest.ts';
import { displayWidth, wrap } from '../text/width.ts';
import { nothingInForce } from './in-force.ts';
import type { CommandName } from './option-table.ts';
import { BadOption, commandOptions, knownRule, type CostCommandOptions, type InspectCommandOptions, type LintCommandOptions, type PageCommandOptions, type PortsCommandOptions, type RecoverCommandOptions, type RulesCommandOptions, type SharedOptions } from './options.ts';
import { ruleIds } from './selection.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

export type Request =
  | { readonly command: 'lint'; readonly paths: readonly string[]; readonly options: LintCommandOptions }
  | { readonly command: 'ports'; readonly paths: readonly string[]; readonly options: PortsCommandOptions }
  | { readonly command: 'cost'; readonly paths: readonly string[]; readonly options: CostCommandOptions }
  /** A command line that was given as arguments. */
  | { readonly command: 'run'; readonly words: readonly string[]; readonly options: LintCommandOptions }
  /** Containers, or what `docker inspect` printed of them. */
  | { readonly command: 'inspect'; readonly containers: readonly string[]; readonly options: InspectCommandOptions }
  /** Finish or undo a fix that was broken off. */
  | { readonly command: 'recover'; readonly paths: readonly string[]; readonly options: RecoverCommandOptions }
  /** Write a configuration. */
  | { readonly command: 'init'; readonly options: SharedOptions }
  | { readonly command: 'rules'; readonly options: RulesCommandOptions }
  | { readonly command: 'explain'; readonly rule: string; readonly options: PageCommandOptions }
  | { readonly command: 'completion'; readonly shell: Shell }
  /** `--help` or `--version`: this is all there is to do. */
  | { readonly command: 'print'; readonly text: string };

export const words = {
  about: {
    en: 'Finds published ports that cost ZLMediaKit gigabytes and minutes in Docker, and fixes them.',
    zh: '找出 Docker 中让 ZLMediaKit 多耗数 GB 内存、启动数分钟的端口发布，并加以修复。',
  },
  paths: {
    en: 'Compose files, scripts or documents with docker run, directories to search, or - (default: the Compose file here)',
    zh: 'Compose 文件、含 docker run 的脚本或文档、要搜索的目录，或 -（默认：当前目录的 Compose 文件）',
  },
  ports: { en: 'list the published ports as Docker would see them', zh: '按 Docker 的理解列出发布的端口' },
  cost: { en: 'tell what publishing costs now, and after the fix of each strategy', zh: '给出发布端口的开销：现在以及每种修复策略之后' },
  run: { en: 'look at a command line: zlm-lint run -- docker run ...; with --fix it is printed as it should be', zh: '检查一条命令行：zlm-lint run -- docker run ...；加 --fix 则打印改好的命令' },
  inspect: {
    en: 'look at running containers: what they cost, and the command line that puts it right',
    zh: '查看运行中的容器：代价多大，用什么命令修正',
  },
  readOnly: {
    en: 'It changes nothing, and starts only docker version, docker info, docker ps, docker inspect, docker image inspect and iptables --version.',
    zh: '不做任何改动，只会执行 docker version、docker info、docker ps、docker inspect、docker image inspect 和 iptables --version。',
  },
  containers: {
    en: 'names or ids; a file of docker inspect (with a / or .json) or - for standard input (default: every running ZLMediaKit)',
    zh: '容器名或 ID；docker inspect 的输出文件（含 / 或以 .json 结尾），或 - 表示标准输入（默认：全部运行中的 ZLMediaKit）',
  },
  recover: { en: 'finish a fix that was broken off, or undo it', zh: '完成中途中断的修复，或将其撤销' },
  places: { en: 'files whose fix was broken off, and directories to search (default: this one)', zh: '修复中断的文件，或要搜索的目录（默认：当前目录）' },
  init: { en: 'write a .zlm-lint.yaml that shows what may be set', zh: '写出 .zlm-lint.yaml，列出可用的设置' },
  rules: { en: 'list the rules', zh: '列出全部规则' },
  explain: { en: 'show the page of a rule: why it matters, examples, how it is fixed', zh: '显示某条规则的说明：原因、示例、修复方法' },
  rule: { en: 'the rule', zh: '规则名' },
  completion: { en: 'print the completion script for bash, zsh or fish', zh: '打印 bash、zsh 或 fish 的补全脚本' },
  shell: { en: 'which of them', zh: '其中之一' },
  command: { en: 'the command line, behind --', zh: '命令行，写在 -- 之后' },
  version: { en: 'print the version', zh: '打印版本号' },
  help: { en: 'print this help', zh: '打印此帮助' },
  exit: {
    en: 'Exit status: 0 nothing at or above --fail-on, 1 findings (--check, --diff: changes), 2 the work could not be done.',
    zh: '退出码：0 没有不低于 --fail-on 的问题，1 有问题（--check、--diff：有改动），2 未能完成。',
  },
} satisfies Readonly<Record<string, Sentence>>;

const headings: Readonly<Record<string, string>> = { 'Usage:': '用法:', 'Arguments:': '参数：', 'Options:': '选项：', 'Commands:': '命令：' };

/** Reads the command line. @throws CommanderError or BadOption when it is not one. */
export function readRequest(argv: readonly string[], language: Language, version: string, width: number): Request {
  let request: Request | undefined;
  let printed = '';
  const program = new Command('zlm-lint').enablePositionalOptions();
  // Options cost time, and only the command that is called needs its own; the help says which have some.
  const end = argv.indexOf('--');
  // Behind `--` every word is a path, or one of the command line.
  const before = end < 0 ? argv : argv.slice(0, end);
  const isAsked = (name: CommandName): boolean => name === 'lint' || before.some((word) => word === name || word === '-h' || word === '--help');
  const prepare = (command: Command, name: CommandName, argument: 'paths' | 'command' | 'containers' | 'places' | 'rule' | 'shell' | null): Command => {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => undefined, outputError: () => undefined, getOutHelpWidth: () => width })
      .configureHelp({ displayWidth, boxWrap: (text, columns) => wrap(text, columns).join('\n'), styleTitle: (title) => (language === 'zh' ? (headings[title] ?? title) : title), optionDescription: (option) => describe(option, language) })
      .description((name === 'lint' ? words.about : words[name])[language])
      .helpOption('-h, --help', words.help[language]);
    if (argument !== null) command.argument(argument === 'paths' || argument === 'command' || argument === 'containers' || argument === 'places' ? `[${argument}...]` : `[${argument}]`, words[argument][language]);
    if (isAsked(name)) for (const option of commandOptions(name, language)) command.addOption(option);
    return command;
  };
  prepare(program, 'lint', 'paths')
    .version(version, '-V, --version', words.version[language])
    .helpCommand(false)
    .addHelpText('after', `\n${wrap(words.exit[language], width).join('\n')}`)
    .action((paths: string[], options: LintCommandOptions, command: Command) => {
      request = { command: 'lint', paths, options: { ...options, ...unsettled(command) } };
    });
  const sub = (name: CommandName): Command => (end < 0 || before.includes(name) ? program.command(name) : new Command(name));
  prepare(sub('ports'), 'ports', 'paths').action((paths: string[], options: PortsCommandOptions, command: Command) => {
    request = { command: 'ports', paths, options: { ...options, ...unsettled(command) } };
  });
  prepare(sub('cost'), 'cost', 'paths').action((paths: string[], options: CostCommandOptions, command: Command) => {
    request = { command: 'cost', paths, options: { ...options, ...unsettled(command) } };
  });
  prepare(sub('run'), 'run', 'command').passThroughOptions().action((line: string[], options: LintCommandOptions, command: Command) => {
    request = { command: 'run', words: line, options: { ...options, ...unsettled(command) } };
  });
  // What is not an option of a command is as if it were not said.
  const nothing = { file: [], envFile: [], profile: [], zlmService: [], include: [], ignore: [] };
  prepare(sub('inspect'), 'inspect', 'containers').addHelpText('after', `\n${wrap(words.readOnly[language], width).join('\n')}`).action((containers: string[], options: InspectCommandOptions, command: Command) => {
    request = { command: 'inspect', containers, options: { ...nothing, ...options, ...unsettled(command) } };
  });
  prepare(sub('recover'), 'recover', 'places').action((paths: string[], options: RecoverCommandOptions) => {
    request = { command: 'recover', paths, options };
  });
  prepare(sub('init'), 'init', null).action((options: SharedOptions, command: Command) => {
    request = { command: 'init', options: { ...nothing, ...options, ...unsettled(command) } };
  });
  prepare(sub('rules'), 'rules', null).action((options: RulesCommandOptions) => {
    request = { command: 'rules', options };
  });
  prepare(sub('explain'), 'explain', 'rule').action((rule: string | undefined, options: PageCommandOptions) => {
    if (rule === undefined) throw new BadOption('no-rule', { rules: ruleIds });
    request = { command: 'explain', rule: knownRule('explain', rule), options };
  });
  prepare(sub('completion'), 'completion', 'shell').action((shell: string | undefined) => {
    if (shell === undefined) throw new BadOption('no-shell', { shells });
    const known = shells.find((one) => one === shell);
    if (known === undefined) throw new BadOption('bad-choice', { option: 'completion', choices: shells, value: shell }, nearest(shell, shells));
    request = { command: 'completion', shell: known };
  });
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { command: 'print', text: printed };
    throw error;
  }
  return request ?? { command: 'print', text: printed };
}

/** The options as the command line has them, before the environment and a configuration are asked. */
function unsettled(command: Command): Pick<LintCommandOptions, 'given' | 'said' | 'configuration'> {
  const given = new Set(Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli'));
  return { given, said: given, configuration: nothingInForce };
}

const defaultWord: Sentence = { en: 'default', zh: '默认' };
const choicesWord: Sentence = { en: 'one of', zh: '可取' };

/** What an option does, what it takes and what it is without being given. */
function describe(option: Parameters<Help['optionDescription']>[0], language: Language): string {
  const facts: string[] = [];
  if (option.argChoices !== undefined) facts.push(`${choicesWord[language]}: ${option.argChoices.join(', ')}`);
  const given: unknown = option.defaultValueDescription === undefined || option.defaultValueDescription === '' ? option.defaultValue : option.defaultValueDescription;
  if (typeof given === 'string' || typeof given === 'number') facts.push(`${defaultWord[language]}: ${given}`);
  if (facts.length === 0) return option.description;
  return language === 'zh' ? `${option.description}（${facts.join('；').replaceAll(': ', '：')}）` : `${option.description} (${facts.join('; ')})`;
}
