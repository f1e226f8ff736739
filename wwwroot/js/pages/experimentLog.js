// What happens, as lines to read and as rare announcements for screen readers.
import { say } from "../api.js";

const LOG_LINES = 200;
/** Shortest pause between two announcements. */
const ANNOUNCE_PAUSE = 10_000;

export class ExperimentLog {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.list = element.querySelector('[data-part="log"]');
    this.follow = element.querySelector('[data-part="log-follow"]');
    this.announcement = element.querySelector('[data-part="announcement"]');
    this.announcedAt = 0;
  }

  /** @param {string} text */
  add(text) {
    if (!this.list) {
      return;
    }

    const line = document.createElement("li");
    line.textContent = `${new Date().toLocaleTimeString(undefined, { hour12: false })}  ${text}`;
    this.list.append(line);
    while (this.list.childElementCount > LOG_LINES) {
      this.list.firstElementChild?.remove();
    }

    if (!(this.follow instanceof HTMLInputElement) || this.follow.checked) {
      this.list.scrollTop = this.list.scrollHeight;
    }
  }

  /** @param {string} text */
  announce(text) {
    if (performance.now() - this.announcedAt >= ANNOUNCE_PAUSE || this.announcedAt === 0) {
      this.announcedAt = performance.now();
      say(this.announcement, text);
    }
  }
}
