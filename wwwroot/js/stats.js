// Mean and spread over replicates, as Engine/Experiments/Spread.cs computes them.

/** @typedef {{ n: number, mean: number, min: number, max: number, deviation: number, half: number | null }} Spread */

// Two-sided 95% quantiles of Student's t for 1 to 30 degrees of freedom.
const STUDENT = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423];

/** @param {number} freedom */
export function student(freedom) {
  // Beyond the table the first terms of Cornish and Fisher are exact to four digits.
  return STUDENT[freedom - 1] ?? 1.959964 + 2.372271 / freedom + 2.822 / (freedom * freedom);
}

/**
 * @param {number[]} values
 * @returns {Spread | null} null of nothing
 */
export function spreadOf(values) {
  const n = values.length;
  if (n === 0) {
    return null;
  }

  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = n === 1 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = n < 3 ? null : (student(n - 1) * deviation) / Math.sqrt(n);
  return { n, mean, min: Math.min(...values), max: Math.max(...values), deviation, half };
}

/**
 * Which ends the band of a mean has.
 * @param {Spread} spread
 * @param {string} kind ci, range, sd or se
 * @returns {[number, number] | null} null when n is too small for it
 */
export function band(spread, kind) {
  const half = kind === "ci" ? spread.half : kind === "sd" ? spread.deviation : kind === "se" ? spread.deviation / Math.sqrt(spread.n) : null;
  if (spread.n < 2) {
    return null;
  }

  // Below n = 3 an interval would promise what two runs cannot tell: smallest and largest instead.
  return half === null ? [spread.min, spread.max] : [spread.mean - half, spread.mean + half];
}

/**
 * The number behind "plus or minus": half of the band, or of the distance from smallest to largest.
 * @param {Spread} spread
 * @param {string} kind
 */
export function deviationOf(spread, kind) {
  const ends = band(spread, kind);
  return ends ? (ends[1] - ends[0]) / 2 : 0;
}
