// npm run bench: how much CPU time, time and memory zlm-lint takes beside the start of Node and beside other programs, as whole processes.
// README.md says what is measured and how.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { jsonText } from '../engine/json.mjs';
import { machine } from '../engine/machine.mjs';
import { manifest } from '../../scripts/tryout.mjs';
import { readArguments, usage } from './arguments.mjs';
import { inputs, makeInput } from './inputs.mjs';
import { bare, composeOf, findPeers, own } from './programs.mjs';
import { inTurns, summary } from './rounds.mjs';
import { runBench, withMeter } from './run.mjs';
import { tables } from './tables.mjs';

const say = (line) => console.error(line);

await runBench('bench', usage, () => {
  const options = readArguments(process.argv.slice(2), inputs.map(({ name }) => name));
  if (!options.help) return withMeter((work, meter) => bench(options, work, meter), options);
  console.log(usage);
  return 0;
});

async function bench({ only, rounds, patience, peers: asked, shared, output, inherit }, work, meter) {
  const compose = asked && shared !== null ? composeOf(resolve(shared)) : null;
  const { peers, skipped } = asked ? findPeers(work, { compose, say }) : { peers: [], skipped: [] };
  for (const line of skipped) say(line);
  const programs = [bare, ...own, ...peers];
  const { kernel, system, cpu, cores, memoryMb, loadAverage } = machine();
  const result = {
    version: 1,
    date: new Date().toISOString(),
    zlmLint: manifest.version,
    circumstances: { node: process.versions.node, machine: { kernel, system, cpu, cores, memoryMb, loadAverage }, peers: Object.fromEntries(peers.map(({ name, version }) => [name, version])), skipped, environment: inherit ? 'inherited' : 'fresh', rounds, patience },
    inputs: [],
  };
  for (const input of inputs.filter(({ name }) => only.includes(name))) {
    const made = makeInput(input, work);
    say(`${input.name} ...`);
    const measured = await inTurns(meter, { bare, programs, input: made, rounds, patience });
    result.inputs.push({ name: made.name, count: made.count, bytes: made.bytes, programs: measured.map(summary) });
  }
  if (output !== null) write(output, result);
  console.log(tables(result));
  const failed = result.inputs.flatMap(({ programs: list }) => list.filter((one) => one.failed));
  for (const one of failed) say(`FAILED: ${one.failed}`);
  // What another program cannot do is a result.
  return failed.some(({ program }) => own.some(({ name }) => name === program)) ? 1 : 0;
}

function write(path, result) {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, `${jsonText(result)}\n`);
  say(`written: ${path}`);
}
