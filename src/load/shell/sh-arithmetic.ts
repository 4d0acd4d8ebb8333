import type { ArithmeticExpression, ArithmeticWord } from 'unbash';

const DEEPEST = 100;

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => Math.trunc(left / right),
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
  ',': (_, right) => right,
};

/** What an expression between `$((` and `))` amounts to; null when that is not known here. `textOf` gives a word its variables. */
export function evaluate(expression: ArithmeticExpression | undefined, textOf: (word: ArithmeticWord) => string | null, depth = 0): number | null {
  if (expression === undefined || depth > DEEPEST) return null;
  const value = (inner: ArithmeticExpression): number | null => evaluate(inner, textOf, depth + 1);
  switch (expression.type) {
    case 'ArithmeticWord':
      return numberOf(textOf(expression));
    case 'ArithmeticGroup':
      return value(expression.expression);
    case 'ArithmeticUnary': {
      const operand = value(expression.operand);
      if (operand === null) return null;
      if (expression.operator === '-') return -operand;
      if (expression.operator === '!') return Number(operand === 0);
      return expression.operator === '+' ? operand : null;
    }
    case 'ArithmeticBinary': {
      const left = value(expression.left);
      const right = value(expression.right);
      const operation = OPERATIONS[expression.operator];
      if (left === null || right === null || operation === undefined) return null;
      const result = operation(left, right);
      return Number.isSafeInteger(result) ? result : null;
    }
    case 'ArithmeticTernary': {
      const test = value(expression.test);
      if (test === null) return null;
      return value(test === 0 ? expression.alternate : expression.consequent);
    }
    case 'ArithmeticCommandExpansion':
      return null;
  }
}

/** Bash takes a leading 0 for an octal number. */
function numberOf(text: string | null): number | null {
  if (text === null) return null;
  const digits = text.trim();
  if (digits === '') return 0;
  if (/^[+-]?[1-9]\d{0,14}$/.test(digits)) return Number(digits);
  if (/^0[0-7]{0,15}$/.test(digits)) return parseInt(digits, 8);
  return /^0[xX][\da-fA-F]{1,12}$/.test(digits) ? parseInt(digits, 16) : null;
}
