// Kept weights of each output unit (fan-in) and each input unit (fan-out) of a layer.
import { weightsRemaining } from "../format.js";
import { colour } from "../themeSwitch.js";
import { axis } from "./plot.js";
import { MOST_POINTS, thin } from "./thinning.js";

/**
 * @param {string} layer
 * @param {{ fanIn: number[], fanOut: number[] } | null} units kept shares
 * @returns {import("./plot.js").Figure}
 */
export function unitDensityFigure(layer, units) {
  const { fanIn, fanOut } = units ?? { fanIn: [], fanOut: [] };
  const trace = (/** @type {number[]} */ values, /** @type {string} */ name, /** @type {string} */ tint, /** @type {string} */ symbol) => {
    // Ten thousand markers hold the page up for half a second; dead units are the lowest of their neighbours and stay.
    const drawn = thin(values.map((value, unit) => ({ unit, value })), (one) => one.unit, (one) => one.value);
    return { type: "scatter", mode: "markers", name, x: drawn.map((one) => one.unit), y: drawn.map((one) => one.value * 100), marker: { color: colour(tint), size: 4, symbol }, hovertemplate: `${name} %{x}: %{y:.3~g}%<extra></extra>` };
  };
  const dead = fanIn.filter((value) => value === 0).length;
  const unread = fanOut.filter((value) => value === 0).length;
  return {
    name: `Kept weights by unit of ${layer}`,
    isEmpty: !units,
    note: Math.max(fanIn.length, fanOut.length) > MOST_POINTS ? "Of neighbouring units the lowest, the highest and the last are drawn; table and data have all" : undefined,
    sentence: units ? `${layer}: ${dead === 0 ? "every output keeps at least one weight" : `${dead} of ${fanIn.length} outputs keep no weight`}; ${unread} of ${fanOut.length} inputs are read by none.` : "No mask is shown.",
    traces: [trace(fanIn, "output", "--curve-1", "circle"), trace(fanOut, "input", "--curve-2", "square")],
    layout: { height: 260, xaxis: axis({ title: "Unit" }), yaxis: axis({ title: "Kept weights of the unit", ticksuffix: "%", rangemode: "tozero" }) },
    legend: [{ key: "out", label: "outputs (fan-in kept)", colour: "--curve-1", dash: "solid", symbol: "circle" }, { key: "in", label: "inputs (fan-out kept)", colour: "--curve-2", dash: "solid", symbol: "square" }],
    twin: { headings: ["Unit", "Side", "Kept"], rows: [...fanIn.map((value, unit) => [unit, "output", weightsRemaining(value)]), ...fanOut.map((value, unit) => [unit, "input", weightsRemaining(value)])], csv: [["unit", "side", "density_fraction"], ...fanIn.map((value, unit) => [unit, "output", value].map(String)), ...fanOut.map((value, unit) => [unit, "input", value].map(String))] },
  };
}
