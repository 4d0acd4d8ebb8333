import type { ShellText } from '../shell/shell-text.ts';
import { linesOf, mentionsTool, openQuotes, Piece } from './piece.ts';

const COMMAND = /[ \t]*Exec(?:Start|StartPre|StartPost|Condition|Reload|Stop|StopPost)[ \t]*=[ \t]*[-@:+!|]*/y;

/**
 * The commands of a systemd unit. Its specifiers (`%i`, `%n`) become variables that are not known, and a line that is continued
 * goes on after blanks, as systemd reads it.
 */
export function textsInUnit(text: string): ShellText[] {
  const found: ShellText[] = [];
  let piece: Piece | null = null;
  for (const { start, end } of linesOf(text)) {
    let from = start;
    if (piece === null) {
      COMMAND.lastIndex = start;
      if (!COMMAND.test(text)) continue;
      from = Math.min(COMMAND.lastIndex, end);
      piece = new Piece(text);
    } else if (/^[ \t]*[#;]/.test(text.slice(start, end))) {
      continue;
    }
    const continued = text[end - 1] === '\\' && end > from;
    copyCommand(piece, text, from, continued ? end - 1 : end);
    if (continued) {
      piece.put(' ', end - 1, end);
      continue;
    }
    found.push({ ...piece.shellText('sh', false), text: openQuotes(piece.text) });
    piece = null;
  }
  if (piece !== null) found.push({ ...piece.shellText('sh', false), text: openQuotes(piece.text) });
  return found.filter((unit) => mentionsTool(unit.text));
}

function copyCommand(piece: Piece, text: string, start: number, end: number): void {
  let copied = start;
  for (const { 0: specifier, index } of text.slice(start, end).matchAll(/%[%A-Za-z]/g)) {
    const at = start + index;
    piece.copy(copied, at);
    if (specifier === '%%') piece.copy(at + 1, at + 2);
    else piece.put('$_', at, at + 2);
    copied = at + 2;
  }
  piece.copy(copied, end);
}
