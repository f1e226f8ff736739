// Numbers as people read them; the same rules as Words/Numbers.cs in the engine. tests/numbers.json holds both to them.

/** @param {number} fraction kept / prunable */
export function weightsRemaining(fraction) {
  return fraction > 0 ? `${significant(fraction * 100)}%` : "0%";
}

/** @param {number} fraction kept / prunable */
export function sparsity(fraction) {
  const percent = 100 - fraction * 100;
  return `${percent.toFixed(percent < 99 ? 1 : 2)}%`;
}

/** @param {number} fraction kept / prunable */
export function compression(fraction) {
  return fraction > 0 ? `${significant(1 / fraction)}×` : "nothing left";
}

/** @param {number | null | undefined} fraction */
export function accuracy(fraction) {
  return fraction === null || fraction === undefined ? "not measured" : `${(fraction * 100).toFixed(2)}%`;
}

/** @param {number} difference of two fractions */
export function points(difference) {
  const text = (Math.abs(difference) * 100).toFixed(2);
  return `${difference < 0 && text !== "0.00" ? "−" : "+"}${text} pp`;
}

/** @param {number} number */
export function groups(number) {
  return Math.round(number).toString().replace(/\B(?=(\d{3})+(?!\d))/g, "\u2009");
}

/** @param {number} number */
export function count(number) {
  return number >= 1e6 ? `${significant(number / 1e6)} M` : number >= 1e4 ? `${(number / 1e3).toFixed(0)} k` : groups(number);
}

/** @param {number} seconds */
export function duration(seconds) {
  if (!(seconds < 1e12)) {
    return "a very long time";
  }

  if (seconds > 0 && seconds < 1) {
    return "under 1 s";
  }

  const whole = Math.round(Math.max(0, seconds));
  const parts = [[Math.floor(whole / 86400), "d"], [Math.floor(whole / 3600) % 24, "h"], [Math.floor(whole / 60) % 60, "min"], [whole % 60, "s"]];
  const first = parts.findIndex(([value]) => value !== 0);
  return first < 0 ? "0 s" : parts.slice(first, first + 2).filter(([value]) => value !== 0).map(([value, unit]) => `${value} ${unit}`).join(" ");
}

/** @param {number} number */
export function bytes(number) {
  const [size, unit] = number >= 1e12 ? [1e12, "TB"] : number >= 1e9 ? [1e9, "GB"] : number >= 1e6 ? [1e6, "MB"] : number >= 1e3 ? [1e3, "kB"] : [1, "B"];
  return `${size === 1 ? number.toFixed(0) : significant(number / size)} ${unit}`;
}

/** @param {number} value a loss or learning rate */
export function plain(value) {
  if (value === 0) {
    return "0";
  }

  return Math.abs(value) < 0.001 ? value.toExponential(2).replace(/\.?0+e/, "e") : significant(value);
}

/**
 * Mean, spread and n, always together.
 * @param {import("./stats.js").Spread | null} spread
 */
export function accuracyOf(spread) {
  if (!spread) {
    return "not measured";
  }

  const range = (/** @type {number} */ low, /** @type {string} */ to, /** @type {number} */ high) => `${(low * 100).toFixed(2)}${to}${(high * 100).toFixed(2)}`;
  if (spread.n === 1) {
    return `${accuracy(spread.mean)} (n=1)`;
  }

  return spread.half === null
    ? `${accuracy(spread.mean)} (${range(spread.min, " to ", spread.max)}, n=${spread.n})`
    : `${accuracy(spread.mean)} (95% CI ${range(spread.mean - spread.half, "-", spread.mean + spread.half)}, n=${spread.n})`;
}

/** @param {number} value at most three significant digits */
function significant(value) {
  return trimZeros(value.toFixed(Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))))));
}

/** @param {string} text */
function trimZeros(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
