// LaTeX: text that compiles whatever a person typed, and the numbers of a plot as a table.

const SPECIAL = /** @type {Record<string, string>} */ ({
  "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "%": "\\%", "#": "\\#", "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  "±": "$\\pm$", "×": "$\\times$", "−": "$-$", "…": "\\ldots{}", "\u2009": "\\,", "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "\\textquotedbl{}",
});

/** Whatever the fonts of every installation lack becomes a question mark, so that the file compiles. @param {string} text */
export function tex(text) {
  return [...text].map((sign) => SPECIAL[sign] ?? (/[\x20-\x7e\u00a1-\u00ff]/.test(sign) ? sign : "?")).join("");
}

/**
 * A whole document; the tabular in it stands on its own.
 * @param {import("../plot.js").Figure} figure
 * @param {string} caption
 */
export function latexTableOf(figure, caption) {
  const { headings, rows } = figure.twin.latex ?? figure.twin;
  const line = (/** @type {(string | number)[]} */ cells) => `    ${cells.map((cell) => tex(String(cell))).join(" & ")} \\\\`;
  return [
    "\\documentclass{article}",
    "\\usepackage[T1]{fontenc}",
    "\\usepackage[margin=2cm]{geometry}",
    "\\begin{document}",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${tex(caption)}}`,
    `  \\begin{tabular}{${headings.map((_, column) => (column < headings.length - 1 && column < 2 ? "l" : "r")).join("")}}`,
    "    \\hline",
    line(headings),
    "    \\hline",
    ...rows.map(line),
    "    \\hline",
    "  \\end{tabular}",
    "\\end{table}",
    "\\end{document}",
    "",
  ].join("\n");
}
