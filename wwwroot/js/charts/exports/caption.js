// A caption to start from: what is shown, on which data, how many runs, which version, where it is.

/**
 * @param {HTMLElement} element the plot; a page says what its experiments are in data-about
 * @param {import("../plot.js").Figure | undefined} figure
 */
export function captionOf(element, figure) {
  const about = element.closest("[data-about]");
  const version = document.body.dataset.version;
  return [
    sentence(figure?.name ?? "Plot"),
    about instanceof HTMLElement && about.dataset.about ? sentence(about.dataset.about) : "",
    figure?.legend.length ? sentence(figure.legend.filter((entry) => !entry.isHidden).map((entry) => entry.full ?? entry.label).join("; ")) : "",
    figure?.note ? sentence(figure.note) : "",
    `Made with LotteryLab${version ? ` ${version}` : ""}, ${location.origin}${location.pathname}${location.search}`,
  ].filter((part) => part.length > 0).join(" ");
}

/** @param {string} text */
function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
