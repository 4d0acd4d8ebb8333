import type { Cost } from '../cost/estimate.ts';
import type { Firewall, HugePages } from '../cost/model.ts';
import type { Words } from '../model/source.ts';
import type { FileReport, RunReport } from './run-report.ts';

/** What was seen of the containers of one engine, or of what it once printed. */
export interface InspectReport {
  /** One entry in `files` for each container, with what the rules found of it. */
  readonly run: RunReport;
  readonly engine: InspectedEngine | null;
  /** kB. */
  readonly host: { readonly total: number; readonly available: number; readonly reclaimable: number } | null;
  readonly leftovers: { readonly dead: Holds; readonly parents: readonly number[]; readonly lost: Holds; readonly others: number } | null;
  readonly containers: readonly InspectedContainer[];
  /** How many were looked at for a ZLMediaKit. */
  readonly looked: number;
}

export interface InspectedEngine {
  readonly name: 'linux' | 'desktop' | 'rootless' | 'podman';
  readonly version: string | null;
  readonly userlandProxy: boolean | null;
  readonly firewall: Firewall | null;
  readonly hugePages: HugePages | null;
  readonly ipv6: boolean | null;
}

/** docker-proxy processes, their threads, and kB: of their own, `null` where only root may know it, and inside the kernel. */
export interface Holds {
  readonly processes: number;
  readonly threads: number;
  readonly own: number | null;
  readonly kernel: number;
}

export type Unmeasured = 'engine' | 'elsewhere' | 'hidden' | 'stopped';

export interface InspectedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly status: string;
  readonly zlm: boolean;
  /** The whole command line that makes it once more. */
  readonly command: string;
  readonly notCarried: readonly string[];
  /** Of the ports that it asks for; `null`: of such an engine nothing was measured. */
  readonly estimated: Cost | null;
  /** Threads of so many processes, as far as they were measured. */
  readonly estimatedThreads: number;
  /** Port-protocol pairs that it asks for. */
  readonly pairs: number;
  readonly measured: Holds | null;
  readonly unmeasured: Unmeasured | null;
  readonly file: FileReport;
  /** What a fix would make of it, and what it would leave. */
  readonly fixed: FileReport | null;
  readonly remedy: Remedy;
}

/** How to get there by hand; nothing of it is run. */
export interface Remedy {
  /** Who made the container, where that decides it. */
  readonly origin: Words | null;
  /** Command lines, in this order; one may have several lines. */
  readonly commands: readonly string[];
  /** Once it works, and when it does not. */
  readonly keep: readonly string[];
  readonly back: readonly string[];
  readonly notes: readonly Words[];
}
