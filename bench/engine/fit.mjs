import { Matrix, QrDecomposition } from 'ml-matrix';

/** Least squares of y over 1, x, … xᵈ: coefficients from the constant on, and R². `null` where there are too few different x. */
export function fit(points, degree) {
  if (new Set(points.map(([x]) => x)).size <= degree) return null;
  // Squares of thousands beside ones would cost half the digits.
  const scale = Math.max(...points.map(([x]) => Math.abs(x)), 1);
  const powers = new Matrix(points.map(([x]) => Array.from({ length: degree + 1 }, (_, power) => (x / scale) ** power)));
  const scaled = new QrDecomposition(powers).solve(Matrix.columnVector(points.map(([, y]) => y))).to1DArray();
  const coefficients = scaled.map((coefficient, power) => coefficient / scale ** power);
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const squares = (of) => points.reduce((sum, point) => sum + of(point) ** 2, 0);
  const total = squares(([, y]) => y - mean);
  const left = squares(([x, y]) => y - valueAt(coefficients, x));
  return { coefficients, r2: total <= squares(([, y]) => y) * Number.EPSILON ? 1 : 1 - left / total, points: points.length };
}

export function valueAt(coefficients, x) {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

/** The model anew from this run's scenarios: memory over processes, start and stop over pairs; for times without those bound to 127.0.0.1, whose rules differ. */
export function refit(scenarios) {
  const done = scenarios.filter(({ name, summary }) => summary !== undefined && name !== 'host');
  const everywhere = done.filter(({ name }) => !name.endsWith('-loopback'));
  return {
    memoryMb: fit(done.map(({ summary }) => [summary.processes, summary.memoryMb.used]), 1),
    startSeconds: fit(everywhere.map(({ pairs, summary }) => [pairs, summary.startSeconds]), 2),
    stopSeconds: fit(everywhere.map(({ pairs, summary }) => [pairs, summary.stopSeconds]), 2),
  };
}
