// Two masks of one layer over each other.
import { getMask, say } from "../api.js";
import { MaskView } from "../masks/maskView.js";

/** @param {HTMLElement} element */
export function start(element) {
  const canvas = /** @type {HTMLElement} */ (element.querySelector("[data-part=mask]"));
  const layer = /** @type {HTMLSelectElement} */ (element.querySelector("[data-part=layer]"));
  const shapes = JSON.parse(element.dataset.shapes ?? "{}");
  const view = new MaskView(canvas);
  const show = async () => {
    try {
      const [first, second] = await Promise.all([getMask(element.dataset.first ?? "", layer.value), getMask(element.dataset.second ?? "", layer.value)]);
      const shape = shapes[layer.value];
      view.show({ name: layer.value, shape, bits: first }, { name: layer.value, shape, bits: second }, "overlap");
      say(element.querySelector("[data-part=problem]"), "");
    } catch (problem) {
      say(element.querySelector("[data-part=problem]"), /** @type {Error} */ (problem).message, true);
    }
  };
  layer.addEventListener("change", show);
  show();
}
