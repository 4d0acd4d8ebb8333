const SEQUENCE = /^(?:(-?\d{1,15})\.\.(-?\d{1,15})|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d{1,15}))?$/;

const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '(': ')', '{': '}' };

/** How many characters are looked at for the braces of one word; what opens and never closes is looked for in every alternative. */
const MOST_EFFORT = 200_000;

/**
 * The words that Bash makes of the braces of a word before it looks at anything else in it, each still in shell syntax.
 * Null when there would be more than `most`, or when that takes too long to find out.
 */
export function expandBraces(word: string, most: number): readonly string[] | null {
  const done: string[] = [];
  const effort = { left: MOST_EFFORT };
  const todo: { readonly text: string; readonly from: number }[] = [{ text: word, from: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { text } = next;
    const brace = firstBrace(text, next.from, effort);
    if (effort.left < 0) return null;
    if (brace === null) {
      done.push(text);
    } else {
      const alternatives = brace.commas.length > 0 ? listed(text, brace) : sequence(text.slice(brace.start + 1, brace.end), most);
      if (alternatives === null) return null;
      const before = text.slice(0, brace.start);
      const after = text.slice(brace.end + 1);
      for (const alternative of [...alternatives].reverse()) todo.push({ text: before + alternative + after, from: brace.start });
    }
    if (done.length + todo.length > most) return null;
  }
  return done;
}

interface Effort {
  left: number;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly commas: readonly number[];
}

function firstBrace(text: string, from: number, effort: Effort): Brace | null {
  for (let at = from; at < text.length && effort.left >= 0; effort.left--) {
    const brace = text[at] === '{' ? braceAt(text, at, effort) : null;
    if (brace !== null) return brace;
    at = text[at] === '{' ? at + 1 : skipped(text, at);
  }
  return null;
}

function braceAt(text: string, start: number, effort: Effort): Brace | null {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start; at < text.length && effort.left >= 0; effort.left--) {
    const char = text[at];
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (char === ',' && depth === 1) commas.push(at);
    if (char === '}' && depth === 0) {
      return commas.length > 0 || SEQUENCE.test(text.slice(start + 1, at)) ? { start, end: at, commas } : null;
    }
    at = char === '{' || char === '}' ? at + 1 : skipped(text, at);
  }
  return null;
}

/** The offset behind what stands at `at`: a character, or all of a quotation or substitution. */
function skipped(text: string, at: number): number {
  const char = text[at] ?? '';
  if (char === '\\') return at + 2;
  const opened = char === '$' && /[({]/.test(text[at + 1] ?? '') ? at + 1 : at;
  const closing = opened === at && !/['"`]/.test(char) ? undefined : CLOSING[text[opened] ?? ''];
  if (closing === undefined) return at + 1;
  let depth = 1;
  for (let i = opened + 1; i < text.length; i++) {
    if (text[i] === '\\' && closing !== "'") i += 1;
    else if (text[i] === closing) depth -= 1;
    else if (opened !== at && text[i] === text[opened]) depth += 1;
    if (depth === 0) return i + 1;
  }
  return text.length;
}

function listed(text: string, { start, end, commas }: Brace): readonly string[] {
  return [start, ...commas].map((comma, index) => text.slice(comma + 1, commas[index] ?? end));
}

function sequence(inner: string, most: number): readonly string[] | null {
  const match = SEQUENCE.exec(inner);
  if (match === null) return null;
  const [, low, high, first, last, by] = match;
  const from = low === undefined ? (first ?? '').charCodeAt(0) : Number(low);
  const to = high === undefined ? (last ?? '').charCodeAt(0) : Number(high);
  const step = Math.abs(Number(by ?? 1)) || 1;
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > most) return null;
  const padded = [low, high].some((bound) => /^-?0\d/.test(bound ?? ''));
  const width = padded ? Math.max(low?.length ?? 0, high?.length ?? 0) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = from + Math.sign(to - from) * step * index;
    if (low === undefined) return String.fromCharCode(value);
    return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0');
  });
}
