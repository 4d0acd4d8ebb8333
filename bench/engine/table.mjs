/** Rows as columns for a terminal: words to the left, numbers to the right. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => (cell === null || cell === undefined ? '-' : String(cell))));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const numeric = head.map((_, column) => rows.every((row) => /^[-+\d]/.test(String(row[column] ?? '-'))));
  return cells.map((row) => row.map((cell, column) => (numeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  ').trimEnd()).join('\n');
}

/** Thousands with commas; `digits` after the point. */
export function number(value, digits = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  const [whole, part] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const minus = value < 0 && Number(value.toFixed(digits)) !== 0 ? '-' : '';
  return `${minus}${grouped}${part === undefined ? '' : `.${part}`}`;
}

/** Seconds: two digits below ten. */
export const seconds = (value) => number(value, value < 10 ? 2 : 0);
export const percent = (part, whole) => (whole && part !== undefined ? `${Math.round((part / whole) * 100)} %` : '-');
