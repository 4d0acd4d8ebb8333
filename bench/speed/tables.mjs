import { number, table } from '../engine/table.mjs';

/** What the terminal shows of a run. */
export function tables({ circumstances: { node, machine, peers, rounds }, inputs }) {
  const head = `Node ${node}, ${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, load ${number(machine.loadAverage[0], 1)} before; ${Object.entries(peers).map(([name, version]) => `${name} ${version}`).join(', ') || 'no peers'}; ${rounds} rounds`;
  return [head, ...inputs.map(tableOf)].join('\n\n');
}

function tableOf({ name, count, bytes, programs }) {
  const rows = programs.map(({ program, rounds, cpuRatio, cpuMs, wallRatio, wallMs, memoryMb }) => [program, ...[[cpuRatio, 2], [cpuMs, 1], [wallRatio, 2], [wallMs, 1], [memoryMb, 1]].map(([value, digits]) => number(value, digits)), rounds ?? 'failed']);
  const size = count === 0 ? '' : ` (${number(count)} ${count === 1 ? 'file' : 'files'}, ${number(bytes)} bytes)`;
  return `${name}${size}\n${table(['program', 'CPU / node', 'CPU ms', 'wall / node', 'wall ms', 'peak MB', 'rounds'], rows)}`;
}
