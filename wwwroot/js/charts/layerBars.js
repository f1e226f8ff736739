// Weights remaining of each layer in one round, beside the round before.
import { groups, weightsRemaining } from "../format.js";
import { colour } from "../themeSwitch.js";
import { axis } from "./plot.js";

/**
 * @param {import("./rounds.js").Round | undefined} round
 * @param {import("./rounds.js").Round | undefined} before
 * @returns {import("./plot.js").Figure}
 */
export function layerBarsFigure(round, before) {
  const layers = round?.layers ?? [];
  const share = (/** @type {{ kept: number, count: number }} */ layer) => (layer.kept / Math.max(1, layer.count)) * 100;
  const remaining = (/** @type {{ kept: number, count: number }} */ layer) => weightsRemaining(layer.kept / Math.max(1, layer.count));
  const names = layers.map((layer) => layer.name);
  const ghost = before ? [{ type: "bar", orientation: "h", y: names, x: before.layers.map(share), marker: { color: "rgba(0,0,0,0)", line: { color: colour("--line-strong"), width: 1.5 } }, hoverinfo: "skip" }] : [];
  return {
    name: `Weights remaining by layer, round ${round?.round ?? 0}`,
    isEmpty: layers.length === 0,
    sentence: `Weights remaining by layer in round ${round?.round ?? 0}: ${layers.map((layer) => `${layer.name} ${remaining(layer)}`).join(", ")}. The outline is the round before.`,
    traces: [{ type: "bar", orientation: "h", y: names, x: layers.map(share), marker: { color: colour("--curve-1") }, text: layers.map((layer) => `${remaining(layer)}: ${groups(layer.kept)} of ${groups(layer.count)}`), hovertemplate: "%{y}: %{text}<extra></extra>", textposition: "none" }, ...ghost],
    layout: { height: Math.min(640, 90 + 28 * Math.max(2, names.length)), barmode: "overlay", margin: { l: 130, r: 14, t: 8, b: 46 }, xaxis: axis({ title: "Weights remaining", range: [0, 100], ticksuffix: "%" }), yaxis: axis({ autorange: "reversed", automargin: true, showgrid: false }) },
    legend: [],
    twin: { headings: ["Layer", "Weights remaining", "Kept", "Prunable"], rows: layers.map((layer) => [layer.name, remaining(layer), groups(layer.kept), groups(layer.count)]), csv: [["layer", "density_fraction", "kept", "prunable"], ...layers.map((layer) => [layer.name, layer.kept / Math.max(1, layer.count), layer.kept, layer.count].map(String))] },
  };
}
