import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usualCosts } from '../../src/cost/model.ts';
import { readProjects } from '../../src/cli/projects.ts';
import type { Input } from '../rules/harness.ts';
import { UNSAFE_FIXES_ARE_COMPLETE, verdictOf } from './fixed-projects.ts';

/** A folder of real Compose files with a manifest.jsonl; `.ci/run` sets it where there is one. */
const corpus = process.env['ZLM_LINT_CORPUS'] ?? '';

interface Entry {
  readonly kind: string;
  readonly dir: string;
  readonly file: string;
}

function entries(): Entry[] {
  const all = readFileSync(join(corpus, 'manifest.jsonl'), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
  return all.filter(({ kind, file }) => kind !== 'run' && !file.endsWith('.md'));
}

async function inputOf({ dir, file }: Entry): Promise<Input[]> {
  const options = { cwd: join(corpus, dir), env: {}, maxBytes: 10_000_000, stdinFilename: null, stdin: nothing(), include: [], files: [], envFiles: [], profiles: [], projectDirectory: null, processEnv: false, allowOutside: false };
  const { projects } = await readProjects([file], options);
  return projects.map((project) => ({ project, options: { strategy: 'auto', engine: 'linux', costs: usualCosts, streams: { count: 50, given: false }, zlmServices: [], named: true, unsafe: false, settingOf: () => ({}) } }));
}

async function* nothing(): AsyncGenerator<never> {
  // Standard input is empty.
}

describe.skipIf(corpus === '').each([false, true])('the corpus after --fix, unsafe ones too: %s', (unsafe) => {
  it.each((['host', 'minimal', 'auto'] as const).map((strategy) => [strategy]))('--strategy %s', async (strategy) => {
    const broken: { file: string; says: readonly string[] }[] = [];
    let fixed = 0;
    for (const entry of entries()) {
      for (const input of await inputOf(entry)) {
        const verdict = verdictOf({ ...input, options: { ...input.options, strategy } }, unsafe);
        if (verdict !== null) fixed++;
        if (verdict !== null && verdict.inconsistent.length > 0) broken.push({ file: join(entry.dir, entry.file), says: verdict.inconsistent.map(({ kind, says }) => `${kind}: ${says}`) });
      }
    }
    expect(fixed).toBeGreaterThan(0);
    if (!unsafe || UNSAFE_FIXES_ARE_COMPLETE) expect(broken).toEqual([]);
  }, 120_000);
});
