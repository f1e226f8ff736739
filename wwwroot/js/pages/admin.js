// Administration: buttons and selects carry the call that they make; after it their section shows the new state.
import { say, send } from "../api.js";
import { freshPage, swap } from "../swap.js";

/** @param {HTMLElement} element */
export function start(element) {
  element.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-address]") : null;
    if (button instanceof HTMLButtonElement && button.ariaDisabled !== "true") {
      // A button that is disabled loses the keyboard, before its section is replaced and could get it back.
      button.ariaDisabled = "true";
      if (!(await call(element, button, button.dataset.method ?? "POST", button.dataset.address ?? "", button.dataset.body))) {
        button.ariaDisabled = null;
      }
    }
  });
  element.addEventListener("change", async (event) => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.dataset.patch && !(await call(element, select, "PATCH", select.dataset.patch, JSON.stringify({ [select.dataset.field ?? ""]: select.value })))) {
      [...select.options].forEach((option) => {
        option.selected = option.defaultSelected;
      });
    }
  });
  element.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && event.target.matches("[data-invite]")) {
      event.preventDefault();
      invite(element, event.target, element.querySelector("[data-part=result]"));
    }
  });
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} from what was used; only its section is brought up to date, so that a code in another one stays
 * @param {string} method
 * @param {string} address
 * @param {string} [body]
 */
async function call(element, from, method, address, body) {
  const line = element.querySelector("[data-part=result]");
  try {
    await send(method, address, body);
    const section = /** @type {HTMLElement} */ (from.closest("section"));
    swap(section, await freshPage(), `section[aria-labelledby="${section.getAttribute("aria-labelledby")}"]`);
    say(line, "");
    return true;
  } catch (problem) {
    say(line, /** @type {Error} */ (problem).message, true);
    line?.scrollIntoView({ block: "nearest" });
    return false;
  }
}

/**
 * @param {HTMLElement} element
 * @param {HTMLFormElement} form
 * @param {Element | null} line
 */
async function invite(element, form, line) {
  const fields = new FormData(form);
  try {
    const made = await send("POST", "/api/invitations", { label: fields.get("label"), role: fields.get("role"), expiresInDays: Number(fields.get("expiresInDays")) });
    const box = /** @type {HTMLElement} */ (element.querySelector("[data-part=invitation]"));
    /** @type {HTMLElement} */ (box.querySelector("[data-part=join]")).textContent = `${location.origin}/join`;
    /** @type {HTMLElement} */ (box.querySelector("[data-part=code]")).textContent = made.code;
    box.hidden = false;
    form.reset();
  } catch (problem) {
    say(line, /** @type {Error} */ (problem).message, true);
  }
}
