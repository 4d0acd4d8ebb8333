import { randomUUID } from 'node:crypto';
import { visible } from '../text/width.ts';
import { betweenStops, withoutCommands } from '../text/workflow-log.ts';
import type { HostFiles } from './inspect/host-files.ts';
import type { Stream } from './standard-streams.ts';

/** The program itself. */
export interface Program {
  readonly version: string;
  /** Where it lives; the pages of its rules are below it. */
  readonly homepage: string;
}

/** The world around a run, so that it can be tested without a process. */
export interface Terminal {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Where the package lies: the pages of the rules are below it. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What the host says of itself, where that is another one than this. */
  readonly hostFiles?: HostFiles;
  /** Projects that cannot hold ZLMediaKit are loaded, too; it changes nothing but the time. */
  readonly readsAll?: boolean;
  /** Is told of each file that is read for what it says how many characters it has. */
  readonly onRead?: (characters: number) => void;
}

export interface Output {
  /** Text for programs, as it is. */
  readonly write: (text: string) => void;
  /** Text for people: in the log of a job no line of it is a command. */
  readonly tell: (text: string) => void;
  /**
   * Text of files for programs that apply patches: it is as it is but on a terminal, and in the log of a job no line of it is a command.
   * `false`: nothing was written, since such a log would obey or hide characters of it.
   */
  readonly givePatch: (text: string) => boolean;
  /** The text of a file as it is but on a terminal; `false`: nothing was written, since the log of a job would obey or hide something in it. */
  readonly giveFile: (text: string) => boolean;
  /** Display columns of a line. */
  readonly width: number;
  /** Whether to colour; `asked` is what `--color` or `--no-color` says. */
  readonly colors: (asked: boolean | undefined) => boolean;
  /** Whether text may be a link that is clicked; never without colours. */
  readonly links: (asked: boolean | undefined) => boolean;
}

/** One line on stderr; what came from a file or a name in it cannot steer the terminal. */
export function complain({ stderr }: Pick<Terminal, 'stderr'>, text: string): void {
  stderr.tell(`zlm-lint: ${visible(text)}\n`);
}

const DEFAULT_WIDTH = 80;
/** Longer lines are hard to read. */
const MOST_WIDTH = 120;

export function output(stream: Stream, env: NodeJS.ProcessEnv): Output {
  const colors = (asked: boolean | undefined): boolean => {
    if (asked !== undefined) return asked;
    if (isSet(env['NO_COLOR'])) return false;
    if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0';
    return stream.isTTY === true && env['TERM'] !== 'dumb';
  };
  const write = (text: string): void => void stream.write(text);
  const isTerminal = stream.isTTY === true;
  /** What a pipe leads to in a job cannot be told. */
  const mayBeLog = (): boolean => isJob(env) && !isTerminal && stream.isFile !== true;
  return {
    write,
    givePatch: (text) => {
      // Only a GitHub runner can be told to stop.
      if (mayBeLog() && (hides(text) || (commands(text) && !isWorkflow(env)))) return false;
      write(isTerminal ? shownLines(text) : mayBeLog() && commands(text) ? betweenStops(text, randomUUID()) : text);
      return true;
    },
    giveFile: (text) => {
      if (mayBeLog() && (hides(text) || commands(text))) return false;
      write(isTerminal ? shownLines(text) : text);
      return true;
    },
    tell: (text) => void stream.write(isJob(env) ? withoutCommands(text) : text),
    width: Math.max(40, Math.min(MOST_WIDTH, stream.columns ?? DEFAULT_WIDTH)),
    colors,
    links: (asked) => colors(asked) && (isSet(env['FORCE_HYPERLINK']) ? env['FORCE_HYPERLINK'] !== '0' : stream.isTTY === true && knowsLinks(env)),
  };
}

/** The lines of a text for a terminal, which shows no other line ends. */
function shownLines(text: string): string {
  return text.split('\n').map((line) => visible(line.replace(/\r$/, ''))).join('\n');
}

/** Whether some of it would not be seen as it is; tabs and line ends are what they are everywhere. */
function hides(text: string): boolean {
  const words = text.replace(/\t|\r?\n/g, ' ');
  return visible(words) !== words;
}

function commands(text: string): boolean {
  return withoutCommands(text) !== text;
}

/** What is written goes into the log of a GitHub workflow. */
export function isWorkflow(env: NodeJS.ProcessEnv): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/** What is written goes into the log of a job, whoever runs it: most set CI, others only a variable of their own. */
function isJob(env: NodeJS.ProcessEnv): boolean {
  return isWorkflow(env) || (isSet(env['CI']) && env['CI'] !== 'false') || ['TF_BUILD', 'TEAMCITY_VERSION', 'JENKINS_URL'].some((name) => isSet(env[name]));
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

const LINKING = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty']);

/** Terminals that are known to have OSC 8 links; inside tmux and screen nobody can tell. */
function knowsLinks(env: NodeJS.ProcessEnv): boolean {
  const { TERM = '', TERM_PROGRAM = '', VTE_VERSION = '' } = env;
  if (TERM === 'dumb' || isSet(env['TMUX']) || /^(?:tmux|screen)/.test(TERM)) return false;
  if (LINKING.has(TERM_PROGRAM) || /^xterm-(?:kitty|ghostty)$/.test(TERM)) return true;
  return Number(VTE_VERSION) >= 5000 || isSet(env['WT_SESSION']) || isSet(env['KONSOLE_VERSION']);
}
