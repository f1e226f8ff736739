// Moves waiting experiments and pauses the queue; the page then shows the new order.
import { say, send } from "../api.js";

/** @param {HTMLElement} element */
export function start(element) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-call]"))) {
    button.addEventListener("click", async () => {
      try {
        await send("POST", button.dataset.call ?? "");
        location.reload();
      } catch (problem) {
        say(element.querySelector("[data-part=result]"), /** @type {Error} */ (problem).message, true);
      }
    });
  }
}
