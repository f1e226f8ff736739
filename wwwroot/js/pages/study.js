// A study's page: its grid is fetched again when a training ends, at most every other second.
import { LiveConnection } from "../live/connection.js";
import { refresher, swap } from "../swap.js";

const PAUSE = 1500;

/** @param {HTMLElement} element */
export async function start(element) {
  const part = /** @type {HTMLElement} */ (element.querySelector("[data-part=study]"));
  const place = refresher((page) => swap(part, page, "[data-part=study]"));
  let isWaiting = false;
  const refresh = () => {
    if (isWaiting) {
      return;
    }

    isWaiting = true;
    setTimeout(async () => {
      isWaiting = false;
      try {
        await place();
      } catch {
        // The banner says that the connection is lost; the next event tries again.
      }
    }, PAUSE);
  };
  const live = new LiveConnection(element.querySelector("[data-live-state]"));
  live.follow(element.dataset.id ?? "", Number(element.dataset.sequence ?? 0), (message) => {
    const bar = part.querySelector("progress");
    if (message.type === "status" && bar) {
      bar.value = message.status.progress;
    } else if (message.type === "round" || message.type === "state") {
      refresh();
    }
  }, refresh);
  await live.start();
}
