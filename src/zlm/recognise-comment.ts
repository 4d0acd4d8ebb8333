import type { Service } from '../model/deployment.ts';
import type { Located, SourceRange } from '../model/source.ts';

export interface CommentContext {
  /** Comments with their `#`. */
  readonly comments: readonly Located<string>[];
  /** The texts that places point into; without them only a comment inside the service is seen. */
  readonly texts?: ReadonlyMap<string, string>;
}

const ASKS = /^#+\s*zlm-lint:\s*zlmediakit(?![\w-])/i;

/** The place of a comment `# zlm-lint: zlmediakit` inside a service or on the comment lines directly above it. */
export function commentAsksFor(service: Service, { comments, texts }: CommentContext): SourceRange | null {
  const asking = comments.filter(({ value, at }) => at.file === service.extent.file && ASKS.test(value));
  if (asking.length === 0) return null;
  const text = texts?.get(service.extent.file);
  const end = text === undefined ? service.extent.end : endOf(service, text);
  const inside = asking.find(({ at }) => at.start >= service.extent.start && at.end <= end && (text === undefined || isOf(service, at, text)));
  return inside?.at ?? (text === undefined ? null : above(service, asking, text));
}

/** Where a service ends, with the comment behind its last line and the comment lines below that are indented as its keys are. */
function endOf({ extent }: Service, text: string): number {
  const indent = indentAt(text, extent.start);
  const behind = /[ \t,}\]]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y;
  behind.lastIndex = extent.end;
  if (!behind.test(text)) return extent.end;
  let end = behind.lastIndex;
  const line = /\r?\n(?:[ \t]*|([ \t]+)#[^\r\n]*)(?=[\r\n]|$)/y;
  line.lastIndex = end;
  for (let found = line.exec(text); found !== null && (found[1] === undefined || found[1].length > indent); found = line.exec(text)) end = line.lastIndex;
  return end;
}

/** Comment lines at the end that are not indented deeper than the service belong to what follows it. */
function isOf({ extent }: Service, at: SourceRange, text: string): boolean {
  return !ownLine(text, at.start) || indentAt(text, at.start) > indentAt(text, extent.start) || (at.end <= extent.end && !onlyComments(text.slice(at.end, extent.end)));
}

/** Among the comment lines that end where the service begins; one that is indented deeper belongs to what stands before it. */
function above({ extent }: Service, asking: readonly Located<string>[], text: string): SourceRange | null {
  const indent = indentAt(text, extent.start);
  for (let end = lineStart(text, extent.start); end > 0; ) {
    const start = lineStart(text, text.endsWith('\r\n', end) ? end - 2 : end - 1);
    if (!/^\s*#/.test(text.slice(start, end))) return null;
    const found = asking.find(({ at }) => at.start >= start && at.end <= end && indentAt(text, at.start) <= indent);
    if (found !== undefined) return found.at;
    end = start;
  }
  return null;
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

function ownLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

function indentAt(text: string, offset: number): number {
  const line = text.slice(lineStart(text, offset), offset);
  return line.length - line.trimStart().length;
}

function onlyComments(text: string): boolean {
  return text.split(/\r\n|\r|\n/).every((line) => /^\s*(?:#|$)/.test(line));
}
