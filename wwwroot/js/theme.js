// Runs before the first paint, so that a page never flashes in the other theme. A file of its own, because pages allow no inline script.
(() => {
  const root = document.documentElement;
  let theme = null;
  let contrast = null;
  try {
    theme = localStorage.getItem("lotterylab.theme");
    contrast = localStorage.getItem("lotterylab.contrast");
  } catch {
    // A browser that keeps nothing has no choice to apply.
  }

  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
  }

  if (contrast === "more" || (contrast !== "normal" && matchMedia("(prefers-contrast: more)").matches)) {
    root.dataset.contrast = "more";
  }
})();
