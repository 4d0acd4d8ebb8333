/** A bar of at most `columns` columns, in eighths of one; what there is of something is never drawn as nothing. */
export function bar(value: number, most: number, columns: number): string {
  if (value <= 0 || most <= 0) return '';
  const eighths = Math.max(1, Math.round((8 * columns * value) / most));
  return '█'.repeat(Math.floor(eighths / 8)) + (PARTS[eighths % 8] ?? '');
}

const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
