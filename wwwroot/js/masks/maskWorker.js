// Unpacks and paints large masks away from the page, so that scrolling, typing and charts stay smooth meanwhile.
import { MaskPainter } from "./painter.js";

/** @type {MaskPainter | null} */
let painter = null;

self.addEventListener("message", (event) => {
  const { kind, id } = event.data;
  if (kind === "open") {
    painter = new MaskPainter(event.data.shape, event.data.bits, event.data.other, event.data.mode);
  } else if (kind === "paint" && painter) {
    const pixels = painter.paint(event.data.view);
    self.postMessage({ id, view: event.data.view, pixels }, /** @type {any} */ ([pixels.buffer]));
  }
});
