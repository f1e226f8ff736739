// Says once, in a notification of the browser, that the queue has become empty. Off until Settings switches it on.
import { getJson } from "./api.js";
import { preference } from "./preferences.js";

const INTERVAL = 20_000;
/** Names of what was in the queue. @type {Set<string>} */
const seen = new Set();

export function startNotifications() {
  if (preference("notify", "false") === "true" && "Notification" in window && Notification.permission === "granted" && document.querySelector("[data-help]")) {
    look();
  }
}

async function look() {
  try {
    const { items } = await getJson("/api/queue");
    items.forEach((/** @type {{ name: string }} */ item) => seen.add(item.name));
    if (items.length === 0 && seen.size > 0) {
      const names = [...seen];
      seen.clear();

      // One tag: several open pages make one notification.
      new Notification("Everything is done", { body: names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", "), tag: "lotterylab-done", icon: "/favicon-done.svg" });
    }
  } catch {
    // The server may be away; the next look tells.
  }

  setTimeout(look, INTERVAL);
}
