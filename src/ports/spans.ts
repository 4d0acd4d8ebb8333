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

/** Ports that were met, in as few spans as possible. */
export class PortSet {
  private readonly spans: PortSpan[] = [];

  /** Takes a span in; gives the ports of it that were not there before, in order. */
  add(span: PortSpan): PortSpan[] {
    const start = this.firstFrom(span.from - 1);
    const fresh: PortSpan[] = [];
    let { from, to } = span;
    let next = span.from;
    let end = start;
    for (let met = this.spans[end]; met !== undefined && met.from <= span.to + 1; met = this.spans[++end]) {
      if (next < met.from) fresh.push({ from: next, to: Math.min(met.from - 1, span.to) });
      next = Math.max(next, met.to + 1);
      from = Math.min(from, met.from);
      to = Math.max(to, met.to);
    }
    if (next <= span.to) fresh.push({ from: next, to: span.to });
    this.spans.splice(start, end - start, { from, to });
    return fresh;
  }

  /** The index of the first span that ends at a port or behind it. */
  private firstFrom(port: number): number {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.spans[middle]?.to ?? 0) < port) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** `80` or `30000-30500`. */
export function spanText(span: PortSpan): string {
  return span.from === span.to ? String(span.from) : `${span.from}-${span.to}`;
}
