// The main chart and its companions: a quantity against weights remaining, on a reversed logarithmic axis with 100% at the left.
import { accuracyOf, groups, weightsRemaining } from "../format.js";
import { band, deviationOf } from "../stats.js";
import { rangeOf, reach, ticksOf, valueIn } from "./accuracyAxes.js";
import { shapesOf, symbolOf, tracesOf } from "./accuracyTraces.js";
import { axis } from "./plot.js";
import { curvesOf, QUANTITIES, sentenceOf } from "./rounds.js";
import { middle } from "./text.js";

const SPREADS = /** @type {Record<string, string>} */ ({ ci: "95% CI", range: "min to max", sd: "SD", se: "SE" });

/**
 * @typedef {{ quantity: string, spread: string, x: string, y: string, round?: number }} View
 * @param {import("./rounds.js").Run[]} runs
 * @param {View} view
 * @param {Set<string>} hidden
 * @returns {import("./plot.js").Figure}
 */
export function accuracyFigure(runs, view, hidden) {
  const quantity = QUANTITIES[view.quantity];
  const curves = curvesOf(runs, view.quantity);
  const shown = curves.filter((curve) => !hidden.has(curve.key));
  const value = valueIn(view, quantity);
  const several = runs.length > 1;
  const isPartial = shown.some((curve) => curve.points.some((point) => point.isPartial));
  return {
    name: `${runs.map((run) => run.name).join(" and ")} - ${quantity.label}`,
    isEmpty: curves.length === 0,
    hoverAxis: "weights",
    sentence: view.quantity === "early" ? sentenceOf(runs) : `${quantity.label} against weights remaining. ${curves.map((curve) => label(curve, view, several ? middle(curve.run.name) : "")).join("; ")}.`,
    note: isPartial ? "Hollow markers: fewer runs than planned, n is lower there" : "",
    traces: shown.flatMap((curve) => tracesOf(curve, curves, runs, view, value, label(curve, view, several ? middle(curve.run.name) : ""))),
    layout: {
      height: 420,
      viewKey: `${view.quantity}/${view.x}/${view.y}`,
      xaxis: axis({ title: { weights: "Weights remaining", sparsity: "Sparsity", compression: "Compression" }[view.x], type: "log", ...reach(curves), ...ticksOf(curves, view) }),
      yaxis: axis({ title: view.y === "error" ? `Error (100% minus ${quantity.label.toLowerCase()})` : quantity.label, type: view.y === "error" ? "log" : "linear", ticksuffix: quantity.isShare ? "%" : "", ...rangeOf(shown, view, value) }),
      shapes: shapesOf(shown, view, value),
    },
    legend: curves.map((curve) => ({
      key: curve.key,
      label: label(curve, view, several ? middle(curve.run.name) : ""),
      full: label(curve, view, several ? curve.run.name : ""),
      colour: `--curve-${(curve.colour % 7) + 1}`,
      dash: curve.dash,
      symbol: symbolOf(curve, curves),
    })),
    twin: twinOf(shown, several, quantity, view),
  };
}

/**
 * Mean, kind of spread and n, always together.
 * @param {import("./rounds.js").Curve} curve
 * @param {View} view
 * @param {string} name of the experiment where there are several
 */
function label(curve, view, name) {
  const n = Math.max(...curve.points.map((point) => point.spread.n));
  const spread = n < 2 ? "one run" : `mean, ${spreadWord(n, view)}, n=${n}`;
  return `${name ? `${name}: ` : ""}${curve.word} (${spread})`;
}

/**
 * Two runs have no interval worth the name; see band().
 * @param {number} n
 * @param {View} view
 */
function spreadWord(n, view) {
  return n < 3 && view.spread === "ci" ? SPREADS.range : SPREADS[view.spread];
}

/**
 * @param {import("./rounds.js").Curve[]} curves
 * @param {boolean} several
 * @param {{ label: string, isShare: boolean }} quantity
 * @param {View} view
 * @returns {import("./plot.js").Twin}
 */
function twinOf(curves, several, quantity, view) {
  const unit = quantity.isShare ? "fraction" : "iterations";
  const rows = curves.flatMap((curve) => curve.points.map((point) => ({ curve, point })));
  const words = (/** @type {import("./rounds.js").Point} */ point) => (quantity.isShare ? accuracyOf(point.spread) : `${groups(point.spread.mean)} (${groups(point.spread.min)} to ${groups(point.spread.max)}, n=${point.spread.n})`);
  const scaled = (/** @type {number} */ number) => (quantity.isShare ? (number * 100).toFixed(2) : String(Math.round(number)));
  const short = (/** @type {import("./rounds.js").Point} */ { spread }) => (spread.n < 2 ? scaled(spread.mean) : `${scaled(spread.mean)} ± ${scaled(deviationOf(spread, view.spread))}`);
  const ends = (/** @type {import("./rounds.js").Point} */ point) => band(point.spread, view.spread) ?? ["", ""];
  const lead = (/** @type {import("./rounds.js").Curve} */ curve) => (several ? [curve.run.name] : []);
  return {
    headings: [...(several ? ["Experiment"] : []), "Branch", "Round", "Weights remaining", quantity.label],
    rows: rows.map(({ curve, point }) => [...lead(curve), curve.word, point.round, weightsRemaining(point.density), words(point)]),
    latex: {
      headings: [...(several ? ["Experiment"] : []), "Branch", "Weights remaining", `${quantity.label}${quantity.isShare ? " (%)" : ""}, mean ± ${view.spread === "ci" || view.spread === "range" ? `half of ${SPREADS[view.spread]}` : SPREADS[view.spread]}`, "n"],
      rows: rows.map(({ curve, point }) => [...lead(curve), curve.word, weightsRemaining(point.density), short(point), point.spread.n]),
    },
    csv: [["experiment", "branch", "round", "density_fraction", `mean_${unit}`, `low_${unit}`, `high_${unit}`, "spread", `min_${unit}`, `max_${unit}`, `sd_${unit}`, `ci95_half_${unit}`, "n", `replicates_${unit}`],
      ...rows.map(({ curve, point }) => [curve.run.name, curve.branch, point.round, point.density, point.spread.mean, ...ends(point), point.spread.n < 2 ? "" : spreadWord(point.spread.n, view), point.spread.min, point.spread.max, point.spread.deviation, point.spread.half ?? "", point.spread.n, point.dots.map((dot) => dot.value).join(" ")].map(String))],
  };
}
