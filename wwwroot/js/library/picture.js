// The picture of a method: the list of steps becomes one picture, moved by a slider or by pressing Play.

/** Steps a second while it plays. */
const PLAY_RATE = 0.8;

/** @param {HTMLElement} element */
export function start(element) {
  const steps = [...element.querySelectorAll(".picture-steps > li")];
  if (steps.length < 2) {
    return;
  }

  const slider = Object.assign(document.createElement("input"), { type: "range", min: "1", max: String(steps.length), step: "1", value: "1" });
  const label = document.createElement("label");
  label.append("Step ", slider);
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Play" });
  const controls = Object.assign(document.createElement("div"), { className: "scrubber" });
  // Whoever asked for less motion moves the slider by hand.
  controls.append(label, ...(matchMedia("(prefers-reduced-motion: reduce)").matches ? [] : [button]));
  element.prepend(controls);
  element.classList.add("is-moving");
  const show = () => {
    const place = Number(slider.value) - 1;
    steps.forEach((step, position) => /** @type {HTMLElement} */ (step).toggleAttribute("hidden", position !== place));
    slider.setAttribute("aria-valuetext", `Step ${place + 1} of ${steps.length}. ${steps[place].textContent?.trim()}`);
  };

  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
  };
  slider.addEventListener("input", () => {
    stop();
    show();
  });
  button.addEventListener("click", () => {
    if (timer !== 0) {
      stop();
      return;
    }

    // At the end it begins again; it never runs round and round by itself.
    slider.value = Number(slider.value) === steps.length ? "1" : slider.value;
    show();
    button.textContent = "Stop";
    timer = window.setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      show();
      if (Number(slider.value) === steps.length) {
        stop();
      }
    }, 1000 / PLAY_RATE);
  });
  show();
}
