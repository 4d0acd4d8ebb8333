import type { Command, CommandArgument, SyntaxNode } from 'unbash';

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

function nameOf(text: string): readonly string[] {
  const name = /^["']?([A-Za-z_]\w*)(?:\[|\+?=|["']?$)/.exec(text)?.[1];
  return name === undefined ? [] : [name];
}
