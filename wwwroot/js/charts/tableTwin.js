// The table behind every plot: the same numbers, sortable, reached by keyboard.

/**
 * @param {HTMLElement} element
 * @param {import("./plot.js").Figure} figure
 */
export function fillTable(element, figure) {
  let details = element.querySelector(".plot-table");
  if (!details) {
    details = document.createElement("details");
    details.className = "plot-table";
    details.innerHTML = "<summary>Table</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\"><table><thead><tr></tr></thead><tbody></tbody></table></div>";
    details.querySelector(".scroll")?.setAttribute("aria-label", `Table: ${figure.name}`);
    element.append(details);
    details.addEventListener("toggle", () => details?.dispatchEvent(new CustomEvent("refill")));
    details.addEventListener("refill", () => fill(/** @type {HTMLElement} */ (details)));
  }

  /** @type {any} */ (details).figure = figure;
  if (details instanceof HTMLDetailsElement && details.open) {
    fill(details);
  }
}

/** @param {HTMLElement} details */
function fill(details) {
  /** @type {import("./plot.js").Figure} */
  const figure = /** @type {any} */ (details).figure;
  const sort = { column: Number(details.dataset.sort ?? -1), factor: details.dataset.descending === "true" ? -1 : 1 };
  const head = details.querySelector("thead tr");
  const body = details.querySelector("tbody");
  if (!head || !body) {
    return;
  }

  if (head.textContent !== figure.twin.headings.join("")) {
    head.replaceChildren(...figure.twin.headings.map((text, column) => heading(details, text, column)));
  }

  [...head.children].forEach((cell, column) => {
    cell.setAttribute("aria-sort", column !== sort.column ? "none" : sort.factor > 0 ? "ascending" : "descending");
  });
  const rows = [...figure.twin.rows];
  if (sort.column >= 0) {
    rows.sort((a, b) => sort.factor * compare(String(a[sort.column]), String(b[sort.column])));
  }

  body.replaceChildren(...rows.map((row) => {
    const line = document.createElement("tr");
    line.append(...row.map((value, column) => Object.assign(document.createElement(column === 0 ? "th" : "td"), { textContent: String(value) })));
    line.firstElementChild?.setAttribute("scope", "row");
    return line;
  }));
}

/**
 * Numbers by their size, however they are written; what is no number stands behind them in the order of the alphabet.
 * @param {string} a
 * @param {string} b
 */
export function compare(a, b) {
  const [x, y] = [numberIn(a), numberIn(b)];
  return Number.isNaN(x) && Number.isNaN(y) ? a.localeCompare(b) : Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y;
}

/** @param {string} text */
function numberIn(text) {
  return parseFloat(text.replaceAll("\u2009", "").replace("−", "-"));
}

/**
 * @param {HTMLElement} details
 * @param {string} text
 * @param {number} column
 */
function heading(details, text, column) {
  const cell = document.createElement("th");
  cell.scope = "col";
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: "sort" });
  button.addEventListener("click", () => {
    details.dataset.descending = String(details.dataset.sort === String(column) && details.dataset.descending !== "true");
    details.dataset.sort = String(column);
    fill(details);
  });
  cell.append(button);
  return cell;
}
