// npm run bench:growth: doubles what zlm-lint is given, one thing after the other, and says by which power of it the CPU time grows.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { number, table } from '../engine/table.mjs';
import { manifest, root } from '../../scripts/tryout.mjs';
import { growthUsage, readGrowthArguments } from './arguments.mjs';
import { dimensions, sizesOf } from './dimensions.mjs';
import { exponentOf } from './exponent.mjs';
import { writeFiles } from './inputs.mjs';
import { givenProgram } from './programs.mjs';
import { inDirectory, runBench } from './run.mjs';

/** n log n is 1.2 at most at these sizes. */
const MOST = 1.25;
/** Seconds for one dimension. */
const PATIENCE = 60;

await runBench('bench:growth', growthUsage, () => {
  const options = readGrowthArguments(process.argv.slice(2), dimensions.map(({ name }) => name));
  if (!options.help) return inDirectory((work) => growth(options, work));
  console.log(growthUsage);
  return 0;
});

async function growth({ only, program }, work) {
  const file = program === null ? join(root, 'dist/zlm-lint.cjs') : givenProgram(program);
  console.log(`zlm-lint ${manifest.version}, Node ${process.versions.node}: ms of CPU time without start-up; the exponent is that of the upper half of the sizes, and may be ${MOST}`);
  const failures = [];
  for (const dimension of dimensions.filter(({ name }) => only.includes(name))) {
    let found = await measured(dimension, file, work);
    // Another program that began meanwhile is gone the second time.
    if (whyBad(found, dimension) !== null && !found.slow) found = await measured(dimension, file, work);
    const why = whyBad(found, dimension);
    if (why !== null) failures.push(`${dimension.name}: ${why}`);
    const row = found.runs.map(({ size, cpu }) => [`${number(size)}`, number(Math.max(cpu - found.idle, 0), 1)]);
    console.log(`\n${dimension.name} (${dimension.unit}): exponent ${number(found.exponent, 2)}, beside ${number(found.idle, 1)} ms for one\n${table(['size', ...row.map(([size]) => size)], [['ms', ...row.map(([, ms]) => ms)]])}`);
  }
  console.log('');
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  console.log(`bench:growth: ${only.length} dimensions, ${failures.length} failures`);
  return failures.length === 0 ? 0 : 1;
}

function whyBad({ exponent, runs, slow }, dimension) {
  const sizes = sizesOf(dimension);
  if (exponent === null) return 'not two sizes could be measured';
  if (exponent > MOST) return `CPU time grows with the power ${number(exponent, 2)} of it`;
  return slow ? `too slow: not measured beyond ${number(runs.at(-1)?.size)} of ${number(sizes.at(-1))}` : null;
}

/** Of each size the fastest of several runs in one process, in which neither the compiler nor another program had its part. */
async function measured(dimension, program, work) {
  const sizes = sizesOf(dimension);
  const [idle, ...runs] = [1, ...sizes].map((size) => {
    const cwd = join(work, dimension.name, String(size));
    mkdirSync(cwd, { recursive: true });
    writeFiles(cwd, dimension.files(size));
    return { size, cwd, args: dimension.args(size) };
  });
  const least = new Map();
  await grow({ program, idle, warm: runs[2], runs }, ({ size, cpu }) => least.set(size, Math.min(cpu, least.get(size) ?? Infinity)));
  const done = sizes.filter((size) => least.has(size)).map((size) => ({ size, cpu: least.get(size) }));
  const base = least.get(1) ?? 0;
  return { idle: base, runs: done, exponent: done.length < 2 ? null : exponentOf(done, base), slow: done.length < sizes.length };
}

/** A process for each dimension; what it found before it was given up counts. */
async function grow(request, found) {
  const child = spawn(process.execPath, [new URL('grow.mjs', import.meta.url).pathname], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint = (complaint + chunk).slice(-2000)));
  child.stdio[4].end(JSON.stringify(request));
  let givenUp = false;
  const timer = setTimeout(() => {
    givenUp = true;
    child.kill('SIGKILL');
  }, PATIENCE * 1000);
  const ended = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdio[3] })) found(JSON.parse(line));
  const code = await ended;
  clearTimeout(timer);
  if (code !== 0 && !givenUp) throw new Error(complaint.trim() || `grow.mjs ends with ${code}`);
}
