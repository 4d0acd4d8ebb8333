import type { PortSpan, PublishedPort } from '../model/port.ts';
import { isUnknown, overlaps, spanText, subtract, union } from './spans.ts';

/** Ports in one protocol, wherever they are: listened on, published, to be opened. */
export interface Endpoints {
  readonly span: PortSpan;
  readonly protocol: string;
}

/** What of `endpoints` is not among `covered`. */
export function without(endpoints: readonly Endpoints[], covered: readonly Endpoints[]): Endpoints[] {
  return endpoints.flatMap(({ span, protocol }) => {
    const same = covered.filter((cover) => cover.protocol === protocol).map((cover) => cover.span);
    return subtract(span, same).map((left) => ({ span: left, protocol }));
  });
}

/** `80/tcp`, `10000/tcp+udp`, `30000-30500/udp`: in order of port, each port once. */
export function endpointTexts(endpoints: readonly Endpoints[]): string[] {
  const protocols = [...new Set(endpoints.map(({ protocol }) => protocol))].sort();
  const rows = new Map<string, { from: number; protocols: string[] }>();
  for (const protocol of protocols) {
    for (const span of union(endpoints.filter((one) => one.protocol === protocol).map((one) => one.span))) {
      const row = rows.get(spanText(span));
      if (row === undefined) rows.set(spanText(span), { from: span.from, protocols: [protocol] });
      else row.protocols.push(protocol);
    }
  }
  return [...rows].sort(([, a], [, b]) => a.from - b.from).map(([span, row]) => `${span}/${row.protocols.join('+')}`);
}

/** Whether an entry surely leads to one of the container ports, and to more than the machine itself. */
export function leadsTo({ hostIp, container, protocol }: PublishedPort, to: Endpoints): boolean {
  if (isUnknown(hostIp.value) || isUnknown(container.value) || isUnknown(protocol.value)) return false;
  return !/^(?:127\.|::1$)/.test(hostIp.value) && protocol.value.toLowerCase() === to.protocol && overlaps(container.value, to.span);
}
