// Data sets: fetch, verify, cancel, import. While something is under way the page asks how far it is, once a second, and not while it is hidden. When a
// state changes, the server's new part takes the place of the old one; the buttons are listened to from above, so that those of a new part work too.
import { getJson, say, send } from "../api.js";
import { bytes } from "../format.js";
import { refresher, swap } from "../swap.js";

const INTERVAL = 1000;
const BUSY = ["downloading", "verifying"];

/** @param {HTMLElement} element */
export function start(element) {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-part=dataset]"));
  const refresh = refresher((page) => parts.forEach((part) => swap(part, page, `[data-part=dataset][data-name="${CSS.escape(part.dataset.name ?? "")}"]`)));
  parts.forEach((part) => new Stand(part, refresh).start());

  const form = element.querySelector("form[data-import]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    importFolder(element, /** @type {HTMLFormElement} */ (form), refresh);
  });
}

class Stand {
  /**
   * @param {HTMLElement} part
   * @param {() => Promise<void>} refresh
   */
  constructor(part, refresh) {
    this.part = part;
    this.refresh = refresh;
    this.address = `/api/datasets/${part.dataset.name}`;
  }

  /** As the part that is shown says; another part may have brought this one up to date. */
  get state() {
    return /** @type {HTMLElement | null} */ (this.part.querySelector("[data-dataset]"))?.dataset.state ?? "";
  }

  start() {
    this.part.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-do]") : null;
      if (button instanceof HTMLButtonElement && button.ariaDisabled !== "true") {
        this.act(button);
      }
    });
    document.addEventListener("visibilitychange", () => this.watch());
    new MutationObserver(() => this.watch()).observe(this.part, { childList: true });
    this.watch();
  }

  /** @param {HTMLButtonElement} button */
  async act(button) {
    // A button that is disabled loses the keyboard, before its part is replaced and could get it back.
    button.ariaDisabled = "true";
    try {
      await send("POST", `${this.address}/${button.dataset.do}`);
      await this.refresh();
    } catch (problem) {
      button.ariaDisabled = null;
      say(this.part.querySelector("[data-part=result]"), /** @type {Error} */ (problem).message, true);
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
      if (status.state === this.state) {
        this.show(status.transfer);
      } else {
        await this.refresh();
      }
    } catch {
      // The server may be starting again; the next look tells.
    }

    this.watch();
  }

  /** @param {{ bytes: number, totalBytes: number, bytesPerSecond: number, percent: number | null } | null} transfer */
  show(transfer) {
    const bar = this.part.querySelector("progress");
    const text = this.part.querySelector("[data-part=progress]");
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
 * @param {() => Promise<void>} refresh
 */
async function importFolder(element, form, refresh) {
  const line = element.querySelector("[data-part=imported]");
  const path = String(new FormData(form).get("path") ?? "");
  say(line, "Copying…");
  try {
    await send("POST", `/api/datasets/${form.dataset.import}/import`, { path });
    await refresh();
    form.reset();
    say(line, "Copied.");
  } catch (problem) {
    say(line, /** @type {Error} */ (problem).message, true);
  }
}
