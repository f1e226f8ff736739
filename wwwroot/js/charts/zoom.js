// The visible part of a plot: by dragging or by buttons, kept while new points arrive, forgotten when the axes come to mean something else.

/** @typedef {{ key: string, xaxis?: number[], yaxis?: number[] }} Zoom ranges as the layout has them: logarithms on logarithmic axes */

const AXES = /** @type {const} */ (["xaxis", "yaxis"]);

/**
 * The layout with the ranges that a person chose.
 * @param {import("./plot.js").Plot} plot
 * @param {any} layout
 */
export function zoomed(plot, layout) {
  const key = String(layout.viewKey ?? "");
  if (plot.zoom && plot.zoom.key !== key) {
    plot.zoom = undefined;
  }

  plot.zoomKey = key;
  const changed = { ...layout };
  delete changed.viewKey;
  for (const name of AXES) {
    const range = plot.zoom?.[name];
    if (range) {
      changed[name] = { ...layout[name], range, autorange: false };
    }
  }

  return changed;
}

/** Hears of dragging; a double click shows everything again. @param {import("./plot.js").Plot} plot */
export function watchZoom(plot) {
  const canvas = /** @type {any} */ (plot.canvas);
  if (plot.isWatched || !canvas.on) {
    return;
  }

  plot.isWatched = true;
  canvas.on("plotly_relayout", (/** @type {Record<string, any>} */ change) => {
    for (const name of AXES) {
      const range = change[`${name}.range`] ?? (`${name}.range[0]` in change ? [change[`${name}.range[0]`], change[`${name}.range[1]`]] : null);
      if (range) {
        plot.zoom = { ...(plot.zoom ?? { key: plot.zoomKey }), [name]: range.map(Number) };
      }
    }
  });
  canvas.on("plotly_doubleclick", () => zoomBy(plot, null));
}

/**
 * @param {import("./plot.js").Plot} plot
 * @param {number | null} factor of the visible range; null shows everything
 */
export function zoomBy(plot, factor) {
  const layout = /** @type {any} */ (plot.canvas)._fullLayout;
  if (!layout?.xaxis) {
    return;
  }

  if (factor === null) {
    plot.zoom = undefined;
  } else {
    plot.zoom = { key: plot.zoomKey };
    for (const name of AXES) {
      const [low, high] = layout[name].range.map(Number);
      const [middle, half] = [(low + high) / 2, ((high - low) / 2) * factor];
      plot.zoom[name] = [middle - half, middle + half];
    }
  }

  plot.update();
}
