import type { Service, Text } from '../model/deployment.ts';
import type { Located, SourceRange } from '../model/source.ts';

export interface HostName {
  readonly name: string;
  readonly at: SourceRange;
}

/** The known names by which other containers can reach a service, each once, where it is first given. */
export function namesOf(service: Service): readonly HostName[] {
  const found = new Map<string, HostName>();
  const add = (value: Text | undefined, at: SourceRange): void => {
    if (typeof value === 'string' && value !== '' && !found.has(value)) found.set(value, { name: value, at });
  };
  const addLocated = (located: Located<Text> | null): void => {
    if (located !== null) add(located.value, located.at);
  };
  if (service.name !== null) add(service.name, service.at);
  addLocated(service.containerName);
  addLocated(service.hostname);
  for (const network of service.networks) for (const alias of network.aliases) addLocated(alias);
  return [...found.values()];
}

/**
 * Offsets at which a text names a host: as a whole host name, whatever stands around it, but not as part of a longer word, a directory
 * of a path or the stem of a file name. In doubt it is a mention. Linear in the text.
 */
export function mentionsOf(text: string, name: string): readonly number[] {
  if (name === '') return [];
  const haystack = lowerAscii(text);
  const needle = lowerAscii(name);
  const found: number[] = [];
  for (let i = haystack.indexOf(needle); i >= 0; i = haystack.indexOf(needle, i + needle.length)) {
    if (beginsHost(text, i) && endsHost(text, i, i + needle.length)) found.push(i);
  }
  return found;
}

/** Keeps every offset, which `toLowerCase` does not for some letters. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Looks at what stands before, `http:\/\/`, `%2F` and `\n` as JSON and URLs write them included. */
function beginsHost(text: string, start: number): boolean {
  const before = text[start - 1];
  if (before === undefined) return true;
  if (before === '/') return /\/\\?\/$/.test(text.slice(Math.max(0, start - 3), start));
  if (before === '-') return isDefaultOperator(text, start - 1);
  if (before === '{') return text[start - 2] !== '$';
  if (before === '$' || before === '.' || before === '\\') return false;
  return !/\w/.test(before) || /%[0-9a-f]{2}$|\\[nrt]$/i.test(text.slice(Math.max(0, start - 3), start));
}

/** `-` of `${NAME:-host}` or `${NAME-host}`. */
function isDefaultOperator(text: string, dash: number): boolean {
  return /\$\{\w+:?$/.test(text.slice(Math.max(0, dash - 80), dash));
}

function endsHost(text: string, start: number, end: number): boolean {
  const after = text[end];
  if (after === undefined) return true;
  if (after === ':') return !text.startsWith('://', end);
  if (after !== '.') return !/[\w-]/.test(after);
  const label = /\.([\w-]*)/y;
  label.lastIndex = end;
  const found = label.exec(text);
  if (found === null || found[1] === '') return true;
  const next = text.slice(label.lastIndex, label.lastIndex + 2);
  if (next.startsWith('.')) return false;
  return /^:\d/.test(next) || text[start - 1] === '@' || /\/\\?\/$/.test(text.slice(Math.max(0, start - 3), start));
}
