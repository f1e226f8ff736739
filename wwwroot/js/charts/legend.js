// The legend: buttons, so that a keyboard hides and shows curves too. Colour, dash and marker tell curves apart.
import { colour } from "../themeSwitch.js";

/** Outlines of the markers around (18, 5), as plotly draws them. */
const MARKS = /** @type {Record<string, string>} */ ({
  circle: "M14.5 5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0", square: "M14.8 1.8h6.4v6.4h-6.4z", "triangle-up": "M18 1l4 7h-8z", diamond: "M18 0.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z",
  cross: "M16.8 1h2.4v2.8h2.8v2.4h-2.8v2.8h-2.4v-2.8h-2.8v-2.4h2.8z", star: "M18 0.5l1.3 3h3.2l-2.5 2l1 3.4l-3 -2l-3 2l1 -3.4l-2.5 -2h3.2z", x: "M15.2 1l2.8 2.8l2.8 -2.8l1.2 1.2l-2.8 2.8l2.8 2.8l-1.2 1.2l-2.8 -2.8l-2.8 2.8l-1.2 -1.2l2.8 -2.8l-2.8 -2.8z",
});
const DASHES = /** @type {Record<string, string>} */ ({ solid: "", dash: "7 4", dot: "2 3", dashdot: "7 3 2 3" });

/**
 * @param {import("./plot.js").Plot} plot
 * @param {import("./plot.js").Entry[]} entries
 */
export function addLegend(plot, entries) {
  let list = plot.element.querySelector(".plot-legend");
  if (!list) {
    list = document.createElement("ul");
    list.className = "plot-legend";
    plot.canvas.after(list);
  }

  const wanted = JSON.stringify(entries.map((entry) => [entry.key, entry.label, entry.colour, colour(entry.colour)]));
  if (list instanceof HTMLElement && list.dataset.entries === wanted) {
    return;
  }

  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
  list.replaceChildren(...entries.map((entry) => item(plot, entry)));
  /** @type {HTMLElement} */ (list).dataset.entries = wanted;
  if (focused) {
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }
}

/**
 * @param {import("./plot.js").Plot} plot
 * @param {import("./plot.js").Entry} entry
 */
function item(plot, entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.key = entry.key;
  button.setAttribute("aria-pressed", String(!plot.hidden.has(entry.key)));
  button.append(key(entry), entry.label);
  if (entry.full && entry.full !== entry.label) {
    button.title = entry.full;
    button.setAttribute("aria-label", entry.full);
  }

  button.addEventListener("click", () => {
    if (!plot.hidden.delete(entry.key)) {
      plot.hidden.add(entry.key);
    }

    button.setAttribute("aria-pressed", String(!plot.hidden.has(entry.key)));
    plot.update();
  });
  const li = document.createElement("li");
  li.append(button);
  return li;
}

/** @param {import("./plot.js").Entry} entry */
function key(entry) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 36 10");
  svg.setAttribute("class", "chart-key");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg.namespaceURI, "line");
  for (const [name, value] of Object.entries({ x1: 0, x2: 36, y1: 5, y2: 5, stroke: colour(entry.colour), "stroke-width": 2, "stroke-dasharray": DASHES[entry.dash] ?? "" })) {
    line.setAttribute(name, String(value));
  }

  const mark = document.createElementNS(svg.namespaceURI, "path");
  mark.setAttribute("d", MARKS[entry.symbol] ?? "");
  mark.setAttribute("fill", colour(entry.colour));
  svg.append(line, ...(entry.symbol ? [mark] : []));
  return svg;
}
