// Keeps the cards of running experiments current.
import { LiveConnection } from "../live/connection.js";

/** @param {HTMLElement} element */
export async function start(element) {
  const live = new LiveConnection(null);
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-experiment]"))) {
    const bar = card.querySelector("progress");
    live.follow(card.dataset.experiment ?? "", Number.MAX_SAFE_INTEGER, (message) => {
      if (message.type === "status" && bar) {
        bar.value = message.status.progress;
      }
    }, () => {});
  }

  await live.start();
}
