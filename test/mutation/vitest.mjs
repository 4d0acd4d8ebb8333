// What test files import as 'vitest' while mutants are held to them: it collects the tests, and runner.mjs runs them one by one.
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const { expect } = chai;

/** `{ name, run }` in the order in which they stand; `run` throws, or returns a promise that is rejected, where the test fails. */
export const tests = [];

const top = { name: '', parent: null, beforeAll: [], beforeEach: [], afterEach: [] };
let suite = top;

function collect(name, act) {
  const outer = suite;
  suite = { ...top, name: `${outer.name}${name} > `, parent: outer, beforeAll: [], beforeEach: [], afterEach: [] };
  act();
  suite = outer;
}

function add(name, act, fails = false) {
  const own = suite;
  const chain = [];
  for (let one = own; one !== null; one = one.parent) chain.unshift(one);
  const run = async () => {
    // Before each of them: what it does belongs to every mutant, and to what each test sees.
    await inTurn(chain.flatMap(({ beforeAll }) => beforeAll));
    try {
      await inTurn(chain.flatMap(({ beforeEach }) => beforeEach));
      await act();
    } finally {
      await inTurn(chain.flatMap(({ afterEach }) => afterEach));
    }
  };
  tests.push({ name: `${tests.length} ${own.name}${name}`, run: fails ? () => run().then(() => Promise.reject(new Error('it does not fail')), () => undefined) : run });
}

async function inTurn(acts) {
  for (const act of acts) await act();
}

const actOf = (args) => args.find((arg) => typeof arg === 'function');
const skip = Object.assign(() => {}, { each: () => () => {} });

function withEach(register) {
  const each = (table) => (name, ...rest) => {
    for (const [index, row] of table.entries()) {
      const values = Array.isArray(row) ? row : [row];
      register(`${name} #${index}`, () => actOf(rest)(...values));
    }
  };
  const call = (name, ...rest) => register(name, actOf(rest));
  return Object.assign(call, { each, skipIf: (condition) => (condition ? skip : call), runIf: (condition) => (condition ? call : skip) });
}

export const describe = withEach(collect);
export const it = Object.assign(withEach(add), { fails: (name, act) => add(name, act, true) });
export const test = it;
export const beforeAll = (act) => void suite.beforeAll.push(act);
export const beforeEach = (act) => void suite.beforeEach.push(act);
export const afterEach = (act) => void suite.afterEach.push(act);
// What a file has put up stays for the next mutant.
export const afterAll = () => {};
