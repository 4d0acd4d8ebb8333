import type { Command as ShCommand, SyntaxNode, Word } from 'unbash';
import { isEscaped } from './sh-line-ends.ts';
import { everyNode, type Span } from './sh-syntax.ts';
import { endOf } from './sh-words.ts';
import type { Doubt } from './shell-text.ts';

/** A full-width blank looks like one; the shell takes it for a letter. */
const BLANK = ' \\t\\u00a0\\u3000';
const BLANKS = new RegExp(`[${BLANK}]*`, 'y');
const REST = new RegExp(`[${BLANK}]*(?:#[^\\n]*)?(?:\\n|$)`, 'y');
const COMMENTED = new RegExp(`^(?![${BLANK}]*#)(.*?[${BLANK}]\\\\)([${BLANK}]+#.*)$`, 'gm');
const CONTINUED = /(?:[ \t]*\\\n)+/y;
const COMMENT_LINES = /[ \t]*#[^\n]*(?:\n[ \t]*#[^\n]*)*(?:\n|$)/y;
const BLANK_LINES = /(?:[ \t]*\n)+(?=[ \t]*--?[A-Za-z])/y;
const LINE_END = /[ \t]*(?:#[^\n]*)?\n(?=[ \t]*--?[A-Za-z])/y;
const ENDS = /[ \t]*(?:\n|$|(?:sudo\s+)?(?:docker|podman|nerdctl)\b)/y;
const ENGINE = /^(?:.*[\\/])?(?:docker|podman|nerdctl)(?:\.exe)?$/;

/** The broken line continuations of a text, and the text as it was meant, every character in its place. */
export interface Continuations {
  readonly doubts: readonly Doubt[];
  readonly meant: string;
}

/** Blanks out the comments behind a continuation; to the shell they are no comments, and an apostrophe would open a quotation. */
export function withoutTrailingComments(text: string): string {
  return text.replace(COMMENTED, (_, line: string, comment: string) => line + ' '.repeat(comment.length));
}

/** `read` is what `root` was read from; `text` has the comments that were blanked out for that. */
export function brokenContinuations(root: SyntaxNode, read: string, text: string, tolerant: boolean): Continuations {
  return new Search(read, text, tolerant).in(root);
}

class Search {
  private readonly doubts: Doubt[] = [];
  private readonly gaps: Span[] = [];
  private readonly bodies = new Set<number>();

  constructor(private readonly read: string, private readonly text: string, private readonly tolerant: boolean) {}

  in(root: SyntaxNode): Continuations {
    const commands: ShCommand[] = [];
    everyNode(root, this.read, (node, { whole }) => {
      if (whole !== null) return;
      if (node.type === 'Command') commands.push(node);
      else if (node.type === 'HereDoc') this.bodies.add(node.body.pos);
    });
    commands.sort((one, other) => one.pos - other.pos);
    let runs = false;
    let outer = { end: 0, joined: -1 };
    for (const command of commands) {
      // What stands in a substitution of the command before has its own line ends.
      if (command.pos < outer.end) {
        this.after(command, false);
        continue;
      }
      const joined = outer.joined >= 0 && this.read.slice(outer.joined, command.pos).trim() === '';
      runs = isRun(command) || (runs && joined);
      outer = { end: command.end, joined: this.after(command, runs) };
    }
    return { doubts: this.doubts, meant: this.filled() };
  }

  /** Looks at what follows a command; the offset from which on more was meant to belong to it, or -1. */
  private after(command: ShCommand, runs: boolean): number {
    const { read } = this;
    const last = command.suffix.at(-1) ?? command.name;
    const backslash = last?.type === 'Word' ? brokenEnd(last, read) : -1;
    const rest = backslash < 0 ? null : endOfMatch(REST, read, last?.end ?? 0);
    if (rest !== null) {
      this.doubt('broken-continuation', backslash, endOfMatch(BLANKS, this.text, backslash + 1) ?? rest);
      return this.join(backslash, this.bodies.has(rest) ? backslash : this.skip(rest));
    }
    const hidden = command.suffix.find((item) => item.type === 'Word' && /^\\[ \t]#/.test(item.text));
    if (hidden !== undefined) this.doubt('broken-continuation', hidden.pos, hidden.pos + 2);
    const end = endOf(command, read);
    const line = endOfMatch(CONTINUED, read, end);
    if (line !== null) return this.join(line, this.bodies.has(line) ? line : this.skip(line));
    const next = runs && this.tolerant ? endOfMatch(LINE_END, read, end) : null;
    if (next === null || this.bodies.has(next)) return -1;
    this.doubt('broken-continuation', next - 1, next);
    return this.join(end, next);
  }

  /** The offset behind the comments and blank lines that stand where a command was to go on. */
  private skip(line: number): number {
    for (let at = line; ; ) {
      const comments = endOfMatch(COMMENT_LINES, this.read, at);
      const blanks = comments === null ? endOfMatch(BLANK_LINES, this.read, at) : null;
      if (comments !== null) {
        this.doubt('comment-in-command', this.read.indexOf('#', at), this.read[comments - 1] === '\n' ? comments - 1 : comments);
        if (endOfMatch(BLANK_LINES, this.read, comments) === null && endOfMatch(ENDS, this.read, comments) !== null) return at;
      } else if (blanks !== null) {
        this.doubt('blank-in-command', at, blanks);
      }
      const next = comments ?? blanks;
      if (next === null) return at;
      at = next;
    }
  }

  private doubt(id: Doubt['id'], start: number, end: number): void {
    this.doubts.push({ id, start, end });
  }

  private join(start: number, end: number): number {
    if (end === start) return -1;
    this.gaps.push({ start, end });
    return end;
  }

  private filled(): string {
    let done = 0;
    let filled = '';
    for (const { start, end } of this.gaps.sort((one, other) => one.start - other.start)) {
      if (start < done) continue;
      filled += this.text.slice(done, start) + ' '.repeat(end - start);
      done = end;
    }
    return filled + this.text.slice(done);
  }
}

/** Where the backslash stands that makes a blank the last character of a word, or -1. */
function brokenEnd({ pos, end }: Word, text: string): number {
  let at = end;
  while (at > pos && /[\u00a0\u3000]/.test(text[at - 1] ?? '')) at -= 1;
  if (/[ \t]/.test(text[at - 1] ?? '')) at -= 1;
  return at < end && at > pos && isEscaped(text, at) ? at - 1 : -1;
}

function isRun({ name, suffix }: ShCommand): boolean {
  const words = [name, ...suffix].flatMap((item) => (item?.type === 'Word' ? [item.text] : []));
  const engine = words.findIndex((word) => ENGINE.test(word));
  return engine >= 0 && words.slice(engine).some((word) => word === 'run' || word === 'create');
}

function endOfMatch(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}
