import type { Colors } from 'picocolors/types.js';
import { displayWidth, widest, wrap } from '../text/width.ts';

export interface TableOptions {
  readonly width: number;
  readonly colors: Colors;
  /** Colours the lines of one cell, once they are broken. */
  readonly ink: (lines: readonly string[]) => readonly string[];
}

const GAP = 2;

/** A table with a line below its head, in lines of at most `width` columns where its longest words allow that. */
export function tableLines([head = [], ...rows]: readonly (readonly string[])[], { width, colors, ink }: TableOptions): string[] {
  const all = [head, ...rows];
  const columns = head.map((_, column) => all.map((row) => row[column] ?? ''));
  const most = fitting(columns, width);
  const broken = all.map((row) => head.map((_, column) => ink(wrap(row[column] ?? '', most[column] ?? 1))));
  const widths = head.map((_, column) => widest(broken.flatMap((row) => row[column] ?? [])));
  const [top = [], ...body] = broken.map((row) => rowLines(row, widths));
  const rule = widths.map((columns) => '-'.repeat(columns)).join(' '.repeat(GAP));
  return [...top.map((line) => colors.bold(line)), colors.dim(rule), ...body.flatMap((lines, index) => (index > 0 && isTall(lines, body[index - 1]) ? ['', ...lines] : lines))];
}

/** Where a row takes several lines, only a blank one shows where it ends. */
function isTall(lines: readonly string[], before: readonly string[] = []): boolean {
  return lines.length > 1 || before.length > 1;
}

/** The widest columns give way first, none below its longest word. */
function fitting(columns: readonly (readonly string[])[], width: number): number[] {
  const wanted = columns.map((cells) => widest(cells));
  const needed = columns.map((cells) => widest(cells.flatMap((cell) => wrap(cell, 1))));
  const room = width - GAP * (columns.length - 1);
  let most = Math.max(...wanted);
  const limited = (): number[] => wanted.map((natural, column) => Math.max(needed[column] ?? 1, Math.min(natural, most)));
  while (most > 1 && limited().reduce((sum, one) => sum + one, 0) > room) most--;
  return limited();
}

function rowLines(cells: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const padded = cells.map((lines, column) => {
      const text = lines[line] ?? '';
      return text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(text)));
    });
    return padded.join(' '.repeat(GAP)).trimEnd();
  });
}
