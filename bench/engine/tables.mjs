import { valueAt } from './fit.mjs';
import { number, percent, seconds, table } from './table.mjs';

/** What the terminal shows of a run; no line is wider than 100 columns. */
export function tables({ circumstances, scenarios, examples, network, fit }) {
  const { engine, machine } = circumstances;
  const parts = [
    `Docker ${engine.version}, userland-proxy ${engine.userlandProxy ? 'on' : 'off'}, ${engine.firewall}, huge pages ${machine.hugePages}; ${machine.cores} cores, ${number(machine.memoryMb)} MB, Linux ${machine.kernel}`,
  ];
  if (scenarios.length > 0) parts.push(costs(scenarios), predictions(scenarios));
  if (examples.length > 0) parts.push(beforeAndAfter(examples));
  if (fit !== null) parts.push(coefficients(fit, engine.version));
  if (network !== null) parts.push(transfers(network));
  return parts.filter(Boolean).join('\n\n');
}

const costRow = (title, { processes, threads, rules, memoryMb, startSeconds, stopSeconds }) => [title, processes, threads, rules, memoryMb.used, memoryMb.processes, memoryMb.kernel].map((cell, index) => (index === 0 ? cell : number(cell))).concat(seconds(startSeconds), seconds(stopSeconds));

const costHead = (first) => [first, 'docker-proxy', 'threads', 'rules', 'memory MB', 'Pss', 'kernel', 'start s', 'stop s'];

function costs(scenarios) {
  const rows = scenarios.filter(({ summary }) => summary !== undefined).map(({ title, summary }) => costRow(title, summary));
  return `${table(costHead('published'), rows)}${skippedLines(scenarios)}\nmemory: drop of MemAvailable; Pss and kernel: of the docker-proxy processes`;
}

const skippedLines = (list) => list.filter(({ skipped }) => skipped !== undefined).map(({ name, skipped }) => `\n${name}: skipped, ${skipped}`).join('');

function predictions(scenarios) {
  const done = scenarios.filter(({ summary, predicted }) => summary !== undefined && predicted?.now);
  if (done.length === 0) return scenarios[0].predicted?.note ?? null;
  const pair = (said, measured, write) => [write(said), write(measured)];
  const rows = done.map(({ name, summary, predicted: { now } }) => [
    name,
    ...pair(now.processes, summary.processes, number),
    ...pair(now.firewallRules, summary.rules, number),
    ...pair(now.memory.total, summary.memoryMb.used, number),
    ...pair(now.startSeconds, summary.startSeconds, seconds),
    ...pair(now.stopSeconds, summary.stopSeconds, seconds),
  ]);
  return `predicted, and measured beside it\n${table(['scenario', 'proxies', '', 'rules', '', 'MB', '', 'start s', '', 'stop s', ''], rows)}`;
}

function beforeAndAfter(examples) {
  const rows = examples.flatMap(({ name, rtpPorts, before, after }) => [
    stateRow(`${name}${rtpPorts === undefined ? '' : `, ${rtpPorts} RTP ports`}`, before),
    stateRow('  fixed', after),
  ]);
  const notes = examples.flatMap(({ name, before, after }) => [[name, before], [`${name}, fixed`, after]]).flatMap(([name, { skipped, error }]) => (skipped ?? error ? [`\n${name}: ${skipped === undefined ? error : `skipped, ${skipped}`}`] : []));
  return `${table(costHead('example'), rows)}${notes.join('')}`;
}

const stateRow = (title, { summary }) => (summary === undefined ? [title, ...Array(8).fill(null)] : costRow(title, summary));

function coefficients({ memoryMb, startSeconds, stopSeconds }, version) {
  const lines = [
    ['memory MB', memoryMb, ([base, each]) => `${base.toFixed(1)} + ${each.toFixed(3)} P`],
    ['start s', startSeconds, quadratic],
    ['stop s', stopSeconds, quadratic],
  ].flatMap(([name, fitted, write]) => (fitted === null ? [] : [`${name} = ${write(fitted.coefficients)}   R² ${fitted.r2.toFixed(4)}, ${fitted.points} points, at 1,000 pairs ${number(valueAt(fitted.coefficients, name === 'memory MB' ? 2000 : 1000))}`]));
  return lines.length === 0 ? null : `refitted for Docker ${version}; P processes, N pairs\n${lines.join('\n')}`;
}

const quadratic = ([constant, linear, square]) => `${constant.toFixed(2)} + ${linear.toFixed(4)} N + ${square.toExponential(2)} N²`;

function transfers({ results }) {
  const rows = results.map(({ name, kind, client, published, host }) => {
    const key = kind === 'throughput' ? 'mbit' : 'medianMicroseconds';
    const other = kind === 'throughput' ? 'lostPercent' : 'p99Microseconds';
    const [one, two] = [published, host].map(({ median }) => median);
    const extra = (median) => (median?.[other] === undefined ? null : number(median[other], kind === 'throughput' ? 1 : 0));
    return [name, client.replace(/^from (?:the )?/, ''), number(one?.[key]), extra(one), number(two?.[key]), extra(two), percent(one?.[key], two?.[key]), number(one?.cpuSecondsPerGb, 1), number(two?.cpuSecondsPerGb, 1)];
  });
  const head = ['Mbit/s, or µs', 'client', 'published', '', 'host', '', 'of host', 'cpu s/GB', 'host'];
  return `${table(head, rows)}\nbeside Mbit/s: % lost; beside µs (median): the 99th percentile. The client is outside or on the\nhost itself; sender, receiver and docker-proxy share the cores.`;
}
