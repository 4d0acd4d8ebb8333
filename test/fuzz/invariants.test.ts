import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { OPTIONS, type Input } from '../../fuzz/input.ts';
import { firstBroken, invariantNames, type InvariantName } from '../../fuzz/invariants.ts';
import { mutateInput } from '../../fuzz/mutate.ts';
import { randomProject } from '../../fuzz/projects.ts';
import { Random } from '../../fuzz/random.ts';
import { World } from '../../fuzz/world.ts';
import type { Report } from '../../src/report/contract.ts';
import { randomFile } from '../fix/random-compose.ts';

const root = join(import.meta.dirname, '../..');
const world = new World(tmpdir(), root);
afterAll(() => world.remove());

interface Regression {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly options: readonly string[];
  readonly paths: readonly string[];
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const file = fc.tuple(randomFile, fc.constantFrom(...OPTIONS)).map(([{ text }, options]): Input => ({ files: new Map([['compose.yml', Buffer.from(text)]]), options, paths: ['compose.yml'] }));
const project = seeds.map((seed) => randomProject(new Random(seed)));
const mutant = fc.tuple(fc.oneof(file, project), project, seeds).map(([input, other, seed]) => mutateInput(input, [other], new Random(seed)));

/** As many as the time allows: what has to hold for hours holds here for seconds. */
async function holds(inputs: fc.Arbitrary<Input>, names: readonly InvariantName[]): Promise<void> {
  let made = 0;
  const end = Date.now() + 1000;
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      // fast-check's own limit of time is a failure where a slow machine has not ended the first.
      if (made > 0 && Date.now() > end) return;
      const broken = await firstBroken(input, world, names);
      made++;
      if (broken !== null) throw new Error(`${broken.message}\n${JSON.stringify({ files: Object.fromEntries([...input.files].map(([name, bytes]) => [name, bytes.toString('utf8')])), options: input.options, paths: input.paths })}`);
    }),
    { numRuns: 150 },
  );
  expect(made).toBeGreaterThan(0);
}

describe('what it found once', () => {
  const regressions = JSON.parse(readFileSync(join(import.meta.dirname, 'regressions.json'), 'utf8')) as readonly Regression[];

  it.each(regressions)('$name', async ({ files, options, paths }) => {
    const input = { files: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])), options, paths };
    expect((await firstBroken(input, world))?.message ?? null).toBeNull();
  });
});

describe('the invariants notice', () => {
  const input: Input = { files: new Map([['compose.yml', Buffer.from('services:\n  zlm:\n    image: zlmediakit/zlmediakit\n    ports: # why\n      - "30000-30500:30000-30500"\n')]]), options: ['--unsafe-fixes', '--strategy', 'host'], paths: ['compose.yml'] };

  /** The program, with something wrong in what it reports or leaves behind. */
  class Wrong extends World {
    constructor(private readonly told: (report: Report, words: readonly string[]) => unknown, private readonly text: (text: string) => string) {
      super(tmpdir(), root);
    }

    override async report(words: readonly string[], asked: Pick<Input, 'options' | 'paths'>): Promise<Report> {
      return this.told(await super.report(words, asked), words) as Report;
    }

    override files(): Map<string, Buffer> {
      return new Map([...super.files()].map(([name, bytes]) => [name, Buffer.from(this.text(bytes.toString('utf8')))]));
    }
  }

  const same = <T>(value: T): T => value;
  const changed = (change: (report: string) => string) => (report: Report) => JSON.parse(change(JSON.stringify(report))) as Report;

  it.each<[string, Wrong]>([
    ['positions', new Wrong(changed((report) => report.replace(/"line":\d+/, '"line":99')), same)],
    ['positions', new Wrong(changed((report) => report.replace(/"endColumn":\d+/, '"endColumn":999')), same)],
    ['edits', new Wrong(changed((report) => report.replace(/"end":\d+/, '"end":9999')), same)],
    ['words', new Wrong(changed((report) => report.replace(/"message":"/, '"message":"undefined ')), same)],
    ['comments-kept', new Wrong(same, (text) => text.replace('# why', ''))],
    ['line-ends-kept', new Wrong(same, (text) => text.replace('\n', '\r\n'))],
    ['parses', new Wrong(same, (text) => `${text}: [`)],
    ['second-fix', new Wrong((report, words) => (words.includes('--fix') ? { ...report, summary: { ...report.summary, fixed: 1 } } : report), same)],
    ['line-ends', new Wrong(same, (text) => text.replaceAll('\r', ''))],
  ])('%s', async (invariant, wrong) => {
    expect((await firstBroken(input, wrong))?.invariant).toBe(invariant);
    wrong.remove();
  });

  it('nothing where nothing is wrong', async () => {
    expect(await firstBroken(input, world)).toBeNull();
  });
});

describe('for seconds, what npm run fuzz asks for hours', () => {
  it('of files that Docker Compose takes', () => holds(file, invariantNames));

  it('of projects of several files', () => holds(project, invariantNames));

  it('of what became of them', () => holds(mutant, ['positions', 'fix', 'forms', 'commands']));
});
