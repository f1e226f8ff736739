// One plot: draws what a figure function says, at most twice a second, never while nobody can see it, and again when the theme changes.
import { colour } from "../themeSwitch.js";
import { plotly, turn } from "./plotly.js";
import { addLegend } from "./legend.js";
import { addMenu } from "./menu.js";
import { shareHover } from "./hoverLine.js";
import { fillTable } from "./tableTwin.js";
import { watchZoom, zoomed } from "./zoom.js";

/**
 * @typedef {{ key: string, label: string, full?: string, colour: string, tint?: string, dash: string, symbol: string, isHidden?: boolean }} Entry one line of the legend; colour is the name of a CSS variable
 * @typedef {{ headings: string[], rows: (string | number)[][], csv: string[][], latex?: { headings: string[], rows: (string | number)[][] } }} Twin csv begins with the names of its columns
 * @typedef {{ traces: any[], layout: any, legend: Entry[], twin: Twin, sentence: string, name: string, isEmpty: boolean, hoverAxis?: string, note?: string }} Figure charts of one page whose hoverAxis is the same share the hover line; layout.viewKey says what the axes mean
 */

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 1000;
/** A draw that takes longer than this halves the rate. */
const SLOW_DRAW = 100;

export class Plot {
  /**
   * @param {HTMLElement} element figure that holds .plot-canvas, and may hold a server-made picture that is replaced
   * @param {(hidden: Set<string>) => Figure} figure
   */
  constructor(element, figure) {
    this.element = element;
    this.figure = figure;
    /** @type {Set<string>} */
    this.hidden = new Set();
    this.canvas = /** @type {HTMLElement} */ (element.querySelector(".plot-canvas") ?? element.appendChild(Object.assign(document.createElement("div"), { className: "plot-canvas" })));
    this.pause = SHORTEST_PAUSE;
    this.drawnAt = 0;
    this.isDue = false;
    this.isVisible = true;
    this.isFrozen = false;
    this.timer = 0;
    /** @type {import("./zoom.js").Zoom | undefined} */
    this.zoom = undefined;
    this.zoomKey = "";
    this.isWatched = false;
    /** @type {Figure | undefined} */
    this.current = undefined;
    shareHover(this);
    document.addEventListener("themechange", () => this.update());
    document.addEventListener("visibilitychange", () => this.plan());
    new IntersectionObserver((entries) => {
      this.isVisible = entries[entries.length - 1].isIntersecting;
      this.plan();
    }, { rootMargin: "200px" }).observe(element);
    new ResizeObserver(() => this.resize()).observe(this.canvas);
  }

  /** Draws soon; many calls are one draw. */
  update() {
    this.isDue = true;
    this.plan();
  }

  plan() {
    if (!this.isDue || this.timer !== 0 || this.isFrozen || !this.isVisible || document.hidden) {
      return;
    }

    const wait = Math.max(0, this.drawnAt + this.pause - performance.now());
    this.timer = window.setTimeout(() => requestAnimationFrame(() => this.draw()), wait);
  }

  async draw() {
    this.isDue = false;
    const library = await plotly();
    await turn();
    const began = performance.now();
    const figure = this.figure(this.hidden);
    this.current = { ...figure, legend: figure.legend.map((entry) => ({ ...entry, tint: colour(entry.colour), isHidden: this.hidden.has(entry.key) })) };
    this.describe(this.current);
    if (!figure.isEmpty) {
      const { traces, layout } = this.drawn();
      await library.react(this.canvas, traces, layout, { displayModeBar: false, responsive: false, showTips: false, doubleClick: false });
      watchZoom(this);
      this.element.querySelector(".figure")?.remove();
      this.element.dataset.drawn = String(Number(this.element.dataset.drawn ?? 0) + 1);
    }

    // From beginning to beginning: a draw's own time does not lower the rate, nor make new points older.
    this.drawnAt = began;
    this.pause = performance.now() - began > SLOW_DRAW ? LONGEST_PAUSE : SHORTEST_PAUSE;
    this.timer = 0;
    this.plan();
  }

  /** What plotly gets: the figure in the colours of the theme, with the ranges that a person chose. */
  drawn() {
    return { traces: this.current?.traces ?? [], layout: zoomed(this, { ...frame(), ...this.current?.layout }) };
  }

  /** @param {Figure} figure */
  describe(figure) {
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", figure.sentence);
    const sentence = this.element.querySelector(".plot-sentence");
    if (sentence && sentence.textContent !== figure.sentence) {
      sentence.textContent = figure.sentence;
    }

    addLegend(this, figure.legend);
    addMenu(this);
    fillTable(this.element, figure);
  }

  resize() {
    if (this.canvas.querySelector(".main-svg") && !document.hidden) {
      plotly().then((library) => library.Plots.resize(this.canvas));
    }
  }
}

/** What all plots of a theme have in common. */
function frame() {
  const text = colour("--text");
  return {
    paper_bgcolor: colour("--surface"),
    plot_bgcolor: colour("--surface"),
    font: { family: colour("--font"), size: 13, color: text },
    margin: { l: 66, r: 14, t: 12, b: 54 },
    showlegend: false,
    hovermode: "closest",
    hoverlabel: { bgcolor: colour("--surface-raised"), bordercolor: colour("--line-strong"), font: { color: text, family: colour("--font") } },
    // A finger that drags moves the page; the buttons zoom.
    dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
  };
}

/** Axis in the colours of the theme. */
export function axis(/** @type {any} */ own) {
  const title = own.title ? { title: { text: own.title, standoff: 10 } } : {};
  return { gridcolor: colour("--line"), linecolor: colour("--line-strong"), zeroline: false, automargin: true, ticks: "outside", tickcolor: colour("--line-strong"), ...own, ...title };
}
