// Masks that were fetched: a mask never changes, so each is fetched once.
import { getMask } from "../api.js";

/** Bytes of packed masks that are kept; the oldest go first. */
const MOST_BYTES = 96 << 20;

export class MaskShelf {
  constructor() {
    /** @type {Map<string, { bytes: number, bits: Promise<Uint8Array> }>} */
    this.known = new Map();
  }

  /**
   * @param {import("../charts/rounds.js").Round} round
   * @param {string} layer
   * @param {number[]} shape
   */
  bits(round, layer, shape) {
    const bytes = Math.ceil(shape.reduce((a, b) => a * b, 1) / 8);
    if (round.maskKey === null) {
      // The dense network keeps every weight.
      return Promise.resolve(new Uint8Array(bytes).fill(255));
    }

    const key = `${round.maskKey}/${layer}`;
    let entry = this.known.get(key);
    if (!entry) {
      entry = { bytes, bits: getMask(round.ticket, layer) };
      entry.bits.catch(() => this.known.delete(key));
      this.known.set(key, entry);
      this.trim();
    }

    return entry.bits;
  }

  trim() {
    let sum = [...this.known.values()].reduce((total, entry) => total + entry.bytes, 0);
    for (const [key, entry] of this.known) {
      if (sum <= MOST_BYTES || this.known.size <= 2) {
        return;
      }

      this.known.delete(key);
      sum -= entry.bytes;
    }
  }
}

/**
 * Shares of kept weights (255 is all) in a grid of at most 256 cells a side.
 * @param {string} ticket
 * @param {string} layer
 */
export async function getGrid(ticket, layer) {
  const response = await fetch(`/api/tickets/${encodeURIComponent(ticket)}/masks/${encodeURIComponent(layer)}/grid?size=256`, { headers: { accept: "application/octet-stream" } });
  if (!response.ok) {
    throw new Error(`The server answered ${response.status} for the overview of ${layer}.`);
  }

  return { shares: new Uint8Array(await response.arrayBuffer()), rows: Number(response.headers.get("X-Grid-Rows")), columns: Number(response.headers.get("X-Grid-Columns")) };
}
