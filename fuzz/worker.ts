import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Coverage } from './coverage.ts';
import { OPTIONS, type Input } from './input.ts';
import { firstBroken, invariantNames, type InvariantName } from './invariants.ts';
import { Clock, pack, packFiles, unpack, type FromWorker, type Target, type ToWorker, type WorkerData } from './messages.ts';
import { crossed, mutateInput } from './mutate.ts';
import { randomProject } from './projects.ts';
import { Random } from './random.ts';
import { World } from './world.ts';

const { home, within, bundle, clock: shared, loop } = workerData as WorkerData;
const clock = new Clock(shared);
let began = 0;
let slowest = 0;
const world = new World(within, home, (running) => {
  clock.set(running);
  if (running) began = performance.now();
  else slowest = Math.max(slowest, performance.now() - began);
});

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

const ALWAYS: readonly InvariantName[] = ['positions', 'fix'];
const SOMETIMES = invariantNames.filter((name) => !ALWAYS.includes(name));

/** Makes inputs, and keeps those that reach code which none before has reached. */
class Loop {
  private readonly coverage = new Coverage(bundle);
  private readonly random: Random;
  private readonly pool: Input[];
  private counts: Partial<Record<Target | 'seeds', number>> = {};

  private told = performance.now();

  constructor(private readonly asked: NonNullable<WorkerData['loop']>) {
    this.random = new Random(asked.seed);
    this.pool = asked.pool.map(unpack);
    for (const key of asked.known) this.coverage.known.add(key);
  }

  learn(input: Input, keys: readonly number[]): void {
    this.pool.push(input);
    for (const key of keys) this.coverage.known.add(key);
  }

  async run(): Promise<never> {
    for (const seed of this.asked.seeds.map(unpack)) await this.show('seeds', seed);
    for (;;) {
      const target = this.random.pick(this.asked.targets);
      await this.show(target, this.input(target));
    }
  }

  private async tell(): Promise<void> {
    tell({ kind: 'progress', made: this.counts, slowest });
    this.counts = {};
    this.told = performance.now();
    // Others may have found something.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** What was found last is looked at most. */
  private fromPool(): Input {
    const { random, pool } = this;
    if (pool.length === 0) return randomProject(random);
    return random.chance(2) ? random.pick(pool) : (pool[pool.length - 1 - random.below(Math.min(200, pool.length))] as Input);
  }

  private input(target: Target): Input {
    const { random } = this;
    const options = random.chance(2) ? random.pick(OPTIONS) : null;
    const made = this.make(target);
    return options === null ? made : { ...made, options };
  }

  private make(target: Target): Input {
    const { random } = this;
    switch (target) {
      case 'bytes': {
        const name = random.pick(['compose.yml', 'docker-compose.yaml', 'run.sh', 'README.md', 'x.service', 'compose.json', 'x.ps1']);
        const bytes = Buffer.from(Array.from({ length: random.below(random.chance(5) ? 2000 : 60) }, () => (random.chance(3) ? random.below(256) : random.pick([...'\n\n  -:#"\'&*{}[]|>!%@`$\\,/0123456789abp'].map((one) => one.charCodeAt(0))))));
        const prefix = random.pick(['', '', 'services:\n  a:\n    image: zlmediakit/zlmediakit\n    ports:\n', 'services:\n  a: {image: zlmediakit/zlmediakit, ', 'docker run -p 80:80 zlmediakit/zlmediakit ', 'services:\n']);
        return { files: new Map([[name, Buffer.concat([Buffer.from(prefix), bytes])]]), options: [], paths: [name] };
      }
      case 'mutants':
        return mutateInput(this.fromPool(), [this.fromPool()], random);
      case 'crosses': {
        const [one, other] = [this.fromPool(), this.fromPool()];
        const files = new Map(one.files);
        const names = [...files.keys()];
        const theirs = [...other.files.values()];
        if (names.length > 0 && theirs.length > 0) {
          const name = random.pick(names);
          files.set(name, crossed(files.get(name) ?? Buffer.alloc(0), random.pick(theirs), random));
        }
        return { ...one, files };
      }
      case 'projects': {
        const project = randomProject(random);
        return random.chance(3) ? mutateInput(project, [this.fromPool()], random, 'mild') : project;
      }
    }
  }

  private async show(target: Target | 'seeds', input: Input): Promise<void> {
    // Who has to stop this thread wants to know why.
    writeFileSync(join(within, 'input.json'), JSON.stringify(pack(input)));
    this.counts[target] = (this.counts[target] ?? 0) + 1;
    let found = await firstBroken(input, world, ALWAYS);
    const keys = this.coverage.fresh();
    if (keys.length > 0) {
      this.pool.push(input);
      tell({ kind: 'kept', input: pack(input), keys });
    }
    found ??= await firstBroken(input, world, keys.length > 0 && target !== 'seeds' ? SOMETIMES : [this.random.pick(SOMETIMES)]);
    if (keys.length > 0) this.coverage.fresh();
    if (found !== null) tell({ kind: 'found', input: pack(input), found: { invariant: found.invariant, says: found.says } });
    if (performance.now() - this.told > 500) await this.tell();
  }
}

const running = loop === null ? null : new Loop(loop);
parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'learn') running?.learn(unpack(message.input), message.keys);
  else void check(message);
});
if (running !== null) void running.run();

async function check({ input, only }: Extract<ToWorker, { kind: 'check' }>): Promise<void> {
  const found = await firstBroken(unpack(input), world, only);
  tell({ kind: 'checked', found: found === null ? null : { invariant: found.invariant, says: found.says, lay: packFiles(world.files()) } });
}
