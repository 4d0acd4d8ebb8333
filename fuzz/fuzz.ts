import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Examiner, MOST_MILLISECONDS } from './examiner.ts';
import type { Input } from './input.ts';
import { invariantNames, type InvariantName } from './invariants.ts';
import { Clock, pack, unpack, type Found, type FromWorker, type Packed, type Target, type WorkerData } from './messages.ts';
import { minimised } from './minimise.ts';
import { corpusSeeds, ownSeeds } from './seeds.ts';

export interface Asked {
  readonly root: string;
  /** A folder that goes away at the end. */
  readonly within: string;
  readonly bundle: string;
  readonly minutes: number;
  readonly seed: number;
  readonly jobs: number;
  readonly targets: readonly Target[];
  readonly corpus: string | null;
  /** Where findings go, each into a folder of its own. */
  readonly output: string;
  readonly say: (line: string) => void;
}

/** Runs until the time is over; how many different findings there were. */
export async function fuzz(asked: Asked): Promise<number> {
  return new Fuzzer(asked).run();
}

/** Checks one finding again; whether all invariants hold. */
export async function repeat(folder: string, { root, within, bundle, say }: Pick<Asked, 'root' | 'within' | 'bundle' | 'say'>): Promise<boolean> {
  const { input } = JSON.parse(readFileSync(join(folder, 'finding.json'), 'utf8')) as { readonly input: Packed };
  const examiner = new Examiner({ home: root, within, bundle });
  const found = await examiner.check(unpack(input));
  await examiner.stop();
  say(found === null ? 'every invariant holds' : `${found.invariant}: ${found.says}`);
  for (const [name, text] of Object.entries(found?.lay ?? {})) say(`\n== ${name}\n${Buffer.from(text, 'base64').toString('utf8')}`);
  return found === null;
}

class Fuzzer {
  private readonly counts: Partial<Record<string, number>> = {};
  private readonly pool: Packed[] = [];
  private readonly known: number[] = [];
  /** By what they have in common, how often each was found. */
  private readonly findings = new Map<string, number>();
  private readonly waiting: { readonly input: Input; readonly found: Found }[] = [];
  private slowest = 0;
  private readonly end: number;
  private readonly jobs: Job[];

  constructor(private readonly asked: Asked) {
    this.end = Date.now() + asked.minutes * 60_000;
    const seeds = [...ownSeeds(asked.root), ...(asked.corpus === null ? [] : corpusSeeds(asked.corpus))].map(pack);
    asked.say(`${seeds.length} seeds${asked.corpus === null ? ' (no corpus: set ZLM_LINT_CORPUS)' : ''}, seed ${asked.seed}, ${asked.jobs} jobs, ${asked.minutes} minutes`);
    this.jobs = Array.from({ length: asked.jobs }, (_, index) => new Job(asked, index, seeds.filter((_one, at) => at % asked.jobs === index), this));
  }

  async run(): Promise<number> {
    const { root, within, bundle, say } = this.asked;
    mkdirSync(join(within, 'examined'), { recursive: true });
    const examiner = new Examiner({ home: root, within: join(within, 'examined'), bundle });
    for (const job of this.jobs) job.start(this.pool, this.known);
    const watching = setInterval(() => {
      for (const job of this.jobs) job.watch(this.pool, this.known);
    }, 200);
    let told = Date.now();
    while (Date.now() < this.end) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const next = this.waiting.shift();
      if (next !== undefined) await this.examine(next, examiner);
      if (Date.now() - told > 30_000) {
        told = Date.now();
        say(this.progress());
      }
    }
    clearInterval(watching);
    for (const job of this.jobs) await job.stop();
    for (const next of this.waiting) await this.examine(next, examiner);
    await examiner.stop();
    say(this.progress());
    for (const [signature, times] of this.findings) say(`${times} × ${signature}`);
    return this.findings.size;
  }

  take(message: FromWorker, from: Job): void {
    if (message.kind === 'progress') {
      this.slowest = Math.max(this.slowest, message.slowest);
      for (const [target, count = 0] of Object.entries(message.made)) this.counts[target] = (this.counts[target] ?? 0) + count;
    } else if (message.kind === 'kept') {
      this.pool.push(message.input);
      this.known.push(...message.keys);
      for (const job of this.jobs) if (job !== from) job.learn(message.input, message.keys);
    } else if (message.kind === 'found') this.found(unpack(message.input), message.found);
  }

  found(input: Input, found: Found): void {
    const signature = signatureOf(found);
    const times = this.findings.get(signature) ?? 0;
    this.findings.set(signature, times + 1);
    if (times === 0) this.waiting.push({ input, found });
  }

  /** Makes it small, and writes it down. */
  private async examine({ input, found }: { readonly input: Input; readonly found: Found }, examiner: Examiner): Promise<void> {
    const { output, root, say } = this.asked;
    const own = invariantNames.find((name) => name === found.invariant);
    const only: readonly InvariantName[] = own === undefined ? invariantNames : [own];
    const isSame = async (one: Input): Promise<boolean> => {
      const again = await examiner.check(one, only);
      return again !== null && signatureOf(again) === signatureOf(found);
    };
    // A machine that has other work may be slow once.
    let holds = true;
    for (let times = found.invariant === 'hang' ? 3 : 1; times > 0 && holds; times--) holds = await isSame(input);
    if (!holds && found.invariant === 'hang') {
      this.findings.delete(signatureOf(found));
      return;
    }
    const small = holds ? await minimised(input, isSame) : input;
    const name = `${found.invariant}-${createHash('sha256').update(signatureOf(found)).digest('hex').slice(0, 8)}`;
    const folder = join(output, name);
    for (const [file, bytes] of small.files) {
      mkdirSync(dirname(join(folder, 'files', file)), { recursive: true });
      writeFileSync(join(folder, 'files', file), bytes);
    }
    mkdirSync(folder, { recursive: true });
    const again = `npm run fuzz -- --repeat ${folder.replace(`${root}/`, '')}`;
    const { options, paths } = small;
    const line = JSON.stringify({ name, files: Object.fromEntries([...small.files].map(([file, bytes]) => [file, bytes.toString('utf8')])), options, paths });
    writeFileSync(join(folder, 'finding.json'), JSON.stringify({ ...found, isRepeated: holds, options, paths, again, line, input: pack(small), first: pack(input) }, null, 1));
    say(`\nFOUND ${found.invariant}${holds ? '' : ' (not when it is repeated)'}: ${found.says.slice(0, 600)}\n  ${line.slice(0, 1500)}\n  ${again}\n`);
  }

  private progress(): string {
    const { counts, pool, known, findings, slowest, end, asked } = this;
    const total = Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0);
    const seconds = Math.max(1, (asked.minutes * 60_000 - Math.max(0, end - Date.now())) / 1000);
    return `${total} inputs (${Object.entries(counts).map(([target, count]) => `${target} ${count}`).join(', ')}), ${(total / seconds).toFixed(1)}/s, ${pool.length} kept, ${known.length} marks of coverage, slowest run ${Math.round(slowest)} ms, ${findings.size} findings`;
  }
}

/** One thread that makes inputs; where it hangs or its memory is full, another takes its place. */
class Job {
  private worker: Worker | null = null;
  private clock = new Clock();
  private starts = 0;
  private readonly within: string;

  constructor(private readonly asked: Asked, private readonly index: number, private readonly seeds: readonly Packed[], private readonly fuzzer: Fuzzer) {
    this.within = join(asked.within, `job${index}`);
    mkdirSync(this.within, { recursive: true });
  }

  start(pool: readonly Packed[], known: readonly number[]): void {
    const { root, bundle, seed, targets } = this.asked;
    this.clock = new Clock();
    const seeds = this.starts === 0 ? this.seeds : [];
    const data: WorkerData = { home: root, within: this.within, bundle, clock: this.clock.shared, loop: { seed: seed + this.index + this.starts++ * 1000, targets, seeds, pool, known } };
    this.worker = new Worker(bundle, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: 2048 } });
    this.worker.on('message', (message: FromWorker) => this.fuzzer.take(message, this));
    this.worker.on('error', (error) => {
      this.worker = null;
      this.fuzzer.found(this.current(), { invariant: 'memory', says: `${error.message}\n${error.stack ?? ''}` });
    });
  }

  learn(input: Packed, keys: readonly number[]): void {
    this.worker?.postMessage({ kind: 'learn', input, keys });
  }

  watch(pool: readonly Packed[], known: readonly number[]): void {
    const { worker } = this;
    if (worker !== null && this.clock.running() <= MOST_MILLISECONDS) return;
    if (worker !== null) {
      this.fuzzer.found(this.current(), { invariant: 'hang', says: `a run takes more than ${MOST_MILLISECONDS} ms` });
      worker.removeAllListeners();
      void worker.terminate();
    }
    this.start(pool, known);
  }

  /** What was shown last. */
  private current(): Input {
    return unpack(JSON.parse(readFileSync(join(this.within, 'input.json'), 'utf8')) as Packed);
  }

  async stop(): Promise<void> {
    this.worker?.removeAllListeners();
    await this.worker?.terminate();
    rmSync(this.within, { recursive: true, force: true });
  }
}

/** What findings have in common that are one: the sentence without what is of one input alone. */
function signatureOf({ invariant, says }: Found): string {
  const place = /\n\s+at (\S+)/.exec(says)?.[1] ?? '';
  return `${invariant} ${place} ${(says.split('\n')[0] ?? '').replace(/"[^"]*"|'[^']*'|\d+/g, '…').slice(0, 70)}`.trim();
}
