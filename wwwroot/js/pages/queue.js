// Moves waiting experiments and pauses the queue; the new order then takes the place of the old one.
import { say, send } from "../api.js";
import { refresher, swap } from "../swap.js";

/** @param {HTMLElement} element */
export function start(element) {
  const refresh = refresher((page) => swap(element, page, '[data-module="pages/queue"]'));
  element.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-call]") : null;
    if (!(button instanceof HTMLButtonElement)) {
      return;
    }

    try {
      await send("POST", button.dataset.call ?? "");
      await refresh();
    } catch (problem) {
      say(element.querySelector("[data-part=result]"), /** @type {Error} */ (problem).message, true);
    }
  });
}
