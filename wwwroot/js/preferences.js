// What a person chose for this browser. Whoever reads a preference gives the value that holds when nothing was chosen.
const PREFIX = "lotterylab.";
const ALLOWED = /** @type {Record<string, string[]>} */ ({
  theme: ["system", "light", "dark"],
  contrast: ["system", "normal", "more"],
  spread: ["ci", "range", "sd", "se"],
  smoothing: ["0", "0.6", "0.9"],
  "keys.off": ["true", "false"],
  notify: ["true", "false"],
});

/**
 * @param {string} name
 * @param {string} otherwise
 * @returns {string} one of the allowed values
 */
export function preference(name, otherwise) {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored !== null && ALLOWED[name].includes(stored) ? stored : otherwise;
  } catch {
    // A browser that keeps nothing has the values of a new one.
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {boolean} whether the browser kept it
 */
export function setPreference(name, value) {
  try {
    if (value === "system") {
      localStorage.removeItem(PREFIX + name);
    } else {
      localStorage.setItem(PREFIX + name, value);
    }

    return true;
  } catch {
    return false;
  }
}
