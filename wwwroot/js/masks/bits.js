// Packed masks and their places on a picture. Rows are outputs, columns inputs; a convolution shows each kernel as a small tile.

/** @typedef {{ name: string, shape: number[], bits: Uint8Array }} Mask bit i (lowest first) says whether weight i, row-major, is kept */
/** @typedef {{ rows: number, columns: number, outputs: number, inputs: number, height: number, width: number }} Grid */
/** @typedef {"single" | "pruned" | "overlap"} Mode */

/** Grid of a tensor: rows of outputs, columns of inputs, kernels as tiles. @returns {Grid} */
export function gridOf(/** @type {number[]} */ shape) {
  const [outputs, inputs = 1, height = 1, width = 1] = shape;
  return { rows: outputs * height, columns: inputs * width, outputs, inputs, height, width };
}

/**
 * Flat index of a cell.
 * @param {Grid} grid
 * @param {number} row
 * @param {number} column
 */
export function indexAt(grid, row, column) {
  const [out, y] = [Math.floor(row / grid.height), row % grid.height];
  const [input, x] = [Math.floor(column / grid.width), column % grid.width];
  return ((out * grid.inputs + input) * grid.height + y) * grid.width + x;
}

/** @param {Uint8Array} bits @param {number} index */
export function bit(bits, index) {
  return (bits[index >> 3] >> (index & 7)) & 1;
}

/**
 * State of a weight: 0 pruned, 1 kept, 2 newly pruned or only in the second, 3 in both.
 * @param {Uint8Array} bits
 * @param {Uint8Array | null} other the round before (its lost weights are marked), or the second mask of an overlap
 * @param {Mode} mode
 * @param {number} index
 */
export function stateOf(bits, other, mode, index) {
  const first = bit(bits, index);
  if (!other) {
    return first;
  }

  const second = bit(other, index);
  return mode === "overlap" ? first + 2 * second : first ? 1 : second ? 2 : 0;
}

/** Kept share of each output unit (fan-in) and each input unit (fan-out). @param {Mask} mask */
export function densities(mask) {
  const grid = gridOf(mask.shape);
  const kernel = grid.height * grid.width;
  const fanIn = new Array(grid.outputs).fill(0);
  const fanOut = new Array(grid.inputs).fill(0);
  for (let out = 0, index = 0; out < grid.outputs; out++) {
    for (let input = 0; input < grid.inputs; input++) {
      for (let k = 0; k < kernel; k++, index++) {
        const kept = bit(mask.bits, index);
        fanIn[out] += kept;
        fanOut[input] += kept;
      }
    }
  }

  return shares(mask.shape, fanIn, fanOut);
}

/**
 * Counts of kept weights as shares of what each unit could keep.
 * @param {number[]} shape
 * @param {number[]} ofOutput
 * @param {number[]} ofInput
 */
export function shares(shape, ofOutput, ofInput) {
  const grid = gridOf(shape);
  const kernel = grid.height * grid.width;
  return { fanIn: ofOutput.map((kept) => kept / (grid.inputs * kernel)), fanOut: ofInput.map((kept) => kept / (grid.outputs * kernel)) };
}
