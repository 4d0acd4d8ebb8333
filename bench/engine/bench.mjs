// npm run bench:engine: starts and stops a container that only sleeps on a real Docker Engine, and measures what publishing its ports costs.
// README.md says what is measured and how; the engine's own containers and images are left alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { BadRequest, readArguments, usage } from './arguments.mjs';
import { judge } from './check.mjs';
import { cleanUp } from './clean-up.mjs';
import { connect, makeStandIn, readEngine, removeAll, standInAtHand } from './docker.mjs';
import { examples, measureExample } from './examples.mjs';
import { refit } from './fit.mjs';
import { jsonText } from './json.mjs';
import { limits, machine, missingFor, setHugePages } from './machine.mjs';
import { byRun, measure, summary } from './measure.mjs';
import { findProgram, missing, wrongEngine } from './needs.mjs';
import { measureNetwork, neededPorts } from './network.mjs';
import { predictRun } from './predict.mjs';
import { readHeldPorts } from './processes.mjs';
import { release } from './release.mjs';
import { busyPort, hostPorts, publishing, scenarios, warmUp } from './scenarios.mjs';
import { tables } from './tables.mjs';

const here = new URL('.', import.meta.url).pathname;
const root = join(here, '../..');
const say = (line) => console.error(line);
const undo = cleanUp();
// Where iptables and ip lie, which not every shell looks through.
process.env.PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

try {
  process.exitCode = await bench(readArguments(process.argv.slice(2), [...scenarios, ...examples].map(({ name }) => name).concat('network')));
} catch (error) {
  // What fails while everything is taken away fails because of it.
  if (!undo.aborted) say(`bench: ${error.message}`);
  if (error instanceof BadRequest) say(usage);
  process.exitCode = error instanceof BadRequest ? 2 : 1;
} finally {
  await undo.run();
}

async function bench(options) {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  // What small runs judge does not depend on MemAvailable, so they need not wait for it.
  const docker = { ...connect(), rest: options.small ? 0.3 : 1.5 };
  const { must, parts } = missing(await found(docker));
  if (must.length > 0) return refuse(must);
  const engine = await readEngine(docker);
  const wrong = wrongEngine(engine);
  if (wrong !== null) return refuse([wrong]);
  const chosen = choose(options);
  const network = options.throughput && parts.network === undefined;
  const obstacles = obstaclesOf(chosen.scenarios, network, options.full);
  if (obstacles.length > 0) return refuse(obstacles);
  for (const line of Object.values(parts)) say(line);

  if (options.hugePages !== null) undo.add(setHugePages(options.hugePages));
  const circumstances = machine();
  undo.add(() => docker.ask('rmi', '-f', docker.image));
  undo.add(() => removeAll(docker));
  await makeStandIn(docker);
  say('warm-up');
  const first = await measure(docker, engine, byRun(docker, 'warm-up', publishing(warmUp)));
  if (!first.running) throw new Error('the stand-in does not run: is the static busybox of another architecture?');
  const facts = { version: engine.version, userlandProxy: first.processes > 0, families: first.families || null, firewall: engine.firewall };
  const asked = { ...facts, hugePages: circumstances.hugePages };
  const result = {
    version: 1,
    date: new Date().toISOString(),
    zlmLint: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    circumstances: { engine: facts, machine: circumstances, repeat: options.repeat, missing: Object.values(parts) },
    scenarios: [],
    examples: [],
    network: null,
    fit: null,
  };
  const startable = parts.compose === undefined ? chosen.examples : chosen.examples.filter(({ file }) => file.endsWith('.sh'));
  try {
    await runScenarios(docker, engine, chosen.scenarios, options, asked, result.scenarios);
    await runExamples(docker, { ...engine, ...asked }, startable, options, result.examples);
    if (network) result.network = await networkOf(docker, options, facts);
  } finally {
    // What took an hour is not lost with the part that fails.
    result.fit = refit(result.scenarios);
    write(options.output ?? join(here, 'out', `${result.date.slice(0, 16).replaceAll(':', '')}-docker-${release(engine.version)}.json`), result);
  }
  console.log(tables(result));
  return options.check ? verdict(result, chosen) : 0;
}

function refuse(lines) {
  for (const line of lines) say(`bench: ${line}`);
  return 2;
}

async function found(docker) {
  const compose = process.env.DOCKER_COMPOSE ? findProgram(process.env.DOCKER_COMPOSE) !== null : await docker.compose(['version']).then(() => true, () => false);
  return {
    linux: platform() === 'linux',
    root: process.getuid?.() === 0,
    docker: findProgram(docker.cli) !== null,
    dist: existsSync(join(root, 'dist/zlm-lint.cjs')),
    standIn: await standInAtHand(docker),
    ip: findProgram('ip') !== null,
    rules: (findProgram('iptables-save') !== null && findProgram('ip6tables-save') !== null) || findProgram('nft') !== null,
    compose,
    nsenter: findProgram('nsenter') !== null,
    iperf3: findProgram('iperf3') !== null,
  };
}

function choose({ only, small, full }) {
  if (only !== null) return { scenarios: scenarios.filter(({ name }) => only.includes(name)), examples: examples.filter(({ name }) => only.includes(name)) };
  if (small) return { scenarios: scenarios.filter((scenario) => scenario.small), examples: examples.filter(({ name }) => name === 'safe') };
  return { scenarios: scenarios.filter((scenario) => full || !scenario.full), examples };
}

/** What would fail on the way, or wreck the host: said before anything is started. */
function obstaclesOf(chosen, network, full) {
  const held = readHeldPorts();
  const wanted = [warmUp, ...chosen].map((scenario) => [scenario.name, hostPorts(scenario)]);
  const busy = [...wanted, ...(network ? [['network', neededPorts]] : [])].flatMap(([name, ports]) => {
    const port = busyPort(ports, held);
    return port === null ? [] : [`port ${port} is in use, and ${name} needs it: stop what listens there, or leave it out with --only`];
  });
  const most = Math.max(...chosen.map(({ pairs }) => pairs), 0);
  const lacking = full || chosen.some((scenario) => scenario.full) ? missingFor(most * 2, limits()).map((line) => `${most} pairs need ${line}`) : [];
  return [...busy, ...lacking];
}

async function runScenarios(docker, engine, chosen, { repeat }, asked, results) {
  for (const scenario of chosen) {
    const { name, title, pairs } = scenario;
    const publish = publishing(scenario);
    const result = { name, title, pairs, publish, predicted: await predictRun(publish, asked) };
    results.push(result);
    const [lacking] = missingFor(pairs * 2, limits());
    if (lacking !== undefined) {
      Object.assign(result, { skipped: lacking });
      continue;
    }
    const runs = [];
    for (let run = 0; run < repeat; run++) {
      runs.push(await measure(docker, engine, byRun(docker, name, publish)));
      sayRun(title, runs.at(-1));
    }
    Object.assign(result, { runs, summary: summary(runs) });
  }
}

async function runExamples(docker, engine, chosen, { small, repeat }, results) {
  for (const example of chosen) {
    const result = await measureExample(docker, engine, example, { narrow: small, repeat });
    results.push(result);
    for (const [when, { runs = [], skipped, error }] of [['before', result.before], ['after', result.after]]) {
      if (runs.length > 0) sayRun(`${example.name}, ${when}`, runs.at(-1));
      else say(`${example.name}, ${when}: ${skipped ?? error}`);
    }
  }
}

function sayRun(title, { processes, rules, memoryMb, startSeconds, stopSeconds }) {
  say(`${title}: ${processes} processes, ${rules} rules, ${Math.round(memoryMb.used)} MB, ${startSeconds.toFixed(1)} s, ${stopSeconds.toFixed(1)} s`);
}

function networkOf(docker, { repeat }, { userlandProxy }) {
  say('throughput and round-trip time');
  return measureNetwork(docker, { repeat: Math.max(repeat, 3), userlandProxy, say, undo });
}

function write(path, result) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${jsonText(result)}\n`);
  say(`written: ${path}`);
}

function verdict(result, chosen) {
  const failures = judge(result, [...chosen.scenarios, ...chosen.examples].map(({ name }) => name));
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  console.log(`bench: ${result.scenarios.length} scenarios, ${result.examples.length} examples, ${failures.length} failures`);
  return failures.length === 0 ? 0 : 1;
}
