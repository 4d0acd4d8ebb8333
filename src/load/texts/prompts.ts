import type { ShellName, ShellText } from '../shell/shell-text.ts';
import { verbEnd } from './prose.ts';
import { Piece, shellFor, type Line } from './piece.ts';

/** What stands before a command in a terminal; the groups tell which shell. */
const POWERSHELL = /^[ \t]*(?:PS(?: [A-Za-z]:[^>\n]{0,200}| [/~][^>\n]{0,200})?>+)[ \t]?/;
const CMD = /^[ \t]*[A-Za-z]:\\[^<>|"\n]{0,200}>[ \t]?/;
const SH = [
  /^[ \t]*\$[ \t]+/,
  /^[ \t]*(?:\([\w.-]{1,40}\)[ \t]*)?\[?[\w.-]{1,60}@[\w.-]{1,60}(?:[: ][^\]$#%>\n]{0,120})?\]?[ \t]*[$#%>][ \t]+/,
  /^[ \t]*(?:bash|sh|zsh)-[\d.]+[$#][ \t]+/,
  /^[ \t]*(?:[~/][\w./~-]{0,80}[ \t]*[$#]|[❯➜])[ \t]+/,
];
/** Prompts that could be anything else, and are one before the tool only. */
const MAYBE = /^[ \t]*(?:#|%|>)[ \t]+(?=(?:sudo[ \t]+)?(?:docker|podman|nerdctl)(?:\.exe)?[ \t])/;
const ROOT = /^[ \t]*#[ \t]+(?!(?:for|if|while|until|case|select|function|then|else|do|done|fi|in)\b)(?=[a-z./~][\w./-]*(?:[ \t]|$)|[A-Za-z_]\w*=\S)(?!.*(?:^|[^$])\()(?=[^']*(?:'[^']*'[^']*)*$)/;
const ROOT_TOOL = /^[ \t]*#[ \t]+(?:sudo[ \t]+)?(?:docker|podman|nerdctl)(?:\.exe)?[ \t]/;
const GOES_ON = /^[ \t]*>{1,2}(?:[ \t]|$)/;
const CONTINUED = /(?:\\|[ \t]`|[ \t]\^)[ \t]*$|\\[ \t]+#/;
const COMMAND = /^[ \t]*(?:(?:sudo(?:[ \t]+-\w+)*|exec|nohup|time|then|do|if|!|&&|\|\||[A-Za-z_]\w*=[^\s(]*|export|&)[ \t]+)*(?:[A-Za-z_]\w*="?\$\()?(?:sudo[ \t]+)?(?:\S*[\\/])?(?=(?:docker|podman|nerdctl)(?:\.exe)?(?:[ \t]|$))/;

interface Prompt {
  readonly length: number;
  readonly shell: ShellName | null;
}

/** Whether one of the lines holds a command of a tool, and not a sentence about one. */
export function holdsCommand(text: string, lines: readonly Line[]): boolean {
  return lines.some(({ start, end }) => {
    const line = text.slice(start, end);
    const { length } = promptOf(line, true) ?? { length: 0 };
    const rest = line.slice(length, length + 400);
    const [before] = COMMAND.exec(rest) ?? [];
    return before !== undefined && (verbEnd(rest, before.length) >= 0 || /^\S+[ \t]*(?:\\|`|\^)[ \t]*$/.test(rest.slice(before.length)));
  });
}

/**
 * The lines of a terminal as its shell got them: without prompts and, where some lines have one, without what the others show.
 * `console`: where the tool stands behind a lone `#`, this is a prompt and not a comment.
 */
export function withoutPrompts(text: string, lines: readonly Line[], shell: ShellName | null, console: boolean): ShellText {
  const heads = lines.map(({ start, end }) => text.slice(start, Math.min(end, start + 400)));
  const asRoot = console && heads.some((head) => ROOT_TOOL.test(head));
  const prompts = heads.map((head) => promptOf(head, asRoot));
  const prompted = prompts.some((prompt) => prompt?.shell != null);
  const piece = new Piece(text);
  let named: ShellName | null = null;
  let continued = false;
  lines.forEach((line, index) => {
    const source = text.slice(line.start, line.end);
    const goesOn = continued ? (GOES_ON.exec(source)?.[0].length ?? 0) : 0;
    const prompt = goesOn > 0 ? null : prompts[index];
    const isOutput = prompted && !prompt && !continued && !/^[ \t]*--?[A-Za-z]/.test(source) && !holdsCommand(text, [line]);
    if (isOutput) return;
    named ??= prompt?.shell ?? null;
    piece.line(line, line.start + (prompt?.length ?? goesOn));
    continued = CONTINUED.test(source.slice(-1000));
  });
  const found = shellFor(piece.text);
  return piece.shellText(shell ?? (named === 'powershell' || named === 'cmd' ? named : found), true);
}

function promptOf(line: string, asRoot: boolean): Prompt | null {
  const found = (pattern: RegExp): number => pattern.exec(line)?.[0].length ?? 0;
  const powershell = found(POWERSHELL);
  if (powershell > 0) return { length: powershell, shell: 'powershell' };
  const cmd = found(CMD);
  if (cmd > 0) return { length: cmd, shell: 'cmd' };
  for (const pattern of SH) {
    const length = found(pattern);
    if (length > 0) return { length, shell: 'sh' };
  }
  const maybe = found(MAYBE) || (asRoot ? found(ROOT) : 0);
  return maybe > 0 ? { length: maybe, shell: null } : null;
}
