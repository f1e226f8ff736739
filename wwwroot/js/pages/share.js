// Makes share links.
import { say, send } from "../api.js";

/** @param {HTMLElement} element with data-kind and data-targets */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element.querySelector("form"));
  const line = element.querySelector("[data-part=result]");
  const address = /** @type {HTMLInputElement} */ (element.querySelector("[data-part=address]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const days = String(fields.get("days") ?? "");
    const parents = String(fields.get("parents") ?? "").split(/[\s,]+/).filter((site) => site !== "");
    try {
      const made = await send("POST", "/api/shares", {
        kind: element.dataset.kind,
        targets: (element.dataset.targets ?? "").split(","),
        label: String(fields.get("label") ?? ""),
        isAnonymous: fields.has("anonymous"),
        allowsDownload: fields.has("downloads"),
        allowsEmbedding: parents.length > 0,
        allowedParents: parents,
        contents: { name: fields.has("show-name"), notes: fields.has("show-notes"), masks: fields.has("show-masks"), machine: fields.has("show-machine") },
        isFrozen: fields.get("frozen") === "true",
        expiresInDays: days === "" ? null : Number(days),
      });
      address.value = new URL(made.path, location.origin).href;
      /** @type {HTMLElement} */ (element.querySelector("[data-part=link]")).hidden = false;
      const open = /** @type {HTMLAnchorElement} */ (element.querySelector("[data-part=open]"));
      open.href = address.value;
      showSnippet(element, made.embedPath);
      say(line, "The link works now. It is shown only once: copy it.");
      address.select();
    } catch (problem) {
      say(line, /** @type {Error} */ (problem).message, true);
    }
  });
  element.querySelector("[data-part=copy]")?.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.value);
    say(line, "Copied.");
  });
}

/**
 * What an owner pastes into another page.
 * @param {HTMLElement} element
 * @param {string | null} path
 */
function showSnippet(element, path) {
  const line = /** @type {HTMLElement} */ (element.querySelector("[data-part=embed]"));
  line.hidden = !path;
  if (path) {
    const snippet = /** @type {HTMLTextAreaElement} */ (element.querySelector("[data-part=snippet]"));
    snippet.value = `<iframe src="${new URL(path, location.origin).href}?theme=auto" width="760" height="560" title="Accuracy against weights remaining" loading="lazy"></iframe>`;
  }
}
