import type { PairCount } from '../ports/published.ts';
import { least, threads, type Costs } from './model.ts';

/** What publishing costs, as an estimate: processes are exact, memory follows them, times hold for two cores within half. */
export interface Cost {
  /** docker-proxy processes; 0 where the engine is told to start none. */
  readonly processes: number;
  /** Megabytes of user and kernel memory, transparent huge pages off (`madvise`). */
  readonly memory: number;
  /** Megabytes where transparent huge pages are `always`; 0 where that is not known, or makes no difference. */
  readonly memoryHugePages: number;
  readonly startSeconds: number;
  readonly stopSeconds: number;
  /** More pairs than were measured: times and memory are extrapolated. */
  readonly extrapolated: boolean;
  /** More threads than the kernel's default `pid_max` allows: the service will hardly start at all. */
  readonly tooMany: boolean;
}

export function estimate({ pairs, oneFamily }: PairCount, costs: Costs): Cost {
  const processes = costs.processesPerPair === 0 ? 0 : 2 * pairs - oneFamily;
  const square = ([constant, linear, quadratic]: Costs['start'], floor: number): number => Math.round(10 * Math.max(floor, constant + linear * pairs + quadratic * pairs ** 2)) / 10;
  return {
    processes,
    memory: pairs === 0 ? 0 : Math.round(costs.memory.base + costs.memory.perProcess * processes + costs.memory.perPair * pairs),
    memoryHugePages: Math.round((costs.hugePages ?? 0) * processes),
    startSeconds: square(costs.start, least.start),
    stopSeconds: square(costs.stop, least.stop),
    extrapolated: pairs > costs.measuredUpTo,
    tooMany: processes * threads.perProcess > threads.defaultPidMax,
  };
}
