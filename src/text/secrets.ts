import { commandPasswords, PASSWORD_COMMAND } from './command-passwords.ts';
import { isSecretName, SECRET_WORD } from './secret-names.ts';
import { literal, secretValue, wholeName, type Span } from './secret-values.ts';

/**
 * Where secrets stand in a text, in order, none over another: values of names that say so, however they are written (YAML, ini, `.env`, a shell's
 * and Docker's command lines, JSON, the query of an address), passwords in addresses and of well known commands, private keys.
 */
export function secretsIn(text: string): Span[] {
  if (!ANY.test(text)) return [];
  return joined([...named(text), ...unnamed(text)].sort((a, b) => a.start - b.start));
}

/** Without any of these a text holds none. */
const ANY = new RegExp(String.raw`${SECRET_WORD.source}|:\/\/|PRIVATE KEY|eyJ|authorization|${PASSWORD_COMMAND.source}`, 'i');

/** The text with stars for the characters of its secrets, or of some of them, so that every place and line of it stays what it was. */
export function masked(text: string, isHidden: (secret: string) => boolean = () => true, spans: readonly Span[] = secretsIn(text)): string {
  let result = '';
  let done = 0;
  for (const { start, end } of spans) {
    const secret = text.slice(start, end);
    result += text.slice(done, start) + (isHidden(secret) ? secret.replace(/[^\r\n]/g, '*') : secret);
    done = end;
  }
  return done === 0 ? text : result + text.slice(done);
}

function joined(spans: readonly Span[]): Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** Longer names are none. */
const MOST_NAME = 100;

function* named(text: string): Generator<Span, void> {
  const words = new RegExp(SECRET_WORD, 'gi');
  let least = 0;
  for (let word = words.exec(text); word !== null; word = words.exec(text)) {
    const name = wholeName(text, word.index, words.lastIndex, { most: MOST_NAME, least });
    least = name.end;
    const found = isSecretName(text.slice(name.start, name.end).replace(/^[-.]+/, '')) ? [...secretValue(text, name)] : [];
    yield* found;
    // What stands in a value is hidden with it.
    words.lastIndex = Math.max(words.lastIndex, name.end, found.at(-1)?.end ?? 0);
  }
}

/** What gives a password away without its name: the password is what the group `secret` holds. */
const PLACES = [
  // An address with a user.
  /:\/\/[^\s/?#"'@:]{0,200}:(?<secret>[^\s/"'<>]{1,300})@/dg,
  /:\/\/(?<secret>[^\s/?#"'@:]{20,300})@/dg,
  /\bauthorization\\?["']?[ \t]*[:=][ \t]*\\?["']?(?:(?:bearer|basic|digest|token)[ \t]+)?(?<secret>[^\s"']+)/dgi,
  // A JSON Web Token: two JSON objects and a signature.
  /(?<![\w-])(?<secret>eyJ[\w-]{5,4000}\.eyJ[\w-]{5,8000}\.[\w-]{10,2000})/dg,
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?<secret>(?:[^-]|-(?!----)){1,20000})-----END/dg,
];

function* unnamed(text: string): Generator<Span, void> {
  for (const place of PLACES) {
    for (const { indices } of text.matchAll(place)) {
      const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
      yield* literal(text, start, end);
    }
  }
  for (const { start, end } of commandPasswords(text)) yield* literal(text, start, end);
}
