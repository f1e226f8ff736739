// Dynamic sparse training over iterations: which positions were ever active, and what each layer keeps. Mean over replicates, with their band.
import { groups, weightsRemaining } from "../format.js";
import { band, spreadOf } from "../stats.js";
import { colour } from "../themeSwitch.js";
import { axis } from "./plot.js";
import { escape, middle } from "./text.js";

/**
 * @typedef {{ iteration: number, explored: number, moved: number | null, layers: Record<string, number> }} MoviePoint
 * @typedef {{ iteration: number, hasPicture: boolean, layers: { name: string, count: number, kept: number }[] }} MovieFrame
 * @typedef {{ training: string, points: MoviePoint[], frames: MovieFrame[] }} Movie
 * @typedef {{ name: string, points: { iteration: number, spread: import("../stats.js").Spread }[] }} Line
 */
const WHOLE = "whole network";
const DASHES = ["solid", "dash", "dot", "dashdot"];
/** Most layers with a line of their own. */
const MOST_LINES = 12;

/**
 * @param {Movie[]} movies replicates of one training
 * @param {Set<string>} hidden
 */
export function exploredFigure(movies, hidden) {
  const names = Object.keys(movies[0]?.points[0]?.layers ?? {});
  const lines = [lineOf(WHOLE, movies, (movie) => movie.points.map((point) => [point.iteration, point.explored])), ...names.map((name) => lineOf(name, movies, (movie) => movie.points.map((point) => [point.iteration, point.layers[name]])))];
  const last = lines[0].points[lines[0].points.length - 1];
  const sentence = last ? `After ${groups(last.iteration)} iterations ${weightsRemaining(last.spread.mean)} of all positions were active at some time (mean, n=${last.spread.n}).` : "Nothing has moved yet.";
  return figure("Explored positions", "Ever active", sentence, lines, hidden);
}

/**
 * @param {Movie[]} movies replicates of one training
 * @param {Set<string>} hidden
 */
export function keptFigure(movies, hidden) {
  const names = movies[0]?.frames[0]?.layers.map((layer) => layer.name) ?? [];
  const share = (/** @type {{ kept: number, count: number }[]} */ layers) => layers.reduce((sum, layer) => sum + layer.kept, 0) / Math.max(1, layers.reduce((sum, layer) => sum + layer.count, 0));
  const lines = [lineOf(WHOLE, movies, (movie) => movie.frames.map((frame) => [frame.iteration, share(frame.layers)])), ...names.map((name) => lineOf(name, movies, (movie) => movie.frames.map((frame) => [frame.iteration, share(frame.layers.filter((layer) => layer.name === name))])))];
  const [first, last] = [lines[0].points[0], lines[0].points[lines[0].points.length - 1]];
  const sentence = last ? `The network keeps ${weightsRemaining(first.spread.mean)} of its weights at iteration ${groups(first.iteration)} and ${weightsRemaining(last.spread.mean)} at ${groups(last.iteration)} (mean, n=${last.spread.n}).` : "No mask was written during training.";
  return figure("Weights remaining during training", "Weights remaining", sentence, lines, hidden);
}

/**
 * @param {string} name
 * @param {Movie[]} movies
 * @param {(movie: Movie) => number[][]} values
 * @returns {Line}
 */
function lineOf(name, movies, values) {
  /** @type {Map<number, number[]>} */
  const known = new Map();
  for (const [iteration, value] of movies.flatMap(values)) {
    known.set(iteration, [...(known.get(iteration) ?? []), ...(value === undefined ? [] : [value])]);
  }

  return { name, points: [...known].sort((a, b) => a[0] - b[0]).flatMap(([iteration, all]) => {
    const spread = spreadOf(all);
    return spread ? [{ iteration, spread }] : [];
  }) };
}

/**
 * @param {string} name
 * @param {string} upright
 * @param {string} sentence
 * @param {Line[]} all
 * @param {Set<string>} hidden
 * @returns {import("./plot.js").Figure}
 */
function figure(name, upright, sentence, all, hidden) {
  const lines = all.filter((line) => line.points.length > 0).slice(0, MOST_LINES);
  const tint = (/** @type {number} */ place) => `--curve-${(place % 7) + 1}`;
  const dash = (/** @type {number} */ place) => DASHES[Math.floor(place / 7) % DASHES.length];
  const n = Math.max(1, ...lines.flatMap((line) => line.points.map((point) => point.spread.n)));
  const label = (/** @type {string} */ text) => `${text} (${n < 2 ? "one run" : `mean, ${n < 3 ? "min to max" : "95% CI"}, n=${n}`})`;
  const shown = lines.map((line, place) => ({ line, place })).filter(({ line }) => !hidden.has(line.name));
  return {
    name, sentence, hoverAxis: "iterations",
    isEmpty: lines.length === 0,
    note: all.length > MOST_LINES ? `The first ${MOST_LINES - 1} layers of ${all.length - 1}` : "",
    traces: shown.flatMap(({ line, place }) => tracesOf(line, colour(tint(place)), dash(place), label(middle(line.name)))),
    layout: { height: 320, viewKey: name, xaxis: axis({ title: "Iteration" }), yaxis: axis({ title: upright, ticksuffix: "%", rangemode: "tozero" }) },
    legend: lines.map((line, place) => ({ key: line.name, label: label(middle(line.name)), full: label(line.name), colour: tint(place), dash: dash(place), symbol: "circle" })),
    twin: {
      headings: ["Layer", "Iteration", upright, "n"],
      rows: shown.flatMap(({ line }) => line.points.map((point) => [line.name, groups(point.iteration), weightsRemaining(point.spread.mean), point.spread.n])),
      csv: [["layer", "iteration", "mean_fraction", "min_fraction", "max_fraction", "sd_fraction", "n"], ...shown.flatMap(({ line }) => line.points.map((point) => [line.name, point.iteration, point.spread.mean, point.spread.min, point.spread.max, point.spread.deviation, point.spread.n].map(String)))],
    },
  };
}

/**
 * @param {Line} line
 * @param {string} tint
 * @param {string} dash
 * @param {string} label
 */
function tracesOf(line, tint, dash, label) {
  const x = line.points.map((point) => point.iteration);
  const bands = line.points.map((point) => band(point.spread, "ci") ?? [point.spread.mean, point.spread.mean]);
  const area = { x: [...x, ...[...x].reverse()], y: [...bands.map((ends) => ends[1] * 100), ...bands.map((ends) => ends[0] * 100).reverse()], type: "scatter", mode: "lines", fill: "toself", fillcolor: `${tint}29`, line: { width: 0 }, hoverinfo: "skip" };
  const mean = { x, y: line.points.map((point) => point.spread.mean * 100), type: "scatter", mode: "lines+markers", name: escape(label), line: { color: tint, width: 2, dash }, marker: { size: 5, color: tint, symbol: "circle" }, hovertemplate: `<b>${escape(line.name)}</b><br>iteration %{x}<br>%{y:.3~g}%<extra></extra>` };
  return [...(line.points.some((point) => point.spread.n > 1) ? [area] : []), mean];
}
