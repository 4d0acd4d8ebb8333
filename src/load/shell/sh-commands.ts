import { forEachChild, type Case, type Command as ShCommand, type If, type ParsedScript, type SyntaxNode } from 'unbash';
import { builtinOf, referencesIn } from './sh-assignments.ts';
import { assign, assignmentWord, runBuiltin, setUnknown } from './sh-builtins.ts';
import { Functions } from './sh-functions.ts';
import { Repeats, TOP, type Around } from './sh-repeats.ts';
import { DEEPEST, effortFor, isPlain, isSubstitution, sourceOf, type Source, type Span, type Substitution } from './sh-syntax.ts';
import { settingsOf, Variables, type Alternative } from './sh-variables.ts';
import { endOf, wordsOf } from './sh-words.ts';
import type { Word } from './shell-text.ts';

/** A simple command with its words; offsets are those of the text that unbash read. */
export interface Started {
  readonly node: ShCommand;
  readonly words: readonly Word[];
  readonly start: number;
  readonly end: number;
  readonly source: Source;
  /** What may run it several times: a loop, or a function that is called again. */
  readonly repeatedBy: () => Span | null;
}

/** The simple commands of a script, in the order of the text. */
export function startedBy(script: ParsedScript, text: string): readonly Started[] {
  const references = referencesIn(script, text);
  const functions = new Functions(script, text, references);
  const walk = new Walk(new Variables(settingsOf(script, text, functions, references), references, text.length), functions, effortFor(text));
  walk.visit(script, { text, whole: null });
  return walk.started.sort((one, other) => one.start - other.start);
}

class Walk {
  readonly started: Started[] = [];
  private depth = 0;
  private around = TOP;
  private readonly repeats = new Repeats();

  constructor(private readonly variables: Variables, private readonly functions: Functions, private effort: number) {}

  visit(node: SyntaxNode, source: Source): void {
    const { variables } = this;
    const at = source.whole?.start ?? node.pos;
    const apart = (inner: SyntaxNode): Alternative => variables.apart(() => this.visit(inner, source));
    switch (node.type) {
      case 'Script':
      case 'CompoundList':
        for (const statement of node.commands) this.visit(statement, source);
        return;
      case 'Statement':
        if (node.background === true) apart(node.command);
        else this.visit(node.command, source);
        return;
      case 'AndOr': {
        const [first, ...others] = node.commands;
        if (first !== undefined) this.visit(first, source);
        for (let index = 0; index < others.length; ) {
          // What stands behind `&&` has seen what stands before it; behind `||` that is not so.
          let last = index;
          while (node.operators[index] === '&&' && node.operators[last + 1] === '&&') last += 1;
          const run = others.slice(index, last + 1);
          variables.join([variables.apart(() => run.forEach((command) => this.visit(command, source)))], false, at);
          index = last + 1;
        }
        return;
      }
      case 'Pipeline':
        if (node.commands.length > 1) node.commands.forEach(apart);
        else node.commands.forEach((command) => this.visit(command, source));
        return;
      case 'Command':
        this.command(node, source);
        return;
      case 'Redirected':
        for (const redirect of node.redirects) this.look(redirect, source);
        this.visit(node.command, source);
        return;
      case 'If':
        this.branches(node, source);
        return;
      case 'Case':
        this.cases(node, source);
        return;
      case 'Function':
        this.within({ loop: null, body: { name: node.name.text, at: { start: at, end: at + node.name.text.length } } }, () => {
          variables.repeat({ start: at, end: Infinity }, () => variables.join([apart(node.body)], false, at));
        });
        return;
      case 'Subshell':
        apart(node.body);
        return;
      case 'BraceGroup':
        this.visit(node.body, source);
        return;
      case 'Coproc':
        setUnknown(node, variables, at);
        apart(node.body);
        return;
      case 'For':
      case 'Select':
      case 'ArithmeticFor':
      case 'While':
        setUnknown(node, variables, at);
        this.within({ ...this.around, loop: { start: at, end: at + 1 } }, () => {
          variables.repeat(spanOfLoop(node, at), () => {
            variables.join([variables.apart(() => forEachChild(node, (child) => this.visit(child, source)))], false, at);
          });
        });
        return;
      default:
        this.look(node, source);
    }
  }

  private within(around: Around, run: () => void): void {
    const outer = this.around;
    this.around = around;
    run();
    this.around = outer;
  }

  private branches(node: If, source: Source): void {
    const { variables } = this;
    this.visit(node.clause, source);
    const outcomes = [variables.apart(() => this.visit(node.then, source))];
    for (const { clause, then } of node.elif) {
      variables.join([variables.apart(() => this.visit(clause, source))], false, clause.pos);
      outcomes.push(variables.apart(() => this.visit(then, source)));
    }
    const { else: otherwise } = node;
    if (otherwise !== undefined) outcomes.push(variables.apart(() => this.visit(otherwise, source)));
    variables.join(outcomes, otherwise !== undefined, node.pos);
  }

  private cases(node: Case, source: Source): void {
    const { variables } = this;
    this.look(node.word, source);
    const outcomes = node.items.map((item) => {
      for (const pattern of item.pattern) this.look(pattern, source);
      return variables.apart(() => this.visit(item.body, source));
    });
    const always = node.items.some(({ pattern }) => pattern.some(({ text }) => text === '*'));
    const falls = node.items.some(({ terminator }) => terminator !== undefined && terminator !== ';;');
    variables.join(outcomes, always && !falls, node.pos);
  }

  private command(node: ShCommand, source: Source): void {
    const { variables } = this;
    const at = source.whole?.start ?? node.pos;
    for (const item of node.prefix) this.look(item, source, node.name === undefined);
    if (node.name === undefined) for (const item of node.prefix) if (item.type === 'Assignment') assign(item, source, variables, at);
    const words: Word[] = [];
    for (const item of [...(node.name === undefined ? [] : [node.name]), ...node.suffix]) {
      const passed = item.type === 'Word' || item.type === 'Assignment';
      this.look(item, source, passed);
      if (item.type === 'Word') for (const word of wordsOf(item, source, variables)) words.push(word);
      else if (item.type === 'Assignment') words.push(assignmentWord(item, source, variables));
    }
    if (node.name !== undefined) {
      this.repeats.note(node.name.text, this.around);
      this.call(node.name.text, at);
    }
    const builtin = builtinOf(node);
    if (builtin !== null) runBuiltin(builtin, node, source, variables, at);
    const { start, end } = source.whole ?? { start: node.pos, end: endOf(node, source.text) };
    const { around } = this;
    if (words.length > 0) this.started.push({ node, words, start, end, source, repeatedBy: () => this.repeats.by(around) });
  }

  /** What a function of the script sets is not followed: it is no longer known. */
  private call(name: string, at: number): void {
    const { variables } = this;
    const names = this.functions.namesSetBy(name, (effort) => variables.afford(effort)) ?? [];
    for (const each of names) variables.set(each, { kind: 'unknown' }, at);
  }

  /** Goes into the substitutions of what is no command; `expanded` when the words themselves are read, too. */
  private look(root: SyntaxNode, source: Source, expanded = false): void {
    const stack = [{ node: root, depth: 0 }];
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const { node, depth } = entry;
      if ((node.type === 'Word' && isPlain(node.text)) || depth > DEEPEST || this.effort < 0) continue;
      if (isSubstitution(node)) {
        this.substitution(node, source);
        continue;
      }
      if (node.type !== 'ParameterExpansion' || !expanded) setUnknown(node, this.variables, source.whole?.start ?? node.pos);
      const opens = node.type === 'ParameterExpansion' || node.type === 'ArithmeticExpansion';
      if (opens) this.effort -= node.end - node.pos;
      const deeper = depth + (opens ? 1 : 0);
      forEachChild(node, (child) => stack.push({ node: child, depth: deeper }));
    }
  }

  private substitution(node: Substitution, source: Source): void {
    this.effort -= node.end - node.pos;
    const script = this.depth < DEEPEST && this.effort > 0 ? node.script : undefined;
    if (script === undefined) return;
    this.depth += 1;
    this.variables.apart(() => this.visit(script, sourceOf(script, { start: node.pos, end: node.end }, source)));
    this.depth -= 1;
  }
}

/** A loop that is not closed has no end, and unbash no place for it. */
function spanOfLoop({ pos, end, body }: Extract<SyntaxNode, { body: unknown }> & { body: object }, at: number): Span {
  return end > pos ? { start: at, end: at + end - pos } : { start: 'pos' in body ? Number(body.pos) : at, end: Infinity };
}
