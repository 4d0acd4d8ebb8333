import type { ShellText } from '../shell/shell-text.ts';
import { linesOf, mentionsTool, Piece, unknownOf, type Line } from './piece.ts';

const ASSIGNMENT = /^[ ]*(?:(?:override|export|private)[ \t]+)*([\w.-]+)[ \t]*(!|\?|\+|:{1,3})?=[ \t]*(.*)$/;
/** A variable of some targets only. */
const OF_TARGET = /^[^\t#=:][^=:]*::?[ \t]*(?:(?:override|export|private)[ \t]+)*([\w.-]+)[ \t]*(?:[!?+]|:{1,3})?=/;
const RULE = /^[^\t#=:;][^=:;]*::?(?!=)[^;#=]*(;)?/;
const LONGEST = 4000;
const LARGEST = 10_000_000;

/** What make puts for its variables. */
class Values {
  private readonly said = new Map<string, string | null>();
  private readonly read = new Map<string, string | null>();
  private filledIn = 0;

  /** As it is written; null when several things could be meant, undefined when nothing is said. */
  get(name: string): string | null | undefined {
    return this.said.get(name);
  }

  set(name: string, value: string | null): void {
    this.said.set(name, value !== null && value.length > LONGEST ? null : value);
  }

  /** With the variables in it filled in; null when it is not known, and when so much was filled in that no person wrote the file. */
  expand(name: string): string | null {
    let value = this.read.get(name);
    if (value === undefined) {
      this.read.set(name, null); // For a variable that speaks of itself.
      value = expanded(this.said.get(name) ?? null, this);
      this.read.set(name, value);
    }
    this.filledIn += value?.length ?? 0;
    return this.filledIn > LARGEST ? null : value;
  }
}

/** The recipes of a makefile as the shell gets them: make's variables filled in where the file says them, and otherwise as variables of the shell. */
export function textsInMakefile(text: string): ShellText[] {
  const lines = linesOf(text);
  const values = readValues(text, lines);
  const found: ShellText[] = [];
  const oneShell = /^\.ONESHELL:/m.test(text);
  let piece: Piece | null = null;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? { start: 0, end: 0, next: 0 };
    const source = text.slice(line.start, line.end);
    const last = lastOf(text, lines, index);
    const rule = source.startsWith('\t') ? null : RULE.exec(source.slice(0, 1000));
    let start = line.start + 1;
    if (rule?.[1] !== undefined) start = line.start + rule[0].length;
    if (source.startsWith('\t') || rule?.[1] !== undefined) {
      if (!oneShell || piece === null) found.push((piece = new Piece(text)).shellText('sh', false));
      copyRecipe(piece, text, lines.slice(index, last + 1), start, values);
      found[found.length - 1] = piece.shellText('sh', false);
    } else if (source.trim() !== '' && !source.startsWith('#')) {
      piece = null;
    }
    index = last;
  }
  return found.filter((recipe) => mentionsTool(recipe.text));
}

/** The last line of the logical line that starts with this one. */
function lastOf(text: string, lines: readonly Line[], index: number): number {
  let last = index;
  while (last < lines.length - 1 && /(?<!\\)(?:\\\\)*\\$/.test(text.slice(Math.max(lines[last]?.start ?? 0, (lines[last]?.end ?? 0) - 40), lines[last]?.end))) last += 1;
  return last;
}

function readValues(text: string, lines: readonly Line[]): Values {
  const values = new Values();
  let conditions = 0;
  let defining = false;
  for (let index = 0; index < lines.length; index++) {
    const last = lastOf(text, lines, index);
    const line = text.slice(lines[index]?.start, lines[last]?.end).replace(/\\\r?\n[ \t]*/g, ' ');
    index = last;
    if (line.startsWith('\t')) continue;
    if (/^[ ]*endef\b/.test(line)) defining = false;
    const defined = /^[ ]*(?:override[ \t]+)?define[ \t]+([\w.-]+)/.exec(line);
    if (defined?.[1] !== undefined) {
      values.set(defined[1], null);
      defining = true;
    }
    if (defining) continue;
    if (/^[ ]*if(?:n?eq|n?def)\b/.test(line)) conditions += 1;
    else if (/^[ ]*endif\b/.test(line)) conditions -= 1;
    const [, ofTarget] = OF_TARGET.exec(line) ?? [];
    if (ofTarget !== undefined) values.set(ofTarget, null);
    else assign(values, line, conditions > 0);
  }
  return values;
}

function assign(values: Values, line: string, conditional: boolean): void {
  const [, name, operator, rest] = ASSIGNMENT.exec(line) ?? [];
  if (name === undefined || rest === undefined) return;
  const value = rest.replace(/(?<!\\)#.*$/, '').trim().replaceAll('\\#', '#');
  const before = values.get(name);
  if (conditional || operator === '!') values.set(name, null);
  else if (operator === '+') values.set(name, before === null || before === undefined ? null : `${before} ${value}`);
  else if (operator === '?' && before !== undefined) return;
  else values.set(name, value);
}

function copyRecipe(piece: Piece, text: string, lines: readonly Line[], start: number, values: Values): void {
  const prefix = /[ \t]*(?:[@+-][ \t]*)*/y;
  prefix.lastIndex = start;
  prefix.test(text);
  lines.forEach((line, index) => {
    let from = index === 0 ? Math.min(prefix.lastIndex, line.end) : line.start;
    if (index > 0 && text[from] === '\t') from += 1;
    copyExpanded(piece, text, from, line.end, values);
    piece.line(line, line.end);
  });
}

function copyExpanded(piece: Piece, text: string, start: number, end: number, values: Values): void {
  let copied = start;
  for (let i = start; i < end - 1; i++) {
    if (text[i] !== '$') continue;
    piece.copy(copied, i);
    const use = useAt(text, i, end);
    const value = values.expand(use.name);
    copied = use.end;
    if (use.name === '$') piece.copy(i, i + 1);
    else if (use.shell > 0) {
      piece.copy(i, i + 2);
      copied = use.shell;
    } else if (value !== null) piece.put(value, i, use.end);
    else if (/^[A-Za-z_]\w*$/.test(use.name) && use.end - i > 2) piece.put(`\${${use.name}}`, i, use.end);
    else piece.put(/^[@*?]$/.test(use.name) ? `$${use.name}` : unknownOf(use.end - i), i, use.end);
    i = copied - 1;
  }
  piece.copy(Math.min(copied, end), end);
}

/** The variable that make sees after the dollar at `at`; `shell` is where the command of a `$(shell …)` starts. */
function useAt(text: string, at: number, end: number): { readonly name: string; readonly end: number; readonly shell: number } {
  const open = text.charAt(at + 1);
  if (open !== '(' && open !== '{') return { name: open, end: at + 2, shell: 0 };
  const shell = /^\$\(shell[ \t]+/.exec(text.slice(at, at + 20));
  if (shell !== null) return { name: '', end, shell: at + shell[0].length };
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  const limit = Math.min(end, at + LONGEST);
  for (let i = at + 1; i < limit; i++) {
    if (text[i] === open) depth += 1;
    else if (text[i] === close) depth -= 1;
    if (depth === 0) return { name: text.slice(at + 2, i), end: i + 1, shell: 0 };
  }
  return { name: open, end: at + 2, shell: 0 };
}

/** The value with the variables in it filled in; those that are not known are left for the shell not to know either. */
function expanded(value: string | null, values: Values): string | null {
  if (value?.includes('$') !== true) return value;
  let result = '';
  for (let i = 0; i < value.length; i++) {
    if (value[i] !== '$' || i === value.length - 1) {
      result += value.charAt(i);
      continue;
    }
    const use = useAt(value, i, value.length);
    if (use.name === '$') result += '$';
    else if (use.shell > 0) result += '$(';
    else result += values.expand(use.name) ?? (/^[A-Za-z_]\w*$/.test(use.name) ? `\${${use.name}}` : unknownOf(use.end - i));
    i = (use.shell > 0 ? use.shell : use.end) - 1;
    if (result.length > LONGEST) return null;
  }
  return result;
}
