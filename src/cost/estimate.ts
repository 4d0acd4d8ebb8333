import type { PairCount } from '../ports/published.ts';
import { least, threads, type Costs, type CostModel, type Curve } from './model.ts';

/** Above this a service is more than a web page and a few streams: 64 pairs are 128 processes, measured at about 0.2 GB. */
export const MANY_PAIRS = 64;

/** What publishing costs, as an estimate: processes and rules are exact, memory and times hold within `modelError`. */
export interface Cost {
  readonly pairs: number;
  /** docker-proxy processes; 0 where the engine is told to start none. */
  readonly processes: number;
  /** `null` where rules of such mappings were not measured. */
  readonly firewallRules: number | null;
  /** MB of 1,048,576 bytes beside the container's own: in docker-proxy processes, in the kernel and in the engine. */
  readonly memory: number;
  /** What of it the docker-proxy processes hold. */
  readonly memoryOfProcesses: number;
  /** MB where transparent huge pages are `always`; 0 where that is not known, already counted, or makes no difference. */
  readonly memoryHugePages: number;
  /** More pairs than were measured with huge pages. */
  readonly hugePagesExtrapolated: boolean;
  readonly startSeconds: number;
  readonly stopSeconds: number;
  /** More pairs than were measured: times and memory are extrapolated. */
  readonly extrapolated: boolean;
  /** More threads than the kernel's default `pid_max` allows: the service will hardly start at all. */
  readonly tooMany: boolean;
}

/** For `{…|extrapolated}`: 0 measured, 1 beyond it, 2 more than a kernel starts by default. */
export function extrapolation({ extrapolated, tooMany }: Pick<Cost, 'extrapolated' | 'tooMany'>): 0 | 1 | 2 {
  return tooMany ? 2 : extrapolated ? 1 : 0;
}

export function estimate(count: PairCount, costs: Costs): Cost {
  const { pairs } = count;
  const processes = processesOf(count, costs);
  const memory = megabytes(pairs, processes, costs);
  return {
    pairs,
    processes,
    firewallRules: rulesOf(count, costs),
    memory,
    memoryOfProcesses: Math.min(memory, Math.round(costs.memory.pss * processes)),
    memoryHugePages: costs.withHugePages === null ? 0 : megabytes(pairs, processes, costs.withHugePages),
    hugePagesExtrapolated: costs.withHugePages !== null && pairs > costs.withHugePages.measuredUpTo,
    startSeconds: seconds(pairs, costs.start, least.start),
    stopSeconds: seconds(pairs, costs.stop, least.stop),
    extrapolated: pairs > costs.measuredUpTo,
    tooMany: processes * threads.perProcess > threads.defaultPidMax,
  };
}

/** Without IPv6 on the host no mapping has a process for it. */
function processesOf({ pairs, oneFamily, ipv6 }: PairCount, { processesPerPair, asked }: Costs): number {
  if (processesPerPair === 0) return 0;
  return asked.ipv6 ? processesPerPair * pairs - oneFamily : pairs - ipv6;
}

function rulesOf({ pairs, ipv6, loopback }: PairCount, { rules: { perPair, perContainer, perLoopbackPair } }: CostModel): number | null {
  if (pairs === 0) return 0;
  if (perLoopbackPair === null && loopback > 0) return null;
  return perPair * (pairs - ipv6) + perContainer + (perLoopbackPair ?? 0) * loopback;
}

/** What the engine itself takes beside its processes grows with the first ports: 6 pairs took 16 MB, 12 of them in processes. */
const WHOLE_BASE = 100;

function megabytes(pairs: number, processes: number, { memory: { base, perProcess, perPair } }: CostModel): number {
  return Math.round(base * Math.min(1, pairs / WHOLE_BASE) + perProcess * processes + perPair * pairs);
}

/** Where nothing is published it is as fast as with the host's network. */
function seconds(pairs: number, [constant, linear, quadratic]: Curve, floor: number): number {
  if (pairs === 0) return floor;
  return Math.round(10 * Math.max(floor, constant + linear * pairs + quadratic * pairs ** 2)) / 10;
}
