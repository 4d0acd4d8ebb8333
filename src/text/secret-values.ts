import type { SourceRange } from '../model/source.ts';

export type Span = Pick<SourceRange, 'start' | 'end'>;

const IN_NAME = /[\w.\-\u4E00-\u9FFF]/;

/** The name around a part of it, not before a place where another one ends. */
export function wholeName(text: string, from: number, to: number, { most, least }: { readonly most: number; readonly least: number }): Span {
  let [start, end] = [from, to];
  while (start > least && end - start < most && IN_NAME.test(text[start - 1] ?? '')) start--;
  while (end < text.length && end - start < most && IN_NAME.test(text[end] ?? '')) end++;
  // What follows a variable's name in braces is its default.
  return text.startsWith('${', start - 2) ? { start, end: start + (match(/\w*/y, text, start)?.[0].length ?? 0) } : { start, end };
}

/** Only a name, with nothing of its value: `${ZLM_SECRET}`, `$(cat secret)`, `{{ secret }}`, `%SECRET%`. */
const REFERENCE = /^(?:\$\$?(?:\w+|\{\w+\}|\{\w+:?\?[^{}]*\}|\([^]{0,300}\))|`[^]{0,300}`|\{\{[^]{0,300}\}\}|%\w+%)$/;
/** `${ZLM_SECRET:-default}`. */
const DEFAULTED = /^\$\$?\{\w+:?[-=+]([^]*)\}$/;
/** Says whether there is one. */
const SWITCH = /^(?:true|false|yes|no|on|off|null|none|nil|~|[01])$/i;

/** What of a value is secret: not a name, nor a word that says whether there is one. */
export function* literal(text: string, start: number, end: number): Generator<Span, void> {
  const value = text.slice(start, end);
  const from = start + value.length - value.trimStart().length;
  const bare = value.trim();
  if (bare === '' || REFERENCE.test(bare) || SWITCH.test(bare)) return;
  const [, fallback] = DEFAULTED.exec(bare) ?? [];
  if (fallback !== undefined) yield* literal(text, from + bare.length - 1 - fallback.length, from + bare.length - 1);
  else yield { start: from, end: from + bare.length };
}

/** The value that follows a name. */
export function* secretValue(text: string, name: Span): Generator<Span, void> {
  const before = text.slice(Math.max(0, name.start - 2), name.start);
  if (before.endsWith('${')) yield* fallbackOf(text, name.end);
  else if (!before.endsWith('$')) {
    const place = placeOf(text, name);
    const assigned = (EXPLICIT_KEY.test(place.prefix) ? match(EXPLICIT_VALUE, text, name.end) : null) ?? match(ASSIGNED, text, name.end);
    const apart = valueNameOf(text, name, place);
    if (assigned !== null && isAssignment(assigned, text, name.end)) yield* assignedValue(text, name.end + assigned[0].length, assigned, place);
    else if (apart !== null) yield* secretValue(text, apart);
    else if (text[name.start] === '-' || SET_BY_WORD.test(place.prefix) || DIRECTIVE.test(text.slice(name.start, name.end))) yield* optionValue(text, name.end, place);
  }
}

const MOST_FALLBACK = 500;

/** Dockerfile and cmd: `ENV TOKEN abc`. */
const SET_BY_WORD = /^[\s#]*(?:env|setx)[ \t]+$/i;

/** `:-default` up to the brace that closes the variable. */
function* fallbackOf(text: string, at: number): Generator<Span, void> {
  const [sign] = match(/:?[-=+]/y, text, at) ?? [];
  if (sign === undefined) return;
  let depth = 1;
  for (let end = at + sign.length; end < Math.min(text.length, at + MOST_FALLBACK) && text[end] !== '\n'; end++) {
    if (text[end] === '{' && text[end - 1] === '$') depth += 1;
    else if (text[end] === '}') depth -= 1;
    if (depth === 0) return yield* literal(text, at + sign.length, end);
  }
}

/** Lines of redis.conf, which Redis also takes as words: `requirepass abc`. */
const DIRECTIVE = /^(?:requirepass|masterauth)$/i;

/** Of a pair that is written as two, `- name: TOKEN` and `value: abc` behind or before it, with up to five other keys between: where its value is named. */
const PAIRED = /(?:^|[\s{,])["']?(?:name|key)["']?[ \t]*:[ \t]*["']?$/i;
const VALUE_BEHIND = /["']?[ \t]*(?:(?:,\s{0,200}|\r?\n[ \t]*)(?!["']?value\b)["']?\w[^,{}[\]\r\n]{0,200}){0,5}(?:,\s{0,200}|\r?\n[ \t]*)["']?(?=value["']?[ \t]*:)/iy;
const VALUE_BEFORE = /(?<=[\s{,-]["']?)value(?=["']?[ \t]*:[^\r\n{}]{0,200}(?:(?:,\s{0,200}|\r?\n[ \t]*)["']?\w[^,{}[\]\r\n]{0,200}){0,5}$)/i;

function valueNameOf(text: string, { start, end }: Span, { prefix }: Place): Span | null {
  if (!PAIRED.test(prefix)) return null;
  const behind = match(VALUE_BEHIND, text, end)?.[0].length;
  if (behind !== undefined) return { start: end + behind, end: end + behind + 'value'.length };
  const from = Math.max(0, start - MOST_PREFIX);
  const before = VALUE_BEFORE.exec(text.slice(from, start))?.index;
  return before === undefined ? null : { start: from + before, end: from + before + 'value'.length };
}

/** A quote that closes the name, the sign, and blanks. A full-width colon is written for either. */
const ASSIGNED = /(\\?["'])?[ \t]*(:=|[=:：])[ \t]*/y;

/** YAML's `? TOKEN` and `: abc` in the line below. */
const EXPLICIT_KEY = /^[\s-]*\?[ \t]+["']?$/;
const EXPLICIT_VALUE = /(["'])?[ \t]*\r?\n[ \t]*(:)[ \t]+/y;

/** A colon alone belongs to a name or an address: `token-server:8080`. */
function isAssignment([whole, quote, sign]: RegExpExecArray, text: string, at: number): boolean {
  if (sign !== ':') return text[at + whole.length] !== '=' && text[at + whole.length] !== '~';
  return quote !== undefined || /[ \t]$/.test(whole) || /^(?:$|[\r\n"'])/.test(text.slice(at + whole.length, at + whole.length + 1));
}

/** Where a name stands. */
interface Place {
  /** What is before it in its line. */
  readonly prefix: string;
  readonly opensLine: boolean;
  /** The quote right before it. */
  readonly quote: string;
}

/** So many characters before a name are looked at. */
const MOST_PREFIX = 500;
const OPENS_LINE = /^[\s#;>|*?-]*(?:(?:export|set|env|arg|declare|readonly|local|environment=)[ \t]*)?["']?$/i;

function placeOf(text: string, { start }: Span): Place {
  const window = text.slice(Math.max(0, start - MOST_PREFIX), start);
  const line = Math.max(window.lastIndexOf('\n'), window.lastIndexOf('\r')) + 1;
  const prefix = window.slice(line);
  const isWhole = line > 0 || start <= MOST_PREFIX;
  return { prefix, opensLine: isWhole && OPENS_LINE.test(prefix), quote: /\$'$|["']$/.exec(prefix)?.[0] ?? '' };
}

function* assignedValue(text: string, from: number, [, closed, sign]: RegExpExecArray, place: Place): Generator<Span, void> {
  const isYaml = sign === ':';
  const start = isYaml ? from + (match(/(?:[&!][^\s,[\]{}]*[ \t]+)*/y, text, from)?.[0].length ?? 0) : from;
  if (/[?&]$/.test(place.prefix)) return yield* literal(text, start, start + (match(/[^\s&#"'<>`]*/y, text, start)?.[0].length ?? 0));
  // The quote before the name holds both, and may hold a command behind them.
  if (place.quote !== '' && closed === undefined) {
    const inside = SHELL_SCRIPT.test(place.prefix) ? wordRest(text, start, place) : (insideOf(place.quote, text, start) ?? lineRest(text, start));
    return yield* literal(text, start, start + inside.length);
  }
  const opening = match(/\$'|\\?["']/y, text, start)?.[0];
  if (opening !== undefined) return yield* quotedValue(text, start, opening);
  if (isYaml && place.opensLine) return yield* yamlValue(text, start, place);
  if (isYaml) return yield* literal(text, start, start + flowRest(text, start).length);
  const word = wordRest(text, start, place);
  const line = place.opensLine ? lineRest(text, start) : '';
  yield* literal(text, start, start + (LOOKS_LIKE_SHELL.test(line.slice(word.length)) ? word : line.length > word.length ? line : word).length);
}

/** Behind the word of a value, what makes its line a command. */
const LOOKS_LIKE_SHELL = /^[;&|]|\s(?:-{1,2}\w|[;&|]|\w+=|(?:sudo|docker|podman|nerdctl|exec)\b)/;

const SHELL_SCRIPT = /-c["']?[\s,]*["']$/;

/** Without a comment, or the backslash that joins the next line. */
function lineRest(text: string, from: number): string {
  const rest = (match(/[^\r\n]*/y, text, from)?.[0] ?? '').replace(/[ \t]#.*$/, '').trimEnd();
  return rest.endsWith(' \\') ? rest.slice(0, -1).trimEnd() : rest;
}

function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}

/** Up to the blank, or the quote or bracket that was opened before it. */
function wordRest(text: string, from: number, { prefix }: Place): string {
  const open = ['"', "'", '`'].filter((quote) => prefix.split(quote).length % 2 === 0);
  let word = match(/(?:\\[^\r\n]|\S)*/y, text, from)?.[0] ?? '';
  for (const quote of open) word = word.split(quote)[0] ?? '';
  return /[[{(]/.test(prefix) ? withoutEnd(word, ']}),') : word;
}

/** Up to what ends a value between braces. */
function flowRest(text: string, from: number): string {
  return match(/(?:(?!,[ \t"'\r\n]|[ \t]#|[}\]][\s,}\]]|[}\]]$)[^\r\n])*/y, text, from)?.[0] ?? '';
}

/** What may stand between quotes, by the opening one; more of it is no secret, but a quote that nobody closed. A shell's `'\''` closes and opens again. */
const INSIDE: Readonly<Record<string, RegExp>> = {
  '"': /(?:\\[^]|[^"\\]){0,20000}(?=")/y,
  "'": /(?:''|'\\''|[^']){0,20000}(?=')/y,
  "$'": /(?:\\[^]|[^'\\]){0,20000}(?=')/y,
  '\\"': /(?:\\(?!")|[^\\]){0,20000}(?=\\")/y,
  "\\'": /(?:\\(?!')|[^\\]){0,20000}(?=\\')/y,
};

function insideOf(quote: string, text: string, from: number): string | null {
  const inside = INSIDE[quote];
  return inside === undefined ? null : (match(inside, text, from)?.[0] ?? null);
}

function* quotedValue(text: string, at: number, opening: string): Generator<Span, void> {
  const start = at + opening.length;
  const inside = insideOf(opening, text, start) ?? lineRest(text, start);
  yield* literal(text, start, start + inside.length);
  // A shell joins what follows a quote to it.
  const after = start + inside.length + opening.length;
  const more = match(/[^\s,;:)}\]"'#&|\\]+/y, text, after)?.[0] ?? '';
  if (more !== '') yield* literal(text, after, after + more.length);
}

/** A list between brackets, which may go on in the next lines. */
const LIST = /\[(?:[^\]:]|:(?!\s)){0,2000}\]/y;
/** `{ value: abc }`, `value: abc` and `- value: abc` below a name, up to that word. */
const OWN_VALUE = /(?:\{\s{0,200}|(?:[ \t]*(?:#[^\r\n]*)?\r?\n)+([ \t]+(?:- +)?))["']?(?=(value|default)["']?[ \t]*:)/iy;

function indentOf({ prefix }: Place): number {
  return /^\s*/.exec(prefix)?.[0].length ?? 0;
}

function* yamlValue(text: string, start: number, place: Place): Generator<Span, void> {
  const rest = lineRest(text, start);
  const isJson = place.quote !== '';
  const own = isJson ? withoutEnd(rest, ',}] \t') : rest;
  const inner = own === '' || own.startsWith('{') ? match(OWN_VALUE, text, start) : null;
  if (inner !== null && (own !== '' || (inner[1] ?? '').length > indentOf(place))) return yield* secretValue(text, { start: start + inner[0].length, end: start + inner[0].length + (inner[2] ?? '').length });
  if (/^[[{*]/.test(own)) {
    if (own.startsWith('[')) yield* literal(text, start + 1, start + (match(LIST, text, start)?.[0] ?? own).replace(/\]$/, '').length);
    return;
  }
  const isBlock = /^[|>][-+\d]*$/.test(own);
  if (!isBlock) yield* literal(text, start, start + own.length);
  if (!isJson) yield* deeperLines(text, start, place, own === '' ? /^(?:#|[^\s"'].*?:(?:\s|$))/  : isBlock ? null : /^(?:#|- |[^\s"']+:(?:\s|$))/);
}

/** The lines below a name that are indented deeper, or the items of a list; one that `ends` fits belongs to something else. */
function* deeperLines(text: string, from: number, place: Place, ends: RegExp | null): Generator<Span, void> {
  const indent = indentOf(place);
  const lines = /(?:\r\n|\r|\n)([ \t]*)([^\r\n]*)/y;
  lines.lastIndex = from + (match(/[^\r\n]*/y, text, from)?.[0].length ?? 0);
  for (let line = lines.exec(text); line !== null; line = lines.exec(text)) {
    const [whole, blanks = '', content = ''] = line;
    if (content === '') continue;
    const [, dash = '', item = content] = /^(- +)(.*)$/.exec(content) ?? [];
    if (blanks.length < indent || (blanks.length === indent && dash === '') || ends?.test(item) === true) return;
    const start = line.index + whole.length - item.length;
    yield* literal(text, start, start + item.trimEnd().length);
  }
}

/** The next word of a command line or of a list. */
const NEXT_WORD = /(?:["']?[ \t]*,\s*["']?|["']?[ \t]*\r?\n[ \t]*- +["']?|[ \t]+(?:\\\r?\n[ \t]*)?)/y;

/** The next line of a folded text, where an option has one to itself. */
const NEXT_LINE = /[ \t]*\r?\n([ \t]+)(?=\S)/y;

function* optionValue(text: string, at: number, { prefix }: Place): Generator<Span, void> {
  const below = match(NEXT_LINE, text, at);
  const between = below?.[1] === prefix ? below[0] : match(NEXT_WORD, text, at)?.[0];
  if (between === undefined) return;
  const start = at + between.length;
  const opened = /["']$/.exec(between)?.[0];
  const quote = opened ?? match(/["']/y, text, start)?.[0];
  const from = opened !== undefined || quote === undefined ? start : start + 1;
  const bare = match(/(?:\\[^\r\n]|[^\s"'`])*/y, text, from)?.[0] ?? '';
  const word = (quote === undefined ? null : insideOf(quote, text, from)) ?? (between.includes(',') ? withoutEnd(bare, '],') : bare);
  // Other options, and what Docker calls a secret: a name and where it is mounted.
  if (!word.startsWith('-') && !/(?:^|,)(?:id|source|src|type|target)=/.test(word)) yield* literal(text, from, from + word.length);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
