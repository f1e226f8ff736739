// Starts what a page asks for: every element with data-module names a module of this folder, whose start(element) brings it to life.
// A page works without any of them: charts are then server-made pictures, and tables stand beside them.
import { startKeys } from "./keys.js";
import { startNotifications } from "./notify.js";
import { startTheme } from "./themeSwitch.js";

/** @param {ParentNode} root */
export async function startModules(root = document) {
  for (const element of root.querySelectorAll("[data-module]")) {
    if (!(element instanceof HTMLElement) || element.dataset.started === "true") {
      continue;
    }

    element.dataset.started = "true";
    try {
      const module = await import(`./${element.dataset.module}.js`);
      await module.start(element);
    } catch (problem) {
      // One part that cannot start must not keep the others from starting.
      console.error(`The module ${element.dataset.module} did not start.`, problem);
      element.dataset.started = "failed";
    }
  }
}

startTheme();
startKeys();
startNotifications();
await startModules();
document.documentElement.dataset.ready = "true";
