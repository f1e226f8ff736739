// Loads plotly.js once, after the first paint and only on pages that draw something.
/** @type {Promise<any> | undefined} */
let loading;

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
