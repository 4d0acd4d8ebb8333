import type { PairCount } from '../ports/published.ts';
import { model } from './model.ts';

/** What publishing costs, as an estimate: processes are exact, memory follows them, times hold for two cores within half. */
export interface Cost {
  readonly processes: number;
  /** Megabytes of user and kernel memory, transparent huge pages off (`madvise`). */
  readonly memory: number;
  /** Megabytes where transparent huge pages are `always`. */
  readonly memoryHugePages: number;
  readonly startSeconds: number;
  readonly stopSeconds: number;
  /** More pairs than were measured: times and memory are extrapolated. */
  readonly extrapolated: boolean;
  /** More threads than the kernel's default `pid_max` allows: the service will hardly start at all. */
  readonly tooMany: boolean;
}

export function estimate({ pairs, oneFamily }: PairCount): Cost {
  const processes = 2 * pairs - oneFamily;
  const square = ([constant, linear, quadratic]: readonly [number, number, number]): number => Math.round(10 * (constant + linear * pairs + quadratic * pairs ** 2)) / 10;
  return {
    processes,
    memory: processes === 0 ? 0 : Math.round(model.memory.base + model.memory.perProcess * processes),
    memoryHugePages: Math.round(model.memory.perProcessHugePages * processes),
    startSeconds: square(model.start),
    stopSeconds: square(model.stop),
    extrapolated: pairs > model.measuredUpTo,
    tooMany: processes * model.threadsPerProcess > model.defaultPidMax,
  };
}
