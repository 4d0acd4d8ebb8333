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
  const found = asking.find(({ at }) => isInside(at, service, text) || (text !== undefined && isAbove(at, service, text)));
  return found?.at ?? null;
}

/** Inside; but comment lines at the end that are not indented deeper than the service belong to what follows it. */
function isInside(at: SourceRange, { extent }: Service, text: string | undefined): boolean {
  if (at.start < extent.start || at.end > extent.end) return false;
  if (text === undefined) return true;
  const indent = blanksBefore(text, at.start);
  if (indent === null) return true;
  const own = blanksBefore(text, extent.start);
  return own === null || indent > own || !onlyComments(text.slice(at.end, extent.end));
}

/** On a line of its own, with nothing but such lines between it and the service. */
function isAbove(at: SourceRange, { extent }: Service, text: string): boolean {
  if (at.end > extent.start || blanksBefore(text, at.start) === null || blanksBefore(text, extent.start) === null) return false;
  const between = text.slice(at.end, extent.start).split(/\r\n|\r|\n/);
  return between[0]?.trim() === '' && between.length > 1 && between.slice(1, -1).every((line) => /^\s*#/.test(line));
}

/** How many blanks stand between the line's start and the offset; `null` when anything else does. */
function blanksBefore(text: string, offset: number): number | null {
  let at = offset;
  while (text[at - 1] === ' ' || text[at - 1] === '\t' || text[at - 1] === '\uFEFF') at--;
  return at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r' ? offset - at : null;
}

function onlyComments(text: string): boolean {
  return text.split(/\r\n|\r|\n/).every((line) => /^\s*(?:#|$)/.test(line));
}
