/** Nanoseconds as Go writes a duration. */
export function durationText(nanoseconds: number): string {
  for (const [unit, size] of [['s', 1e9], ['ms', 1e6], ['us', 1e3]] as const) if (nanoseconds % size === 0) return `${nanoseconds / size}${unit}`;
  return `${nanoseconds}ns`;
}

/** Bytes as `--memory` takes them. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [['g', 2 ** 30], ['m', 2 ** 20], ['k', 2 ** 10]] as const) if (bytes !== 0 && bytes % size === 0) return `${bytes / size}${unit}`;
  return `${bytes}b`;
}

/** One line of comma-separated values, as `--mount` and `--gpus` read it. */
export function csvText(fields: readonly string[]): string {
  return fields.map((field) => (/[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
