import type { Located, Origin, SourceRange, Unknown } from './source.ts';

/** Ports `from` to `to`, both included, 0 to 65535. */
export interface PortSpan {
  readonly from: number;
  readonly to: number;
}

/** One entry of `ports:` or one `-p`: an interval, never a list of single ports. */
export interface PublishedPort {
  readonly at: SourceRange;
  readonly origin: Origin;
  /** A variable stands in its text: another value would make it another port. */
  readonly variable: boolean;
  /** `published` is a number in the long syntax: Compose does not see that it is the same as text. */
  readonly numeric: boolean;
  /** The mapping as a person would write it: `8080:80`, `30000-30500:30000-30500/udp`. */
  readonly text: string;
  /** `''` when no host address is given. */
  readonly hostIp: Located<string | Unknown>;
  /** `null`: the engine picks a free port. A span wider than a single container port is a pool of which the engine binds one. */
  readonly host: Located<PortSpan | Unknown> | null;
  readonly container: Located<PortSpan | Unknown>;
  /** `tcp`, `udp` or `sctp`; the long syntax of Compose passes any other text on to the engine. */
  readonly protocol: Located<string | Unknown>;
  /** `ingress` or `host`, which only Swarm reads; `null` when not given. */
  readonly mode: string | null;
}

/** A mapping that the engine would set up, without the place it came from. */
export interface PortMapping {
  readonly hostIp: string;
  readonly host: PortSpan;
  readonly container: PortSpan;
  readonly protocol: string;
}
