import type { ParsedScript } from 'unbash';
import { startedBy, type Started } from './sh-commands.ts';
import { brokenContinuations, withoutTrailingComments } from './sh-continuations.ts';
import { continuing } from './sh-escaped-ends.ts';
import { inputOf } from './sh-here-documents.ts';
import { withoutCarriageReturns, type LineEnds } from './sh-line-ends.ts';
import { errorsOf, parseSh, type Span } from './sh-syntax.ts';
import type { Command, Doubt, ShellCommands } from './shell-text.ts';

/**
 * Every simple command of a script for a POSIX shell or Bash, with its words as the program gets them.
 * A variable that the script never sets counts as unset where a default is written for that, and is unknown otherwise.
 */
export function readSh(text: string, options: { readonly tolerant?: boolean } = {}): ShellCommands {
  const lines = withoutCarriageReturns(text);
  try {
    const read = readLines(lines, options.tolerant === true);
    if (read !== null) return read;
  } catch (error) {
    // Where unbash gives each level of a nesting a call of its own, a hostile text exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
  }
  return { commands: [], doubts: [{ id: 'script-not-read', start: 0, end: Math.min(text.length, 1) }] };
}

function readLines(lines: LineEnds, tolerant: boolean): ShellCommands | null {
  const { text, escaped } = lines;
  const first = tolerant ? withoutTrailingComments(text) : text;
  const asWritten = parseSh(first);
  if (asWritten === null) return null;
  const { doubts, meant } = brokenContinuations(asWritten, first, text, tolerant);
  const source = tolerant ? meant : text;
  const script = source === first ? asWritten : parseSh(source);
  if (script === null) return null;
  const last = Math.max(0, text.trimEnd().length - 1);
  const errors = errorsOf(script, source).map(({ message, pos }): Doubt => {
    const start = Math.max(0, Math.min(pos, last));
    return { id: message.startsWith('unterminated') ? 'unclosed' : 'syntax', start, end: Math.min(text.length, start + 1) };
  });
  const carriageReturns = continuing(asWritten, first, escaped).map((at): Doubt => ({ id: 'broken-continuation', start: lines.original(at), end: lines.original(at + 1) }));
  // What nothing closes goes on to the end; that the same is true inside it follows.
  const unclosed = errors.reduce((least, { id, start }) => (id === 'unclosed' ? Math.min(least, start) : least), Infinity);
  return {
    commands: commandsOf(script, source, unclosed, lines, tolerant),
    doubts: [...[...doubts, ...errors.filter(({ id, start }) => id !== 'unclosed' || start === unclosed)].map((doubt) => ({ ...doubt, ...inOriginal(doubt, lines) })), ...carriageReturns].sort((one, other) => one.start - other.start),
  };
}

function commandsOf(script: ParsedScript, source: string, limit: number, lines: LineEnds, tolerant: boolean): readonly Command[] {
  const whole = startedBy(script, source).filter(({ end }) => end <= limit);
  return whole.map((command) => ({
    ...inOriginal(command, lines),
    words: command.words.map((word) => {
      const { start, end } = inOriginal(word, lines);
      // A line end inside a word is not the one that the program gets.
      const derived = end - start !== word.end - word.start;
      return derived ? { ...word, start, end, origin: 'derived' } : { ...word, start, end };
    }),
    input: input(command, lines, tolerant),
    repeatedBy: spanInOriginal(command.repeatedBy(), lines),
  }));
}

function input({ node, source }: Started, lines: LineEnds, tolerant: boolean): Command['input'] {
  return source.whole === null && node.redirects.length > 0 ? inputOf(node.redirects, lines, tolerant) : null;
}

function spanInOriginal(span: Span | null, lines: LineEnds): Span | null {
  return span === null ? null : inOriginal(span, lines);
}

function inOriginal({ start, end }: { readonly start: number; readonly end: number }, { original }: LineEnds): { start: number; end: number } {
  return { start: original(start), end: end > start ? original(end - 1) + 1 : original(start) };
}
