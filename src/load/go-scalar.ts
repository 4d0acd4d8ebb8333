export interface GoScalar {
  readonly kind: 'string' | 'int' | 'float' | 'bool' | 'null' | 'timestamp';
  /** An integer in decimals, `true` or `false`, and otherwise the source. */
  readonly text: string;
}

const WORDS: ReadonlyMap<string, GoScalar['kind']> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, 'null'] as const),
  ...['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((word) => [word, 'bool'] as const),
  ...['.nan', '.NaN', '.NAN', '-0', '-0.0'].map((word) => [word, 'float'] as const),
  ...['.inf', '.Inf', '.INF'].flatMap((word) => ['', '+', '-'].map((sign) => [sign + word, 'float'] as const)),
]);

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|0([0-7]*)|([1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const TIME = /^(?:[Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?/;
const ZONE = /^(?:Z|[-+](\d{2}):(\d{2}))$/;

const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 64n - 1n;

/** What go-yaml, and so Compose, makes of a plain scalar: YAML 1.1 numbers without base 60, YAML 1.2 words. */
export function resolvePlainScalar(source: string): GoScalar {
  const kind = WORDS.get(source);
  if (kind === 'bool') return { kind, text: source.toLowerCase() };
  if (kind) return { kind, text: source };
  if (/^\./.test(source)) return { kind: isFloat(source) ? 'float' : 'string', text: source };
  if (!/^[-+0-9]/.test(source)) return { kind: 'string', text: source };
  if (isTimestamp(source)) return { kind: 'timestamp', text: source };

  const digits = source.replaceAll('_', '');
  const integer = readInteger(digits);
  if (integer !== null) return { kind: 'int', text: String(integer) };
  return { kind: isFloat(digits) ? 'float' : 'string', text: source };
}

function readInteger(text: string): bigint | null {
  const match = INTEGER.exec(text);
  if (!match) return null;
  const [, sign, hex, binary, octal, oldOctal, decimal] = match;
  let value = 0n;
  if (hex !== undefined) value = BigInt(`0x${hex}`);
  else if (binary !== undefined) value = BigInt(`0b${binary}`);
  else if (octal !== undefined) value = BigInt(`0o${octal}`);
  else if (oldOctal !== undefined) value = oldOctal === '' ? 0n : BigInt(`0o${oldOctal}`);
  else if (decimal !== undefined) value = BigInt(decimal);
  if (sign === '-') value = -value;
  return value < SMALLEST || value > LARGEST ? null : value;
}

function isFloat(text: string): boolean {
  return FLOAT.test(text) && Number.isFinite(Number(text));
}

function isTimestamp(text: string): boolean {
  const date = DATE.exec(text);
  if (!date || !isDay(Number(date[1]), Number(date[2]), Number(date[3]))) return false;
  const afterDate = text.slice(date[0].length);
  if (afterDate === '') return true;

  const time = TIME.exec(afterDate);
  if (!time || Number(time[1]) > 23 || Number(time[2]) > 59 || Number(time[3]) > 59) return false;
  const afterTime = afterDate.slice(time[0].length);
  // A space between date and time goes with no zone, a T with one.
  if (afterDate.startsWith(' ')) return afterTime === '';
  const zone = ZONE.exec(afterTime);
  return zone !== null && Number(zone[1] ?? 0) <= 24 && Number(zone[2] ?? 0) <= 60;
}

function isDay(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
