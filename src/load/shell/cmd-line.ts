/** One character as `cmd.exe` sees it after it has put in variables: where its source starts and ends; `unknown` for a variable without a known value. */
export interface Char {
  readonly char: string;
  readonly start: number;
  readonly end: number;
  readonly unknown: boolean;
}

const VARIABLE = /%([A-Za-z_#$][^%\r\n:=]{0,100})(:[^%\r\n]{0,200})?%/y;
const DELAYED = /!([A-Za-z_]\w{0,100})(:[^!\r\n]{0,200})?!/y;
const ARGUMENT = /%(?:\*|~[a-z$]*\d|\d)/iy;
const OF_FOR = /%%(?:~[a-z$:]*)?[A-Za-z](?!\w)/iy;
const DIRECTORY = /%~[a-z]*0/iy;
/** The longest line of `cmd.exe`, and so the longest value. */
const LONGEST = 8191;
const LARGEST = 10_000_000;

/** The variables that a batch file sets, in the order of its lines. */
export class CmdVariables {
  private readonly values = new Map<string, string>();
  /** Asked for, or counted up: not what a plain `set` says. */
  private readonly changing: ReadonlySet<string>;
  private putIn = 0;

  constructor(text: string) {
    this.changing = new Set(Array.from(text.matchAll(/\bset[ \t]+\/[ap][ \t]+"?([^\s=+\-*/%&|^"]+)/gi), ([, name = '']) => name.toLowerCase()));
  }

  /** What `set` with these words does; `certain` when it is run on every way through the file. */
  set(words: string, certain: boolean): void {
    const [, quoted, plain] = /^[ \t]*(?:"(.*)"|(.*))/.exec(words) ?? [];
    const [, name, value] = /^([^=/][^=]*)=([\s\S]*)$/.exec(quoted ?? plain ?? '') ?? [];
    if (name === undefined || value === undefined) return;
    if (certain && value !== '' && value.length <= LONGEST) this.values.set(name.toLowerCase(), value);
    else this.values.delete(name.toLowerCase());
  }

  get(name: string): string | null {
    if (this.changing.has(name.toLowerCase())) return null;
    const value = this.values.get(name.toLowerCase()) ?? null;
    this.putIn += value?.length ?? 0;
    return this.putIn > LARGEST ? null : value;
  }
}

/** The characters of a line with its variables put in; `pasted` into a window there are no arguments. */
export function* charsOf(text: string, start: number, end: number, variables: CmdVariables, pasted: boolean): Generator<Char> {
  for (let at = start; at < end; at++) {
    const char = text.charAt(at);
    const use = char === '%' || char === '!' ? useAt(text, at, end, pasted) : null;
    if (use === null) {
      yield { char, start: at, end: at + 1, unknown: false };
      continue;
    }
    const { name, stop } = use;
    const value = name === '%' ? '%' : name === null ? null : variables.get(name);
    if (value === null) yield { char, start: at, end: stop, unknown: true };
    else for (const one of value) yield { char: one, start: at, end: stop, unknown: false };
    at = stop - 1;
  }
}

/** The variable that is used at `at`: its name, `null` when nothing can be known of it, or `%` for that character. */
function useAt(text: string, at: number, end: number, pasted: boolean): { readonly name: string | null; readonly stop: number } | null {
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    return found === null || pattern.lastIndex > end ? null : found;
  };
  const delayed = match(DELAYED);
  if (delayed !== null) return { name: delayed[2] === undefined ? (delayed[1] ?? null) : null, stop: at + delayed[0].length };
  const unknowable = match(OF_FOR) ?? match(pasted ? DIRECTORY : ARGUMENT);
  if (unknowable !== null) return { name: null, stop: at + unknowable[0].length };
  if (text.startsWith('%%', at)) return pasted ? null : { name: '%', stop: at + 2 };
  const variable = match(VARIABLE);
  return variable === null ? null : { name: variable[2] === undefined ? (variable[1] ?? null) : null, stop: at + variable[0].length };
}
