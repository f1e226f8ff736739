// Weights remaining of each layer over rounds. Colour is cividis from 0 to 100%, always the same range.
import { groups, weightsRemaining } from "../format.js";
import { colour } from "../themeSwitch.js";
import { axis } from "./plot.js";
import { escape } from "./text.js";

// Cividis, sampled at eleven places (Nunez, Anderton, Renslow 2018).
const CIVIDIS = ["#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#f2de45", "#fee838"];
/** Below this share of its weights a layer counts as nearly empty. */
const NEARLY_EMPTY = 0.001;

/**
 * @param {import("./rounds.js").Round[]} rounds ticket rounds of one replicate
 * @returns {import("./plot.js").Figure}
 */
export function layersFigure(rounds) {
  const known = rounds.filter((round) => round.layers.length > 0).sort((a, b) => a.round - b.round);
  const names = known[0]?.layers.map((layer) => layer.name) ?? [];
  const share = (/** @type {{ count: number, kept: number }} */ layer) => layer.kept / Math.max(1, layer.count);
  const last = known[known.length - 1];
  const thinnest = last?.layers.reduce((a, b) => (share(b) < share(a) ? b : a));
  return {
    name: "Weights remaining by layer",
    isEmpty: known.length === 0,
    sentence: thinnest && last ? `In round ${last.round} ${thinnest.name} keeps the smallest share of its weights, ${weightsRemaining(share(thinnest))}.${share(thinnest) < NEARLY_EMPTY ? " This is close to layer collapse." : ""}` : "No mask is known yet.",
    traces: [{
      type: "heatmap", x: known.map((round) => `${round.round}`), y: names, z: names.map((_, layer) => known.map((round) => share(round.layers[layer]) * 100)), zmin: 0, zmax: 100,
      colorscale: CIVIDIS.map((tint, position) => [position / 10, tint]), xgap: 1, ygap: 1,
      text: names.map((name, layer) => known.map((round) => `<b>${escape(name)}</b>, round ${round.round}<br>${weightsRemaining(share(round.layers[layer]))}: ${groups(round.layers[layer].kept)} of ${groups(round.layers[layer].count)}`)),
      hovertemplate: "%{text}<extra></extra>",
      showscale: false,
    }],
    layout: { height: Math.min(640, 110 + 26 * Math.max(2, names.length)), margin: { l: 130, r: 64, t: 10, b: 50 }, ...scale(), xaxis: axis({ title: "Round", type: "category", showgrid: false }), yaxis: axis({ autorange: "reversed", showgrid: false, automargin: true }) },
    legend: [],
    twin: {
      headings: ["Layer", "Round", "Weights remaining", "Kept", "Prunable"],
      rows: known.flatMap((round) => round.layers.map((layer) => [layer.name, round.round, weightsRemaining(share(layer)), groups(layer.kept), groups(layer.count)])),
      csv: [["layer", "round", "density_fraction", "kept", "prunable"], ...known.flatMap((round) => round.layers.map((layer) => [layer.name, round.round, share(layer), layer.kept, layer.count].map(String)))],
    },
  };
}

/** The colours from 0 to 100% at the right: plotly's own bar sets a style attribute, which the content policy refuses. */
function scale() {
  const across = { xref: "paper", yref: "paper", x0: 1.02, x1: 1.05 };
  return {
    shapes: CIVIDIS.map((tint, place) => ({ ...across, type: "rect", y0: place / CIVIDIS.length, y1: (place + 1) / CIVIDIS.length, fillcolor: tint, line: { width: 0 } })),
    annotations: [0, 50, 100].map((percent) => ({ xref: "paper", yref: "paper", x: 1.06, y: percent / 100, xanchor: "left", yanchor: percent === 0 ? "bottom" : percent === 100 ? "top" : "middle", text: `${percent}%`, showarrow: false, font: { size: 11, color: colour("--text") } })),
  };
}

/** Layers that lost nearly everything. */
export function collapsed(/** @type {import("./rounds.js").Round[]} */ rounds) {
  return rounds.flatMap((round) => round.layers.filter((layer) => layer.kept / Math.max(1, layer.count) < NEARLY_EMPTY).map((layer) => ({ round: round.round, name: layer.name, kept: layer.kept })));
}
