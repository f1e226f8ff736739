// Puts a part of a page that the server made into the page that is open. No page loads itself anew: that would end a navigation that is under way, and
// take the reader's place, focus and half-filled fields.

/** What tells an element of a part from its neighbours, in this order. */
const MARKS = ["id", "data-do", "data-call", "data-address", "data-patch", "href", "name"];

/**
 * @param {Element} target part that is replaced; listeners on it stay, those on what is in it are lost
 * @param {string} page HTML of the whole page; scripts in it do not run
 * @param {string} selector where the new part stands in it
 */
export function swap(target, page, selector) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector(selector);
  if (!fresh) {
    throw new Error("The server sent another page.");
  }

  if (fresh.innerHTML === target.innerHTML) {
    return;
  }

  keepEntries(target, fresh);
  const focused = document.activeElement;
  const hasFocus = focused !== null && focused !== target && target.contains(focused);
  const place = hasFocus ? addressOf(focused) : "";
  target.replaceChildren(...fresh.childNodes);
  if (hasFocus) {
    // A button that is gone because its work is done leaves the keyboard at its part instead of at the top of the page.
    focus((place === "" ? null : target.querySelector(place)) ?? target);
  }
}

/** This page as the server makes it now. */
export async function freshPage() {
  const response = await fetch(location.href);
  if (!response.ok) {
    throw new Error(`The server answered ${response.status}.`);
  }

  return response.text();
}

/**
 * Asks the server for this page and gives its HTML to place. Asked again meanwhile, it asks once more at the end: what is shown last is never older
 * than the last question.
 * @param {(page: string) => void} place
 * @returns {() => Promise<void>} fails when the server does not answer
 */
export function refresher(place) {
  /** @type {Promise<void> | null} */
  let running = null;
  let isAsked = false;
  const run = async () => {
    try {
      while (isAsked) {
        isAsked = false;
        place(await freshPage());
      }
    } finally {
      running = null;
    }
  };
  return () => {
    isAsked = true;
    running ??= run();
    return running;
  };
}

/** @param {Element} element */
function addressOf(element) {
  const mark = MARKS.find((name) => element.hasAttribute(name));
  if (!mark) {
    return "";
  }

  const value = mark === "name" && element instanceof HTMLInputElement ? `[value="${CSS.escape(element.value)}"]` : "";
  return `${element.localName}[${mark}="${CSS.escape(element.getAttribute(mark) ?? "")}"]${value}`;
}

/** @param {Element} element */
function focus(element) {
  if (element instanceof HTMLElement) {
    if (element.tabIndex < 0) {
      element.tabIndex = -1;
    }

    element.focus({ preventScroll: true });
  }
}

/**
 * What a person has opened, chosen or typed and not sent yet.
 * @param {Element} old
 * @param {Element} fresh
 */
function keepEntries(old, fresh) {
  const before = old.querySelectorAll("details");
  const after = fresh.querySelectorAll("details");
  after.forEach((one, index) => {
    one.open = before[index]?.open ?? one.open;
  });
  for (const field of /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */ (old.querySelectorAll("select[name], input[name]:not([type=checkbox], [type=radio], [type=hidden])"))) {
    const again = fresh.querySelector(`${field.localName}[name="${CSS.escape(field.name)}"]`);
    const isChanged = field instanceof HTMLSelectElement ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.value !== field.defaultValue;
    if (isChanged && (again instanceof HTMLInputElement || again instanceof HTMLSelectElement)) {
      again.value = field.value;
    }
  }
}
