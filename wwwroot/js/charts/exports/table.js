// The numbers of a plot as CSV and JSON: exactly what is drawn, in full precision, never thinned.

/**
 * @param {import("../plot.js").Figure} figure
 * @returns {string}
 */
export function csvOf(figure) {
  // A text that a spreadsheet would run as a formula is quoted by a leading apostrophe.
  const cell = (/** @type {string} */ text) => {
    const safe = /^[=+@\t]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe;
  };
  return `${figure.twin.csv.map((row) => row.map(cell).join(",")).join("\n")}\n`;
}

/**
 * One object a row; numbers are numbers, and what was not measured is null.
 * @param {import("../plot.js").Figure} figure
 * @param {string} caption
 */
export function jsonOf(figure, caption) {
  const [names, ...rows] = figure.twin.csv;
  const value = (/** @type {string} */ text) => (text === "" ? null : text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
  return JSON.stringify({ name: figure.name, summary: figure.sentence, caption, columns: names, rows: rows.map((row) => Object.fromEntries(names.map((name, column) => [name, value(row[column])]))) }, null, 2);
}
