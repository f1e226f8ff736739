// The main chart and its companions for the experiments of a page; the server writes their rounds into data-runs.
import { accuracyFigure } from "./accuracy.js";
import { bindView } from "./controls.js";
import { Plot } from "./plot.js";
import { preference } from "../preferences.js";

/** @typedef {import("./rounds.js").Run} Run */

/**
 * @param {HTMLElement} element with data-runs
 * @returns {{ runs: Run[], plots: Plot[], view: any, update: () => void }}
 */
export function runCharts(element) {
  /** @type {Run[]} */
  const runs = JSON.parse(element.dataset.runs ?? "[]");
  /** @type {Plot[]} */
  const plots = [];
  const view = bindView(element, { quantity: "early", spread: preference("spread", "ci"), x: "weights", y: "data" }, () => update());
  const update = () => plots.forEach((plot) => plot.update());
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("figure[data-plot=main]"))) {
    plots.push(new Plot(figure, (hidden) => accuracyFigure(runs, /** @type {any} */ (view), hidden)));
  }

  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("figure[data-plot=stop]"))) {
    plots.push(new Plot(figure, (hidden) => accuracyFigure(runs, /** @type {any} */ ({ ...view, quantity: "stop", y: "data" }), hidden)));
  }

  // What is below the fold is drawn when it comes into view.
  requestAnimationFrame(update);
  return { runs, plots, view, update };
}

/** @param {HTMLElement} element */
export function start(element) {
  runCharts(element);
}
