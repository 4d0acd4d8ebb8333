import type { PortSpan } from '../model/port.ts';
import type { Unknown } from '../model/source.ts';

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** How many ports a span holds. */
export function widthOf(span: PortSpan): number {
  return span.to - span.from + 1;
}

export function overlaps(a: PortSpan, b: PortSpan): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** The same set of ports in as few spans as possible, in order. */
export function union(spans: readonly PortSpan[]): PortSpan[] {
  const result: PortSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to + 1) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else result.push(span);
  }
  return result;
}

/** The ports of `span` that none of `covered` holds. */
export function subtract(span: PortSpan, covered: readonly PortSpan[]): PortSpan[] {
  let left = [span];
  for (const cover of union(covered)) {
    left = left.flatMap((part) => {
      if (!overlaps(part, cover)) return [part];
      const pieces: PortSpan[] = [];
      if (part.from < cover.from) pieces.push({ from: part.from, to: cover.from - 1 });
      if (part.to > cover.to) pieces.push({ from: cover.to + 1, to: part.to });
      return pieces;
    });
  }
  return left;
}

/** `80` or `30000-30500`. */
export function spanText(span: PortSpan): string {
  return span.from === span.to ? String(span.from) : `${span.from}-${span.to}`;
}
