import { isAlias, isMap, isScalar, isSeq, visit, type CST, type Document, type Scalar, type YAMLMap } from 'yaml';
import { aliasesOf } from '../aliases.ts';
import { parseYaml } from '../compose/parse.ts';
import type { ShellName, ShellText } from '../shell/shell-text.ts';
import { linesOf, mentionsTool, openQuotes, Piece, shellFor, unknownOf } from './piece.ts';
import { textsInProse, toolsIn } from './prose.ts';

/** Where CI services, Ansible and Kubernetes hold commands. */
const KEYS = new Set(['run', 'script', 'before_script', 'after_script', 'command', 'commands', 'cmd', 'shell', 'args']);
const KEY = new RegExp(`(?:${[...KEYS].join('|')})["']?[ \\t]*:`);
/** Lists of these are the lines of one script. */
const SCRIPTS = new Set(['run', 'script', 'before_script', 'after_script', 'commands']);
const SHELLS: Readonly<Record<string, ShellName>> = { pwsh: 'powershell', powershell: 'powershell', cmd: 'cmd' };
/** `${{ x }}` of GitHub, `{{ x }}` of Ansible and `<< x >>` of CircleCI; not the templates of Docker, which start with a dot. */
const FILLED_IN = /\$\{\{[^\n]{0,500}?\}\}|\{\{[ \t]*[A-Za-z_][^\n{}]{0,500}\}\}|<<[ \t]*(?:parameters|pipeline)\.[\w.]{1,100}[ \t]*>>/g;
const TOOL = /^(?:\S*[\\/])?(?:docker|podman|nerdctl)(?:\.exe)?$/;

/**
 * The commands in a YAML file of a CI service or the like, and when it has none the command lines in its comments and values.
 * What such a service fills in (`${{ x }}`) becomes a variable of the same length that nobody has set.
 */
export function textsInYaml(text: string): ShellText[] {
  const found: ShellText[] = [];
  const shells = new Map<unknown, ShellName | undefined>();
  const read = new Set<unknown>();
  for (const document of KEY.test(text) ? parseYaml('', text).documents : []) {
    visit(document, {
      Pair(_, pair, path) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        if (!KEYS.has(key)) return;
        const step = path.at(-1);
        for (const piece of piecesOf(text, key, pair.value, (node) => known(node, document, read))) {
          if (!mentionsTool(piece.text)) continue;
          if (!shells.has(step)) shells.set(step, isMap(step) ? shellOf(step) : undefined);
          found.push(shellText(piece, shells.get(step)));
        }
      },
    });
  }
  return found.length > 0 ? found : textsInProse(text, linesOf(text), toolsIn(text));
}

/** What an alias stands for; what was read before is not read again. */
function known(node: unknown, document: Document, read: Set<unknown>): unknown {
  const value = isAlias(node) ? aliasesOf(document).targetOf(node) : node;
  if (read.has(value)) return null;
  read.add(value);
  return value;
}

function shellOf(step: YAMLMap): ShellName | undefined {
  const name = step.get('shell');
  return typeof name === 'string' ? SHELLS[name.split(' ', 1)[0] ?? ''] : undefined;
}

function shellText(piece: Piece, shell: ShellName | undefined): ShellText {
  const text = openQuotes(piece.text.replace(FILLED_IN, ({ length }) => unknownOf(length)));
  return { ...piece.shellText(shell ?? shellFor(piece.text), false), text };
}

type Resolve = (node: unknown) => unknown;

function piecesOf(text: string, key: string, node: unknown, resolve: Resolve): Piece[] {
  const value = resolve(node);
  if (!isScalar(value) && !isSeq(value)) return [];
  const scalars = scalarsIn([value], resolve);
  if (isSeq(value) && isArguments(scalars)) return [argumentsOf(text, scalars)];
  if (isScalar(value) || !SCRIPTS.has(key)) return scalars.map((scalar) => copyScalar(new Piece(text), text, scalar));
  const script = new Piece(text);
  for (const scalar of scalars) {
    copyScalar(script, text, scalar);
    const end = scalar.range?.[1] ?? 0;
    if (!script.text.endsWith('\n')) script.put('\n', Math.min(end, text.length - 1), end + 1);
  }
  return [script];
}

/** Also those of lists in lists, as GitLab takes them. */
function scalarsIn(items: readonly unknown[], resolve: Resolve): Scalar[] {
  return items.flatMap((item) => {
    if (isSeq(item)) return scalarsIn(item.items.map(resolve), resolve);
    return isScalar(item) ? [item] : [];
  });
}

/** `[docker, run, …]` is one command whose words are known, not several lines. */
function isArguments([first, second]: readonly Scalar[]): boolean {
  const words = [first, second].map((scalar) => (typeof scalar?.value === 'string' ? scalar.value : ''));
  return (TOOL.test(words[0] ?? '') || (words[0] === 'sudo' && TOOL.test(words[1] ?? ''))) && second !== undefined;
}

function argumentsOf(text: string, scalars: readonly Scalar[]): Piece {
  const piece = new Piece(text);
  for (const { range, value } of scalars) {
    const [start, end] = range ?? [0, 0, 0];
    const source = text.slice(start, end);
    const same = source === String(value) ? /^[\w./:=@%+,-]+$/.test(source) : /^(?:"[^"\\$`\n]*"|'[^'\n]*')$/.test(source);
    if (same) piece.copy(start, end);
    else piece.put(unknownOf(Math.max(2, end - start)), start, end);
    piece.put(' ', Math.min(end, text.length - 1), end + 1);
  }
  return piece;
}

/** Takes over what YAML reads from a scalar: without indentation, quotes and escapes. */
function copyScalar(piece: Piece, text: string, scalar: Scalar): Piece {
  const token = scalar.srcToken as CST.FlowScalar | CST.BlockScalar | undefined;
  const value = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
  if (token?.type === 'block-scalar') {
    const header = token.props.reduce((length, part) => length + ('source' in part ? part.source.length : 0), 0);
    copyBlock(piece, text, value, token.offset + header, token.offset + header + token.source.length);
    return piece;
  }
  const start = token?.offset ?? scalar.range?.[0] ?? 0;
  copyFlow(piece, text, value, start, start + (token?.source.length ?? 0));
  return piece;
}

/** Blanks and line ends of a block scalar differ in the value and in the file; all else follows in the same order. */
function copyBlock(piece: Piece, text: string, value: string, start: number, end: number): void {
  let at = start;
  for (const [, blanks = '', word = ''] of value.matchAll(/(\s*)(\S*)/g)) {
    const from = at;
    while (at < end && /\s/.test(text.charAt(at))) at += 1;
    let same = 0;
    while (same < blanks.length && at - same > from && text[at - same - 1] === blanks[blanks.length - same - 1]) same += 1;
    let stands = from;
    for (let i = 0; i < blanks.length - same; i++) {
      while (stands < at - same && text[stands] !== blanks[i]) stands += 1;
      const place = Math.min(stands, Math.max(from, at - same - 1));
      piece.put(blanks.charAt(i), place, place + 1);
      stands += 1;
    }
    piece.copy(at - same, at);
    piece.copy(at, at + word.length);
    at += word.length;
  }
}

/** A plain or quoted scalar: lines are folded, escapes stand for one character. */
function copyFlow(piece: Piece, text: string, value: string, start: number, end: number): void {
  const quote = text.charAt(start);
  const quoted = quote === '"' || quote === "'";
  let at = quoted ? start + 1 : start;
  for (let i = 0; i < value.length; i++) {
    const fold = /[ \t]*(?:\r?\n[ \t]*)+/y;
    if (quote === '"') at = afterJoined(text, at);
    fold.lastIndex = at;
    const lines = at < end && /\s/.test(text.charAt(at)) ? (fold.exec(text)?.[0] ?? '') : '';
    if (lines !== '') {
      const length = Math.max(1, lines.split('\n').length - 2);
      piece.put(value.slice(i, i + length), at, at + lines.length);
      i += length - 1;
      at += lines.length;
    } else if (quote === '"' && text[at] === '\\') {
      const size = { x: 4, u: 6, U: 10 }[text.charAt(at + 1)] ?? 2;
      const char = String.fromCodePoint(value.codePointAt(i) ?? 32);
      piece.put(char, at, at + size);
      i += char.length - 1;
      at += size;
    } else {
      if (quote === "'" && text[at] === quote && text[at + 1] === quote) at += 1;
      piece.copy(at, at + 1);
      at += 1;
    }
  }
}

/** Behind line ends that a backslash takes away, with the blanks after them. */
function afterJoined(text: string, at: number): number {
  const joined = /(?:\\\r?\n\s*)+/y;
  joined.lastIndex = at;
  return joined.test(text) ? joined.lastIndex : at;
}
