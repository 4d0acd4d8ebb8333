import type { Command, CommandArgument, ParsedScript, SyntaxNode } from 'unbash';
import { everyNode } from './sh-syntax.ts';

/** Stands for every variable: a script that is read into this one may set any. */
export const ANY = '*';

const DECLARATIONS = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const READERS = new Set(['read', 'mapfile', 'readarray', 'getopts', 'printf', 'wait', 'let', 'eval', 'unset']);
const ASSIGNING = /^(?:[-+*/%&|^]|<<|>>)?=$/;
const NAME = /^[A-Za-z_]\w*$/;
const NAMES = /(?<![\w$])[A-Za-z_]\w*/g;
const ASSIGNMENTS = /(?<![\w$])[A-Za-z_]\w*(?==)/g;

/** The builtin of a command that sets variables, and its arguments; null for a program. */
export interface Builtin {
  readonly name: string;
  readonly arguments: readonly CommandArgument[];
}

export function isName(text: string): boolean {
  return NAME.test(text);
}

export function isDeclaration(builtin: Builtin): boolean {
  return DECLARATIONS.has(builtin.name);
}

/** `declare -n`; `export -n` has nothing to do with it. */
export function isReference({ name, arguments: words }: Builtin): boolean {
  return (name === 'declare' || name === 'typeset' || name === 'local') && words.some(({ text }) => /^-\w*n/.test(text));
}

/** The builtin that a command runs when it is one that sets variables. */
export function builtinOf(command: Command): Builtin | null {
  const words = command.args;
  const name = command.name?.text ?? '';
  const behind = name === 'builtin' || name === 'command' ? words[0] : undefined;
  const builtin = behind === undefined ? { name, arguments: words } : { name: behind.text, arguments: words.slice(1) };
  return DECLARATIONS.has(builtin.name) || READERS.has(builtin.name) || builtin.name === '.' || builtin.name === 'source' ? builtin : null;
}

/** The variables that a node itself may set, its children left out; `ANY` stands for all. */
export function namesSetBy(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case 'Command':
      return namesSetByCommand(node);
    case 'For':
    case 'Select':
      return [node.name.value];
    case 'Coproc':
      return [node.name?.value ?? 'COPROC'];
    case 'FileDescriptorVariable':
      return [node.name];
    case 'ParameterExpansion':
      return node.operation?.type === 'Default' && node.operation.operator.endsWith('=') ? [node.parameter] : [];
    case 'ArithmeticUnary':
      return node.operator === '++' || node.operator === '--' ? arithmeticName(node.operand) : [];
    case 'ArithmeticBinary':
      return ASSIGNING.test(node.operator) ? arithmeticName(node.left) : [];
    default:
      return [];
  }
}

function arithmeticName(node: SyntaxNode): readonly string[] {
  return node.type === 'ArithmeticWord' ? (node.value.match(NAMES)?.slice(0, 1) ?? []) : [];
}

function namesSetByCommand(command: Command): readonly string[] {
  if (command.name === undefined) return command.prefix.flatMap((item) => (item.type === 'Assignment' ? [item.name] : []));
  const builtin = builtinOf(command);
  if (builtin === null) return [];
  if (builtin.name === '.' || builtin.name === 'source') return [ANY];
  return builtin.arguments.flatMap((item, index) => {
    if (item.type === 'Assignment') return [item.name];
    switch (builtin.name) {
      case 'printf':
        return index === 1 && builtin.arguments[0]?.type === 'Word' && builtin.arguments[0].text === '-v' ? nameOf(item.text) : [];
      case 'let':
        return item.text.match(NAMES) ?? [];
      case 'eval':
        return item.text.match(ASSIGNMENTS) ?? [];
      default:
        // Which arguments are names depends on the options; a name too many only makes a variable unknown.
        return nameOf(item.text);
    }
  });
}

/** Names that stand for other variables (`declare -n R=P`), each with what it may stand for; to set them is to set those. */
export type References = ReadonlyMap<string, readonly string[]>;

const REFERENCE = /(?:declare|typeset|local)(?:\s+[-+]\w+)*\s+-\w*n/;
const NO_REFERENCES: References = new Map();

export function referencesIn(script: ParsedScript, text: string): References {
  if (!REFERENCE.test(text.replaceAll('\\\n', ''))) return NO_REFERENCES;
  const direct = new Map<string, string[]>();
  everyNode(script, text, (node) => {
    for (const item of referring(node)) {
      const [name] = nameOf(item.text);
      if (name === undefined) continue;
      const target = item.type === 'Assignment' && item.value.type !== 'ArrayValue' && isName(item.value.value) && isName(item.value.text) ? item.value.value : ANY;
      direct.set(name, [...(direct.get(name) ?? []), target]);
    }
  });
  return new Map([...direct.keys()].map((name) => {
    const reached = new Set([name]);
    for (const one of reached) for (const target of direct.get(one) ?? []) reached.add(target);
    return [name, [...reached].slice(1)];
  }));
}

/** As `namesSetBy`, with what the names stand for. */
export function allNamesSetBy(node: SyntaxNode, references: References): readonly string[] {
  const names = namesSetBy(node);
  if (references.size === 0 || names.length === 0 || referring(node).length > 0) return names;
  return names.flatMap((name) => [name, ...(references.get(name) ?? [])]);
}

/** The arguments of a declaration of references. */
function referring(node: SyntaxNode): readonly CommandArgument[] {
  const builtin = node.type === 'Command' ? builtinOf(node) : null;
  return builtin !== null && isReference(builtin) ? builtin.arguments : [];
}

function nameOf(text: string): readonly string[] {
  const name = /^["']?([A-Za-z_]\w*)(?:\[|\+?=|["']?$)/.exec(text)?.[1];
  return name === undefined ? [] : [name];
}
