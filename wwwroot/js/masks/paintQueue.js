// Where the pixels of a layer come from: small layers are painted at once in the page, large ones by a worker, one picture at a time.
import { MaskPainter } from "./painter.js";

/** Layers with more weights than this are unpacked in a worker. */
export const MOST_IN_PAGE = 1_000_000;

/** @typedef {(view: import("./painter.js").View, pixels: Uint8ClampedArray<ArrayBuffer>) => void} Painted */

export class PaintQueue {
  /** @param {Painted} painted gets each finished picture */
  constructor(painted) {
    this.painted = painted;
    this.number = 0;
    this.isBusy = false;
    /** @type {import("./painter.js").View | null} */
    this.next = null;
  }

  /** Where pictures are made at the moment. */
  get place() {
    return this.local ? "page" : "worker";
  }

  /**
   * @param {import("./bits.js").Mask} mask
   * @param {Uint8Array | null} other
   * @param {import("./bits.js").Mode} mode
   */
  open(mask, other, mode) {
    // A picture of the layer before may still be on its way; its number is not waited for.
    this.number++;
    this.isBusy = false;
    this.next = null;
    this.local = null;
    const worker = mask.shape.reduce((a, b) => a * b, 1) > MOST_IN_PAGE ? this.helper() : null;
    if (worker) {
      worker.postMessage({ kind: "open", shape: mask.shape, bits: mask.bits, other, mode });
      this.reopen = () => {
        this.local = new MaskPainter(mask.shape, mask.bits, other, mode);
      };
    } else {
      this.local = new MaskPainter(mask.shape, mask.bits, other, mode);
    }
  }

  /** @param {import("./painter.js").View} view the newest wish takes the place of an older one that waits */
  paint(view) {
    if (this.local) {
      this.painted(view, this.local.paint(view));
    } else if (this.isBusy) {
      this.next = view;
    } else {
      this.isBusy = true;
      this.lastView = view;
      this.worker?.postMessage({ kind: "paint", id: this.number, view });
    }
  }

  /** @returns {Worker | null} */
  helper() {
    if (!this.worker && !this.isBroken) {
      try {
        this.worker = new Worker(new URL("./maskWorker.js", import.meta.url), { type: "module" });
        this.worker.addEventListener("message", (event) => this.receive(event.data));
        this.worker.addEventListener("error", () => this.fail());
      } catch {
        this.isBroken = true;
      }
    }

    return this.worker ?? null;
  }

  /** @param {{ id: number, view: import("./painter.js").View, pixels: Uint8ClampedArray<ArrayBuffer> }} done */
  receive(done) {
    if (done.id !== this.number) {
      return;
    }

    this.isBusy = false;
    this.painted(done.view, done.pixels);
    if (this.next) {
      const view = this.next;
      this.next = null;
      this.paint(view);
    }
  }

  /** Without a worker (an old browser, a blocked file) the page paints by itself: slower, but right. */
  fail() {
    this.isBroken = true;
    this.worker?.terminate();
    this.worker = undefined;
    this.reopen?.();
    const view = this.next ?? this.lastView;
    if (this.isBusy && view) {
      this.isBusy = false;
      this.next = null;
      this.paint(view);
    }
  }
}
