// The buttons of an experiment: pause, resume, retry, cancel. A button that cannot be used says why.
import { say, send } from "../api.js";

const ALLOWED = { pause: ["running", "preparing", "queued"], resume: ["paused", "interrupted", "cancelled", "draft"], cancel: ["running", "preparing", "queued", "paused", "pausing", "interrupted"], retry: ["failed"] };
const ANSWERS = { pause: "Pausing: the current batch ends and a checkpoint is written.", resume: "Resuming from the last checkpoint.", cancel: "Cancelling: what is finished is kept.", retry: "Queued again from the last finished step." };

export class ExperimentActions {
  /**
   * @param {HTMLElement} element
   * @param {string} id
   * @param {() => number} finishedRounds
   */
  constructor(element, id, finishedRounds) {
    this.id = id;
    this.finishedRounds = finishedRounds;
    this.line = element.querySelector('[data-part="action-result"]');
    this.buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[data-action]"));
    this.buttons.forEach((button) => button.addEventListener("click", () => this.act(button)));
    this.show(element.dataset.state ?? "draft");
  }

  /** @param {HTMLButtonElement} button */
  async act(button) {
    const action = button.dataset.action ?? "";
    if (action === "cancel" && button.dataset.asked !== "true") {
      // Asked once, in place: a second press is the answer.
      button.dataset.asked = "true";
      button.textContent = "Cancel for good";
      say(this.line, `${this.finishedRounds()} finished rounds and all checkpoints are kept. Press again to cancel.`);
      return;
    }

    try {
      await send("POST", `/api/experiments/${this.id}/${action}`);
      say(this.line, ANSWERS[/** @type {keyof typeof ANSWERS} */ (action)] ?? "Done.");
    } catch (problem) {
      say(this.line, /** @type {Error} */ (problem).message, true);
    }
  }

  /** @param {string} state */
  show(state) {
    for (const button of this.buttons) {
      const isPossible = ALLOWED[/** @type {keyof typeof ALLOWED} */ (button.dataset.action)]?.includes(state) ?? true;
      button.disabled = !isPossible;
      button.title = isPossible ? "" : `Not possible while the experiment is ${state}.`;
    }
  }
}
