// How the surviving weights of a layer are distributed before and after training.
import { groups } from "../format.js";
import { colour } from "../themeSwitch.js";
import { axis } from "./plot.js";

/** @typedef {{ from: number, to: number, counts: number[], mean: number, deviation: number }} Histogram */

/**
 * @param {{ name: string, start: Histogram | null, end: Histogram | null } | undefined} statistics
 * @param {Set<string>} hidden
 * @returns {import("./plot.js").Figure}
 */
export function weightsFigure(statistics, hidden) {
  const known = [{ key: "start", label: "at the start", histogram: statistics?.start, tint: "--curve-1", dash: "solid" }, { key: "end", label: "at the end", histogram: statistics?.end, tint: "--curve-2", dash: "dash" }].filter((one) => one.histogram);
  const middle = (/** @type {Histogram} */ histogram, /** @type {number} */ bin) => histogram.from + ((bin + 0.5) * (histogram.to - histogram.from)) / histogram.counts.length;
  const text = (/** @type {number} */ value) => value.toPrecision(3);
  return {
    name: `Surviving weights of ${statistics?.name ?? "the layer"}`,
    isEmpty: known.length === 0,
    sentence: known.length === 0 ? "The weights are not stored here." : known.map((one) => `${statistics?.name} ${one.label}: mean ${text(one.histogram?.mean ?? 0)}, deviation ${text(one.histogram?.deviation ?? 0)}`).join("; ") + ".",
    traces: known.filter((one) => !hidden.has(one.key)).map((one) => {
      const histogram = /** @type {Histogram} */ (one.histogram);
      return { type: "scatter", mode: "lines", x: histogram.counts.map((_, bin) => middle(histogram, bin)), y: histogram.counts, line: { color: colour(one.tint), width: 2, dash: one.dash, shape: "hvh" }, hovertemplate: "%{x:.3~g}: %{y} weights<extra></extra>" };
    }),
    layout: { height: 280, xaxis: axis({ title: "Weight" }), yaxis: axis({ title: "Surviving weights", rangemode: "tozero" }) },
    legend: known.map((one) => ({ key: one.key, label: one.label, colour: one.tint, dash: one.dash, symbol: "" })),
    twin: {
      headings: ["When", "Weight", "Count"],
      rows: known.flatMap((one) => /** @type {Histogram} */ (one.histogram).counts.map((count, bin) => [one.label, text(middle(/** @type {Histogram} */ (one.histogram), bin)), groups(count)])),
      csv: [["when", "weight", "count"], ...known.flatMap((one) => /** @type {Histogram} */ (one.histogram).counts.map((count, bin) => [one.label, middle(/** @type {Histogram} */ (one.histogram), bin), count].map(String)))],
    },
  };
}
