import { forEachChild, parse, type ParsedScript, type ParseError, type SyntaxNode } from 'unbash';
import type { Span } from './shell-text.ts';

export type { Span };

/** The text that the offsets of a node refer to. */
export interface Source {
  readonly text: string;
  /** Where a text stands whose own offsets say nothing: what backquotes hold after their escapes were taken away. */
  readonly whole: Span | null;
}

/** How deep substitutions and defaults are looked into. */
export const DEEPEST = 20;

/** More here-documents than any line begins: of those that wait for the end of one line unbash needs the square of their number. */
const MOST_WAITING = 1000;

const PLAIN = /^[\w\-./:=,@%+]+$/;

/** A word without anything that a shell looks into. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The tree of a script, or null when it is one that unbash cannot read in reasonable time. */
export function parseSh(text: string): ParsedScript | null {
  let waiting = 0;
  if (text.includes('<<')) for (const [found] of text.matchAll(/<<|(?<!\\)\n/g)) {
    waiting = found === '<<' ? waiting + 1 : 0;
    if (waiting > MOST_WAITING) return null;
  }
  return parse(text);
}

/** The source of the script inside a substitution, whose node belongs to `source`. */
export function sourceOf(script: ParsedScript, substitution: Span, source: Source): Source {
  return script.source === undefined ? source : { text: script.source, whole: source.whole ?? substitution };
}

/** Shows every node of a tree to `visit`, in no particular order. */
export function everyNode(root: SyntaxNode, text: string, visit: (node: SyntaxNode, source: Source) => void): void {
  let effort = effortFor(text);
  const stack = [{ node: root, source: { text, whole: null } as Source, depth: 0 }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { node, source, depth } = entry;
    visit(node, source);
    if ((node.type === 'Word' && isPlain(node.text)) || depth > DEEPEST) continue;
    if (opens(node)) effort -= node.end - node.pos;
    if (effort < 0) continue;
    const deeper = depth + (opens(node) ? 1 : 0);
    forEachChild(node, (child) => {
      const inside = child.type === 'Script' ? sourceOf(child, { start: node.pos, end: node.end }, source) : source;
      stack.push({ node: child, source: inside, depth: deeper });
    });
  }
}

/** Every substitution and every default is read anew from the text: what nests thousandfold would be read a thousand times. */
export function effortFor(text: string): number {
  return 4 * text.length + 100_000;
}

function opens(node: SyntaxNode): boolean {
  return node.type === 'ParameterExpansion' || node.type === 'ArithmeticExpansion' || isSubstitution(node);
}

export type Substitution = Extract<SyntaxNode, { script: unknown }>;

export function isSubstitution(node: SyntaxNode): node is Substitution {
  return node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution' || node.type === 'ArithmeticCommandExpansion';
}

/** What unbash complains about, also inside substitutions. */
export function errorsOf(root: ParsedScript, text: string): readonly ParseError[] {
  const errors: ParseError[] = [];
  everyNode(root, text, (node, { whole }) => {
    if (node.type !== 'Script') return;
    const { errors: own = [] }: ParsedScript = node;
    for (const { message, pos } of own) errors.push({ message, pos: whole?.start ?? pos });
  });
  return errors;
}
