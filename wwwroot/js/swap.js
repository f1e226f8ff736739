// Puts a part of a page that the server made into the page that is open, without losing the place of the keyboard.

/**
 * @param {Element} target part that is replaced
 * @param {string} page HTML of the whole page; scripts in it do not run
 * @param {string} selector where the new part stands in it
 */
export function swap(target, page, selector) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector(selector);
  if (!fresh) {
    throw new Error("The server sent another page.");
  }

  const focused = document.activeElement;
  const place = focused instanceof HTMLInputElement && target.contains(focused) ? `input[name="${CSS.escape(focused.name)}"][value="${CSS.escape(focused.value)}"]` : "";
  target.replaceChildren(...fresh.childNodes);
  const again = place === "" ? null : target.querySelector(place);
  if (again instanceof HTMLElement) {
    again.focus();
  }
}
