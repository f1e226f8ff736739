// What the main chart draws of each curve: band, replicates, mean; and across the plot the dense mean with its band.
import { groups, weightsRemaining } from "../format.js";
import { band } from "../stats.js";
import { colour } from "../themeSwitch.js";
import { QUANTITIES } from "./rounds.js";
import { escape } from "./text.js";

const SYMBOLS = ["circle", "square", "triangle-up", "diamond", "cross", "star", "x"];
/** Most replicates whose dots are drawn; more would hide the mean. */
const MOST_DOTS = 10;
/** Opacity of bands, as the last two digits of a colour: of curves, and of the dense network behind them. */
const [BAND, FAINT_BAND] = ["29", "1f"];

/**
 * @param {import("./rounds.js").Curve} curve
 * @param {import("./rounds.js").Curve[]} curves
 */
export function symbolOf(curve, curves) {
  if (curve.lap >= 0) {
    return SYMBOLS[curve.lap % SYMBOLS.length];
  }

  return SYMBOLS[[...new Set(curves.map((other) => other.branch))].indexOf(curve.branch) % SYMBOLS.length];
}

/**
 * @param {import("./rounds.js").Curve} curve
 * @param {import("./rounds.js").Curve[]} curves
 * @param {import("./rounds.js").Run[]} runs
 * @param {import("./accuracy.js").View} view
 * @param {(number: number) => number} value
 * @param {string} name
 */
export function tracesOf(curve, curves, runs, view, value, name) {
  const tint = colour(`--curve-${(curve.colour % 7) + 1}`);
  const symbol = symbolOf(curve, curves);
  const x = curve.points.map((point) => point.density);
  const bands = curve.points.map((point) => band(point.spread, view.spread) ?? [point.spread.mean, point.spread.mean]);
  const hasBand = curve.points.some((point) => point.spread.n > 1);
  const area = { x: [...x, ...[...x].reverse()], y: [...bands.map((ends) => value(ends[1])), ...bands.map((ends) => value(ends[0])).reverse()], type: "scatter", mode: "lines", fill: "toself", fillcolor: `${tint}${BAND}`, line: { width: 0 }, hoverinfo: "skip" };
  const dots = curve.points.filter((point) => point.dots.length > 1 && point.dots.length <= MOST_DOTS);
  const raw = { x: dots.flatMap((point) => point.dots.map(() => point.density)), y: dots.flatMap((point) => point.dots.map((dot) => value(dot.value))), type: "scatter", mode: "markers", marker: { size: 4, color: tint, opacity: 0.55, symbol }, hoverinfo: "skip" };
  const line = {
    x, y: curve.points.map((point) => value(point.spread.mean)), type: "scatter", mode: "lines+markers", name: escape(name),
    line: { color: tint, width: 2, dash: curve.dash },
    marker: { size: 8, color: tint, line: { color: tint, width: 2 }, symbol: curve.points.map((point) => (point.isPartial ? `${symbol}-open` : symbol)) },
    text: curve.points.map((point) => hover(curve, point, runs, view)), hovertemplate: "%{text}<extra></extra>",
  };
  return [...(hasBand ? [area] : []), ...(dots.length ? [raw] : []), line];
}

/**
 * @param {import("./rounds.js").Curve} curve
 * @param {import("./rounds.js").Point} point
 * @param {import("./rounds.js").Run[]} runs
 * @param {import("./accuracy.js").View} view
 */
function hover(curve, point, runs, view) {
  const share = QUANTITIES[view.quantity].isShare;
  const exact = (/** @type {number} */ number) => (share ? `${(number * 100).toFixed(4)}%` : groups(number));
  const who = `${runs.length > 1 ? `${escape(curve.run.name)}: ` : ""}<b>${escape(curve.word)}</b>, round ${point.round}`;
  const where = `${weightsRemaining(point.density)} of weights remaining (${groups(point.kept)} of ${groups(point.prunable)})`;
  return `${who}<br>${where}<br>mean ${exact(point.spread.mean)}, n=${point.spread.n}${point.isPartial ? ` of ${curve.run.replicates} replicates` : ""}<br>smallest ${exact(point.spread.min)}, largest ${exact(point.spread.max)}`;
}

/**
 * The dense mean as a thin line with its band across, and the round that is looked at.
 * @param {import("./rounds.js").Curve[]} shown
 * @param {import("./accuracy.js").View} view
 * @param {(number: number) => number} value
 */
export function shapesOf(shown, view, value) {
  const tickets = shown.filter((curve) => curve.branch === "ticket");
  const dense = tickets.flatMap((curve) => {
    const point = curve.points.find((candidate) => candidate.round === 0);
    if (!point) {
      return [];
    }

    const tint = colour(`--curve-${(curve.colour % 7) + 1}`);
    const mean = value(point.spread.mean);
    const across = { xref: "paper", x0: 0, x1: 1, layer: "below" };
    const ends = band(point.spread, view.spread)?.map(value);
    return [...(ends ? [{ ...across, type: "rect", y0: ends[0], y1: ends[1], fillcolor: `${tint}${FAINT_BAND}`, line: { width: 0 } }] : []), { ...across, type: "line", y0: mean, y1: mean, line: { color: tint, width: 1, dash: "dashdot" } }];
  });
  const marked = view.round === undefined ? undefined : tickets[0]?.points.find((point) => point.round === view.round);
  return [...dense, ...(marked ? [{ type: "line", yref: "paper", y0: 0, y1: 1, x0: marked.density, x1: marked.density, line: { color: colour("--accent"), width: 2 } }] : [])];
}
