import type { Input } from './input.ts';
import type { InvariantName } from './invariants.ts';

export const targets = ['bytes', 'mutants', 'crosses', 'projects'] as const;

export type Target = (typeof targets)[number];

/** An input as it goes from one thread to another, and into a file. */
export interface Packed {
  /** Each as Base64. */
  readonly files: Readonly<Record<string, string>>;
  readonly options: readonly string[];
  readonly paths: readonly string[];
}

export interface Found {
  readonly invariant: string;
  readonly says: string;
  /** What lay in the directory then; it may be the input written otherwise. */
  readonly lay?: Packed['files'];
}

export interface WorkerData {
  readonly home: string;
  /** Where it works; nothing else does. */
  readonly within: string;
  readonly bundle: string;
  /** Whether the program runs, and since when: see `Clock`. */
  readonly clock: SharedArrayBuffer;
  /** `null`: it waits for inputs to check. */
  readonly loop: { readonly seed: number; readonly targets: readonly Target[]; readonly seeds: readonly Packed[]; readonly pool: readonly Packed[]; readonly known: readonly number[] } | null;
}

export type FromWorker =
  | { readonly kind: 'found'; readonly input: Packed; readonly found: Found }
  | { readonly kind: 'kept'; readonly input: Packed; readonly keys: readonly number[] }
  | { readonly kind: 'progress'; readonly made: Readonly<Partial<Record<Target | 'seeds', number>>>; readonly slowest: number }
  | { readonly kind: 'checked'; readonly found: Found | null };

export type ToWorker = { readonly kind: 'check'; readonly input: Packed; readonly only: readonly InvariantName[] } | { readonly kind: 'learn'; readonly input: Packed; readonly keys: readonly number[] };

export function pack({ files, options, paths }: Input): Packed {
  return { files: packFiles(files), options, paths };
}

export function packFiles(files: Input['files']): Packed['files'] {
  return Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.toString('base64')]));
}

export function unpack({ files, options, paths }: Packed): Input {
  return { files: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'base64')])), options, paths };
}

/** When the run that goes on began; one thread writes it, the other looks at it. */
export class Clock {
  private readonly cells: Int32Array;

  constructor(readonly shared: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.cells = new Int32Array(shared);
  }

  set(running: boolean): void {
    Atomics.store(this.cells, 0, running ? Math.max(1, Date.now() & 0x7fffffff) : 0);
  }

  /** Milliseconds that the run has taken so far. */
  running(): number {
    const began = Atomics.load(this.cells, 0);
    return began === 0 ? 0 : ((Date.now() & 0x7fffffff) - began) & 0x7fffffff;
  }
}
