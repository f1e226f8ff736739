// Administration: buttons and selects carry the call that they make; after it the page shows the new state.
import { say, send } from "../api.js";

/** @param {HTMLElement} element */
export function start(element) {
  const line = element.querySelector("[data-part=result]");
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-address]"))) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      if (!(await call(line, button.dataset.method ?? "POST", button.dataset.address ?? "", button.dataset.body))) {
        button.disabled = false;
      }
    });
  }

  for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (element.querySelectorAll("select[data-patch]"))) {
    const before = select.value;
    select.addEventListener("change", async () => {
      if (!(await call(line, "PATCH", select.dataset.patch ?? "", JSON.stringify({ [select.dataset.field ?? ""]: select.value })))) {
        select.value = before;
      }
    });
  }

  const form = /** @type {HTMLFormElement | null} */ (element.querySelector("form[data-invite]"));
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    invite(element, form, line);
  });
}

/**
 * @param {Element | null} line
 * @param {string} method
 * @param {string} address
 * @param {string} [body]
 */
async function call(line, method, address, body) {
  try {
    await send(method, address, body);
    location.reload();
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
