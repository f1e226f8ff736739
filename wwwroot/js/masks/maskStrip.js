// Thumbnails of the newest mask, one a layer; the server averages them.
import { weightsRemaining } from "../format.js";

/** A network of hundreds of layers shows the first of them; the ticket page has all. */
const MOST_LAYERS = 64;

/**
 * @param {Element | null} strip
 * @param {string} experiment
 * @param {any} message that a mask is ready
 */
export function showStrip(strip, experiment, message) {
  strip?.replaceChildren(...message.layers.slice(0, MOST_LAYERS).map((/** @type {any} */ layer) => {
    const image = Object.assign(document.createElement("img"), { alt: "", width: 96, height: 96, src: `/api/tickets/${message.ticket}/masks/${encodeURIComponent(layer.name)}.png?size=96` });
    const link = Object.assign(document.createElement("a"), { href: `/experiments/${experiment}/r/${message.replicate + 1}/rounds/${message.round}?layer=${encodeURIComponent(layer.name)}` });
    link.append(image, `${layer.name}: ${weightsRemaining(layer.kept / Math.max(1, layer.count))}`);
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
}
