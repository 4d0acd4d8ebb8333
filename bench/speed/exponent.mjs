import { fit } from '../engine/fit.mjs';

/** Less CPU time than this, in ms, says nothing of growth: garbage is collected, code is compiled. */
const NOISE = 2;

/**
 * The power of the size with which CPU time grows, by least squares of the logarithms over the upper half of the sizes, where what does not grow
 * weighs least. `idle` is what a run costs that has next to nothing to do. `runs`: `[{ size, cpu }]`, the smallest first.
 */
export function exponentOf(runs, idle) {
  const upper = runs.slice(Math.min(Math.floor(runs.length / 2), Math.max(runs.length - 2, 0)));
  const floor = Math.max(NOISE, idle / 5);
  if (upper.every(({ cpu }) => cpu - idle <= floor)) return 0;
  return fit(upper.map(({ size, cpu }) => [Math.log2(size), Math.log2(Math.max(cpu - idle, floor))]), 1)?.coefficients[1] ?? null;
}
