// Loads plotly.js once, after the first paint and only on pages that draw something.
/** @type {Promise<any> | undefined} */
let loading;
/** @type {Promise<void>} */
let lastTurn = Promise.resolve();

/**
 * A task of its own for each draw: all charts of a page wait for the same library, and would otherwise be drawn in one task that holds pointer,
 * keys and masks up for more than a second.
 * @returns {Promise<void>}
 */
export function turn() {
  lastTurn = lastTurn.then(() => new Promise((resolve) => setTimeout(resolve)));
  return lastTurn;
}

/** @returns {Promise<any>} the Plotly object */
export function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.body.dataset.plotly ?? "";
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).Plotly));
    script.addEventListener("error", () => reject(new Error("The plot library could not be loaded. The tables hold the same numbers.")));
    document.head.append(script);
  });
  return loading;
}
