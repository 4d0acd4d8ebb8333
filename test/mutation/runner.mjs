// A test runner for Stryker: it bundles the mutated sources with the tests that run in one process, once, and runs those that a mutant needs.
// Vitest would start anew for each of the thousands. scripts/mutate.mjs starts it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { bundledValidator } from '../../scripts/compile-validator.mjs';
import { testFiles } from './files.mjs';

const { NAMESPACE, ACTIVE_MUTANT, CURRENT_TEST_ID, HIT_COUNT, HIT_LIMIT, MUTATION_COVERAGE_OBJECT } = INSTRUMENTER_CONSTANTS;
const state = (globalThis[NAMESPACE] ??= {});

/** How many milliseconds each test takes, by its name: the process of the first run tells those of the others. */
const SPENT = join(import.meta.dirname, 'spent.json');

/** Test files find what lies beside them by `import.meta`, which of a bundle is that of the bundle. */
const placed = {
  name: 'placed',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(?:vitest|fast-check)$/ }, ({ path, importer }) => (dirname(importer) === import.meta.dirname ? undefined : { path: join(import.meta.dirname, `${path}.mjs`) }));
    onLoad({ filter: /\/test\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))).replaceAll('import.meta.url', JSON.stringify(String(pathToFileURL(path)))),
      loader: 'ts',
    }));
  },
};

class OneProcessRunner {
  #bundle = null;
  #tests = [];
  #loads = 0;
  #sorted = false;
  /** What is put up when the tests are loaded. */
  #kept = new Set();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    process.env.TMPDIR = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'zlm-lint-mutants-')));
    this.#bundle = join(import.meta.dirname, `bundle-${process.pid}.mjs`);
    await build({
      stdin: { contents: [...(await testFiles()).map((file) => `import ${JSON.stringify(`./${file}`)};`), "export { tests } from 'vitest';"].join('\n'), resolveDir: process.cwd() },
      outfile: this.#bundle,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      plugins: [bundledValidator, placed],
    });
    await this.#load();
  }

  dispose() {
    rmSync(process.env.TMPDIR, { recursive: true, force: true });
    rmSync(this.#bundle, { force: true });
  }

  /** What a module does when it is loaded is done again, with the mutant. */
  async #load() {
    ({ tests: this.#tests } = await import(`${pathToFileURL(this.#bundle)}?${this.#loads++}`));
    this.#sorted = false;
    this.#kept = new Set(readdirSync(process.env.TMPDIR));
  }

  /** What tests put up and leave there: thousands of mutants would fill a disk with it. */
  #clear() {
    for (const name of readdirSync(process.env.TMPDIR)) if (!this.#kept.has(name)) rmSync(join(process.env.TMPDIR, name), { recursive: true, force: true });
  }

  async dryRun() {
    const tests = [];
    for (const { name, run } of this.#tests) {
      state[CURRENT_TEST_ID] = name;
      const began = performance.now();
      const failureMessage = await failureOf(run);
      const timeSpentMs = performance.now() - began;
      tests.push({ id: name, name, ...(failureMessage === null ? { status: TestStatus.Success } : { status: TestStatus.Failed, failureMessage }), timeSpentMs });
    }
    state[CURRENT_TEST_ID] = undefined;
    this.#clear();
    writeFileSync(SPENT, JSON.stringify(Object.fromEntries(tests.map(({ name, timeSpentMs }) => [name, timeSpentMs]))));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: state[MUTATION_COVERAGE_OBJECT] };
  }

  /** One failure is enough: it is found soonest where the quick ones stand first. */
  #sort() {
    if (this.#sorted || !existsSync(SPENT)) return;
    const spent = JSON.parse(readFileSync(SPENT, 'utf8'));
    this.#tests = [...this.#tests].sort((a, b) => (spent[a.name] ?? 0) - (spent[b.name] ?? 0));
    this.#sorted = true;
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment }) {
    state[HIT_COUNT] = hitLimit === undefined ? undefined : 0;
    state[HIT_LIMIT] = hitLimit;
    state[ACTIVE_MUTANT] = mutantActivation === 'static' ? activeMutant.id : undefined;
    const ended = (result) => determineHitLimitReached(state[HIT_COUNT], hitLimit) ?? result;
    let nrOfTests = 0;
    try {
      if (reloadEnvironment) await this.#load();
      this.#sort();
      state[ACTIVE_MUTANT] = activeMutant.id;
      const asked = testFilter === undefined ? null : new Set(testFilter);
      for (const { name, run } of this.#tests) {
        if (asked?.has(name) === false) continue;
        nrOfTests++;
        const failureMessage = await failureOf(run);
        if (failureMessage !== null) return ended({ status: MutantRunStatus.Killed, killedBy: [name], failureMessage, nrOfTests });
      }
      return ended({ status: MutantRunStatus.Survived, nrOfTests });
    } catch (error) {
      // A module that cannot be loaded kills every test.
      return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests };
    } finally {
      state[ACTIVE_MUTANT] = undefined;
      this.#clear();
    }
  }
}

async function failureOf(run) {
  try {
    await run();
    return null;
  } catch (error) {
    return String(error?.message ?? error);
  }
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'one-process', () => new OneProcessRunner())];
