import { median, round } from '../engine/measure.mjs';

/** One run. @throws where the program does not end as it has to: what fails is not fast. */
async function once(meter, program, input, limit) {
  const argv = program.argv(input);
  const used = await meter.run(argv, { cwd: input.cwd, limit });
  if (!program.exits(input).includes(used.code)) throw new Error(`${program.label} ${used.code < 0 ? `is ended by signal ${-used.code}` : `ends with ${used.code}`} after ${round(used.wall / 1000, 1)} s and ${round(used.memory, 0)} MB on ${input.name}, expected ${program.exits(input).join(' or ')}: ${argv.join(' ')}`);
  // Node, too, ends with 1 where it cannot run what it was given.
  if (program.speaks && used.output === 0) throw new Error(`${program.label} prints nothing on ${input.name}: ${argv.join(' ')}`);
  return used;
}

/**
 * Runs the programs in turns, as many rounds as asked for; `runs` holds what each used, beside what `bare` used just before it.
 * A program that was given more than `patience` seconds is asked no more, and one that takes longer than that at once was asked once.
 * The first run of each only warms the disk (`warm`: it is), unless it took so long that nothing else would matter.
 */
export async function inTurns(meter, { bare, programs, input, rounds, patience = Infinity, limit = 600, warm = false }) {
  const active = programs.filter(({ argv }) => argv(input) !== null).map((program) => ({ program, runs: [], spent: 0, failed: null }));
  for (let turn = warm ? 0 : -1; turn < rounds; turn++) {
    for (const one of active) {
      if (one.failed !== null || (one.runs.length > 0 && one.spent > patience * 1000)) continue;
      const beside = await once(meter, bare, input, limit);
      try {
        const used = await once(meter, one.program, input, limit);
        one.spent += used.wall;
        if (turn >= 0 || used.wall > (patience * 1000) / 4) one.runs.push({ ...used, beside });
      } catch (error) {
        one.failed = error.message;
      }
    }
  }
  return active.map(({ program, runs, failed }) => ({ program: program.name, runs, failed }));
}

/** The median of the ratios of each run to the start of Node beside it. */
export const ratioOf = (runs, figure = 'cpu') => median(runs.map((run) => run[figure] / run.beside[figure]));

/** Medians of what a program used. */
export function summary({ program, runs, failed }) {
  if (failed !== null || runs.length === 0) return { program, failed };
  const of = (figure, digits) => round(median(runs.map((run) => run[figure])), digits);
  return { program, rounds: runs.length, cpuRatio: round(ratioOf(runs), 3), cpuMs: of('cpu', 1), wallRatio: round(ratioOf(runs, 'wall'), 3), wallMs: of('wall', 1), memoryMb: of('memory', 1), cpuRatios: runs.map((run) => round(run.cpu / run.beside.cpu, 3)) };
}
