import type { Edit } from '../model/deployment.ts';
import type { SourceRange } from '../model/source.ts';

/**
 * The text with all edits made. Edits may touch, they may not overlap.
 * @throws RangeError when two edits overlap or one lies outside the text: a mistake of whoever planned them.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const { at, text: replacement } of inOrder(edits)) {
    if (at.start < done || at.end < at.start || at.end > text.length) {
      throw new RangeError(`edit ${at.start}-${at.end} overlaps another or lies outside ${at.file}`);
    }
    result += text.slice(done, at.start) + replacement;
    done = at.end;
  }
  return result + text.slice(done);
}

/** The same edits of one text with those that touch as one, so that nobody has to know which of two at one place comes first. */
export function joinedEdits(edits: readonly Edit[]): Edit[] {
  return inOrder(edits).reduce<Edit[]>((joined, edit) => {
    const last = joined.at(-1);
    if (last === undefined || last.at.end !== edit.at.start) return [...joined, edit];
    return [...joined.slice(0, -1), { at: { ...last.at, end: edit.at.end }, text: last.text + edit.text }];
  }, []);
}

function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/** Where a place of the old text lies in the new one; `null` when an edit has replaced it. */
export function movedOffset(offset: number, edits: readonly Edit[]): number | null {
  let shift = 0;
  for (const { at, text } of edits) {
    if (at.end <= offset) shift += text.length - (at.end - at.start);
    else if (at.start < offset) return null;
  }
  return offset + shift;
}

/** The same for a range; the edits may be of several files. */
export function movedRange({ file, start, end }: SourceRange, edits: readonly Edit[]): SourceRange | null {
  const own = edits.filter(({ at }) => at.file === file);
  const [from, to] = [movedOffset(start, own), movedOffset(end, own)];
  return from === null || to === null ? null : { file, start: from, end: to };
}
