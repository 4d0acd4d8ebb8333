// What test files import as 'fast-check' while mutants are held to them: few of the runs, which thousands of mutants can afford.
import * as fc from 'fast-check';

export * from 'fast-check';

const RUNS = 12;

fc.configureGlobal({ seed: 20_261_124 });

export function assert(property, { numRuns = RUNS, ...options } = {}) {
  return fc.assert(property, { ...options, numRuns: Math.min(numRuns, RUNS) });
}

export default { ...fc, assert };
