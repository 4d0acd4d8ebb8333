import type { ShellText } from '../shell/shell-text.ts';
import { CommandLines } from './command-lines.ts';
import { isFragment } from './fragment.ts';
import { openQuotes, Piece, shellFor, type Line } from './piece.ts';

/** A tool's word, with the path before it. */
const TOOL = /(?<![\w.$@-])(?:docker|podman|nerdctl)(?:\.exe)?(?![\w.\-/:=])/g;
/** After the tool: global options, each perhaps with a value, and the verb. */
const VERB = /(?:[ \t]+-[-\w]*(?:=\S*)?(?:[ \t]+(?![-\s])(?!(?:container[ \t]+)?(?:run|create)\b)\S+)?){0,12}[ \t]+(?:container[ \t]+)?(?:run|create)(?![\w.\-/:=])/y;
/** What follows "docker run" in a sentence. */
const SENTENCE = /^(?:is|are|was|will|can|may|must|should|does|has|commands?|with|without|to|the|an?|and|or|in|on|of|from|for|as|at|by|that|this|when|if|it|creates|starts|takes)[ \t]/i;
/** Several lines, or one that is to be continued or has a quote that is. */
const LINES = /\n|[\\`^][ \t]*$|^[^"]*(?:"[^"]*"[^"]*)*"[^"]*$/;
const LONGEST_WORD = 200;

/** Where the files' tools stand, once for a file that is read in parts. */
export function toolsIn(text: string): readonly number[] {
  return Array.from(text.matchAll(TOOL), ({ index }) => index);
}

/**
 * The command lines that stand among other text, from `sudo` or the tool's word to where the command ends; `lines` are some
 * consecutive lines of the file. In `code` they stand in string literals, whose escapes are read.
 */
export function textsInProse(text: string, lines: readonly Line[], tools: readonly number[], code = false): ShellText[] {
  const found: ShellText[] = [];
  const reader = new CommandLines(text, lines, code);
  const last = lines.at(-1)?.next ?? 0;
  let index = 0;
  let done = 0;
  for (let hit = firstFrom(tools, lines[0]?.start ?? 0); hit < tools.length; hit++) {
    const at = tools[hit] ?? 0;
    if (at >= last) break;
    while (index < lines.length - 1 && at >= (lines[index]?.next ?? 0)) index += 1;
    const line = lines[index];
    if (line === undefined || at < Math.max(line.start, done) || at >= line.end) continue;
    const afterVerb = verbEnd(text, at);
    if (afterVerb < 0 || afterVerb > line.end || !isMeant(text, line, at, afterVerb)) continue;
    const piece = new Piece(text);
    const start = commandStart(text, at, Math.max(line.start, done));
    done = reader.read(piece, index, start, afterVerb);
    const plain = !code && reader.around === '';
    // Lines of options without an image are a command that is not finished, and no sentence about one.
    if (!(plain && LINES.test(piece.text)) && isFragment(piece.text.slice(afterVerb - start), plain)) continue;
    found.push({ ...piece.shellText(shellFor(piece.text), true), text: code ? openQuotes(piece.text) : piece.text });
  }
  return found;
}

function firstFrom(tools: readonly number[], offset: number): number {
  let low = 0;
  let high = tools.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tools[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The end of the verb of the tool at `at` that makes containers; -1 when it has another. */
export function verbEnd(text: string, at: number): number {
  const tool = /\w+(?:\.exe)?/y;
  tool.lastIndex = at;
  tool.test(text);
  VERB.lastIndex = tool.lastIndex;
  return VERB.test(text) ? VERB.lastIndex : -1;
}

/** Not "docker run is a command": arguments, or the tool at the head of the line. */
function isMeant(text: string, line: Line, at: number, afterVerb: number): boolean {
  const rest = text.slice(afterVerb, Math.min(line.end, afterVerb + LONGEST_WORD));
  const argument = rest.trimStart();
  if (argument === '' || argument === rest) return false;
  if (/^(?:(?:[`^]|\\{1,2})[ \t]*$|["'`][ \t]*\+|["'][^\s,.)"']|-?-[A-Za-z]|[${%[]|<[^/])/.test(argument)) return true;
  const [word = ''] = /^[\w./:@-]+/.exec(argument) ?? [];
  if (/\w[/:]\w/.test(word)) return true;
  const before = text.slice(Math.max(line.start, at - LONGEST_WORD), at);
  return word !== '' && !SENTENCE.test(argument) && /^[\s#>*/;$-]*(?:sudo[ \t]+)?$/.test(before);
}

/** The tool's path, `sudo` and assignments before it belong to the command. */
function commandStart(text: string, at: number, limit: number): number {
  const floor = Math.max(limit, at - 2 * LONGEST_WORD);
  let start = at - (/[\w.~:\\/-]*[\\/]$/.exec(text.slice(Math.max(floor, at - LONGEST_WORD), at))?.[0].length ?? 0);
  for (;;) {
    const before = text.slice(Math.max(floor, start - LONGEST_WORD), start);
    const [word] = /(?<![\w.\-/])(?:sudo(?:[ \t]+-[A-Za-z]+)*|exec|nohup|time|env|[A-Za-z_]\w*=[^\s"'`;|&()]*)[ \t]+$/.exec(before) ?? [];
    if (word === undefined) return start;
    start -= word.length;
  }
}
