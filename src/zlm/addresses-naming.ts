import { mentionsOf } from './names.ts';

/** A host that a text names, and the port behind it. */
export interface NamedAddress {
  /** Offset of the name in the text. */
  readonly start: number;
  readonly end: number;
  /** The port that is written, or the one that the scheme stands for; `null` for a name alone. */
  readonly port: number | null;
  /** Where the port's digits stand; `null` when the scheme says it. */
  readonly portAt: { readonly start: number; readonly end: number } | null;
}

/** Ports of schemes that need none. */
const schemePorts: Readonly<Record<string, number>> = { http: 80, ws: 80, https: 443, wss: 443, rtmp: 1935, rtmps: 443, rtsp: 554, rtsps: 322 };

/** All addresses in a text that name this host. */
export function addressesNaming(text: string, host: string): NamedAddress[] {
  return mentionsOf(text, host).map((start): NamedAddress => {
    const end = start + host.length;
    const digits = /^:(\d{1,5})(?![\d.])/.exec(text.slice(end, end + 7))?.[1];
    if (digits !== undefined && Number(digits) <= 65_535) return { start, end, port: Number(digits), portAt: { start: end + 1, end: end + 1 + digits.length } };
    const scheme = /([a-z]+):\\?\/\\?\/(?:[^\s/@]*@)?$/i.exec(text.slice(Math.max(0, start - 80), start))?.[1]?.toLowerCase();
    return { start, end, port: scheme === undefined ? null : (schemePorts[scheme] ?? null), portAt: null };
  });
}
