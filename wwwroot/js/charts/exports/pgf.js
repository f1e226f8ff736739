// A plot as pgfplots source that compiles as it is: axes, bands, curves, markers and legend, in the colours of the screen.
import { tex } from "./latex.js";

const DASHES = /** @type {Record<string, string>} */ ({ solid: "solid", dash: "dashed", dot: "dotted", dashdot: "dash pattern=on 5pt off 2pt on 1pt off 2pt" });
const MARKS = /** @type {Record<string, string>} */ ({ circle: "*", square: "square*", "triangle-up": "triangle*", diamond: "diamond*", cross: "+", star: "star", x: "x" });
const OPEN = /** @type {Record<string, string>} */ ({ circle: "o", square: "square", "triangle-up": "triangle", diamond: "diamond", cross: "+", star: "star", x: "x" });

/**
 * @param {import("../plot.js").Figure} figure
 * @param {string} caption
 */
export function pgfOf(figure, caption) {
  const colours = new Palette();
  const body = [...(figure.layout.shapes ?? []).map((/** @type {any} */ shape) => shapeOf(shape, colours)), ...figure.traces.flatMap((trace) => plotOf(trace, colours)), ...figure.legend.filter((entry) => !entry.isHidden).flatMap((entry) => legendOf(entry, colours))].filter((line) => line !== "");
  return [
    "\\documentclass{article}",
    "\\usepackage[T1]{fontenc}",
    "\\usepackage[margin=2cm]{geometry}",
    "\\usepackage{pgfplots}",
    "\\pgfplotsset{compat=1.15}",
    ...colours.definitions(),
    "\\begin{document}",
    "\\begin{figure}",
    "  \\centering",
    "  \\begin{tikzpicture}",
    `    \\begin{axis}[${axisOptions(figure).join(",\n      ")}]`,
    ...body.map((line) => `      ${line}`),
    "    \\end{axis}",
    "  \\end{tikzpicture}",
    `  \\caption{${tex(caption)}}`,
    "\\end{figure}",
    "\\end{document}",
    "",
  ].join("\n");
}

/** Colours by name, each written once. */
class Palette {
  constructor() {
    /** @type {Map<string, string>} */
    this.names = new Map();
  }

  /** @param {unknown} value */
  of(value) {
    const digits = /^#([0-9a-f]{6})/i.exec(String(value))?.[1]?.toUpperCase() ?? "444444";
    if (!this.names.has(digits)) {
      this.names.set(digits, `lab${String.fromCharCode(97 + Math.floor(this.names.size / 26))}${String.fromCharCode(97 + (this.names.size % 26))}`);
    }

    return this.names.get(digits);
  }

  definitions() {
    return [...this.names].map(([digits, name]) => `\\definecolor{${name}}{HTML}{${digits}}`);
  }
}

/** @param {import("../plot.js").Figure} figure */
function axisOptions(figure) {
  const { xaxis, yaxis } = figure.layout;
  const isMatrix = figure.traces.some((trace) => trace.type === "heatmap");
  const names = figure.traces.find((trace) => trace.type === "heatmap" || trace.type === "bar")?.y;
  return [
    "width=0.95\\linewidth", "height=8cm", "scale only axis=false",
    ...side("x", xaxis, figure.traces), ...side("y", yaxis, figure.traces),
    ...(names?.every((/** @type {unknown} */ name) => typeof name === "string") ? [`ytick={${names.map((/** @type {string} */ _, /** @type {number} */ place) => place).join(",")}}`, `yticklabels={${names.map((/** @type {string} */ name) => `{${tex(name)}}`).join(",")}}`] : []),
    ...(isMatrix ? ["colorbar", "colormap/viridis", "point meta min=0", "point meta max=100", "enlargelimits=false"] : []),
    "legend style={at={(0.5,-0.22)},anchor=north,draw=none,cells={anchor=west},font=\\small}",
    "grid=major", "grid style={gray!25}", "clip marker paths=false",
  ];
}

/**
 * @param {"x" | "y"} name
 * @param {any} axis
 * @param {any[]} traces
 */
function side(name, axis, traces) {
  const isLog = axis?.type === "log";
  const options = [`${name}label={${tex(axis?.title?.text ?? "")}${axis?.ticksuffix === "%" ? " (\\%)" : ""}}`];
  if (isLog) {
    options.push(`${name}mode=log`, "log ticks with fixed point");
  }

  const range = axis?.range && axis.autorange !== true && axis.autorange !== "reversed" ? axis.range.map((/** @type {number} */ end) => (isLog ? 10 ** end : end)) : null;
  if (axis?.autorange === "reversed" || (range && range[0] > range[1])) {
    options.push(`${name} dir=reverse`);
  }

  if (range && !traces.some((trace) => trace.type === "heatmap")) {
    options.push(`${name}min=${number(Math.min(...range))}`, `${name}max=${number(Math.max(...range))}`);
  }

  if (axis?.tickvals) {
    options.push(`${name}tick={${axis.tickvals.map(number).join(",")}}`, `${name}ticklabels={${axis.ticktext.map((/** @type {string} */ text) => `{${tex(text)}}`).join(",")}}`, ...(name === "x" ? ["xticklabel style={rotate=45,anchor=north east,font=\\small}"] : []));
  }

  return options;
}

/**
 * @param {any} trace
 * @param {Palette} colours
 * @returns {string[]}
 */
function plotOf(trace, colours) {
  if (trace.type === "heatmap") {
    const cells = trace.z.flatMap((/** @type {number[]} */ row, /** @type {number} */ y) => row.map((value, x) => `(${x},${y}) [${number(value)}]`));
    return [`\\addplot[matrix plot*,mesh/cols=${trace.z[0]?.length ?? 1},point meta=explicit,forget plot] coordinates {${cells.join(" ")}};`];
  }

  if (trace.type === "bar") {
    return [`\\addplot[xbar,fill=${colours.of(trace.marker.color)},draw=${colours.of(trace.marker.line?.color ?? trace.marker.color)},${/^rgba\(.*, ?0\)$/.test(trace.marker.color) ? "fill=none," : ""}forget plot] coordinates {${trace.x.map((/** @type {number} */ value, /** @type {number} */ place) => `(${number(value)},${place})`).join(" ")}};`];
  }

  const points = pointsOf(trace);
  if (points.length === 0) {
    return [];
  }

  if (trace.fill === "toself") {
    return [`\\addplot[draw=none,fill=${colours.of(trace.fillcolor)},fill opacity=0.16,forget plot] coordinates {${points.map((point) => point.text).join(" ")}};`];
  }

  const line = String(trace.mode).includes("lines") ? [`\\addplot[no marks,${colours.of(trace.line?.color)},${DASHES[trace.line?.dash] ?? "solid"},line width=${trace.opacity < 1 ? "0.4pt,opacity=0.4" : "1pt"},forget plot] coordinates {${points.map((point) => point.text).join(" ")}};`] : [];
  return [...line, ...(String(trace.mode).includes("markers") ? marksOf(trace, points, colours) : [])];
}

/** @param {any} trace */
function pointsOf(trace) {
  return trace.x.map((/** @type {number} */ x, /** @type {number} */ place) => ({ place, x, y: trace.y[place], text: `(${number(x)},${number(trace.y[place])})` }))
    .filter((/** @type {{ x: number, y: number }} */ point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}

/**
 * Hollow markers, of points with fewer runs, are a plot of their own.
 * @param {any} trace
 * @param {{ place: number, text: string }[]} points
 * @param {Palette} colours
 */
function marksOf(trace, points, colours) {
  const symbolAt = (/** @type {number} */ place) => String(Array.isArray(trace.marker?.symbol) ? trace.marker.symbol[place] : trace.marker?.symbol ?? "circle");
  const symbols = [...new Set(points.map((point) => symbolAt(point.place)))];
  const size = Math.max(0.8, (trace.marker?.size ?? 6) / 4);
  return symbols.map((symbol) => {
    const base = symbol.replace("-open", "");
    const mark = (symbol.endsWith("-open") ? OPEN[base] : MARKS[base]) ?? "*";
    return `\\addplot[only marks,mark=${mark},mark size=${number(size)}pt,${colours.of(trace.marker?.color)}${trace.marker?.opacity < 1 ? ",opacity=0.55" : ""},forget plot] coordinates {${points.filter((point) => symbolAt(point.place) === symbol).map((point) => point.text).join(" ")}};`;
  });
}

/**
 * Lines and bands across the whole plot.
 * @param {any} shape
 * @param {Palette} colours
 */
function shapeOf(shape, colours) {
  const at = (/** @type {number} */ x, /** @type {number} */ y) => (shape.xref === "paper" ? `({rel axis cs:${x},0} |- {axis cs:1,${number(y)}})` : `({axis cs:${number(x)},1} |- {rel axis cs:0,${y}})`);
  if ((shape.xref === "paper") === (shape.yref === "paper")) {
    return "";
  }

  return shape.type === "rect"
    ? `\\fill[${colours.of(shape.fillcolor)},opacity=0.12] ${at(shape.x0, shape.y0)} rectangle ${at(shape.x1, shape.y1)};`
    : `\\draw[${colours.of(shape.line?.color)},${DASHES[shape.line?.dash] ?? "solid"},line width=0.5pt] ${at(shape.x0, shape.y0)} -- ${at(shape.x1, shape.y1)};`;
}

/**
 * @param {import("../plot.js").Entry} entry
 * @param {Palette} colours
 */
function legendOf(entry, colours) {
  return [`\\addlegendimage{${colours.of(entry.tint)},${DASHES[entry.dash] ?? "solid"},line width=1pt${entry.symbol ? `,mark=${MARKS[entry.symbol] ?? "*"},mark options={solid}` : ",no marks"}}`, `\\addlegendentry{${tex(entry.label)}}`];
}

/** Plain decimals with the full precision; pgf reads no more than it needs. @param {number} value */
function number(value) {
  return String(value);
}
