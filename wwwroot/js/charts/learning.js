// Learning curves of trainings over iterations, with the early-stop mark. Raw points always stay visible when smoothing is on.
import { accuracy, groups, plain } from "../format.js";
import { colour } from "../themeSwitch.js";
import { axis } from "./plot.js";
import { smoothed } from "./smoothing.js";
import { escape, middle } from "./text.js";
import { thin } from "./thinning.js";

/**
 * @typedef {{ iteration: number, learningRate: number, trainLoss: number | null, validationLoss: number | null, validationAccuracy: number | null, testLoss: number | null, testAccuracy: number | null }} SeriesPoint
 * @typedef {{ key: string, label: string, points: SeriesPoint[], stop: number | null }} Training
 * @typedef {{ quantity: string, smoothing: number, isLog: boolean }} LearningView
 */
export const SERIES = /** @type {Record<string, { label: string, of: (point: SeriesPoint) => number | null, isShare: boolean }>} */ ({
  testAccuracy: { label: "Test accuracy", of: (point) => point.testAccuracy, isShare: true },
  validationAccuracy: { label: "Validation accuracy", of: (point) => point.validationAccuracy, isShare: true },
  validationLoss: { label: "Validation loss", of: (point) => point.validationLoss, isShare: false },
  trainLoss: { label: "Training loss", of: (point) => point.trainLoss, isShare: false },
  learningRate: { label: "Learning rate", of: (point) => point.learningRate, isShare: false },
});
const DASHES = ["solid", "dash", "dot", "dashdot"];
const SYMBOLS = ["circle", "square", "triangle-up", "diamond", "cross", "star", "x"];

/**
 * @param {Training[]} trainings
 * @param {LearningView} view
 * @param {Set<string>} hidden
 * @returns {import("./plot.js").Figure}
 */
export function learningFigure(trainings, view, hidden) {
  const series = SERIES[view.quantity];
  const measured = trainings.map((training) => ({ ...training, points: training.points.filter((point) => series.of(point) !== null) }));
  const y = (/** @type {SeriesPoint} */ point) => /** @type {number} */ (series.of(point)) * (series.isShare ? 100 : 1);
  const isSmooth = view.smoothing > 0;
  const smooth = isSmooth ? `Smoothed exponentially (bias-corrected) with factor ${view.smoothing}; the raw points stay faint` : "";
  const value = (/** @type {SeriesPoint} */ point) => /** @type {number} */ (series.of(point));
  const smoothOf = new Map(measured.map((training) => [training.key, smoothed(training.points.map(value), view.smoothing)]));
  return {
    name: `${series.label} over iterations`,
    isEmpty: measured.every((training) => training.points.length === 0),
    sentence: `${series.label} over iterations: ${measured.map((training) => ends(training, series)).join("; ") || "nothing measured yet"}.${isSmooth ? ` ${smooth}.` : ""}`,
    hoverAxis: "iterations",
    note: `Each curve is one training (n=1)${isSmooth ? `. ${smooth}` : ""}`,
    traces: measured.flatMap((training, position) => (hidden.has(training.key) ? [] : traces(training, position, view, y, series))),
    layout: {
      height: 340,
      viewKey: `${view.quantity}/${view.isLog}`,
      xaxis: axis({ title: "Iteration", type: view.isLog ? "log" : "linear" }),
      yaxis: axis({ title: series.label, ticksuffix: series.isShare ? "%" : "" }),
      shapes: measured.flatMap((training, position) => (training.stop === null || hidden.has(training.key) ? [] : [{ type: "line", yref: "paper", y0: 0, y1: 1, x0: training.stop, x1: training.stop, layer: "below", line: { color: tint(position), width: 1, dash: "dot" } }])),
    },
    legend: measured.map((training, position) => ({ key: training.key, label: `${middle(training.label)}${stopText(training)}`, full: `${training.label}${stopText(training)}`, colour: `--curve-${(position % 7) + 1}`, dash: DASHES[Math.floor(position / 7) % 4], symbol: SYMBOLS[position % 7] })),
    twin: twinOf(measured.filter((training) => !hidden.has(training.key)), view, series, smoothOf),
  };
}

/** @param {Training} training */
function stopText(training) {
  return training.stop === null ? "" : `, early stop at ${groups(training.stop)}`;
}

/**
 * All points, raw and smoothed, and beside them everything else that was measured at the same iterations.
 * @param {Training[]} shown
 * @param {LearningView} view
 * @param {{ label: string, of: (point: SeriesPoint) => number | null, isShare: boolean }} series
 * @param {Map<string, number[]>} smoothOf
 */
function twinOf(shown, view, series, smoothOf) {
  const isSmooth = view.smoothing > 0;
  const text = (/** @type {number} */ number) => (series.isShare ? accuracy(number) : plain(number));
  const rows = shown.flatMap((training) => training.points.map((point, place) => ({ training, point, value: /** @type {number} */ (series.of(point)), smooth: smoothOf.get(training.key)?.[place] ?? 0 })));
  const unit = `${view.quantity.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}${series.isShare ? "_fraction" : ""}`;
  return {
    headings: ["Training", "Iteration", series.label, ...(isSmooth ? [`Smoothed, factor ${view.smoothing}`] : [])],
    rows: rows.map(({ training, point, value, smooth }) => [training.label, groups(point.iteration), text(value), ...(isSmooth ? [text(smooth)] : [])]),
    csv: [["training", "iteration", unit, ...(isSmooth ? [`smoothed_${unit}`, "smoothing_factor"] : []), "learning_rate", "train_loss", "validation_loss", "validation_accuracy_fraction", "test_loss", "test_accuracy_fraction"],
      ...rows.map(({ training, point, value, smooth }) => [training.label, point.iteration, value, ...(isSmooth ? [smooth, view.smoothing] : []), point.learningRate, point.trainLoss ?? "", point.validationLoss ?? "", point.validationAccuracy ?? "", point.testLoss ?? "", point.testAccuracy ?? ""].map(String))],
  };
}

/** @param {number} position */
function tint(position) {
  return colour(`--curve-${(position % 7) + 1}`);
}

/**
 * @param {Training} training
 * @param {{ of: (point: SeriesPoint) => number | null, isShare: boolean }} series
 */
function ends(training, series) {
  const last = training.points[training.points.length - 1];
  return last ? `${training.label} is at ${series.isShare ? accuracy(series.of(last)) : plain(/** @type {number} */ (series.of(last)))} after ${groups(last.iteration)} iterations` : `${training.label} has no point yet`;
}

/**
 * @param {Training} training
 * @param {number} position
 * @param {LearningView} view
 * @param {(point: SeriesPoint) => number} y
 * @param {{ label: string }} series
 */
function traces(training, position, view, y, series) {
  const values = training.points.map(y);
  const smooth = smoothed(values, view.smoothing);
  const all = training.points.map((point, place) => ({ x: point.iteration, raw: values[place], smooth: smooth[place] }));
  const drawn = thin(all, (point) => point.x, (point) => point.raw, view.isLog);
  const base = { x: drawn.map((point) => point.x), type: "scatter", mode: drawn.length > 60 ? "lines" : "lines+markers", hovertemplate: `<b>${escape(training.label)}</b><br>iteration %{x}<br>${series.label} %{y:.6~g}<extra></extra>` };
  const style = { line: { color: tint(position), width: 2, dash: DASHES[Math.floor(position / 7) % 4] }, marker: { size: 5, color: tint(position), symbol: SYMBOLS[position % 7] } };
  const name = escape(`${middle(training.label)}${stopText(training)}`);
  if (view.smoothing === 0) {
    return [{ ...base, ...style, name, y: drawn.map((point) => point.raw) }];
  }

  // Smoothed before it is thinned: the mean is over what was measured, not over what is drawn.
  const calm = thin(all, (point) => point.x, (point) => point.smooth, view.isLog);
  return [{ ...base, ...style, y: drawn.map((point) => point.raw), opacity: 0.3 }, { ...base, ...style, name, mode: "lines", x: calm.map((point) => point.x), y: calm.map((point) => point.smooth) }];
}
