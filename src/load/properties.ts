import type { SettingsDocument } from '../model/deployment.ts';
import type { Located } from '../model/source.ts';

/** A line with those that a backslash at its end continues it with. */
interface LogicalLine {
  readonly start: number;
  readonly end: number;
  /** The text of each line, without what is left out. */
  readonly text: string;
  /** It is what stands from `start` to `end`. */
  readonly whole: boolean;
}

/**
 * A `.properties` file as Spring Boot reads it: Java's format, in which `#---` begins another document.
 * Source: java.util.Properties `load`; Spring Boot OriginTrackedPropertiesLoader.
 */
export function readProperties(file: string, text: string): readonly SettingsDocument[] {
  let settings = new Map<string, Located<string>>();
  const documents = [settings];
  for (const line of logicalLines(text)) {
    if (/^[#!]---[ \t]*$/.test(line.text)) documents.push((settings = new Map<string, Located<string>>()));
    if (line.text === '' || /^[#!]/.test(line.text)) continue;
    const [key, from] = keyIn(line.text);
    // Java keeps blanks at the end; whoever reads a number, a switch or an address does not.
    const raw = line.text.slice(from).trimEnd();
    const written = line.whole && !raw.includes('\\');
    const at = written ? { file, start: line.start + from, end: line.start + from + raw.length } : { file, start: line.start, end: line.end };
    settings.set(unescaped(key), { value: unescaped(raw), at, origin: written ? 'written' : 'derived' });
  }
  return documents;
}

function* logicalLines(text: string): Generator<LogicalLine> {
  let open = null as { readonly start: number; readonly text: string } | null;
  for (const { start, row } of rowsOf(text)) {
    const blanks = /^[ \t\f]*/.exec(row)?.[0].length ?? 0;
    const own = row.slice(blanks);
    const comment = open === null && /^[#!]/.test(own);
    const slashes = comment ? 0 : (/\\*$/.exec(own.slice(-1000))?.[0].length ?? 0);
    const said = (open?.text ?? '') + (slashes % 2 === 1 ? own.slice(0, -1) : own);
    if (slashes % 2 === 1) open = { start: open?.start ?? start + blanks, text: said };
    else {
      yield { start: open?.start ?? start + blanks, end: start + row.length, text: said, whole: open === null };
      open = null;
    }
  }
  if (open !== null) yield { start: open.start, end: text.length, text: open.text, whole: false };
}

function* rowsOf(text: string): Generator<{ start: number; row: string }> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const end of text.matchAll(/\r\n|\r|\n/g)) {
    yield { start, row: text.slice(start, end.index) };
    start = end.index + end[0].length;
  }
  yield { start, row: text.slice(start) };
}

/** The key as it is written, and where its value begins. */
function keyIn(text: string): [key: string, value: number] {
  let at = 0;
  while (at < text.length && !/[=: \t\f]/.test(text[at] ?? '')) at += text[at] === '\\' ? 2 : 1;
  const key = text.slice(0, at);
  const skip = /[ \t\f]*(?:[=:][ \t\f]*)?/y;
  skip.lastIndex = Math.min(at, text.length);
  skip.exec(text);
  return [key, skip.lastIndex];
}


const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, code: string | undefined, char: string | undefined) => (code === undefined ? (escapes[char ?? ''] ?? char ?? '') : String.fromCharCode(parseInt(code, 16))));
}
