import { Worker } from 'node:worker_threads';
import type { Input } from './input.ts';
import { invariantNames, type InvariantName } from './invariants.ts';
import { Clock, pack, type Found, type FromWorker, type WorkerData } from './messages.ts';

/** A run of the program may take this long. */
export const MOST_MILLISECONDS = 2000;

/** Shows inputs to the program in a thread of its own, which is stopped when it does not come back. */
export class Examiner {
  private worker: Worker | null = null;
  private clock = new Clock();
  private answer: (found: Found | null) => void = () => undefined;

  constructor(private readonly data: Omit<WorkerData, 'clock' | 'loop'>) {}

  async check(input: Input, only: readonly InvariantName[] = invariantNames): Promise<Found | null> {
    const worker = (this.worker ??= this.started());
    const answered = new Promise<Found | null>((resolve) => (this.answer = resolve));
    const timer = setInterval(() => {
      if (this.clock.running() > MOST_MILLISECONDS) this.giveUp({ invariant: 'hang', says: `a run takes more than ${MOST_MILLISECONDS} ms` });
    }, 100);
    worker.postMessage({ kind: 'check', input: pack(input), only });
    const found = await answered;
    clearInterval(timer);
    return found;
  }

  private started(): Worker {
    this.clock = new Clock();
    const worker = new Worker(this.data.bundle, { workerData: { ...this.data, clock: this.clock.shared, loop: null } satisfies WorkerData, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    worker.on('message', (message: FromWorker) => message.kind === 'checked' && this.answer(message.found));
    worker.on('error', (error) => this.giveUp({ invariant: 'memory', says: error.stack ?? error.message }));
    return worker;
  }

  private giveUp(found: Found): void {
    void this.worker?.terminate();
    this.worker = null;
    this.answer(found);
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }
}
