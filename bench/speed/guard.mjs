// npm run bench:guard: zlm-lint takes no longer than it did, as CPU time in multiples of what `node -e 0` takes on the same machine beside it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { jsonText } from '../engine/json.mjs';
import { round } from '../engine/measure.mjs';
import { number, table } from '../engine/table.mjs';
import { guardUsage, readGuardArguments } from './arguments.mjs';
import { inputs, makeInput } from './inputs.mjs';
import { bare, givenProgram, zlmLint } from './programs.mjs';
import { inTurns, ratioOf } from './rounds.mjs';
import { Missing, runBench, withMeter } from './run.mjs';

/** Worse by more than this fails. */
const MARGIN = 1.3;
const guarded = inputs.filter((input) => input.guarded);

await runBench('bench:guard', guardUsage, () => {
  const options = readGuardArguments(process.argv.slice(2), guarded.map(({ name }) => name));
  if (!options.help) return withMeter((work, meter) => guard(options, work, meter));
  console.log(guardUsage);
  return 0;
});

async function guard({ write, only, rounds, program, ratios: named }, work, meter) {
  const path = named ?? new URL('ratios.json', import.meta.url).pathname;
  const file = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const committed = committedFor(file);
  const made = guarded.filter(({ name }) => only.includes(name)).map((input) => makeInput(input, work));
  const missing = write ? [] : made.filter(({ name }) => committed?.ratios[name] === undefined);
  if (missing.length > 0) throw new Missing(`${path} has no ratio of ${missing.map(({ name }) => name).join(', ')}: npm run bench:guard -- --write`);

  const measured = zlmLint(program === null ? undefined : givenProgram(program));
  const measure = (list) => ratiosOf(meter, measured, list, rounds);
  const first = await measure(made);
  if (write) {
    const major = process.versions.node.split('.')[0];
    const ratios = { ...file[major]?.ratios, ...Object.fromEntries([...first].map(([name, ratio]) => [name, round(ratio, 3)])) };
    writeFileSync(path, `${jsonText({ ...file, [major]: { node: process.versions.node, cpu: cpus()[0]?.model ?? null, date: new Date().toISOString().slice(0, 10), rounds, ratios } })}\n`);
    console.log(table(['input', 'ratio'], [...first].map(([name, ratio]) => [name, number(ratio, 2)])));
    return 0;
  }
  const isWorse = ({ name }, found) => found.get(name) > committed.ratios[name] * MARGIN;
  // Another program that began meanwhile is gone the second time; what the change costs is not.
  const suspects = made.filter((input) => isWorse(input, first));
  const second = await measure(suspects);
  const failures = suspects.filter((input) => isWorse(input, second));
  report({ committed, made, first, second, failures });
  return failures.length === 0 ? 0 : 1;
}

/** Node's own start differs between its releases, so each has its ratios; one without is held to those of the nearest. */
function committedFor(file) {
  const mine = Number(process.versions.node.split('.')[0]);
  const [nearest] = Object.keys(file).sort((a, b) => Math.abs(a - mine) - Math.abs(b - mine));
  return file[nearest];
}

/** In each round every input once, so that whatever else the machine does falls on all. */
async function ratiosOf(meter, program, list, rounds) {
  const runs = new Map(list.map(({ name }) => [name, []]));
  for (let turn = 0; turn < rounds; turn++) {
    for (const input of list) {
      const [{ runs: used, failed }] = await inTurns(meter, { bare, programs: [program], input, rounds: 1, warm: turn > 0 });
      if (failed !== null) throw new Error(failed);
      runs.get(input.name).push(...used);
    }
  }
  return new Map([...runs].map(([name, used]) => [name, ratioOf(used)]));
}

function report({ committed, made, first, second, failures }) {
  const percent = (name, found) => (found.has(name) ? `${number((found.get(name) / committed.ratios[name] - 1) * 100)} %` : null);
  const rows = made.map(({ name }) => [name, number(committed.ratios[name], 2), number(first.get(name), 2), percent(name, first), second.has(name) ? number(second.get(name), 2) : null, percent(name, second)]);
  console.log(`CPU time in multiples of node -e 0; committed: Node ${committed.node}, ${committed.cpu}, ${committed.date}; here: Node ${process.versions.node}, ${cpus()[0]?.model}`);
  console.log(table(['input', 'committed', 'here', 'worse by', 'once more', 'worse by'], rows));
  for (const { name } of failures) console.error(`FAILED: ${name} takes ${number(second.get(name) / committed.ratios[name], 2)} times what it took; it may take ${MARGIN} times`);
  const better = made.filter(({ name }) => first.get(name) * MARGIN < committed.ratios[name]).map(({ name }) => name);
  if (better.length > 0) console.log(`Much better than committed: ${better.join(', ')}. Keep it: npm run bench:guard -- --write`);
  console.log(`bench:guard: ${made.length} inputs, ${failures.length} failures`);
}
