// The theme: as the system has it, light or dark. The choice stays in this browser.
import { preference, setPreference } from "./preferences.js";

const ORDER = ["system", "light", "dark"];

/** @returns {string} */
function current() {
  return preference("theme", "system");
}

/** @param {string} theme */
export function applyTheme(theme) {
  setPreference("theme", theme);
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }

  document.dispatchEvent(new CustomEvent("themechange"));
}

/** @param {string} contrast */
export function applyContrast(contrast) {
  if (contrast === "more" || (contrast === "system" && matchMedia("(prefers-contrast: more)").matches)) {
    document.documentElement.dataset.contrast = "more";
  } else {
    delete document.documentElement.dataset.contrast;
  }

  document.dispatchEvent(new CustomEvent("themechange"));
}

/** Makes the button of the top bar work. */
export function startTheme() {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("themechange")));
  const button = document.querySelector("[data-theme-switch]");
  if (!(button instanceof HTMLButtonElement)) {
    return;
  }

  const name = () => {
    button.textContent = `Theme: ${current()}`;
  };
  button.hidden = false;
  document.addEventListener("themechange", name);
  button.addEventListener("click", () => {
    applyTheme(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
    name();
  });
  name();
}

/**
 * Colour of a CSS variable in the theme of the moment.
 * @param {string} name with both dashes
 */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
