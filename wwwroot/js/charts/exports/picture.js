// Pictures of a plot, with title and legend: SVG whose text is text, and PNG at twice the size.
import { colour } from "../../themeSwitch.js";
import { plotly } from "../plotly.js";
import { escape, middle } from "../text.js";

const [WIDTH, HEIGHT] = [900, 560];
/** Characters of a title that fit. */
const LONGEST_TITLE = 100;
/** Space of one line of the legend. */
const LEGEND_LINE = 20;

/**
 * @param {import("../plot.js").Plot} plot
 * @returns {Promise<string>}
 */
export async function svgOf(plot) {
  return decodeURIComponent((await address(plot)).replace(/^[^,]*,/, ""));
}

/**
 * @param {import("../plot.js").Plot} plot
 * @returns {Promise<Blob | null>}
 */
export async function pngOf(plot) {
  const image = new Image();
  image.src = await address(plot);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** @param {import("../plot.js").Plot} plot */
async function address(plot) {
  const library = await plotly();
  const { traces, layout } = plot.drawn();
  const shown = plot.current?.legend.filter((entry) => !entry.isHidden) ?? [];
  const below = 70 + LEGEND_LINE * shown.length;
  const height = HEIGHT + LEGEND_LINE * shown.length;
  const named = traces.map((/** @type {any} */ trace) => ({ ...trace, showlegend: trace.name !== undefined, hoverinfo: "skip", text: undefined, hovertemplate: undefined }));
  return library.toImage({
    data: named,
    layout: {
      ...layout,
      width: WIDTH,
      height,
      autosize: false,
      title: { text: escape(middle(plot.current?.name ?? "", LONGEST_TITLE)), x: 0.02, xanchor: "left", font: { size: 15 } },
      margin: { ...layout.margin, t: 44, b: below },
      showlegend: shown.length > 0,
      legend: { orientation: "v", x: 0, xanchor: "left", y: -58 / (height - below - 44), yanchor: "top", bgcolor: "rgba(0,0,0,0)", font: { color: colour("--text") } },
    },
  }, { format: "svg", width: WIDTH, height });
}
