// The planner: every change asks the server for the plan of the new question and puts it in place. The address is the question.
import { say, send } from "../api.js";
import { swap } from "../swap.js";

const PAUSE = 250;

/** @param {HTMLElement} element */
export function start(element) {
  new Planner(/** @type {HTMLFormElement} */ (element)).start();
}

class Planner {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.plan = /** @type {HTMLElement} */ (document.querySelector("[data-part=plan]"));
    this.asked = 0;
  }

  start() {
    document.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
        this.changed(event.target);
      }
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(0);
    });
    this.plan.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-part=queue]")) {
        this.queue();
      }
    });
    this.plan.addEventListener("keydown", (event) => this.move(event));
  }

  /** @param {HTMLInputElement | HTMLSelectElement} field */
  changed(field) {
    if (field.form === this.form) {
      this.ask(PAUSE);
    }
  }

  /** The question as the server reads it: cells that are left out are named, all others are in. */
  query() {
    const fields = new FormData(this.form);
    const kept = new Set(fields.getAll("keep"));
    const query = new URLSearchParams();
    for (const [name, value] of fields) {
      if (name === "cell") {
        if (!kept.has(value)) {
          query.append("cut", String(value));
        }
      } else if (name !== "keep" && value !== "") {
        query.append(name, String(value));
      }
    }

    return query.toString();
  }

  /** @param {number} pause */
  ask(pause) {
    const mine = ++this.asked;
    setTimeout(() => {
      if (mine === this.asked) {
        this.load(mine);
      }
    }, pause);
  }

  /** @param {number} mine */
  async load(mine) {
    const status = document.querySelector("[data-part=planning]");
    const address = `/planner?${this.query()}`;
    say(status, "Working out the plan…");
    try {
      const page = await (await fetch(address)).text();
      if (mine === this.asked) {
        swap(this.plan, page, "[data-part=plan]");
        history.replaceState(null, "", address);
        say(status, "");
      }
    } catch {
      say(status, "The server does not answer. What you chose is kept; change something to try again.", true);
    }
  }

  async queue() {
    const line = () => this.plan.querySelector("[data-part=result]");
    say(line(), "Queueing…");
    try {
      const outcome = await send("POST", "/api/studies", { query: this.query() });
      location.assign(`/planner?study=${outcome.id}`);
    } catch (problem) {
      say(line(), /** @type {Error} */ (problem).message, true);
    }
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const [down, right] = /** @type {Record<string, [number, number]>} */ ({ ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] })[event.key] ?? [0, 0];
    const box = event.target;
    if ((down === 0 && right === 0) || !(box instanceof HTMLInputElement) || box.name !== "keep") {
      return;
    }

    event.preventDefault();
    const rows = [...this.plan.querySelectorAll("[data-part=grid] tbody tr")].map((row) => [...row.querySelectorAll("input[name=keep]")]).filter((row) => row.length > 0);
    const row = rows.findIndex((boxes) => boxes.includes(box));
    const target = rows[row + down]?.[rows[row].indexOf(box) + right];
    if (target instanceof HTMLElement) {
      target.focus();
    }
  }
}
