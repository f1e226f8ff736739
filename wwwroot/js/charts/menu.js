// Zoom buttons and the export menu of a plot.
import { captionOf } from "./exports/caption.js";
import { download, fileName } from "./exports/file.js";
import { latexTableOf } from "./exports/latex.js";
import { pgfOf } from "./exports/pgf.js";
import { pngOf, svgOf } from "./exports/picture.js";
import { csvOf, jsonOf } from "./exports/table.js";
import { zoomBy } from "./zoom.js";

/** @typedef {{ word: string, ending: string, type: string, make: (plot: import("./plot.js").Plot) => string | Blob | null | Promise<string | Blob | null> }} Format */

/** @param {import("./plot.js").Plot} plot */
const figureOf = (plot) => /** @type {import("./plot.js").Figure} */ (plot.current);
/** @param {import("./plot.js").Plot} plot */
const caption = (plot) => captionOf(plot.element, plot.current);

/** @type {Format[]} */
const FORMATS = [
  { word: "CSV", ending: "csv", type: "text/csv", make: (plot) => csvOf(figureOf(plot)) },
  { word: "JSON", ending: "json", type: "application/json", make: (plot) => jsonOf(figureOf(plot), caption(plot)) },
  { word: "PNG", ending: "png", type: "image/png", make: pngOf },
  { word: "SVG", ending: "svg", type: "image/svg+xml", make: svgOf },
  { word: "PGF/TikZ", ending: "tex", type: "application/x-tex", make: (plot) => pgfOf(figureOf(plot), caption(plot)) },
  { word: "LaTeX table", ending: "table.tex", type: "application/x-tex", make: (plot) => latexTableOf(figureOf(plot), caption(plot)) },
];

/** @param {import("./plot.js").Plot} plot */
export function addMenu(plot) {
  const known = plot.element.querySelector(".plot-caption");
  if (known) {
    known.textContent = caption(plot);
    return;
  }

  const title = plot.element.querySelector("h3")?.textContent ?? plot.current?.name ?? "plot";
  const zoom = group(`Zoom of ${title}`, button("+", () => zoomBy(plot, 0.7), "Zoom in"), button("−", () => zoomBy(plot, 1 / 0.7), "Zoom out"), button("Reset", () => zoomBy(plot, null), "Reset zoom"));
  zoom.classList.add("plot-zoom");
  const said = Object.assign(document.createElement("p"), { className: "plot-said" });
  said.setAttribute("role", "status");
  const words = Object.assign(document.createElement("p"), { className: "plot-caption quiet", textContent: caption(plot) });
  const menu = group(`Export of ${title}`, ...FORMATS.map((format) => button(format.word, () => save(plot, format, said))), button("Copy caption", () => copy(words, said)));
  const details = Object.assign(document.createElement("details"), { className: "plot-tools" });
  details.append(Object.assign(document.createElement("summary"), { textContent: "Export" }), menu, words, said);
  (plot.element.querySelector(".plot-legend") ?? plot.canvas).after(zoom, details);
}

/**
 * @param {string} name
 * @param {HTMLElement[]} parts
 */
function group(name, ...parts) {
  const made = Object.assign(document.createElement("div"), { className: "plot-menu" });
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", name);
  made.append(...parts);
  return made;
}

/**
 * @param {string} text
 * @param {() => void} action
 * @param {string} [name] where the text is a sign
 */
function button(text, action, name) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  if (name) {
    made.setAttribute("aria-label", name);
    made.title = name;
  }

  made.addEventListener("click", action);
  return made;
}

/**
 * @param {import("./plot.js").Plot} plot
 * @param {Format} format
 * @param {HTMLElement} said
 */
async function save(plot, format, said) {
  try {
    const made = await format.make(plot);
    if (made === null) {
      throw new Error("The browser could not make the picture.");
    }

    const blob = typeof made === "string" ? new Blob([made], { type: format.type }) : made;
    const name = `${fileName(plot.current?.name ?? "plot")}.${format.ending}`;
    download(blob, name);
    said.textContent = `Saved ${name} (${blob.size < 1000 ? `${blob.size} bytes` : `${Math.round(blob.size / 1000)} kB`}).`;
  } catch (problem) {
    said.textContent = `Nothing was saved. ${/** @type {Error} */ (problem).message} The table holds the same numbers.`;
  }
}

/**
 * @param {HTMLElement} words
 * @param {HTMLElement} said
 */
async function copy(words, said) {
  try {
    await navigator.clipboard.writeText(words.textContent ?? "");
    said.textContent = "Caption copied.";
  } catch {
    // Browsers refuse without a secure address or a permission; the words can be marked by hand.
    said.textContent = "The browser does not let this page copy. Select the caption instead.";
  }
}
