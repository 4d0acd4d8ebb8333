import type { Help } from 'commander';
import { Command, CommanderError, type Option } from 'commander';
import type { Language, Sentence } from '../report/language.ts';
import { displayWidth, wrap } from '../text/width.ts';
import { nothingInForce } from './in-force.ts';
import { initOptions, lintOptions, portsOptions, type LintCommandOptions, type PortsCommandOptions, type SharedOptions } from './options.ts';

export type Request =
  | { readonly command: 'lint'; readonly paths: readonly string[]; readonly options: LintCommandOptions }
  | { readonly command: 'ports'; readonly paths: readonly string[]; readonly options: PortsCommandOptions }
  /** A command line that was given as arguments. */
  | { readonly command: 'run'; readonly words: readonly string[]; readonly options: LintCommandOptions }
  /** Write a configuration. */
  | { readonly command: 'init'; readonly options: SharedOptions }
  /** `--help` or `--version`: this is all there is to do. */
  | { readonly command: 'print'; readonly text: string };

const words: Readonly<Record<string, Sentence>> = {
  about: {
    en: 'Finds published ports that cost ZLMediaKit gigabytes and minutes in Docker, and fixes them.',
    zh: '找出 Docker 中让 ZLMediaKit 多耗数 GB 内存、启动数分钟的端口发布，并加以修复。',
  },
  paths: {
    en: 'Compose files, scripts or documents with docker run, directories to search, or - (default: the Compose file here)',
    zh: 'Compose 文件、含 docker run 的脚本或文档、要搜索的目录，或 -（默认：当前目录的 Compose 文件）',
  },
  ports: { en: 'list the published ports as Docker would see them', zh: '按 Docker 的理解列出发布的端口' },
  run: { en: 'look at a command line: zlm-lint run -- docker run ...; with --fix it is printed as it should be', zh: '检查一条命令行：zlm-lint run -- docker run ...；加 --fix 则打印改好的命令' },
  init: { en: 'write a .zlm-lint.yaml that shows what may be set', zh: '写出 .zlm-lint.yaml，列出可用的设置' },
  command: { en: 'the command line, behind --', zh: '命令行，写在 -- 之后' },
  version: { en: 'print the version', zh: '打印版本号' },
  help: { en: 'print this help', zh: '打印此帮助' },
  exit: {
    en: 'Exit status: 0 nothing at or above --fail-on, 1 findings (--check, --diff: changes), 2 the work could not be done.',
    zh: '退出码：0 没有不低于 --fail-on 的问题，1 有问题（--check、--diff：有改动），2 未能完成。',
  },
};

const headings: Readonly<Record<string, string>> = { 'Usage:': '用法:', 'Arguments:': '参数：', 'Options:': '选项：', 'Commands:': '命令：' };

/** Reads the command line. @throws CommanderError or BadOption when it is not one. */
export function readRequest(argv: readonly string[], language: Language, version: string, width: number): Request {
  let request: Request | undefined;
  let printed = '';
  const program = new Command('zlm-lint').enablePositionalOptions();
  const prepare = (command: Command, argument: 'paths' | 'command' | null): Command => {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => undefined, outputError: () => undefined, getOutHelpWidth: () => width })
      .configureHelp({ displayWidth, boxWrap: (text, columns) => wrap(text, columns).join('\n'), styleTitle: (title) => (language === 'zh' ? (headings[title] ?? title) : title), optionDescription: (option) => describe(option, language) })
      .helpOption('-h, --help', words['help']?.[language]);
    return argument === null ? command.allowExcessArguments(false) : command.argument(`[${argument}...]`, words[argument]?.[language]);
  };
  prepare(program, 'paths')
    .description(words['about']?.[language] ?? '')
    .version(version, '-V, --version', words['version']?.[language])
    .helpCommand(false)
    .addHelpText('after', `\n${wrap(words['exit']?.[language] ?? '', width).join('\n')}`)
    .action((paths: string[], options: LintCommandOptions, command: Command) => {
      request = { command: 'lint', paths, options: { ...options, ...unsettled(command) } };
    });
  for (const option of lintOptions(language)) program.addOption(option);
  // Behind `--` every word is a path, or one of the command line.
  const end = argv.indexOf('--');
  const before = end < 0 ? argv : argv.slice(0, end);
  const sub = (name: string): Command => (end < 0 || before.includes(name) ? program.command(name) : new Command(name));
  // Options cost time, and only the command that is called needs its own; the help says which have some.
  const asked = (name: string): boolean => before.some((word) => word === name || word === '-h' || word === '--help');
  const add = (command: Command, options: (language: Language) => Option[]): void => {
    if (asked(command.name())) for (const option of options(language)) command.addOption(option);
  };
  const ports = prepare(sub('ports'), 'paths').description(words['ports']?.[language] ?? '');
  add(ports, portsOptions);
  ports.action((paths: string[], options: PortsCommandOptions, command: Command) => {
    request = { command: 'ports', paths, options: { ...options, ...unsettled(command) } };
  });
  const run = prepare(sub('run'), 'command').description(words['run']?.[language] ?? '').passThroughOptions();
  add(run, lintOptions);
  run.action((line: string[], options: LintCommandOptions, command: Command) => {
    request = { command: 'run', words: line, options: { ...options, ...unsettled(command) } };
  });
  const init = prepare(sub('init'), null).description(words['init']?.[language] ?? '');
  add(init, initOptions);
  init.action((options: SharedOptions, command: Command) => {
    const nothing = { file: [], envFile: [], profile: [], zlmService: [], include: [] };
    request = { command: 'init', options: { ...nothing, ...options, ...unsettled(command) } };
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
function unsettled(command: Command): Pick<LintCommandOptions, 'given' | 'configuration'> {
  const given = Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
  return { given: new Set(given), configuration: nothingInForce };
}

const defaultWord: Sentence = { en: 'default', zh: '默认' };
const choicesWord: Sentence = { en: 'one of', zh: '可取' };

/** What an option does, what it takes and what it is without being given. */
function describe(option: Parameters<Help['optionDescription']>[0], language: Language): string {
  const facts: string[] = [];
  if (option.argChoices !== undefined) facts.push(`${choicesWord[language]}: ${option.argChoices.join(', ')}`);
  const given: unknown = option.defaultValue;
  if (typeof given === 'string' || typeof given === 'number') facts.push(`${defaultWord[language]}: ${given}`);
  if (facts.length === 0) return option.description;
  return language === 'zh' ? `${option.description}（${facts.join('；').replaceAll(': ', '：')}）` : `${option.description} (${facts.join('; ')})`;
}
