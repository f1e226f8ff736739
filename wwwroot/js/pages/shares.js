// Revokes links in the list of shares; the effect is immediate.
import { say, send } from "../api.js";

/** @param {HTMLElement} element */
export function start(element) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-revoke]"))) {
    button.addEventListener("click", async () => {
      try {
        await send("DELETE", `/api/shares/${button.dataset.revoke}`);
        const state = button.closest("tr")?.querySelector("[data-part=state]");
        if (state) {
          state.textContent = "revoked now";
        }

        button.remove();
        say(element.querySelector("[data-part=result]"), "Revoked: the link opens nothing any more.");
      } catch (problem) {
        say(element.querySelector("[data-part=result]"), /** @type {Error} */ (problem).message, true);
      }
    });
  }
}
