// Smoothing of curves for reading; what was measured always stays visible beside it.

/**
 * Exponential smoothing without the pull of the start towards zero: each value is the weighted mean of all before it, the weight of a value
 * falling by the factor with every step.
 * @param {number[]} values
 * @param {number} factor in [0, 1); 0 changes nothing
 */
export function smoothed(values, factor) {
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    sum = sum * factor + value * (1 - factor);
    weight = weight * factor + (1 - factor);
    return sum / weight;
  });
}
