// Settings: what is kept in this browser is saved as it is chosen; account, tokens and webhook go to the server.
import { getJson, say, send } from "../api.js";
import { preference, setPreference } from "../preferences.js";
import { applyContrast, applyTheme } from "../themeSwitch.js";

/** How each preference is read, and what else its change does. @type {Record<string, { name: string, otherwise: string, changed?: (value: string) => void }>} */
const PREFERENCES = {
  theme: { name: "theme", otherwise: "system", changed: applyTheme },
  contrast: { name: "contrast", otherwise: "system", changed: applyContrast },
  spread: { name: "spread", otherwise: "ci" },
  smoothing: { name: "smoothing", otherwise: "0" },
  // The box says that keys work, the browser remembers that they do not.
  keys: { name: "keys.off", otherwise: "false" },
  notify: { name: "notify", otherwise: "false" },
};

/** @param {HTMLElement} element */
export function start(element) {
  for (const control of /** @type {NodeListOf<HTMLSelectElement | HTMLInputElement>} */ (element.querySelectorAll("[data-preference]"))) {
    bind(element, control);
  }

  showPermission(element);
  startPassword(element);
  startTokens(element);
  startWebhook(element);
}

/**
 * @param {HTMLElement} element
 * @param {HTMLSelectElement | HTMLInputElement} control
 */
function bind(element, control) {
  const kind = control.dataset.preference ?? "";
  const { name, otherwise, changed } = PREFERENCES[kind];
  const value = preference(name, otherwise);
  if (control instanceof HTMLSelectElement) {
    control.value = value;
  } else {
    control.checked = (value === "true") !== (kind === "keys");
  }

  control.addEventListener("change", async () => {
    const chosen = control instanceof HTMLSelectElement ? control.value : String(control.checked !== (kind === "keys"));
    if (kind === "notify" && chosen === "true" && "Notification" in window) {
      await Notification.requestPermission();
      showPermission(element);
    }

    const isKept = setPreference(name, chosen);
    changed?.(chosen);
    say(element.querySelector("[data-part=saved]"), isKept ? `Saved ${new Date().toLocaleTimeString(undefined, { hour12: false })}.` : "This browser keeps nothing: the choice holds until the page is left.", !isKept);
  });
}

/** @param {HTMLElement} element */
function showPermission(element) {
  const line = element.querySelector("[data-part=permission]");
  if (line) {
    line.textContent = !("Notification" in window) ? "This browser has no notifications." : Notification.permission === "denied" ? "This browser refuses notifications of this site: allow them in its settings." : "";
  }
}

/** @param {HTMLElement} element */
function startPassword(element) {
  const form = /** @type {HTMLFormElement | null} */ (element.querySelector("form[data-password]"));
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const line = form.querySelector("[data-part=password-result]");
    const fields = new FormData(form);
    if (fields.get("password") !== fields.get("again")) {
      say(line, "The two new passwords are not the same.", true);
      return;
    }

    await attempt(line, async () => {
      await send("POST", "/api/account/password", { current: fields.get("current"), password: fields.get("password") });
      form.reset();
      say(line, "The password is changed. Other browsers are signed out.");
    });
  });
}

/** @param {HTMLElement} element */
function startTokens(element) {
  const line = element.querySelector("[data-part=token-result]");
  const form = /** @type {HTMLFormElement | null} */ (element.querySelector("form[data-token]"));
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const days = String(fields.get("expiresInDays") ?? "");
    await attempt(line, async () => {
      const made = await send("POST", "/api/tokens", { label: fields.get("label"), role: fields.get("role"), expiresInDays: days === "" ? null : Number(days) });
      const box = /** @type {HTMLElement} */ (element.querySelector("[data-part=token]"));
      /** @type {HTMLElement} */ (box.querySelector("code")).textContent = made.token;
      box.hidden = false;
      form.reset();
      say(line, "It stands in the list when the page is loaded again.");
    });
  });
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-revoke-token]"))) {
    button.addEventListener("click", () => attempt(line, async () => {
      await send("DELETE", `/api/tokens/${button.dataset.revokeToken}`);
      button.closest("tr")?.remove();
      say(line, "Revoked: the token opens nothing any more.");
    }));
  }
}

/** @param {HTMLElement} element */
async function startWebhook(element) {
  const form = /** @type {HTMLFormElement | null} */ (element.querySelector("form[data-webhook]"));
  if (!form) {
    return;
  }

  const line = element.querySelector("[data-part=webhook-result]");
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("url"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await attempt(line, async () => {
      const hook = await send("PUT", "/api/webhook", { url: field.value });
      const key = /** @type {HTMLElement} */ (element.querySelector("[data-part=webhook-key]"));
      /** @type {HTMLElement} */ (key.querySelector("code")).textContent = hook.secret;
      key.hidden = hook.secret === "";
      say(line, hook.url === "" ? "Saved: nobody is told." : "Saved.");
    });
  });
  form.querySelector("[data-part=test]")?.addEventListener("click", () => attempt(line, async () => {
    say(line, "Sending…");
    await send("POST", "/api/webhook/test");
    say(line, "The message arrived.");
  }));
  await attempt(line, async () => {
    field.value = (await getJson("/api/webhook")).url;
  });
}

/**
 * @param {Element | null} line
 * @param {() => Promise<void>} action
 */
async function attempt(line, action) {
  try {
    await action();
  } catch (problem) {
    say(line, /** @type {Error} */ (problem).message, true);
  }
}
