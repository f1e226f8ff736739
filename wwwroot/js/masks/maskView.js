// A mask on a canvas: packed bits, one cell a weight. Zoomed in every weight is a square; zoomed out a pixel shows the share of kept weights.
import { groups } from "../format.js";
import { colour } from "../themeSwitch.js";
import { gridOf, indexAt, stateOf } from "./bits.js";
import { listen, toolbar } from "./maskInput.js";
import { PaintQueue } from "./paintQueue.js";

const HIGHEST = 560;
const NARROWEST = 160;
/** Largest square of a weight, in pixels. */
const LARGEST_CELL = 24;

/** @param {string} text #rrggbb */
function rgb(text) {
  const number = parseInt(text.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

export class MaskView {
  /**
   * @param {HTMLElement} element gets the canvas, the buttons and the readout
   * @param {{ readout?: (index: number) => string }} [options]
   */
  constructor(element, options = {}) {
    this.element = element;
    this.options = options;
    this.canvas = document.createElement("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.className = "mask-canvas";
    this.canvas.setAttribute("role", "img");
    this.readout = Object.assign(document.createElement("p"), { className: "mask-readout quiet" });
    this.readout.setAttribute("aria-live", "polite");
    element.replaceChildren(toolbar(this), this.canvas, this.readout);
    this.cursor = { row: 0, column: 0 };
    this.hasCursor = false;
    /** Pixels a cell. */
    this.scale = 1;
    this.zoom = 1;
    this.left = 0;
    this.top = 0;
    this.queue = new PaintQueue((view, pixels) => this.painted(view, pixels));
    /** The newest finished picture, to be moved and stretched until the next one is there. */
    this.picture = document.createElement("canvas");
    listen(this);
    document.addEventListener("themechange", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(element);
  }

  /**
   * @param {import("./bits.js").Mask} mask
   * @param {import("./bits.js").Mask | null} [other] the round before (its lost weights are marked), or the second mask of an overlap
   * @param {import("./bits.js").Mode} [mode]
   */
  show(mask, other = null, mode = other ? "pruned" : "single") {
    const isNew = this.mask?.name !== mask.name;
    this.mask = mask;
    this.other = other;
    this.mode = mode;
    this.grid = gridOf(mask.shape);
    this.queue.open(mask, other?.bits ?? null, mode);
    if (isNew) {
      this.view = undefined;
      this.reset();
    }

    this.draw();
  }

  /**
   * Shares of kept weights from the server, shown until the bits of a large layer are here.
   * @param {{ name: string, shape: number[] }} layer
   * @param {{ shares: Uint8Array, rows: number, columns: number }} coarse
   */
  preview(layer, coarse) {
    if (this.mask?.name === layer.name) {
      return;
    }

    this.grid = gridOf(layer.shape);
    this.mask = undefined;
    this.reset();
    this.measure();
    const [none, all] = this.colours();
    const image = new ImageData(coarse.columns, coarse.rows);
    coarse.shares.forEach((share, cell) => {
      image.data.set([0, 1, 2].map((channel) => none[channel] + ((all[channel] - none[channel]) * share) / 255), cell * 4);
      image.data[cell * 4 + 3] = 255;
    });
    this.picture.width = coarse.columns;
    this.picture.height = coarse.rows;
    this.picture.getContext("2d")?.putImageData(image, 0, 0);
    this.context()?.drawImage(this.picture, 0, 0, this.canvas.width, this.canvas.height);
    this.canvas.dataset.painted = "preview";
  }

  reset() {
    this.zoom = 1;
    this.left = 0;
    this.top = 0;
    this.draw();
  }

  colours() {
    return (this.mode === "overlap" ? ["--overlap-neither", "--overlap-first", "--overlap-second", "--overlap-both"] : ["--mask-pruned", "--mask-kept", "--mask-new", "--mask-kept"]).map((name) => rgb(colour(name)));
  }

  context() {
    return this.canvas.getContext("2d", { alpha: false });
  }

  draw() {
    if (!this.mask || !this.grid || this.isPlanned) {
      return;
    }

    this.isPlanned = true;
    requestAnimationFrame(() => {
      this.isPlanned = false;
      this.paint();
    });
  }

  /** Size of the canvas and of a cell. */
  measure() {
    const grid = /** @type {import("./bits.js").Grid} */ (this.grid);
    const width = Math.max(NARROWEST, Math.floor(this.element.clientWidth));
    // Small layers are stretched to whole pixels, so that a cell is always a square of equal size.
    const fit = Math.min(width / grid.columns, HIGHEST / grid.rows);
    this.fit = fit >= 1 ? Math.min(LARGEST_CELL, Math.floor(fit)) : fit;
    this.scale = this.fit * this.zoom;
    const size = [Math.min(width, Math.ceil(grid.columns * this.scale)), Math.min(HIGHEST, Math.ceil(grid.rows * this.scale))];
    if (this.canvas.width !== size[0] || this.canvas.height !== size[1]) {
      [this.canvas.width, this.canvas.height] = size;
    }

    this.left = Math.min(Math.max(0, this.left), Math.max(0, grid.columns - size[0] / this.scale));
    this.top = Math.min(Math.max(0, this.top), Math.max(0, grid.rows - size[1] / this.scale));
  }

  paint() {
    if (!this.mask) {
      return;
    }

    this.measure();
    this.canvas.setAttribute("aria-label", this.summary());
    this.canvas.dataset.painter = this.queue.place;
    const view = { left: this.left, top: this.top, scale: this.scale, width: this.canvas.width, height: this.canvas.height, colours: this.colours() };
    if (this.queue.place === "worker") {
      this.stretch();
    }

    this.queue.paint(view);
  }

  /** Moves the last picture to where its weights are now; the worker's sharp one follows. */
  stretch() {
    const context = this.context();
    if (!context || !this.view) {
      return;
    }

    context.imageSmoothingEnabled = false;
    context.fillStyle = colour("--mask-pruned");
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const ratio = this.scale / this.view.scale;
    context.drawImage(this.picture, (this.view.left - this.left) * this.scale, (this.view.top - this.top) * this.scale, this.picture.width * ratio, this.picture.height * ratio);
    this.paintCursor(context);
  }

  /**
   * @param {import("./painter.js").View} view
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels
   */
  painted(view, pixels) {
    this.view = view;
    this.picture.width = view.width;
    this.picture.height = view.height;
    this.picture.getContext("2d")?.putImageData(new ImageData(pixels, view.width, view.height), 0, 0);
    const context = this.context();
    if (view.left === this.left && view.top === this.top && view.scale === this.scale && view.width === this.canvas.width) {
      context?.drawImage(this.picture, 0, 0);
      this.canvas.dataset.painted = view.scale >= 1 ? "weights" : "shares";
    } else {
      this.stretch();
    }

    if (context) {
      this.paintCursor(context);
    }
  }

  paintCursor(/** @type {CanvasRenderingContext2D} */ context) {
    if (!this.hasCursor) {
      return;
    }

    const size = Math.max(4, this.scale);
    context.strokeStyle = colour("--accent");
    context.lineWidth = 2;
    context.strokeRect((this.cursor.column - this.left) * this.scale - 1, (this.cursor.row - this.top) * this.scale - 1, size + 2, size + 2);
  }

  summary() {
    const mask = /** @type {import("./bits.js").Mask} */ (this.mask);
    return `Mask of ${mask.name}, ${mask.shape.join(" × ")}. Arrow keys read single weights.`;
  }

  zoomBy(/** @type {number} */ factor, x = this.canvas.width / 2, y = this.canvas.height / 2) {
    const before = this.scale;
    // However large the layer is, one can come near enough to see single weights.
    const zoom = Math.min(Math.max(64, LARGEST_CELL / (this.fit ?? 1)), Math.max(1, this.zoom * factor));
    const after = (before / this.zoom) * zoom;
    this.left += x / before - x / after;
    this.top += y / before - y / after;
    this.zoom = zoom;
    this.scale = after;
    this.draw();
  }

  moveTo(/** @type {number} */ row, /** @type {number} */ column, /** @type {boolean} */ follows) {
    const grid = this.grid;
    if (!grid || !this.mask || row < 0 || column < 0 || row >= grid.rows || column >= grid.columns) {
      return;
    }

    this.cursor = { row, column };
    this.hasCursor = follows;
    this.readout.textContent = this.describe(row, column);
    if (follows) {
      const [high, wide] = [this.canvas.height / this.scale, this.canvas.width / this.scale];
      this.top = Math.min(Math.max(this.top, row - high + 1), row);
      this.left = Math.min(Math.max(this.left, column - wide + 1), column);
      this.draw();
    }
  }

  describe(/** @type {number} */ row, /** @type {number} */ column) {
    const grid = /** @type {import("./bits.js").Grid} */ (this.grid);
    const mask = /** @type {import("./bits.js").Mask} */ (this.mask);
    const index = indexAt(grid, row, column);
    const words = this.mode === "overlap" ? ["in neither", "only in the first", "only in the second", "in both"] : ["pruned", "kept", "pruned in this round", "kept"];
    const kernel = grid.height * grid.width > 1 ? `, kernel ${row % grid.height},${column % grid.width}` : "";
    const more = this.options.readout?.(index) ?? "";
    return `${mask.name}, out ${Math.floor(row / grid.height)}, in ${Math.floor(column / grid.width)}${kernel}: ${words[stateOf(mask.bits, this.other?.bits ?? null, this.mode ?? "single", index)]}${more} (weight ${groups(index)}).`;
  }
}
