// Axes of the main chart: where a value stands, what the ticks say, how far the axes reach.
import { compression, sparsity, weightsRemaining } from "../format.js";
import { band } from "../stats.js";
import { QUANTITIES } from "./rounds.js";

const NICE = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
/** Most rounds whose own densities are ticks. */
const MOST_TICKS = 24;

/**
 * How a value stands on the y axis: accuracies in percent, errors no smaller than a logarithmic axis can show.
 * @param {import("./accuracy.js").View} view
 * @param {{ isShare: boolean }} quantity
 */
export function valueIn(view, quantity) {
  return (/** @type {number} */ number) => (!quantity.isShare ? number : view.y === "error" ? Math.max(1e-3, 100 - number * 100) : number * 100);
}

/** @param {import("./rounds.js").Curve[]} curves */
export function reach(curves) {
  const smallest = Math.min(0.5, ...curves.flatMap((curve) => curve.points.map((point) => point.density)));
  // A little room on both sides, so that no marker is cut; larger values stand at the left.
  return { range: [0.04, Math.log10(smallest) - 0.06], autorange: false };
}

/**
 * Positions follow the weights that remain, whatever the ticks say of them.
 * @param {import("./rounds.js").Curve[]} curves
 * @param {import("./accuracy.js").View} view
 */
export function ticksOf(curves, view) {
  const densities = [...new Set(curves.flatMap((curve) => curve.points.map((point) => point.density)))].sort((a, b) => b - a);
  const smallest = densities[densities.length - 1] ?? 0.1;
  const gap = -Math.log10(smallest) / 9;
  /** @type {number[]} */
  const kept = [];
  for (const density of densities.length <= MOST_TICKS ? densities : NICE.filter((nice) => nice >= smallest)) {
    if (kept.length === 0 || Math.log10(kept[kept.length - 1]) - Math.log10(density) >= gap) {
      kept.push(density);
    }
  }

  const words = { weights: weightsRemaining, sparsity, compression }[view.x] ?? weightsRemaining;
  return { tickmode: "array", tickvals: kept, ticktext: kept.map(words), minor: {} };
}

/**
 * @param {import("./rounds.js").Curve[]} shown
 * @param {import("./accuracy.js").View} view
 * @param {(number: number) => number} value
 */
export function rangeOf(shown, view, value) {
  if (view.y === "zero") {
    return { rangemode: "tozero", autorange: true };
  }

  const all = shown.flatMap((curve) => curve.points.flatMap((point) => [point.spread.min, point.spread.max, ...(band(point.spread, view.spread) ?? [])])).map(value);
  if (view.y === "error" || all.length === 0) {
    return { autorange: view.y === "error" ? "reversed" : true };
  }

  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = Math.max((high - low) * 0.05, QUANTITIES[view.quantity].isShare ? 0.1 : 1);
  return { range: [low - room, high + room], autorange: false };
}
