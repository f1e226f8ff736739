// Single-key shortcuts. They never fire in a field, and the help dialog switches them off for this browser.
const OFF = "lotterylab.keys.off";
const PLACES = { h: "/", n: "/new", e: "/experiments", c: "/compare", m: "/methods", d: "/datasets", p: "/planner", q: "/queue", s: "/settings" };
/** Actions of the page, by key. @type {Map<string, () => void>} */
const actions = new Map();

/**
 * A page adds what its keys do: "]" for the next round, "t" for the table, and so on.
 * @param {string} key
 * @param {() => void} action
 */
export function onKey(key, action) {
  actions.set(key, action);
}

/** @param {EventTarget | null} target */
function isField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, [role=slider], [role=grid], canvas"));
}

export function startKeys() {
  const help = document.querySelector("dialog[data-help]");
  const off = document.querySelector("[data-keys-off]");
  if (off instanceof HTMLInputElement) {
    off.checked = localStorage.getItem(OFF) === "true";
    off.addEventListener("change", () => localStorage.setItem(OFF, String(off.checked)));
  }

  const openHelp = () => help instanceof HTMLDialogElement && !help.open && help.showModal();
  const helpButton = document.querySelector("[data-help-button]");
  if (helpButton instanceof HTMLElement) {
    helpButton.hidden = false;
    helpButton.addEventListener("click", openHelp);
  }

  let waitsForPlace = false;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || localStorage.getItem(OFF) === "true") {
      waitsForPlace = false;
      return;
    }

    const place = PLACES[/** @type {keyof typeof PLACES} */ (event.key)];
    if (waitsForPlace && place && document.querySelector(`nav a[href="${place}"]`)) {
      location.assign(place);
    } else if (event.key === "?") {
      openHelp();
    } else if (event.key === "/" && document.querySelector("[data-search]")) {
      event.preventDefault();
      /** @type {HTMLElement} */ (document.querySelector("[data-search]")).focus();
    } else if (actions.has(event.key) && !waitsForPlace) {
      // A button keeps its own space bar.
      if (event.key === " " && event.target instanceof HTMLElement && event.target.matches("button, a, summary")) {
        return;
      }

      event.preventDefault();
      actions.get(event.key)?.();
    }

    waitsForPlace = event.key === "g" && !waitsForPlace;
  });
}
