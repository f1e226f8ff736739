// The list of experiments by keyboard: j and k move, x selects, c compares; shift-click selects a range.
import { onKey } from "../keys.js";

/** @param {HTMLElement} form */
export function start(form) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[name=ids]")]);
  const rows = boxes.map((box) => /** @type {HTMLAnchorElement} */ (box.closest("tr")?.querySelector("a")));
  let last = 0;
  const current = () => Math.max(0, rows.findIndex((link, index) => link === document.activeElement || boxes[index] === document.activeElement));
  const move = (/** @type {number} */ by) => {
    const isInside = rows.includes(/** @type {any} */ (document.activeElement)) || boxes.includes(/** @type {any} */ (document.activeElement));
    rows[isInside ? Math.min(rows.length - 1, Math.max(0, current() + by)) : 0]?.focus();
  };
  onKey("j", () => move(1));
  onKey("k", () => move(-1));
  onKey("x", () => boxes[current()]?.click());
  onKey("c", () => /** @type {HTMLFormElement} */ (form).requestSubmit());
  boxes.forEach((box, index) => box.addEventListener("click", (event) => {
    if (event.shiftKey) {
      boxes.slice(Math.min(last, index), Math.max(last, index) + 1).forEach((other) => {
        other.checked = box.checked;
      });
    }

    last = index;
  }));
  form.addEventListener("submit", (event) => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    event.preventDefault();
    if (chosen.length >= 1) {
      location.assign(`/compare?ids=${chosen.slice(0, 8).join(",")}`);
    }
  });
}
