const ANCHOR = /(?:^|[\s[{,])&[^\s,[\]{}]/g;
/** Of a flow collection over several lines the indentation says nothing. */
const OPEN_FLOW = /[[{,][ \t]*(?:#.*)?$/m;
/** What stands before an anchor on a line of its own, and before that of a whole document: the node may be indented less than this line. */
const LEADING = /^(?:---)?\s*(?:!\S*\s+)*$/;

/**
 * Whether a place in a YAML text may lie within a node that has an anchor, so that what changes there changes for every alias, too. It says so
 * rather too often: it looks at indentation alone, and takes what stands in quotes for an anchor.
 */
export function mayBeAnchored(text: string): (start: number, end: number) => boolean {
  const spans = [...anchoredSpans(text)];
  return (start, end) => spans.some((span) => start <= span.end && end >= span.start);
}

/** One within another is not given, because it ends no later. */
function* anchoredSpans(text: string): Generator<{ start: number; end: number }> {
  const flow = OPEN_FLOW.test(text);
  let end = -1;
  for (const match of text.matchAll(ANCHOR)) {
    const anchor = match.index + match[0].indexOf('&');
    if (anchor < end) continue;
    const start = text.lastIndexOf('\n', anchor) + 1;
    end = flow || LEADING.test(text.slice(start, anchor)) ? text.length : endOfBlock(text, start, indentationAt(text, start));
    yield { start, end };
  }
}

/** Where the next line begins that is indented no more than this one; items of a sequence may stand right under its key. */
function endOfBlock(text: string, from: number, indent: number): number {
  for (let line = text.indexOf('\n', from) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    const own = indentationAt(text, line);
    const rest = text.slice(line + own, line + own + 2);
    if (/^[\r\n#]|^$/.test(rest)) continue;
    if (own < indent || (own === indent && !/^-(?:\s|$)/.test(rest))) return line;
  }
  return text.length;
}

function indentationAt(text: string, line: number): number {
  let at = line;
  while (text[at] === ' ') at++;
  return at - line;
}
