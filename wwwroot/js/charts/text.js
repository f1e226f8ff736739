// Texts of charts.

/** Most characters of a name in a legend. */
const LONGEST_NAME = 34;

/**
 * Names are never cut at the end, where they differ; whoever shows one shows the whole when it is pointed at.
 * @param {string} name
 * @param {number} longest characters
 */
export function middle(name, longest = LONGEST_NAME) {
  const half = Math.floor((longest - 2) / 2);
  return name.length <= longest ? name : `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** Texts of people go into labels, where plotly reads a little HTML. */
export function escape(/** @type {string} */ text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
