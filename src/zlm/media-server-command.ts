import type { Service, Text } from '../model/deployment.ts';
import type { Located } from '../model/source.ts';
import { shellWords, simpleCommands } from './shell-words.ts';

/** How MediaServer is started. */
export interface Launch {
  readonly executable: string;
  /** The value of `-c`; `null` when it is not given. */
  readonly config: string | null;
  /** The directory a shell changes to before; `null` when it does not. */
  readonly directory: string | null;
  /** Another command of the same shell text handles config files. */
  readonly touchesConfig: boolean;
}

/** The words that a service's own entrypoint and command start; empty when the image decides. */
export function commandWords(service: Service): readonly string[] {
  const entrypoint = expanded(service.entrypoint);
  const command = service.command.length === 1 && isShellCommand(entrypoint) ? service.command.map(raw) : expanded(service.command);
  return [...entrypoint, ...command];
}

/** A single item with blanks is a command written as one string. */
function expanded(items: readonly Located<Text>[]): readonly string[] {
  const [only] = items;
  if (items.length === 1 && only !== undefined && /\s/.test(raw(only))) return shellWords(raw(only));
  return items.map(raw);
}

function raw({ value }: Located<Text>): string {
  return typeof value === 'string' ? value : value.unknown;
}

/** Finds the start of MediaServer in the words of a command, inside `sh -c "…"` too. */
export function launchIn(words: readonly string[]): Launch | null {
  const script = shellScript(words);
  return script === null ? launchAmong([[...words]]) : launchInScript(script);
}

/** Finds the start of MediaServer in the text of a shell script. */
export function launchInScript(script: string): Launch | null {
  return launchAmong(simpleCommands(script));
}

function launchAmong(commands: readonly (readonly string[])[]): Launch | null {
  let directory: string | null = null;
  for (const command of commands) {
    if (command[0] === 'cd' && command[1] !== undefined) directory = command[1].startsWith('/') || directory === null ? command[1] : `${directory}/${command[1]}`;
    const found = launchOf(command);
    if (found === null) continue;
    return { ...found, directory, touchesConfig: commands.some((other) => other !== command && handlesConfig(other)) };
  }
  return null;
}

function launchOf(command: readonly string[]): Pick<Launch, 'executable' | 'config'> | null {
  const first = command.find((word) => !SHELL_KEYWORDS.has(word));
  if (first === undefined || NOT_STARTING.has(baseName(first))) return null;
  const at = command.findIndex((word) => baseName(word) === 'MediaServer');
  const executable = command[at];
  return executable === undefined ? null : { executable, config: configOption(command.slice(at + 1)) };
}

/** The value of MediaServer's `-c`, `--config`; the last one counts. Source: ZLMediaKit server/main.cpp:126-236, read by getopt_long. */
export function configOption(options: readonly string[]): string | null {
  let config: string | null = null;
  for (const [i, word] of options.entries()) {
    if (word === '-c' || word === '--config') config = options[i + 1] ?? config;
    else if (word.startsWith('--config=')) config = word.slice('--config='.length);
    else if (/^-c./.test(word)) config = word.slice(2);
  }
  return config;
}

/** The script file that a command hands the work to; `null` when it starts programs itself. */
export function scriptFile(words: readonly string[]): string | null {
  const at = started(words);
  const first = words[at];
  if (first === undefined || shellScript(words) !== null) return null;
  if (!SHELLS.has(baseName(first))) return baseName(first) === 'MediaServer' || first.startsWith('-') ? null : first;
  return words.slice(at + 1).find((word) => !word.startsWith('-')) ?? null;
}

/** Whether a shell text handles config files, so that what MediaServer reads is not what is mounted. */
export function scriptTouchesConfig(script: string): boolean {
  return simpleCommands(script).some((command) => launchOf(command) === null && handlesConfig(command));
}

function handlesConfig(command: readonly string[]): boolean {
  const first = command.find((word) => !SHELL_KEYWORDS.has(word)) ?? '';
  return !LOOKING.has(baseName(first)) && (baseName(first) === 'envsubst' || command.some((word) => /\.ini\b|\/conf(?:\/|\b)/.test(word)));
}

/** Whether the words, or the image that is given none, start MediaServer and nothing beside it. */
export function startsOnlyMediaServer(words: readonly string[]): boolean {
  const first = words[started(words)];
  return first === undefined || first.startsWith('-') || baseName(first) === 'MediaServer';
}

function shellScript(words: readonly string[]): string | null {
  const at = started(words);
  if (!SHELLS.has(baseName(words[at] ?? ''))) return null;
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (SHELL_COMMAND_FLAG.test(word)) return words[i + 1] ?? null;
    if (!word.startsWith('-') && word !== 'pipefail') return null;
  }
  return null;
}

/** The place of the program that is started, behind `exec`, `tini --`, `gosu USER` and the like. */
function started(words: readonly string[]): number {
  let at = 0;
  while (WRAPPERS.has(baseName(words[at] ?? ''))) at += USER_WRAPPERS.has(baseName(words[at] ?? '')) ? 2 : 1;
  return at;
}

function isShellCommand(words: readonly string[]): boolean {
  return SHELLS.has(baseName(words[0] ?? '')) && SHELL_COMMAND_FLAG.test(words.at(-1) ?? '');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const SHELL_COMMAND_FLAG = /^-[a-z]*c[a-z]*$/;
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);
const SHELL_KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', 'for', '{', '!', 'exec', 'nohup', 'time']);
const WRAPPERS = new Set(['exec', 'nohup', 'tini', 'dumb-init', 'gosu', 'su-exec', 'env', 'nice', 'stdbuf', 'time', '--', '-g', '-s', '-v']);
const USER_WRAPPERS = new Set(['gosu', 'su-exec']);
const LOOKING = new Set(['cd', 'ls', 'mkdir', 'chmod', 'chown', 'test', '[', '[[']);
/** Commands that name a program without starting it. */
const NOT_STARTING = new Set(['echo', 'printf', 'chmod', 'chown', 'cp', 'mv', 'ln', 'ls', 'rm', 'cat', 'test', '[', 'grep', 'pgrep', 'pkill', 'pidof', 'killall', 'ps', 'which', 'find', 'tail', 'tar']);
