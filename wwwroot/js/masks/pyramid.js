// Counts of weights by state in blocks of 4, 8, 16 ... cells a side, so that a picture of a large layer looks at blocks, not at every weight.
import { stateOf } from "./bits.js";

/** @typedef {{ block: number, rows: number, columns: number, planes: (Uint8Array | Uint32Array)[] }} Level planes[s - 1] counts the weights of state s in each block */

const FIRST_BLOCK = 4;
/** A level that is no larger than this in both directions is the last one. */
const SMALLEST_SIDE = 128;

/**
 * @param {import("./bits.js").Grid} grid
 * @param {Uint8Array} bits
 * @param {Uint8Array | null} other
 * @param {import("./bits.js").Mode} mode
 * @returns {Level[]}
 */
export function pyramid(grid, bits, other, mode) {
  const states = other ? (mode === "overlap" ? 3 : 2) : 1;
  const levels = [firstLevel(grid, bits, other, mode, states)];
  while (Math.max(levels[levels.length - 1].rows, levels[levels.length - 1].columns) > SMALLEST_SIDE) {
    levels.push(nextLevel(levels[levels.length - 1]));
  }

  return levels;
}

/** @returns {Level} */
function empty(/** @type {number} */ block, /** @type {number} */ rows, /** @type {number} */ columns, /** @type {number} */ states) {
  const planes = Array.from({ length: states }, () => (block * block < 256 ? new Uint8Array(rows * columns) : new Uint32Array(rows * columns)));
  return { block, rows, columns, planes };
}

/** Every weight is looked at once, in the order in which it is stored. */
function firstLevel(/** @type {import("./bits.js").Grid} */ grid, /** @type {Uint8Array} */ bits, /** @type {Uint8Array | null} */ other, /** @type {import("./bits.js").Mode} */ mode, /** @type {number} */ states) {
  const level = empty(FIRST_BLOCK, Math.ceil(grid.rows / FIRST_BLOCK), Math.ceil(grid.columns / FIRST_BLOCK), states);
  if (grid.height * grid.width === 1) {
    countLines(level, grid, bits, other, mode);
  } else {
    countKernels(level, grid, bits, other, mode);
  }

  return level;
}

/** Kept bits of every four. */
const KEPT_OF_FOUR = Uint8Array.from({ length: 16 }, (_, four) => (four & 1) + ((four >> 1) & 1) + ((four >> 2) & 1) + (four >> 3));

/** Four bits from an index on; what lies behind the end is 0. @param {Uint8Array} bits @param {number} index */
function fourAt(bits, index) {
  const byte = index >> 3;
  return ((bits[byte] | (bits[byte + 1] << 8)) >> (index & 7)) & 15;
}

/** Without kernels a line of a block is four neighbouring bits: they are counted together. */
function countLines(/** @type {Level} */ level, /** @type {import("./bits.js").Grid} */ grid, /** @type {Uint8Array} */ bits, /** @type {Uint8Array | null} */ other, /** @type {import("./bits.js").Mode} */ mode) {
  const [one, two, three] = level.planes;
  const { rows, columns } = grid;
  for (let row = 0; row < rows; row++) {
    const line = Math.floor(row / FIRST_BLOCK) * level.columns;
    const begin = row * columns;
    for (let block = 0; block < level.columns; block++) {
      const left = columns - block * FIRST_BLOCK;
      const wanted = left < FIRST_BLOCK ? (1 << left) - 1 : 15;
      const first = fourAt(bits, begin + block * FIRST_BLOCK) & wanted;
      if (!other) {
        one[line + block] += KEPT_OF_FOUR[first];
        continue;
      }

      // The states of stateOf, four at a time.
      const second = fourAt(other, begin + block * FIRST_BLOCK) & wanted;
      one[line + block] += KEPT_OF_FOUR[mode === "overlap" ? first & ~second : first];
      two[line + block] += KEPT_OF_FOUR[second & ~first];
      if (three) {
        three[line + block] += KEPT_OF_FOUR[first & second];
      }
    }
  }
}

function countKernels(/** @type {Level} */ level, /** @type {import("./bits.js").Grid} */ grid, /** @type {Uint8Array} */ bits, /** @type {Uint8Array | null} */ other, /** @type {import("./bits.js").Mode} */ mode) {
  const { height, width, inputs, outputs } = grid;
  for (let out = 0, index = 0; out < outputs; out++) {
    for (let input = 0; input < inputs; input++) {
      for (let y = 0; y < height; y++) {
        const line = Math.floor((out * height + y) / FIRST_BLOCK) * level.columns;
        for (let x = 0; x < width; x++, index++) {
          const state = stateOf(bits, other, mode, index);
          if (state > 0) {
            level.planes[state - 1][line + Math.floor((input * width + x) / FIRST_BLOCK)]++;
          }
        }
      }
    }
  }
}

/** @param {Level} below */
function nextLevel(below) {
  const level = empty(below.block * 2, Math.ceil(below.rows / 2), Math.ceil(below.columns / 2), below.planes.length);
  below.planes.forEach((plane, state) => {
    const target = level.planes[state];
    for (let row = 0, from = 0; row < below.rows; row++) {
      const line = (row >> 1) * level.columns;
      for (let column = 0; column < below.columns; column++, from++) {
        target[line + (column >> 1)] += plane[from];
      }
    }
  });
  return level;
}
