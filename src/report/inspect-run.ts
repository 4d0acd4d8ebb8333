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
  readonly leftovers: Leftovers | null;
  readonly containers: readonly InspectedContainer[];
  /** How many were looked at for a ZLMediaKit. */
  readonly looked: number;
}

/** docker-proxy processes that belong to no running container of this engine. */
export interface Leftovers {
  /** Their engine is gone. */
  readonly dead: Holds;
  /** Of those. */
  readonly pids: readonly number[];
  /** Of this engine, which seems to have lost them. */
  readonly lost: Holds;
  /** Of another engine on this host, or of a container that starts or stops. */
  readonly others: number;
}

/** What was found of the engine and its host; `null` where it cannot be known from here. */
export interface InspectedEngine {
  readonly name: 'linux' | 'desktop' | 'rootless' | 'podman';
  readonly version: string | null;
  readonly userlandProxy: boolean | null;
  readonly firewall: Firewall | null;
  readonly hugePages: HugePages | null;
  readonly ipv6: boolean | null;
}

/** What some docker-proxy processes hold. */
export interface Holds {
  readonly processes: number;
  readonly threads: number;
  /** kB of their own memory, of what they share each its part; `null` where it is not known. */
  readonly own: number | null;
  /** Why it is not: only root may know it, or the kernel is too old to tell it. */
  readonly unknown: 'root' | 'kernel' | null;
  /** kB of stacks and page tables inside the kernel. */
  readonly kernel: number;
}

/** A secret in whose place a variable stands. */
export interface HiddenSecret {
  readonly variable: string;
  /** Whose it is, by its name. */
  readonly container: string;
  /** What it is called there; `null` where it has no name. */
  readonly of: string | null;
  /** The command line that prints it; `null` where it has to be looked up. */
  readonly read: string | null;
}

export type Unmeasured = 'engine' | 'elsewhere' | 'hidden' | 'no-proc' | 'stopped';

export interface InspectedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly status: string;
  readonly zlm: boolean;
  /** The whole command line that makes it once more, but for its secrets. */
  readonly command: string;
  readonly notCarried: readonly string[];
  /** What its command lines leave out. */
  readonly secrets: readonly HiddenSecret[];
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
  /** For a shell, in this order; one may have several lines. Where a step fails, the others are left and what ran before runs again. */
  readonly commands: readonly string[];
  /** Once it works, and when it does not. */
  readonly keep: readonly string[];
  readonly back: readonly string[];
  readonly notes: readonly Words[];
}
