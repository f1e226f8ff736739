// One hover line for all charts of a page whose x axes say the same: what the pointer is at in one is marked in the others.

/** @typedef {{ canvas: HTMLElement, current?: import("./plot.js").Figure }} Hovered */

/** @type {Set<Hovered>} */
const charts = new Set();
let isPlanned = false;

/** @param {Hovered} plot */
export function shareHover(plot) {
  charts.add(plot);
  plot.canvas.addEventListener("pointermove", (event) => {
    if (!isPlanned) {
      isPlanned = true;
      requestAnimationFrame(() => {
        isPlanned = false;
        mark(plot, valueAt(plot, event.clientX));
      });
    }
  });
  plot.canvas.addEventListener("pointerleave", () => mark(plot, null));
}

/**
 * The value of the x axis under the pointer; null outside of the axes.
 * @param {Hovered} plot
 * @param {number} clientX
 */
function valueAt(plot, clientX) {
  const axis = axisOf(plot);
  const place = clientX - plot.canvas.getBoundingClientRect().left - (axis?._offset ?? 0);
  return !axis || place < 0 || place > axis._length ? null : axis.p2d(place);
}

/** @param {Hovered} plot */
function axisOf(plot) {
  return /** @type {any} */ (plot.canvas)._fullLayout?.xaxis;
}

/**
 * @param {Hovered} source
 * @param {number | string | null} value
 */
function mark(source, value) {
  for (const plot of charts) {
    const axis = axisOf(plot);
    const isSame = axis && source.current?.hoverAxis && plot.current?.hoverAxis === source.current.hoverAxis;
    const place = isSame && value !== null ? axis.d2p(value) : Number.NaN;
    draw(plot, axis, place);
  }
}

/**
 * An element of its own: redrawing a chart for each movement of the pointer would take longer than the movement.
 * @param {Hovered} plot
 * @param {any} axis
 * @param {number} place in pixels from the left end of the axis
 */
function draw(plot, axis, place) {
  let line = /** @type {HTMLElement | null} */ (plot.canvas.querySelector(".plot-hover-line"));
  const isInside = place >= 0 && place <= axis?._length;
  if (!line && isInside) {
    line = Object.assign(document.createElement("div"), { className: "plot-hover-line" });
    plot.canvas.append(line);
  }

  if (line) {
    line.hidden = !isInside;
  }

  if (line && isInside) {
    const upright = /** @type {any} */ (plot.canvas)._fullLayout.yaxis;
    line.style.left = `${axis._offset + place}px`;
    line.style.top = `${upright._offset}px`;
    line.style.height = `${upright._length}px`;
  }
}
