// Turns packed masks into pixels. Runs in the page for small layers and in a worker for large ones; touches no document.
import { gridOf, indexAt, stateOf } from "./bits.js";
import { pyramid } from "./pyramid.js";

/** @typedef {{ left: number, top: number, scale: number, width: number, height: number, colours: number[][] }} View left and top in cells; scale in pixels a cell; colours of the states 0 to 3 */

/** Largest layer, in weights, whose pixels are counted anew from its bits; above it blocks of kept share are prepared once. */
const MOST_EXACT = 1_000_000;

export class MaskPainter {
  /**
   * @param {number[]} shape
   * @param {Uint8Array} bits
   * @param {Uint8Array | null} other
   * @param {import("./bits.js").Mode} mode
   */
  constructor(shape, bits, other, mode) {
    this.grid = gridOf(shape);
    this.bits = bits;
    this.other = other;
    this.mode = mode;
    /** @type {import("./pyramid.js").Level[]} */
    this.levels = this.grid.rows * this.grid.columns > MOST_EXACT ? pyramid(this.grid, bits, other, mode) : [];
  }

  /**
   * @param {View} view
   * @returns {Uint8ClampedArray<ArrayBuffer>} red, green, blue, opacity of each pixel
   */
  paint(view) {
    const pixels = new Uint8ClampedArray(view.width * view.height * 4);
    const step = 1 / view.scale;
    const level = this.levels.findLast((one) => one.block <= step);
    for (let y = 0, at = 0; y < view.height; y++) {
      const row = view.top + y * step;
      for (let x = 0; x < view.width; x++, at += 4) {
        const column = view.left + x * step;
        const tint = step <= 1 ? this.cell(view, row, column, x, y) : level ? this.blocks(view, level, row, column, step) : this.cells(view, row, column, step);
        pixels[at] = tint[0];
        pixels[at + 1] = tint[1];
        pixels[at + 2] = tint[2];
        pixels[at + 3] = 255;
      }
    }

    return pixels;
  }

  /** The colour of one weight. */
  cell(/** @type {View} */ view, /** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ x, /** @type {number} */ y) {
    const state = this.stateAt(Math.min(this.grid.rows - 1, Math.floor(row)), Math.min(this.grid.columns - 1, Math.floor(column)));
    // Hatched, not only coloured: every other diagonal of a newly pruned cell shows the ground.
    return state === 2 && this.mode === "pruned" && view.scale > 3 && ((x + y) & 3) < 2 ? view.colours[0] : view.colours[state];
  }

  /** The mean of the weights under a pixel. */
  cells(/** @type {View} */ view, /** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ step) {
    const counts = [0, 0, 0, 0];
    const [lastRow, lastColumn] = [Math.min(this.grid.rows, Math.ceil(row + step)), Math.min(this.grid.columns, Math.ceil(column + step))];
    for (let r = Math.min(this.grid.rows - 1, Math.floor(row)); r < lastRow; r++) {
      for (let c = Math.min(this.grid.columns - 1, Math.floor(column)); c < lastColumn; c++) {
        counts[this.stateAt(r, c)]++;
      }
    }

    return mixed(view.colours, counts);
  }

  /** The mean of the blocks under a pixel. */
  blocks(/** @type {View} */ view, /** @type {import("./pyramid.js").Level} */ level, /** @type {number} */ row, /** @type {number} */ column, /** @type {number} */ step) {
    const counts = [0, 0, 0, 0];
    const { block } = level;
    const lastRow = Math.min(level.rows - 1, Math.floor((row + step - 1e-6) / block));
    const lastColumn = Math.min(level.columns - 1, Math.floor((column + step - 1e-6) / block));
    for (let r = Math.min(lastRow, Math.floor(row / block)); r <= lastRow; r++) {
      const high = Math.min(block, this.grid.rows - r * block);
      for (let c = Math.min(lastColumn, Math.floor(column / block)); c <= lastColumn; c++) {
        let rest = high * Math.min(block, this.grid.columns - c * block);
        for (let state = 0; state < level.planes.length; state++) {
          const count = level.planes[state][r * level.columns + c];
          counts[state + 1] += count;
          rest -= count;
        }

        counts[0] += rest;
      }
    }

    return mixed(view.colours, counts);
  }

  stateAt(/** @type {number} */ row, /** @type {number} */ column) {
    return stateOf(this.bits, this.other, this.mode, indexAt(this.grid, row, column));
  }
}

/** @param {number[][]} colours @param {number[]} counts */
function mixed(colours, counts) {
  const all = Math.max(1, counts[0] + counts[1] + counts[2] + counts[3]);
  const channel = (/** @type {number} */ index) => (counts[0] * colours[0][index] + counts[1] * colours[1][index] + counts[2] * colours[2][index] + counts[3] * colours[3][index]) / all;
  return [channel(0), channel(1), channel(2)];
}
