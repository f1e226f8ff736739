// What the form of a new experiment needs of the browser: the kept draft, the keyboard, and the launch itself.
import { send } from "../api.js";

const DRAFT = "lotterylab.draft";

/**
 * @param {HTMLElement} root
 * @returns {string | null} draft that was kept
 */
export function start(root) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && root.isConnected) {
      event.preventDefault();
      // Leaving the field first sends what was typed into it.
      /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
      setTimeout(() => /** @type {HTMLButtonElement | null} */ (root.querySelector("[data-start]"))?.click(), 100);
    }
  });
  root.dataset.interactive = "true";
  return localStorage.getItem(DRAFT);
}

/** @param {string} text */
export function keep(text) {
  localStorage.setItem(DRAFT, text);
}

/**
 * @param {string} text
 * @returns {Promise<string>} empty when it was launched, else why not
 */
export async function launch(text) {
  try {
    const answer = await send("POST", "/api/experiments", text);
    localStorage.removeItem(DRAFT);
    location.assign(`/experiments/${answer.id ?? answer.experiment?.id}`);
    return "";
  } catch (problem) {
    return /** @type {Error} */ (problem).message;
  }
}

/** @param {HTMLElement} root */
export function focusFirstProblem(root) {
  const field = /** @type {HTMLElement | null} */ (root.querySelector("[aria-invalid=true], .has-problem input"));
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

/** @param {string} text */
export async function copyCall(text) {
  const quoted = text.replaceAll("'", "'\\''");
  await navigator.clipboard.writeText(`curl -X POST ${location.origin}/api/experiments -H 'content-type: application/json' --data '${quoted}'`);
}
