// A test runner for Stryker: it bundles the mutated sources with tests.ts once and runs the tests in this process, a thousand times faster than
// starting Vitest for each mutant. scripts/mutate.mjs starts it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { bundledValidator } from '../../scripts/validator.mjs';

const { NAMESPACE, ACTIVE_MUTANT, CURRENT_TEST_ID, HIT_COUNT, HIT_LIMIT, MUTATION_COVERAGE_OBJECT } = INSTRUMENTER_CONSTANTS;
const state = (globalThis[NAMESPACE] ??= {});

class CaseRunner {
  #bundle = null;
  #tests = [];
  #loads = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#bundle = join(process.cwd(), `test/mutation/bundle-${process.pid}.mjs`);
    await build({
      entryPoints: ['test/mutation/tests.ts'],
      outfile: this.#bundle,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      plugins: [bundledValidator],
    });
    await this.#load();
  }

  /** What a module does when it is loaded is done again, with the mutant. */
  async #load() {
    const { readTests } = await import(`${pathToFileURL(this.#bundle)}?${this.#loads++}`);
    this.#tests = await readTests();
  }

  async dryRun() {
    const tests = [];
    for (const { name, run } of this.#tests) {
      state[CURRENT_TEST_ID] = name;
      const began = performance.now();
      const result = { id: name, name, status: TestStatus.Success };
      try {
        run();
      } catch (error) {
        Object.assign(result, { status: TestStatus.Failed, failureMessage: error.message });
      }
      tests.push({ ...result, timeSpentMs: performance.now() - began });
    }
    state[CURRENT_TEST_ID] = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: state[MUTATION_COVERAGE_OBJECT] };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment }) {
    state[HIT_COUNT] = hitLimit === undefined ? undefined : 0;
    state[HIT_LIMIT] = hitLimit;
    state[ACTIVE_MUTANT] = mutantActivation === 'static' ? activeMutant.id : undefined;
    try {
      if (reloadEnvironment) await this.#load();
      state[ACTIVE_MUTANT] = activeMutant.id;
      const asked = testFilter === undefined ? this.#tests : this.#tests.filter(({ name }) => testFilter.includes(name));
      let nrOfTests = 0;
      for (const { name, run } of asked) {
        nrOfTests++;
        try {
          run();
        } catch (error) {
          return determineHitLimitReached(state[HIT_COUNT], hitLimit) ?? { status: MutantRunStatus.Killed, killedBy: [name], failureMessage: error.message, nrOfTests };
        }
      }
      return determineHitLimitReached(state[HIT_COUNT], hitLimit) ?? { status: MutantRunStatus.Survived, nrOfTests };
    } catch (error) {
      // A module that cannot be loaded kills every test.
      return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: error.message, nrOfTests: 0 };
    } finally {
      state[ACTIVE_MUTANT] = undefined;
    }
  }
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'cases', () => new CaseRunner())];
