// Launches the experiment that fills an empty place of evidence, and goes there.
import { say, send } from "../api.js";

/** @param {HTMLElement} element */
export function start(element) {
  const line = element.querySelector("[data-part=evidence-result]");
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-evidence]"))) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      say(line, "Queueing…");
      try {
        const outcome = await send("POST", `/api/experiments/${element.dataset.id}/evidence/${button.dataset.evidence}`);
        location.assign(`/experiments/${outcome.id}`);
      } catch (problem) {
        button.disabled = false;
        say(line, /** @type {Error} */ (problem).message, true);
      }
    });
  }
}
