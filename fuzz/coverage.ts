import { readFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { pathToFileURL } from 'node:url';

/** Tells which code of zlm-lint ran, by V8's own counters. */
export class Coverage {
  /** Blocks that ran, each as one number with how often: once, a few times, often. */
  readonly known = new Set<number>();
  private readonly session = new Session();
  private readonly url: string;
  private readonly own: readonly (readonly [number, boolean])[];

  /** `bundle`: the file that runs, not minified, with a comment that names the source above each piece, as esbuild writes it. */
  constructor(bundle: string) {
    this.url = pathToFileURL(bundle).href;
    this.own = Array.from(readFileSync(bundle, 'utf8').matchAll(/^\/\/ (\S+)$/gm), ({ index, 1: source = '' }) => [index, /^(?:src|rules)\//.test(source)] as const);
    this.session.connect();
    this.post('Profiler.enable');
    this.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  private post<T>(method: string, parameters: object = {}): T {
    let result: T | undefined;
    this.session.post(method, parameters, (error: Error | null, answer?: object) => {
      if (error !== null) throw new Error(`${method}: ${error.message}`);
      result = answer as T;
    });
    return result as T;
  }

  /** What has run since the last call and never before. */
  fresh(): number[] {
    const { result } = this.post<Profiler.TakePreciseCoverageReturnType>('Profiler.takePreciseCoverage');
    const fresh: number[] = [];
    for (const { functions } of result.filter(({ url }) => url === this.url)) {
      for (const { ranges } of functions) {
        if (!this.isOwn(ranges[0]?.startOffset ?? 0)) continue;
        for (const { startOffset, endOffset, count } of ranges) {
          const often = count === 0 ? 0 : count === 1 ? 1 : count < 4 ? 2 : count < 32 ? 3 : 4;
          const key = (startOffset * 2 ** 22 + (endOffset - startOffset)) * 8 + often;
          if (often > 0 && !this.known.has(key)) fresh.push(key);
        }
      }
    }
    for (const key of fresh) this.known.add(key);
    return fresh;
  }

  private isOwn(offset: number): boolean {
    let [low, high] = [0, this.own.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.own[middle]?.[0] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.own[low]?.[1] === true;
  }
}
