// Data sets: fetch, verify, cancel, import. While something is under way the page asks how far it is, once a second, and not while it is hidden.
import { getJson, say, send } from "../api.js";
import { bytes } from "../format.js";

const INTERVAL = 1000;
const BUSY = ["downloading", "verifying"];

/** @param {HTMLElement} element */
export function start(element) {
  for (const stand of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-dataset]"))) {
    new Stand(stand).start();
  }

  const form = element.querySelector("form[data-import]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    importFolder(element, /** @type {HTMLFormElement} */ (form));
  });
}

class Stand {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.address = `/api/datasets/${element.dataset.dataset}`;
    this.state = element.dataset.state ?? "";
  }

  start() {
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.element.querySelectorAll("button[data-do]"))) {
      button.addEventListener("click", () => this.act(button));
    }

    document.addEventListener("visibilitychange", () => this.watch());
    this.watch();
  }

  /** @param {HTMLButtonElement} button */
  async act(button) {
    button.disabled = true;
    try {
      await send("POST", `${this.address}/${button.dataset.do}`);
      location.reload();
    } catch (problem) {
      button.disabled = false;
      say(this.element.querySelector("[data-part=result]"), /** @type {Error} */ (problem).message, true);
    }
  }

  watch() {
    clearTimeout(this.timer);
    if (BUSY.includes(this.state) && document.visibilityState === "visible") {
      this.timer = setTimeout(() => this.look(), INTERVAL);
    }
  }

  async look() {
    try {
      const { status } = await getJson(this.address);
      if (status.state !== this.state) {
        location.reload();
        return;
      }

      this.show(status.transfer);
    } catch {
      // The server may be starting again; the next look tells.
    }

    this.watch();
  }

  /** @param {{ bytes: number, totalBytes: number, bytesPerSecond: number, percent: number | null } | null} transfer */
  show(transfer) {
    const bar = this.element.querySelector("progress");
    const text = this.element.querySelector("[data-part=progress]");
    if (!transfer || !bar || !text) {
      return;
    }

    if (transfer.percent !== null) {
      bar.value = transfer.percent;
    }

    const total = transfer.totalBytes > 0 ? ` of ${bytes(transfer.totalBytes)} (${Math.round(transfer.percent ?? 0)}%)` : "";
    const rate = transfer.bytesPerSecond > 0 ? `, ${bytes(transfer.bytesPerSecond)}/s` : "";
    text.textContent = `${bytes(transfer.bytes)}${total}${rate}`;
  }
}

/**
 * @param {HTMLElement} element
 * @param {HTMLFormElement} form
 */
async function importFolder(element, form) {
  const line = element.querySelector("[data-part=imported]");
  const path = String(new FormData(form).get("path") ?? "");
  say(line, "Copying…");
  try {
    await send("POST", `/api/datasets/${form.dataset.import}/import`, { path });
    location.reload();
  } catch (problem) {
    say(line, /** @type {Error} */ (problem).message, true);
  }
}
